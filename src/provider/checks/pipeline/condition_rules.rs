//! The rules of conditions: their types, and what each needs to know.

use terraform_provider_sdk::diagnostics::quote;

use super::{
    findings::Findings,
    references,
    rule_types::{OPERATORS, RuleType, TYPES},
    settings,
    sketch::{Part, Sketch},
};
use crate::provider::checks::codes;

/// What says of which type a rule is.
pub(super) fn type_of<'a>(rule: &Part<'a>) -> Part<'a> {
    let kind = rule.get("rule_type_id");
    kind.items().known.into_iter().next().unwrap_or(kind)
}

pub(super) fn have_a_known_type(sketch: &Sketch<'_>, findings: &mut Findings) {
    for rule in all(sketch) {
        let kind = type_of(&rule);
        let Some(provider) = kind.text_of("provider") else {
            continue;
        };
        if TYPES.iter().all(|of| of.provider != provider) {
            let known: Vec<&str> = TYPES.iter().map(|of| of.provider).collect();
            let detail = format!(
                "Known providers of rules are {}. If AWS has added it since, nothing is wrong.",
                known.join(", ")
            );
            let summary = format!("Unknown provider {} of the {}", quote(provider), label(&rule));
            findings.warning(codes::CONDITION_RULES, kind.get("provider").path, summary, detail);
        }
        let version = kind.get("version");
        if let Some(text) = version.text().filter(|text| *text != "1") {
            let summary = format!("Unknown version {} of the {}", quote(text), label(&rule));
            let detail = "AWS's types of rules have the version 1. Write version = \"1\", or leave it out.";
            findings.warning(codes::CONDITION_RULES, version.path, summary, detail);
        }
    }
}

pub(super) fn have_what_they_need(sketch: &Sketch<'_>, findings: &mut Findings) {
    for (rule, of) in typed(sketch) {
        let (configuration, label, provider) = (rule.get("configuration"), label(&rule), of.provider);
        let is_missing = |key: &&&str| !configuration.value.is_unknown() && configuration.key(key).value.is_null();
        for key in of.required.iter().filter(is_missing) {
            let detail = format!("The {label} of the provider {provider} needs {key}. Add it to its configuration.");
            let at = configuration.path.clone();
            findings.error(codes::CONDITION_RULES, at, format!("Missing {key}"), detail);
        }
        if provider == "Commands" && rule.get("commands").is_absent() {
            let detail = format!("The {label} runs commands and has none. Write commands = [\"make check\"].");
            let at = rule.get("commands").path;
            findings.error(codes::CONDITION_RULES, at, "Commands rule without commands", detail);
        }
    }
}

pub(super) fn have_known_settings(sketch: &Sketch<'_>, findings: &mut Findings) {
    for (rule, of) in typed(sketch) {
        if let Some(optional) = of.optional {
            let known: Vec<&str> = of.required.iter().chain(optional).copied().collect();
            settings::only(&known, of.provider, &rule, &label(&rule), findings);
        }
    }
}

pub(super) fn compare_as_documented(sketch: &Sketch<'_>, findings: &mut Findings) {
    for (rule, _) in typed(sketch).filter(|(_, of)| of.provider == "VariableCheck") {
        let operator = rule.get("configuration").key("Operator");
        let is_documented = |text: &str| OPERATORS.contains(&text) || references::of(text).next().is_some();
        if let Some(text) = operator.text().filter(|text| !is_documented(text)) {
            let summary = format!("Unknown operator {} of the {}", quote(text), label(&rule));
            let detail = format!(
                "VariableCheck is documented to know {}. Write one of them.",
                OPERATORS.join(", ")
            );
            findings.warning(codes::CONDITION_RULES, operator.path, summary, detail);
        }
    }
}

fn all<'a>(sketch: &Sketch<'a>) -> impl Iterator<Item = Part<'a>> {
    let stages = sketch.stages.known.iter();
    stages.flat_map(|stage| stage.rules().map(|(_, rule)| rule))
}

/// The rules of known types.
fn typed<'a>(sketch: &Sketch<'a>) -> impl Iterator<Item = (Part<'a>, &'static RuleType)> {
    all(sketch).filter_map(|rule| {
        let provider = type_of(&rule).text_of("provider")?;
        let of = TYPES.iter().find(|of| of.provider == provider)?;
        Some((rule, of))
    })
}

/// What people call a rule.
fn label(rule: &Part<'_>) -> String {
    format!("rule {}", rule.label())
}
