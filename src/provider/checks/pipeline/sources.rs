//! Source actions of connections: repository, branch, and what AWS makes of them.

use super::{
    findings::Findings,
    references,
    sketch::{Action, Part, Sketch},
};
use crate::framework::quote::quote;
use crate::{
    gitlab::{
        branch,
        hosts::Hosts,
        provider_type::ProviderType,
        repository_id,
        verdict::{Problem, Verdict},
    },
    provider::checks::codes,
};

const FORMATS: [&str; 2] = ["CODE_ZIP", "CODEBUILD_CLONE_REF"];

pub(super) fn repositories_are_well_formed(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.connection_sources() {
        judge_repository(action, None, findings);
    }
}

/// What more is wrong with the repositories of the sources whose connections lead to a provider that `provider_type` knows
/// by the connection's ARN.
pub(super) fn judge_repositories<'t>(
    sketch: &Sketch<'_>,
    provider_type: impl Fn(&str) -> Option<&'t str>,
    findings: &mut Findings,
) {
    for action in sketch.connection_sources() {
        let arn = action.setting("ConnectionArn").text();
        if let Some(known) = arn.and_then(&provider_type).and_then(ProviderType::parse) {
            judge_repository(action, Some(known), findings);
        }
    }
}

fn judge_repository(action: &Action<'_>, provider_type: Option<ProviderType>, findings: &mut Findings) {
    let repository = action.setting("FullRepositoryId");
    let Some(text) = literal(&repository) else { return };
    let verdict = repository_id::judge(text, provider_type, &Hosts::any());
    let wanted = match provider_type {
        Some(provider_type) if provider_type.is_gitlab() => "group/subgroup/project",
        Some(_) => "owner/repository",
        None => "group/subgroup/project for GitLab and owner/repository elsewhere",
    };
    let help = format!("AWS takes the repository's id as in {wanted}.");
    report(
        action,
        &repository,
        codes::REPOSITORY,
        "repository",
        &help,
        verdict,
        findings,
    );
}

pub(super) fn branches_are_well_formed(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.connection_sources() {
        let name = action.setting("BranchName");
        let Some(text) = literal(&name) else { continue };
        let help = "AWS takes the name of one branch, as in main or release/1.2.";
        report(
            action,
            &name,
            codes::BRANCH,
            "branch",
            help,
            branch::judge(text),
            findings,
        );
    }
}

/// The text, unless it is empty (which is another rule's matter) or known only when the pipeline runs.
fn literal<'a>(part: &Part<'a>) -> Option<&'a str> {
    part.text()
        .filter(|text| !text.is_empty() && references::of(text).next().is_none())
}

fn report<R>(
    action: &Action<'_>,
    part: &Part<'_>,
    code: &'static str,
    noun: &str,
    help: &str,
    verdict: Verdict<R>,
    findings: &mut Findings,
) {
    let detail = |problem: &Problem<R>| {
        let advice = problem
            .suggestion
            .as_ref()
            .map_or_else(|| help.to_owned(), |meant| format!("Write {meant:?}."));
        format!(
            "The {noun} of the source action {}: {} {advice}",
            action.label(),
            problem.sentence
        )
    };
    match verdict {
        Verdict::Refused(problem) => {
            findings.error(
                code,
                part.path.clone(),
                format!("Not a {noun} that can work"),
                detail(&problem),
            );
        }
        Verdict::Accepted(doubts) => {
            for doubt in doubts {
                let summary = format!("Doubtful {noun} of the source action {}", action.label());
                findings.warning(code, part.path.clone(), summary, detail(&doubt));
            }
        }
    }
}

pub(super) fn have_documented_values(sketch: &Sketch<'_>, findings: &mut Findings) {
    for source in sketch.connection_sources() {
        judge_format(source, findings);
        judge_detection(source, findings);
    }
}

fn judge_format(source: &Action<'_>, findings: &mut Findings) {
    let format = source.setting("OutputArtifactFormat");
    if let Some(text) = format.text().filter(|text| !text.is_empty() && !FORMATS.contains(text)) {
        let detail = format!(
            "OutputArtifactFormat of the source action {} is {text}. Write CODE_ZIP, or CODEBUILD_CLONE_REF for a full clone.",
            source.label(),
            text = quote(text)
        );
        findings.error(codes::SETTING_VALUE, format.path, "No such artifact format", detail);
    }
}

fn judge_detection(source: &Action<'_>, findings: &mut Findings) {
    let detects = source.setting("DetectChanges");
    match detects.text() {
        None | Some("" | "true" | "false") => {}
        Some(text) if matches!(text.to_ascii_lowercase().as_str(), "true" | "false") => {
            let detail = format!(
                "AWS documents \"true\" and \"false\", in small letters. Write {:?}.",
                text.to_ascii_lowercase()
            );
            let summary = format!(
                "DetectChanges of the source action {} is {text}",
                source.label(),
                text = quote(text)
            );
            findings.warning(codes::SETTING_VALUE, detects.path, summary, detail);
        }
        Some(text) => {
            let detail = format!(
                "DetectChanges of the source action {} is {text}. Write true or false.",
                source.label(),
                text = quote(text)
            );
            findings.error(codes::SETTING_VALUE, detects.path, "Neither true nor false", detail);
        }
    }
}
