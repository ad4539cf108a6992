//! Actions: their types, and what goes with each type.

use terraform_provider_sdk::{
    diagnostics::{quote, suggestion},
    value::Path,
};

use super::{
    action_types,
    findings::Findings,
    sketch::{Action, Items, Sketch},
};
use crate::provider::checks::codes;

pub(super) fn have_a_type_that_exists(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.actions() {
        let (Some(owner), Some(provider)) = (action.owner(), action.provider()) else {
            continue;
        };
        let categories = action_types::categories(provider);
        if categories.is_empty() {
            if owner == "AWS" {
                unknown_provider(action, provider, findings);
            }
        } else if owner == "ThirdParty" {
            let at = action.part.get("owner").path;
            let detail = format!("{provider} is a provider of AWS, so the owner is AWS: write owner = \"AWS\".");
            findings.error(
                codes::ACTION_TYPE,
                at,
                format!("{provider} is not of the owner ThirdParty"),
                detail,
            );
        } else if owner == "AWS" {
            wrong_category_or_version(action, provider, &categories, findings);
        }
    }
}

fn wrong_category_or_version(action: &Action<'_>, provider: &str, categories: &[&str], findings: &mut Findings) {
    if let Some(category) = action.category()
        && !categories.contains(&category)
    {
        let at = action.part.get("category").path;
        let detail = format!(
            "There is no action type of the category {category} with the provider {provider}. Write category = \"{}\".",
            categories.join("\" or \"")
        );
        findings.error(
            codes::ACTION_TYPE,
            at,
            format!("{provider} is not of the category {category}"),
            detail,
        );
    }
    let version = action.part.get("version");
    if let Some(text) = version.text().filter(|text| *text != "1") {
        let text = quote(text);
        let detail = format!(
            "AWS's action types have the version 1, and {} has {text}. Write version = \"1\".",
            action.label()
        );
        findings.error(
            codes::ACTION_TYPE,
            version.path,
            format!("{provider} has no version {text}"),
            detail,
        );
    }
}

fn unknown_provider(action: &Action<'_>, provider: &str, findings: &mut Findings) {
    let is_git_host = ["gitlab", "github", "bitbucket", "codeconnections", "codestar"]
        .iter()
        .any(|host| provider.to_ascii_lowercase().starts_with(host));
    let advice = if is_git_host {
        "Sources of GitLab, GitHub and Bitbucket all have the provider CodeStarSourceConnection, with the connection in \
         configuration = { ConnectionArn = … }."
            .to_owned()
    } else {
        suggestion(provider, action_types::providers()).map_or_else(
            || "If AWS has added it since, nothing is wrong; else AWS refuses the pipeline.".to_owned(),
            |near| format!("Perhaps {near} is meant."),
        )
    };
    let detail = format!(
        "The action {} has a provider of AWS that is not known here. {advice}",
        action.label()
    );
    findings.warning(
        codes::ACTION_TYPE,
        action.part.get("provider").path,
        format!(
            "Unknown provider {provider} of the action {}",
            action.label(),
            provider = quote(provider)
        ),
        detail,
    );
}

pub(super) fn have_as_many_artifacts_as_their_type_takes(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.actions() {
        let Some(of) = action_types::of(action) else { continue };
        let sides = [
            ("input", action.inputs(), of.inputs),
            ("output", action.outputs(), of.outputs),
        ];
        for (side, artifacts, limits) in sides {
            let at = action.part.get(&format!("{side}_artifacts")).path;
            count(action, side, &artifacts, limits, at, findings);
        }
    }
}

fn count<T>(
    action: &Action<'_>,
    side: &str,
    artifacts: &Items<T>,
    limits: Option<(usize, usize)>,
    at: Path,
    findings: &mut Findings,
) {
    let (Some((least, most)), found) = (limits, artifacts.known.len()) else {
        return;
    };
    let wrong = found > most || (found < least && artifacts.complete);
    if wrong {
        let provider = action.provider().unwrap_or_default();
        let wanted = match (least, most) {
            (0, 0) => format!("no {side} artifacts: remove `{side}_artifacts`"),
            (1, 1) => format!("exactly one {side} artifact: write {side}_artifacts = [\"NAME\"]"),
            _ => format!("{least} to {most} {side} artifacts"),
        };
        let detail = format!(
            "The action {} has {found} {side} artifacts. {provider} takes {wanted}.",
            action.label()
        );
        findings.error(
            codes::ARTIFACT_COUNT,
            at,
            format!("Wrong number of {side} artifacts"),
            detail,
        );
    }
}

pub(super) fn have_only_members_of_their_type(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.actions() {
        let (Some(owner), Some(provider), Some(category)) = (action.owner(), action.provider(), action.category())
        else {
            continue;
        };
        let is_commands = owner == "AWS" && provider == "Commands";
        if is_commands && action.part.get("commands").is_absent() {
            let detail = format!(
                "The action {} runs commands and has none. Write commands = [\"make test\"].",
                action.label()
            );
            findings.error(
                codes::MEMBERS,
                action.part.get("commands").path,
                "Commands action without commands",
                detail,
            );
        }
        for name in ["commands", "output_variables"] {
            if !is_commands && action.part.get(name).is_present() {
                misplaced(action, name, "actions of the provider Commands", findings);
            }
        }
        if category != "Approval" && action.part.get("timeout_in_minutes").is_present() {
            misplaced(action, "timeout_in_minutes", "manual approvals", findings);
        }
        for name in ["environment_variable", "output_artifacts_for_compute_action"] {
            if !is_commands && category != "Compute" && action.part.get(name).is_present() {
                doubtful(action, name, findings);
            }
        }
    }
}

fn misplaced(action: &Action<'_>, name: &str, wanted: &str, findings: &mut Findings) {
    let provider = action.provider().unwrap_or_default();
    let detail = format!(
        "Only {wanted} can have `{name}`, and the action {} is of the provider {provider}. Remove `{name}`.",
        action.label()
    );
    findings.error(
        codes::MEMBERS,
        action.part.get(name).path,
        format!("`{name}` does not go with {provider}"),
        detail,
    );
}

fn doubtful(action: &Action<'_>, name: &str, findings: &mut Findings) {
    let summary = format!("`{name}` probably does not go with the action {}", action.label());
    let detail = "AWS documents it for actions of the category Compute only. If AWS refuses the pipeline, remove it.";
    findings.warning(codes::MEMBERS, action.part.get(name).path, summary, detail);
}
