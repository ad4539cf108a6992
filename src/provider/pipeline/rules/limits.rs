//! Limits on numbers of items.

use terraform_provider_sdk::value::Path;

use crate::provider::{
    checks::findings::Findings,
    pipeline::open::{Node, OpenPipeline},
};

/// A limit on a number of items.
pub(super) struct Limit {
    /// The counted items, in the plural.
    pub(super) items: &'static str,
    pub(super) at_least: usize,
    pub(super) at_most: usize,
    pub(super) counts: fn(&OpenPipeline<'_>) -> Vec<Count>,
    /// The fix, as a sentence.
    pub(super) fix: &'static str,
}

/// A number of items.
pub(super) struct Count {
    /// The owner of the items, to begin a sentence.
    owner: String,
    at: Path,
    known: usize,
    /// Whether there are certainly no others.
    is_complete: bool,
}

impl Count {
    /// Counts the elements of a list.
    pub(super) fn of(owner: impl Into<String>, list: &Node<'_>) -> Self {
        let elements = list.elements();
        Self {
            owner: owner.into(),
            at: list.path.clone(),
            known: elements.known.len(),
            is_complete: elements.is_complete,
        }
    }

    /// Returns a count that unknown items may increase.
    pub(super) fn at_least(owner: impl Into<String>, at: Path, known: usize) -> Self {
        Self {
            owner: owner.into(),
            at,
            known,
            is_complete: false,
        }
    }
}

/// Reports every count outside its limit.
pub(super) fn judge(limits: &[Limit], pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for limit in limits {
        for count in (limit.counts)(pipeline) {
            let (words, bound) = if count.known > limit.at_most {
                ("Too many", format!("at most {}", limit.at_most))
            } else if count.known < limit.at_least && count.is_complete {
                ("Too few", format!("at least {}", limit.at_least))
            } else {
                continue;
            };
            let known = match count.known {
                0 => "no".to_owned(),
                known => known.to_string(),
            };
            let Limit { items, fix, .. } = limit;
            let detail = format!("{} has {known} {items}, and AWS requires {bound}. {fix}", count.owner);
            findings.error(count.at, format!("{words} {items}"), detail);
        }
    }
}
