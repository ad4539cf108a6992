//! Checks of stages, actions and artifacts.

use super::{Check, Severity};

/// Number of stages.
pub const STAGE_COUNT: Check = Check {
    code: "CPGL040",
    severity: Severity::Error,
    title: "Number of stages",
    cause: "A pipeline has 2 to 50 stages.",
    fix: "Add a stage that works on the sources, or join stages.",
    example: r#"stage {
  name = "Approve"
  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"
  }
}"#,
};

/// Stage without actions.
pub const EMPTY_STAGE: Check = Check {
    code: "CPGL041",
    severity: Severity::Error,
    title: "Stage without actions",
    cause: "Every stage has at least one action.",
    fix: "Give the stage an action, or remove it.",
    example: r#"stage {
  name = "Approve"
  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"
  }
}"#,
};

/// First stage with other actions than sources.
pub const FIRST_STAGE: Check = Check {
    code: "CPGL042",
    severity: Severity::Error,
    title: "First stage with other actions than sources",
    cause: "The first stage fetches sources and does nothing else.",
    fix: "Move other actions to a later stage.",
    example: r#"stage {
  name = "Source"
  # source actions only
}"#,
};

/// Source action behind the first stage.
pub const LATE_SOURCE: Check = Check {
    code: "CPGL043",
    severity: Severity::Error,
    title: "Source action behind the first stage",
    cause: "Sources stand in the first stage only.",
    fix: "Move the source action to the first stage.",
    example: r#"stage {
  name = "Source"
  # every source action
}"#,
};

/// Two stages of one name.
pub const STAGE_NAME: Check = Check {
    code: "CPGL044",
    severity: Severity::Error,
    title: "Two stages of one name",
    cause: "Stages of a pipeline need different names.",
    fix: "Choose another name for one of them.",
    example: r#"stage {
  name = "Deploy-Staging"
  # …
}"#,
};

/// Two actions of one name in a stage.
pub const ACTION_NAME: Check = Check {
    code: "CPGL045",
    severity: Severity::Error,
    title: "Two actions of one name in a stage",
    cause: "Actions of a stage need different names.",
    fix: "Choose another name for one of them.",
    example: r#"action {
  name = "Test-Unit"
  # …
}"#,
};

/// Artifact that is not made before it is used.
pub const INPUT_ARTIFACT: Check = Check {
    code: "CPGL046",
    severity: Severity::Either,
    title: "Artifact that is not made before it is used",
    cause: "An action uses an artifact that no action makes, or that is made at the same time or later.",
    fix: "Use an artifact of an earlier stage, or of an action of the same stage with a lower run_order.",
    example: r#"output_artifacts = ["source"] # in the first stage
input_artifacts  = ["source"] # later"#,
};

/// Two artifacts of one name.
pub const OUTPUT_ARTIFACT: Check = Check {
    code: "CPGL047",
    severity: Severity::Error,
    title: "Two artifacts of one name",
    cause: "Names of artifacts are unique in the whole pipeline.",
    fix: "Choose another name for one of them.",
    example: r#"output_artifacts = ["built"]"#,
};

/// Number of artifacts.
pub const ARTIFACT_COUNT: Check = Check {
    code: "CPGL048",
    severity: Severity::Error,
    title: "Number of artifacts",
    cause: "Each action type takes and makes a certain number of artifacts.",
    fix: "Add or remove artifacts.",
    example: r#"output_artifacts = ["source"] # a source makes exactly one"#,
};

/// Action type that does not exist.
pub const ACTION_TYPE: Check = Check {
    code: "CPGL049",
    severity: Severity::Either,
    title: "Action type that does not exist",
    cause: "Category, owner, provider and version of an action do not name an action type. Types that are \
            not known here are a warning, since AWS may have added them.",
    fix: "Sources of GitLab have category = \"Source\", owner = \"AWS\", provider = \"CodeStarSourceConnection\" \
          and version = \"1\".",
    example: r#"category = "Source"
owner    = "AWS"
provider = "CodeStarSourceConnection"
version  = "1""#,
};

/// Missing key in a configuration.
pub const REQUIRED_SETTING: Check = Check {
    code: "CPGL050",
    severity: Severity::Error,
    title: "Missing key in a configuration",
    cause: "An action type needs certain keys in its configuration.",
    fix: "Add the key. Keys are case-sensitive.",
    example: r#"configuration = {
  ConnectionArn    = codepipeline_handshake.gitlab.connection_arn
  FullRepositoryId = "acme/platform/payments-api"
  BranchName       = "main"
}"#,
};

/// Unknown key in a configuration.
pub const UNKNOWN_SETTING: Check = Check {
    code: "CPGL051",
    severity: Severity::Warning,
    title: "Unknown key in a configuration",
    cause: "The type of the action, or of the rule of a condition, is not documented to take the key.",
    fix: "Correct the spelling, or remove the key.",
    example: r#"configuration = {
  ProjectName = "build"
}"#,
};

/// Configuration that AWS does not take.
pub const SETTING_LIMITS: Check = Check {
    code: "CPGL052",
    severity: Severity::Error,
    title: "Configuration that AWS does not take",
    cause: "Keys have 1 to 50 characters and values 1 to 1000; no value is empty. A key whose value is null is left out.",
    fix: "Leave out keys that have no value, and shorten long values.",
    example: r#"configuration = {
  ProjectName = "build"
}"#,
};

