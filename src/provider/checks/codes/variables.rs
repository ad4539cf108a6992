//! Checks of variables, namespaces, and what needs the newer type of pipelines.

use super::{Check, Severity};

/// Namespace that is taken.
pub const NAMESPACE: &str = "CPGL054";
/// Reference to nothing.
pub const REFERENCE: &str = "CPGL055";
/// Variable of the pipeline in a source.
pub const VARIABLE_IN_SOURCE: &str = "CPGL056";
/// Two variables of one name.
pub const VARIABLE_NAME: &str = "CPGL057";
/// Undeclared variable.
pub const UNDECLARED_VARIABLE: &str = "CPGL058";
/// Feature of V2 in a pipeline of type V1.
pub const NEEDS_V2: &str = "CPGL059";
/// Variable that a source does not hand on.
pub const SOURCE_VARIABLE: &str = "CPGL067";

/// All of them.
pub(super) const CHECKS: &[Check] = &[
    Check {
        code: NAMESPACE,
        severity: Severity::Error,
        title: "Namespace that is taken",
        cause: "Namespaces are unique in a pipeline, are not the name of an artifact, and are neither \
                `codepipeline` nor `variables`.",
        fix: "Choose another namespace.",
        example: r#"namespace = "SourceVariables""#,
    },
    Check {
        code: REFERENCE,
        severity: Severity::Either,
        title: "Reference to nothing",
        cause: "A reference `#{namespace.key}` names a namespace that no earlier action has.",
        fix: "Give an action of an earlier stage, or of a lower run_order, that namespace.",
        example: r#"configuration = {
  CustomData = "Commit #{SourceVariables.CommitId}"
}"#,
    },
    Check {
        code: VARIABLE_IN_SOURCE,
        severity: Severity::Error,
        title: "Variable of the pipeline in a source",
        cause: "Sources are fetched before variables of the pipeline are known.",
        fix: "Write the value itself.",
        example: r#"BranchName = "main""#,
    },
    Check {
        code: VARIABLE_NAME,
        severity: Severity::Error,
        title: "Two variables of one name",
        cause: "Variables of a pipeline need different names.",
        fix: "Choose another name for one of them.",
        example: r#"variable {
  name          = "channel"
  default_value = "stable"
}"#,
    },
    Check {
        code: UNDECLARED_VARIABLE,
        severity: Severity::Warning,
        title: "Undeclared variable",
        cause: "An action uses a variable that the pipeline does not declare.",
        fix: "Add a `variable` block.",
        example: r#"variable {
  name          = "channel"
  default_value = "stable"
}"#,
    },
    Check {
        code: NEEDS_V2,
        severity: Severity::Error,
        title: "Feature of V2 in a pipeline of type V1",
        cause: "Variables, the execution modes QUEUED and PARALLEL, conditions of stages, and the actions \
                Commands, ECRBuildAndPublish, EC2 and EKS need a pipeline of type V2.",
        fix: "Write pipeline_type = \"V2\".",
        example: r#"pipeline_type = "V2""#,
    },
    Check {
        code: SOURCE_VARIABLE,
        severity: Severity::Warning,
        title: "Variable that a source does not hand on",
        cause: "A source of a connection hands on certain variables, and the name is not one of them.",
        fix: "Correct the spelling; names are case-sensitive.",
        example: r##"CustomData = "#{SourceVariables.CommitId}""##,
    },
];
