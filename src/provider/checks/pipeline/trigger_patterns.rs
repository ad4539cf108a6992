//! The patterns in the filters of triggers.

use super::{
    findings::Findings,
    sketch::Sketch,
    trigger_filters::{LISTS, criteria, filters},
    triggers::configurations,
};
use crate::framework::quote::quote;
use crate::{aws::triggers::Glob, framework::path::Path, provider::checks::codes};

pub(super) fn are_well_formed(sketch: &Sketch<'_>, findings: &mut Findings) {
    for git in configurations(sketch) {
        for (_, filter) in filters(&git) {
            for criterion in criteria(&filter) {
                for list in LISTS {
                    for (path, text) in criterion.get(list).texts().known {
                        judge(path, text, findings);
                    }
                }
            }
        }
    }
}

fn judge(at: Path, text: &str, findings: &mut Findings) {
    if text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        findings.error(
            codes::PATTERN,
            at,
            "Pattern with a line break",
            "AWS takes no line breaks in patterns. Write one line.",
        );
    } else if let Err(broken) = Glob::parse(text) {
        let detail = format!(
            "{text} is broken behind {} characters: {} A pattern knows *, **, ?, [abc], [!abc] and {{a,b}}; a backslash takes \
             the next character as it is.",
            broken.position,
            broken.sentence,
            text = quote(text)
        );
        findings.error(codes::PATTERN, at, "Broken pattern", detail);
    } else if let Some(name) = ["refs/heads/", "refs/tags/"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
    {
        let detail = format!(
            "Names are matched without refs/heads/ and refs/tags/. Write {name}.",
            name = quote(name)
        );
        findings.warning(
            codes::PATTERN,
            at,
            format!("The pattern {text} probably matches nothing", text = quote(text)),
            detail,
        );
    }
}