/// Argument of another action type.
pub const MEMBERS: Check = Check {
    code: "CPGL053",
    severity: Severity::Either,
    title: "Argument of another action type",
    cause: "Commands and output variables are for actions of the provider Commands, which must have \
            commands; a time limit is for manual approvals. Environment variables and artifacts with files, which AWS \
            documents for the category Compute only, are a warning elsewhere.",
    fix: "Move the argument to an action of that type, or remove it.",
    example: r#"provider = "Commands"
commands = ["make test"]"#,
};

/// Result that a condition cannot have.
pub const CONDITION_RESULT: Check = Check {
    code: "CPGL060",
    severity: Severity::Either,
    title: "Result that a condition cannot have",
    cause: "Before the entry of a stage a condition can fail or skip the stage, after its success fail or \
            roll it back, after its failure roll it back; a failure can also be tried again. Only the rules \
            LambdaInvoke and VariableCheck can skip.",
    fix: "Use a result of that place.",
    example: r#"on_failure {
  result = "RETRY"
  retry_configuration { retry_mode = "FAILED_ACTIONS" }
}"#,
};

/// Rollback in a PARALLEL pipeline.
pub const PARALLEL_ROLLBACK: Check = Check {
    code: "CPGL061",
    severity: Severity::Error,
    title: "Rollback in a PARALLEL pipeline",
    cause: "Executions of a pipeline of the mode PARALLEL know nothing of each other, so none can be rolled \
            back to.",
    fix: "Use another execution_mode, or another result.",
    example: r#"execution_mode = "QUEUED""#,
};

/// Rule of a condition.
pub const CONDITION_RULES: Check = Check {
    code: "CPGL062",
    severity: Severity::Either,
    title: "Rule of a condition",
    cause: "A condition has 1 to 5 rules, and each provider of rules needs certain keys. A provider, a version or an \
            operator that is not known here is a warning, since AWS may have added it.",
    fix: "Add what is missing, or correct the spelling.",
    example: r#"rule {
  name = "Errors"
  rule_type_id {
    category = "Rule"
    owner    = "AWS"
    provider = "CloudWatchAlarm"
    version  = "1"
  }
  configuration = { AlarmName = "errors" }
}"#,
};

/// Artifact stores that do not go together.
pub const STORES: Check = Check {
    code: "CPGL063",
    severity: Severity::Error,
    title: "Artifact stores that do not go together",
    cause: "A pipeline has one artifact store without a region, or one for each of several regions.",
    fix: "Give each of several blocks its own region.",
    example: r#"artifact_store {
  type     = "S3"
  location = "artifacts-eu"
  region   = "eu-west-1"
}
artifact_store {
  type     = "S3"
  location = "artifacts-us"
  region   = "us-east-1"
}"#,
};

/// Region without an artifact store.
pub const STORE_REGIONS: Check = Check {
    code: "CPGL064",
    severity: Severity::Error,
    title: "Region without an artifact store",
    cause: "Each region in which an action runs, and that of the pipeline, needs an artifact store.",
    fix: "Add an `artifact_store` with that region.",
    example: r#"artifact_store {
  type     = "S3"
  location = "artifacts-us"
  region   = "us-east-1"
}"#,
};

/// Action that cannot leave the region.
pub const ACTION_REGION: Check = Check {
    code: "CPGL065",
    severity: Severity::Error,
    title: "Action that cannot leave the region",
    cause: "Sources, and actions of the owners Custom and ThirdParty, run in the region of the pipeline \
            only.",
    fix: "Remove `region` from the action.",
    example: r#"action {
  name     = "GitLab"
  category = "Source"
  # no region
}"#,
};

/// Quota of a pipeline.
pub const QUOTA: Check = Check {
    code: "CPGL066",
    severity: Severity::Error,
    title: "Quota of a pipeline",
    cause: "A pipeline can have 1000 actions and 50 variables, a stage 100 actions at the same time and 100 one after \
            another, and an action 10 environment variables. AWS raises none of these.",
    fix: "Split the pipeline; one can start the other with an Invoke action of the provider CodePipeline. Set further \
          environment variables in the commands.",
    example: r#"category = "Invoke"
provider = "CodePipeline""#,
};

/// Value outside AWS's limits.
pub const FORM: Check = Check {
    code: "CPGL068",
    severity: Severity::Error,
    title: "Value outside AWS's limits",
    cause: "Each name, number, text and list of a pipeline has limits: names of pipelines, stages and actions have 1 to 100 \
            letters, digits and . @ _ -, those of artifacts letters, digits, _ and - only, a run_order is 1 to 999, and so \
            on. Arguments that know certain words take no others.",
    fix: "Write what the message asks for.",
    example: r#"name = "payments-api""#,
};

/// ARN of a role.
pub const ROLE: Check = Check {
    code: "CPGL069",
    severity: Severity::Error,
    title: "Not the ARN of a role",
    cause: "A pipeline, an action and a rule act as an IAM role, which is named by its ARN.",
    fix: "Use the reference to the role instead of a text.",
    example: "role_arn = aws_iam_role.pipeline.arn",
};

/// All of them.
pub(super) const CHECKS: &[Check] = &[
    STAGE_COUNT,
    EMPTY_STAGE,
    FIRST_STAGE,
    LATE_SOURCE,
    STAGE_NAME,
    ACTION_NAME,
    INPUT_ARTIFACT,
    OUTPUT_ARTIFACT,
    ARTIFACT_COUNT,
    ACTION_TYPE,
    REQUIRED_SETTING,
    UNKNOWN_SETTING,
    SETTING_LIMITS,
    MEMBERS,
    CONDITION_RESULT,
    PARALLEL_ROLLBACK,
    CONDITION_RULES,
    STORES,
    STORE_REGIONS,
    ACTION_REGION,
    QUOTA,
    FORM,
    ROLE,
];
