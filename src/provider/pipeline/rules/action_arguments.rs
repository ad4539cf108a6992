//! Arguments that only some action types have.

use super::action_types;
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, OpenPipeline},
};

/// Argument of another action type.
pub const ACTION_ARGUMENTS: Check = Check {
    code: "CPGL053",
    severity: Severity::ErrorOrWarning,
    title: "Argument of another action type",
    cause: "Only actions of the provider Commands can have commands and output variables, and they require commands. \
            Only manual approvals can have a timeout. AWS documents environment variables and artifacts with files for \
            the category Compute only: in other actions, they are a warning.",
    fix: "Move the argument to an action of that type, or remove it.",
    example: Example::new(
        Place::Action,
        r#"category = "Compute"
provider = "Commands"
commands = ["make test"]"#,
        Edit {
            replace: r#"category = "Compute"
provider = "Commands"
commands = ["make test"]"#,
            with: r#"commands = ["make test"]"#,
        },
    ),
    judge: Judge::Pipeline(arguments_belong_to_the_action_type),
};

/// An argument that only some action types have.
struct Restricted {
    argument: &'static str,
    /// The action types, in the plural.
    allowed_for: &'static str,
    /// Whether an action of this category may have it.
    allows: fn(category: &str, is_commands: bool) -> bool,
    /// Whether AWS rejects it in other actions. Otherwise, AWS documents it for these actions only.
    is_refused: bool,
}

const RESTRICTED: &[Restricted] = &[
    Restricted {
        argument: "commands",
        allowed_for: "actions of the provider Commands",
        allows: |_, is_commands| is_commands,
        is_refused: true,
    },
    Restricted {
        argument: "output_variables",
        allowed_for: "actions of the provider Commands",
        allows: |_, is_commands| is_commands,
        is_refused: true,
    },
    Restricted {
        argument: "timeout_in_minutes",
        allowed_for: "manual approvals",
        allows: |category, _| category == "Approval",
        is_refused: true,
    },
    Restricted {
        argument: "environment_variable",
        allowed_for: "actions of the category Compute",
        allows: |category, is_commands| is_commands || category == "Compute",
        is_refused: false,
    },
    Restricted {
        argument: "output_artifacts_for_compute_action",
        allowed_for: "actions of the category Compute",
        allows: |category, is_commands| is_commands || category == "Compute",
        is_refused: false,
    },
];

fn arguments_belong_to_the_action_type(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for action in pipeline.actions() {
        let (Some(owner), Some(provider), Some(category)) = (action.owner(), action.provider(), action.category())
        else {
            continue;
        };
        let is_commands = owner == "AWS" && provider == action_types::COMMANDS;
        let commands = action.node.get("commands");
        if is_commands && commands.is_absent() {
            let detail = format!(
                "The action {} has no commands to run. Set commands = [\"make test\"].",
                action.label()
            );
            findings.error(commands.path, "Commands action without commands", detail);
        }
        for restricted in RESTRICTED {
            if !(restricted.allows)(category, is_commands) && action.node.get(restricted.argument).is_present() {
                report(restricted, action, provider, findings);
            }
        }
    }
}

fn report(restricted: &Restricted, action: &Action<'_>, provider: &str, findings: &mut Findings) {
    let Restricted {
        argument, allowed_for, ..
    } = restricted;
    let (at, action) = (action.node.get(argument).path, action.label());
    if restricted.is_refused {
        let detail = format!(
            "Only {allowed_for} can have `{argument}`, and the action {action} has the provider {provider}. Remove \
             `{argument}`."
        );
        findings.error(at, format!("`{argument}` is not supported by {provider}"), detail);
    } else {
        let detail =
            format!("AWS documents `{argument}` for {allowed_for} only. If AWS rejects the pipeline, remove it.");
        findings.warning(
            at,
            format!("`{argument}` may not be supported by the action {action}"),
            detail,
        );
    }
}
