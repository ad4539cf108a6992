//! Variables of the pipeline.

use terraform_provider_sdk::diagnostics::quote;

use super::{
    findings::Findings,
    references,
    repeated::repeated,
    sketch::{Sketch, User},
};
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
                let (at, summary) = (action.setting(key).path, format!("#{{{reference}}} in a source action"));
                findings.error(codes::VARIABLE_IN_SOURCE, at, summary, detail);
            }
        }
    }
}

pub(super) fn have_names_of_their_own(sketch: &Sketch<'_>, findings: &mut Findings) {
    let variables = sketch.root.blocks(["variable"]);
    let names = variables.map(|(_, variable)| (variable.get("name"), variable.path));
    for (name, at, first) in repeated(names) {
        let detail = format!("{first} is named {name} too. Variables of a pipeline need different names.");
        findings.error(codes::VARIABLE_NAME, at, format!("Two variables named {name}"), detail);
    }
}

pub(super) fn exist_where_they_are_used(sketch: &Sketch<'_>, findings: &mut Findings) {
    let variables = sketch.root.get("variable").items();
    let declared: Vec<_> = variables.known.iter().map(|variable| variable.member("name")).collect();
    if !variables.complete || declared.iter().any(|name| name.is_unknown()) {
        return;
    }
    let is_source = |user: &&User<'_>| user.part.text_of("category") == Some("Source");
    for user in sketch.users.iter().filter(|user| !is_source(user)) {
        let configuration = user.part.get("configuration");
        for (key, reference) in references::within(&configuration) {
            let Some(name) = reference.strip_prefix(PREFIX) else {
                continue;
            };
            if !declared.iter().any(|declared| declared.as_str() == Some(name)) {
                let name = quote(name);
                let summary = format!("The {} uses the variable {name}, which is not declared", user.label());
                let detail = format!("Add a block: variable {{ name = {name} }}.");
                findings.warning(codes::UNDECLARED_VARIABLE, configuration.key(key).path, summary, detail);
            }
        }
    }
}
