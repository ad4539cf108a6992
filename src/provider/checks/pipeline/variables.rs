//! Variables of the pipeline.

use super::{findings::Findings, references, sketch::Sketch, stages::repeated, user::users};
use crate::framework::quote::quote;
use crate::provider::checks::codes;

const PREFIX: &str = "variables.";

pub(super) fn stay_out_of_sources(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.actions().filter(|action| action.category() == Some("Source")) {
        for (key, value) in action.part.get("configuration").settings() {
            if let Some(reference) = references::of(value).find(|reference| reference.starts_with(PREFIX)) {
                let detail = format!(
                    "{key} of the source action {} uses a variable of the pipeline. Sources are fetched before variables are \
                     known: write the value itself.",
                    action.label()
                );
                let at = action.setting(key).path;
                findings.error(
                    codes::VARIABLE_IN_SOURCE,
                    at,
                    format!("#{{{reference}}} in a source action"),
                    detail,
                );
            }
        }
    }
}

pub(super) fn have_names_of_their_own(sketch: &Sketch<'_>, findings: &mut Findings) {
    let names = sketch
        .root
        .get("variable")
        .items()
        .known
        .into_iter()
        .map(|variable| variable.get("name"));
    for (name, first) in repeated(names) {
        let text = name.text().unwrap_or_default();
        let detail = format!(
            "{first} is named {text} too. Variables of a pipeline need different names.",
            text = quote(text)
        );
        findings.error(
            codes::VARIABLE_NAME,
            name.path,
            format!("Two variables named {text}", text = quote(text)),
            detail,
        );
    }
}

pub(super) fn exist_where_they_are_used(sketch: &Sketch<'_>, findings: &mut Findings) {
    let variables = sketch.root.get("variable").items();
    let declared: Vec<_> = variables.known.iter().map(|variable| variable.get("name")).collect();
    if !variables.complete || declared.iter().any(|name| name.value.is_unknown()) {
        return;
    }
    for user in users(sketch).filter(|user| user.part.get("category").text() != Some("Source")) {
        let configuration = user.part.get("configuration");
        for (key, value) in configuration.settings() {
            for name in references::of(value).filter_map(|reference| reference.strip_prefix(PREFIX)) {
                if !declared.iter().any(|declared| declared.text() == Some(name)) {
                    let summary = format!(
                        "The {} uses the variable {name}, which is not declared",
                        user.label(),
                        name = quote(name)
                    );
                    let detail = format!("Add a block: variable {{ name = {name} }}.", name = quote(name));
                    findings.warning(codes::UNDECLARED_VARIABLE, configuration.key(key).path, summary, detail);
                }
            }
        }
    }
}
