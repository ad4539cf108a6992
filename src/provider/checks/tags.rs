//! Tags that AWS does not take.

use terraform_provider_sdk::{
    author::{Plan, Resource},
    diagnostics::{Diagnostic, Diagnostics, Severity, quote},
    typed::{Field, Maybe},
};

use crate::provider::{
    checks::codes,
    client::Client,
    tags::{OwnTags, Tags},
};

/// Most tags of a pipeline.
const MOST: usize = 50;

/// Judges the tags that an object is to have, those of the provider block included. `too_many`: how bad more than 50 are.
pub fn plan<R: Resource<Client = Client>>(
    plan: &mut Plan<'_, '_, R>,
    tags: Field<OwnTags>,
    tags_all: Field<Tags>,
    too_many: Severity,
) {
    if let Maybe::Known(all) = plan.planned().get(tags_all) {
        for found in judge(&all, too_many) {
            plan.report(found.at(tags.path()));
        }
    }
}

fn judge(tags: &Tags, too_many: Severity) -> Diagnostics {
    let is_reserved = |key: &&String| key.to_ascii_lowercase().starts_with("aws:");
    let reserved = tags.keys().filter(is_reserved).map(|key| {
        let detail = format!(
            "The tag {} begins with aws:, and AWS keeps such tags to itself. Choose another key, here or in `default_tags`.",
            quote(key)
        );
        Diagnostic::error("Tag of AWS's own", detail)
    });
    let count = tags.len();
    let excess = (count > MOST).then(|| {
        let detail = format!(
            "AWS takes {MOST} tags of one object and raises that for nobody, and here are {count}, with those of \
             `default_tags`. Remove some."
        );
        Diagnostic::error(format!("{count} tags are more than AWS takes"), detail).with_severity(too_many)
    });
    reserved
        .chain(excess)
        .map(|found| found.code(codes::TAGS.code))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(keys: impl Iterator<Item = String>, too_many: Severity) -> Vec<Severity> {
        let tags = keys.map(|key| (key, String::new())).collect();
        let found = judge(&tags, too_many);
        assert!(found.iter().all(|found| found.code == Some(codes::TAGS.code)));
        found.iter().map(|found| found.severity).collect()
    }

    #[test]
    fn tags_of_awss_own_and_too_many_are_found() {
        let numbered = |count: usize| (0..count).map(|number| format!("key{number}"));
        let (error, warning) = (Severity::Error, Severity::Warning);
        assert_eq!(found(numbered(50), error), []);
        assert_eq!(found(numbered(51), error), [error]);
        assert_eq!(found(numbered(51), warning), [warning]);
        assert_eq!(
            found(["AWS:x".to_owned(), "aws".to_owned()].into_iter(), warning),
            [error]
        );
    }
}
