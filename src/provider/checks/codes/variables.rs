//! Checks of variables, namespaces, and what needs the newer type of pipelines.

use super::{Check, Severity};

/// Namespace that is taken.
pub const NAMESPACE: Check = Check {
    code: "CPGL054",
    severity: Severity::Error,
    title: "Namespace that is taken",
    cause: "Namespaces are unique in a pipeline, are not the name of an artifact, and are neither \
            `codepipeline` nor `variables`.",
    fix: "Choose another namespace.",
    example: r#"namespace = "SourceVariables""#,
};

/// Reference to nothing.
pub const REFERENCE: Check = Check {
    code: "CPGL055",
    severity: Severity::Either,
    title: "Reference to nothing",
    cause: "A reference `#{namespace.key}` names a namespace that no earlier action has.",
    fix: "Give an action of an earlier stage, or of a lower run_order, that namespace.",
    example: r#"configuration = {
  CustomData = "Commit #{SourceVariables.CommitId}"
}"#,
};

/// Variable of the pipeline in a source.
pub const VARIABLE_IN_SOURCE: Check = Check {
    code: "CPGL056",
    severity: Severity::Error,
    title: "Variable of the pipeline in a source",
    cause: "Sources are fetched before variables of the pipeline are known.",
    fix: "Write the value itself.",
    example: r#"BranchName = "main""#,
};

/// Two variables of one name.
pub const VARIABLE_NAME: Check = Check {
    code: "CPGL057",
    severity: Severity::Error,
    title: "Two variables of one name",
    cause: "Variables of a pipeline need different names.",
    fix: "Choose another name for one of them.",
    example: r#"variable {
  name          = "channel"
  default_value = "stable"
}"#,
};

/// Undeclared variable.
pub const UNDECLARED_VARIABLE: Check = Check {
    code: "CPGL058",
    severity: Severity::Warning,
    title: "Undeclared variable",
    cause: "An action uses a variable that the pipeline does not declare.",
    fix: "Add a `variable` block.",
    example: r#"variable {
  name          = "channel"
  default_value = "stable"
}"#,
};

/// Feature of V2 in a pipeline of type V1.
pub const NEEDS_V2: Check = Check {
    code: "CPGL059",
    severity: Severity::Error,
    title: "Feature of V2 in a pipeline of type V1",
    cause: "Variables, the execution modes QUEUED and PARALLEL, conditions of stages, and the actions \
            Commands, ECRBuildAndPublish, EC2 and EKS need a pipeline of type V2.",
    fix: "Write pipeline_type = \"V2\".",
    example: r#"pipeline_type = "V2""#,
};

/// Variable that a source does not hand on.
pub const SOURCE_VARIABLE: Check = Check {
    code: "CPGL067",
    severity: Severity::Warning,
    title: "Variable that a source does not hand on",
    cause: "A source of a connection hands on certain variables, and the name is not one of them.",
    fix: "Correct the spelling; names are case-sensitive.",
    example: r##"CustomData = "#{SourceVariables.CommitId}""##,
};

/// All of them.
pub(super) const CHECKS: &[Check] = &[
    NAMESPACE,
    REFERENCE,
    VARIABLE_IN_SOURCE,
    VARIABLE_NAME,
    UNDECLARED_VARIABLE,
    NEEDS_V2,
    SOURCE_VARIABLE,
];
