//! Values that are one of a few.

use terraform_provider_sdk::diagnostics::{Severity, quote, suggestion};

use super::references;
use crate::provider::{
    checks::findings::Findings,
    pipeline::open::{Node, OpenPipeline},
};

/// The values that one argument or setting allows.
pub(super) struct AllowedValues {
    /// Argument or setting.
    pub(super) name: &'static str,
    pub(super) values: &'static [&'static str],
    /// An error if AWS rejects other values, or a warning if it may have added some.
    pub(super) severity: Severity,
    /// The values, each with a description of what sets it, to follow "of the".
    pub(super) nodes: for<'a> fn(&OpenPipeline<'a>) -> Vec<(Node<'a>, String)>,
}

/// Reports every known value that is not allowed. Empty values and references are left to other checks.
pub(super) fn judge(rows: &[AllowedValues], pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for row in rows {
        for (node, owner) in (row.nodes)(pipeline) {
            let is_other = |text: &&str| !text.is_empty() && !row.values.contains(text) && !references::has_any(text);
            if let Some(text) = node.as_str().filter(is_other) {
                report(row, node, &owner, text, findings);
            }
        }
    }
}

fn report(row: &AllowedValues, node: Node<'_>, owner: &str, text: &str, findings: &mut Findings) {
    let AllowedValues { name, values, .. } = row;
    let near = suggestion(text, values.iter().copied());
    let near = near
        .map(|near| format!(" The closest match is {near}."))
        .unwrap_or_default();
    let valid = values.join(", ");
    if row.severity == Severity::Error {
        let summary = format!("Invalid {name} {}", quote(text));
        let detail = format!("{name} of the {owner} must be one of: {valid}.{near}");
        findings.error(node.path, summary, detail);
    } else {
        let summary = format!("Unknown {name} {} of the {owner}", quote(text));
        let detail = format!(
            "AWS documents these values: {valid}.{near} If AWS has added {} since, ignore this warning.",
            quote(text)
        );
        findings.warning(node.path, summary, detail);
    }
}
