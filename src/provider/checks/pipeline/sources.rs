//! Source actions of connections: repository, branch, and what AWS makes of them.

use terraform_provider_sdk::{diagnostics::quote, value::Path};

use super::{
    findings::Findings,
    references,
    sketch::{Action, Part, Sketch},
    triggers::configurations,
};
use crate::{
    aws::Arn,
    provider::{
        checks::{arn, codes, repository},
        destination::Destination,
    },
};

const FORMATS: [&str; 2] = ["CODE_ZIP", "CODEBUILD_CLONE_REF"];

pub(super) fn connections_are_connections(sketch: &Sketch<'_>, findings: &mut Findings) {
    let role = sketch.root.text_of("role_arn");
    let role = role.and_then(|role| role.parse::<Arn>().ok());
    for source in sketch.connection_sources() {
        let connection = source.setting("ConnectionArn");
        let Some(text) = literal(&connection) else { continue };
        match arn::connection(text) {
            Ok(arn) => judge_place(source, &arn, role.as_ref(), connection.path, findings),
            Err(problem) => findings.extend(arn::by_reference(problem).at(connection.path).into()),
        }
    }
}

/// A connection can be of another region, and, shared with AWS RAM, of another account.
fn judge_place(source: &Action<'_>, connection: &Arn, role: Option<&Arn>, at: Path, findings: &mut Findings) {
    let Some(role) = role else { return };
    if connection.partition() != role.partition() {
        let detail = format!(
            "The connection of the source action {} is in the partition {}, and the pipeline's role in {}. Partitions share \
             nothing: use a connection of {}.",
            source.label(),
            connection.partition(),
            role.partition(),
            role.partition()
        );
        findings.error(codes::WRONG_ARN, at, "Connection of another partition", detail);
    } else if connection.account() != role.account() && connection.service() == "codestar-connections" {
        let summary = format!("The connection of {} is of another account", source.label());
        let detail = format!(
            "The connection belongs to the account {}, and the pipeline's role to {}. AWS documents the sharing of connections \
             for ARNs of codeconnections only, and this one is of codestar-connections.",
            connection.account(),
            role.account()
        );
        findings.warning(codes::WRONG_ARN, at, summary, detail);
    }
}

pub(super) fn repositories_are_well_formed(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.connection_sources() {
        judge_repository(action, None, findings);
    }
}

/// What more is wrong with the repositories of the sources of whose connections `destination` knows, by the ARN, where they
/// lead.
pub(super) fn judge_repositories<'t>(
    sketch: &Sketch<'_>,
    destination: impl Fn(&str) -> Option<&'t Destination>,
    findings: &mut Findings,
) {
    for action in sketch.connection_sources() {
        let arn = action.setting("ConnectionArn").text();
        if let Some(known) = arn.and_then(&destination) {
            judge_repository(action, Some(known), findings);
        }
    }
}

fn judge_repository(action: &Action<'_>, destination: Option<&Destination>, findings: &mut Findings) {
    let id = action.setting("FullRepositoryId");
    if let Some(text) = literal(&id) {
        findings.extend(repository::id(text, destination, &id.path));
    }
}

pub(super) fn branches_are_well_formed(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.connection_sources() {
        let name = action.setting("BranchName");
        if let Some(text) = literal(&name) {
            findings.extend(repository::branch(text, &name.path));
        }
    }
}

/// The text, unless it is empty (which is another rule's matter) or known only when the pipeline runs.
fn literal<'a>(part: &Part<'a>) -> Option<&'a str> {
    part.text()
        .filter(|text| !text.is_empty() && references::of(text).next().is_none())
}

pub(super) fn detect_changes_of_one_branch(sketch: &Sketch<'_>, findings: &mut Findings) {
    let triggered: Vec<Part<'_>> = configurations(sketch)
        .map(|git| git.get("source_action_name"))
        .collect();
    if !sketch.root.get("trigger").items().complete || triggered.iter().any(|name| name.value.is_unknown()) {
        return;
    }
    let detects = |source: &&Action<'_>| {
        let setting = source.setting("DetectChanges");
        let is_on = setting.value.is_null() || setting.text() == Some("true");
        is_on && source.name().is_some() && triggered.iter().all(|name| name.text() != source.name())
    };
    let detecting: Vec<&Action<'_>> = sketch.connection_sources().filter(detects).collect();
    for (index, source) in detecting.iter().enumerate() {
        if let Some(other) = detecting[..index].iter().find(|other| is_other_branch(source, other)) {
            let branch = source.setting("BranchName").path;
            let summary = format!(
                "{} and {} fetch two branches of one repository",
                other.label(),
                source.label()
            );
            let detail = format!(
                "Both detect changes, and AWS documents that only one of several branches of a repository starts a pipeline \
                 reliably. Write {} for one of them, or make a pipeline for each branch.",
                sketch.syntax.set("DetectChanges", "false")
            );
            findings.warning(codes::TWO_BRANCHES, branch, summary, detail);
        }
    }
}

/// Whether both fetch from one repository, and different branches of it.
fn is_other_branch(one: &Action<'_>, other: &Action<'_>) -> bool {
    let both = |key: &str| Some((one.setting(key).text()?, other.setting(key).text()?));
    let is_same = |key: &str| both(key).is_some_and(|(one, other)| one == other);
    let differs = both("BranchName").is_some_and(|(one, other)| one != other);
    is_same("ConnectionArn") && is_same("FullRepositoryId") && differs
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
