//! Write-only configurations of actions.

use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, OpenPipeline},
};

/// Write-only configuration that cannot be used.
pub const WRITE_ONLY: Check = Check {
    code: "CPGL113",
    severity: Severity::Error,
    title: "Write-only configuration that cannot be used",
    cause: "The state contains only the version of a write-only configuration, so `configuration_wo` requires \
            `configuration_wo_version`. A source action that uses a connection has no secrets: the provider reads its \
            configuration to check the connection and to register the webhook.",
    fix: "Set `configuration_wo_version`, and increase it when a value changes. Move the keys of a source action that uses a \
          connection to `configuration`.",
    example: Example::new(
        Place::Action,
        r#"configuration = {
  ProjectName = "payments-build"
}
configuration_wo = {
  EnvironmentVariables = jsonencode([{ name = "TOKEN", value = "s3cr3t" }])
}
configuration_wo_version = 1"#,
        Edit {
            replace: "configuration_wo_version = 1",
            with: "",
        },
    ),
    judge: Judge::Pipeline(write_only_configurations_are_usable),
};

fn write_only_configurations_are_usable(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for action in pipeline.actions() {
        let settings = action.node.get("configuration_wo");
        if settings.is_present() && action.is_connection_source() {
            let detail = format!(
                "The provider reads the configuration of a source action that uses a connection, to check the connection \
                 and to register the webhook. None of its keys is secret: move those of the action {} to `configuration`.",
                action.label()
            );
            findings.error(settings.path, "Write-only configuration of a connection source", detail);
        } else if settings.is_present() {
            has_version(action, findings);
        }
    }
}

fn has_version(action: &Action<'_>, findings: &mut Findings) {
    let version = action.node.get("configuration_wo_version");
    if version.is_absent() {
        let detail = format!(
            "The values of `configuration_wo` are not stored, so the provider cannot detect that they change. Set \
             configuration_wo_version = 1 in the action {}, and increase it when a value changes.",
            action.label()
        );
        findings.error(version.path, "Missing configuration_wo_version", detail);
    }
}
