//! Actions: their types, and how many artifacts each type takes.

use terraform_provider_sdk::{
    diagnostics::{quote, suggestion},
    value::Path,
};

use super::action_types;
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, Elements, OpenPipeline},
};

/// Number of artifacts.
pub const ARTIFACT_COUNT: Check = Check {
    code: "CPGL048",
    severity: Severity::Error,
    title: "Number of artifacts",
    cause: "Each action type takes a certain number of input artifacts and produces a certain number of output \
            artifacts.",
    fix: "Add or remove artifacts.",
    example: Example::new(
        Place::Action,
        r#"input_artifacts = ["source"] # a build takes 1 to 5"#,
        Edit {
            replace: r#"["source"] # a build takes 1 to 5"#,
            with: "[]",
        },
    ),
    judge: Judge::Pipeline(artifacts_are_as_many_as_the_type_takes),
};

fn artifacts_are_as_many_as_the_type_takes(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for action in pipeline.actions() {
        let Some(action_type) = action_types::of(action) else {
            continue;
        };
        let sides = [
            ("input", action.inputs(), action_type.inputs),
            ("output", action.outputs(), action_type.outputs),
        ];
        for (side, artifacts, limits) in sides {
            if let Some(limits) = limits {
                count(action, side, &artifacts, limits, findings);
            }
        }
    }
}

fn count(
    action: &Action<'_>,
    side: &str,
    artifacts: &Elements<(Path, &str)>,
    (least, most): (usize, usize),
    findings: &mut Findings,
) {
    let found = artifacts.known.len();
    if found <= most && (found >= least || !artifacts.is_complete) {
        return;
    }
    let provider = action.provider().unwrap_or_default();
    let allowed = match (least, most) {
        (0, 0) => format!("no {side} artifacts: remove `{side}_artifacts`"),
        (1, 1) => format!("exactly one {side} artifact: set {side}_artifacts = [\"NAME\"]"),
        _ => format!("{least} to {most} {side} artifacts"),
    };
    let detail = format!(
        "The action {} has {found} {side} artifacts. {provider} takes {allowed}.",
        action.label()
    );
    let at = action.node.path.clone().name(format!("{side}_artifacts"));
    findings.error(at, format!("Wrong number of {side} artifacts"), detail);
}

/// Unknown action type.
pub const ACTION_TYPE: Check = Check {
    code: "CPGL049",
    severity: Severity::ErrorOrWarning,
    title: "Unknown action type",
    cause: "The category, owner, provider and version of an action do not match an action type of AWS. An unknown \
            provider is a warning, because AWS may have added it.",
    fix: "Use the values in the message. GitLab sources have the provider CodeStarSourceConnection.",
    example: Example::new(
        Place::Action,
        r#"category = "Build"
owner    = "AWS"
provider = "CodeBuild"
version  = "1"

configuration = {
  ProjectName = "payments-build"
}"#,
        Edit {
            replace: r#""Build""#,
            with: r#""Deploy""#,
        },
    ),
    judge: Judge::Pipeline(action_types_exist),
};

fn action_types_exist(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for action in pipeline.actions() {
        let (Some(owner), Some(provider)) = (action.owner(), action.provider()) else {
            continue;
        };
        let categories = action_types::categories(provider);
        match owner {
            "AWS" | "ThirdParty" if provider == "Jenkins" => jenkins(action, owner, findings),
            "AWS" if categories.is_empty() => unknown_provider(action, provider, findings),
            "AWS" => {
                wrong_category(action, provider, &categories, findings);
                wrong_version(action, provider, findings);
            }
            "ThirdParty" if !categories.is_empty() => {
                let at = action.node.get("owner").path;
                let detail = format!("{provider} is a provider of AWS. Set owner = \"AWS\".");
                findings.error(at, format!("{provider} does not have the owner ThirdParty"), detail);
            }
            _ => {}
        }
    }
}

/// Jenkins is an action type that the account itself defines.
fn jenkins(action: &Action<'_>, owner: &str, findings: &mut Findings) {
    let detail = format!(
        "The action {} runs Jenkins, whose action type belongs to your account. Set owner = \"Custom\", and `provider` to the \
         provider name in the CodePipeline plugin of Jenkins.",
        action.label()
    );
    let at = action.node.get("owner").path;
    findings.error(at, format!("Jenkins does not have the owner {owner}"), detail);
}

fn wrong_category(action: &Action<'_>, provider: &str, categories: &[&str], findings: &mut Findings) {
    let category = action.node.get("category");
    if let Some(text) = category.as_str().filter(|text| !categories.contains(text)) {
        let detail = format!(
            "AWS has no action type of the category {text} with the provider {provider}. Set category = \"{}\".",
            categories.join("\" or \"")
        );
        let summary = format!("{provider} does not have the category {text}");
        findings.error(category.path, summary, detail);
    }
}

fn wrong_version(action: &Action<'_>, provider: &str, findings: &mut Findings) {
    let version = action.node.get("version");
    if let Some(text) = version.as_str().filter(|text| *text != "1").map(quote) {
        let detail = format!(
            "The action types of AWS have the version 1, and the action {} has {text}. Set version = \"1\".",
            action.label()
        );
        findings.error(
            version.path,
            format!("{provider} does not have the version {text}"),
            detail,
        );
    }
}

fn unknown_provider(action: &Action<'_>, provider: &str, findings: &mut Findings) {
    let is_git_host = ["gitlab", "github", "bitbucket", "codeconnections", "codestar"]
        .iter()
        .any(|host| provider.to_ascii_lowercase().starts_with(host));
    let advice = if is_git_host {
        "Sources of GitLab, GitHub and Bitbucket have the provider CodeStarSourceConnection, with the connection in \
         configuration = { ConnectionArn = … }."
            .to_owned()
    } else {
        suggestion(provider, action_types::providers()).map_or_else(
            || "If AWS has added it since, ignore this warning.".to_owned(),
            |near| format!("The closest match is {near}."),
        )
    };
    let summary = format!("Unknown provider {} of the action {}", quote(provider), action.label());
    let detail = format!("The owner is AWS, and AWS has no known provider of this name. {advice}");
    findings.warning(action.node.get("provider").path, summary, detail);
}
