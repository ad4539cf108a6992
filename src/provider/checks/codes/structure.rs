//! Checks of stages, actions and artifacts.

use super::{Check, Severity};

/// Number of stages.
pub const STAGE_COUNT: &str = "CPGL040";
/// Stage without actions.
pub const EMPTY_STAGE: &str = "CPGL041";
/// First stage with other actions than sources.
pub const FIRST_STAGE: &str = "CPGL042";
/// Source action behind the first stage.
pub const LATE_SOURCE: &str = "CPGL043";
/// Two stages of one name.
pub const STAGE_NAME: &str = "CPGL044";
/// Two actions of one name in a stage.
pub const ACTION_NAME: &str = "CPGL045";
/// Artifact that is not made before it is used.
pub const INPUT_ARTIFACT: &str = "CPGL046";
/// Two artifacts of one name.
pub const OUTPUT_ARTIFACT: &str = "CPGL047";
/// Number of artifacts.
pub const ARTIFACT_COUNT: &str = "CPGL048";
/// Action type that does not exist.
pub const ACTION_TYPE: &str = "CPGL049";
/// Missing key in a configuration.
pub const REQUIRED_SETTING: &str = "CPGL050";
/// Unknown key in a configuration.
pub const UNKNOWN_SETTING: &str = "CPGL051";
/// Configuration that AWS does not take.
pub const SETTING_LIMITS: &str = "CPGL052";
/// Argument of another action type.
pub const MEMBERS: &str = "CPGL053";
/// Result that a condition cannot have.
pub const CONDITION_RESULT: &str = "CPGL060";
/// Rollback in a PARALLEL pipeline.
pub const PARALLEL_ROLLBACK: &str = "CPGL061";
/// Rule of a condition.
pub const CONDITION_RULES: &str = "CPGL062";
/// Artifact stores that do not go together.
pub const STORES: &str = "CPGL063";
/// Region without an artifact store.
pub const STORE_REGIONS: &str = "CPGL064";
/// Action that cannot leave the region.
pub const ACTION_REGION: &str = "CPGL065";
/// Quota of a pipeline.
pub const QUOTA: &str = "CPGL066";

/// Value outside AWS's limits.
pub const FORM: &str = "CPGL068";
/// ARN of a role.
pub const ROLE: &str = "CPGL069";

/// All of them.
pub(super) const CHECKS: &[Check] = &[
    Check {
        code: STAGE_COUNT,
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
    },
    Check {
        code: EMPTY_STAGE,
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
    },
    Check {
        code: FIRST_STAGE,
        severity: Severity::Error,
        title: "First stage with other actions than sources",
        cause: "The first stage fetches sources and does nothing else.",
        fix: "Move other actions to a later stage.",
        example: r#"stage {
  name = "Source"
  # source actions only
}"#,
    },
    Check {
        code: LATE_SOURCE,
        severity: Severity::Error,
        title: "Source action behind the first stage",
        cause: "Sources stand in the first stage only.",
        fix: "Move the source action to the first stage.",
        example: r#"stage {
  name = "Source"
  # every source action
}"#,
    },
    Check {
        code: STAGE_NAME,
        severity: Severity::Error,
        title: "Two stages of one name",
        cause: "Stages of a pipeline need different names.",
        fix: "Choose another name for one of them.",
        example: r#"stage {
  name = "Deploy-Staging"
  # …
}"#,
    },
    Check {
        code: ACTION_NAME,
        severity: Severity::Error,
        title: "Two actions of one name in a stage",
        cause: "Actions of a stage need different names.",
        fix: "Choose another name for one of them.",
        example: r#"action {
  name = "Test-Unit"
  # …
}"#,
    },
    Check {
        code: INPUT_ARTIFACT,
        severity: Severity::Either,
        title: "Artifact that is not made before it is used",
        cause: "An action uses an artifact that no action makes, or that is made at the same time or later.",
        fix: "Use an artifact of an earlier stage, or of an action of the same stage with a lower run_order.",
        example: r#"output_artifacts = ["source"] # in the first stage
input_artifacts  = ["source"] # later"#,
    },
    Check {
        code: OUTPUT_ARTIFACT,
        severity: Severity::Error,
        title: "Two artifacts of one name",
        cause: "Names of artifacts are unique in the whole pipeline.",
        fix: "Choose another name for one of them.",
        example: r#"output_artifacts = ["built"]"#,
    },
    Check {
        code: ARTIFACT_COUNT,
        severity: Severity::Error,
        title: "Number of artifacts",
        cause: "Each action type takes and makes a certain number of artifacts.",
        fix: "Add or remove artifacts.",
        example: r#"output_artifacts = ["source"] # a source makes exactly one"#,
    },
    Check {
        code: ACTION_TYPE,
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
    },
    Check {
        code: REQUIRED_SETTING,
        severity: Severity::Error,
        title: "Missing key in a configuration",
        cause: "An action type needs certain keys in its configuration.",
        fix: "Add the key. Keys are case-sensitive.",
        example: r#"configuration = {
  ConnectionArn    = codepipeline_handshake.gitlab.connection_arn
  FullRepositoryId = "acme/platform/payments-api"
  BranchName       = "main"
}"#,
    },
    Check {
        code: UNKNOWN_SETTING,
        severity: Severity::Warning,
        title: "Unknown key in a configuration",
        cause: "The type of the action, or of the rule of a condition, is not documented to take the key.",
        fix: "Correct the spelling, or remove the key.",
        example: r#"configuration = {
  ProjectName = "build"
}"#,
    },
    Check {
        code: SETTING_LIMITS,
        severity: Severity::Error,
        title: "Configuration that AWS does not take",
        cause: "Keys have 1 to 50 characters and values 1 to 1000; no value is empty. A key whose value is null is left out.",
        fix: "Leave out keys that have no value, and shorten long values.",
        example: r#"configuration = {
  ProjectName = "build"
}"#,
    },
    Check {
        code: MEMBERS,
        severity: Severity::Either,
        title: "Argument of another action type",
        cause: "Commands and output variables are for actions of the provider Commands, which must have \
                commands; a time limit is for manual approvals. Environment variables and artifacts with files, which AWS \
                documents for the category Compute only, are a warning elsewhere.",
        fix: "Move the argument to an action of that type, or remove it.",
        example: r#"provider = "Commands"
commands = ["make test"]"#,
    },
    Check {
        code: CONDITION_RESULT,
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
    },
    Check {
        code: PARALLEL_ROLLBACK,
        severity: Severity::Error,
        title: "Rollback in a PARALLEL pipeline",
        cause: "Executions of a pipeline of the mode PARALLEL know nothing of each other, so none can be rolled \
                back to.",
        fix: "Use another execution_mode, or another result.",
        example: r#"execution_mode = "QUEUED""#,
    },
    Check {
        code: CONDITION_RULES,
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
    },
    Check {
        code: STORES,
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
    },
    Check {
        code: STORE_REGIONS,
        severity: Severity::Error,
        title: "Region without an artifact store",
        cause: "Each region in which an action runs, and that of the pipeline, needs an artifact store.",
        fix: "Add an `artifact_store` with that region.",
        example: r#"artifact_store {
  type     = "S3"
  location = "artifacts-us"
  region   = "us-east-1"
}"#,
    },
    Check {
        code: ACTION_REGION,
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
    },
    Check {
        code: QUOTA,
        severity: Severity::Error,
        title: "Quota of a pipeline",
        cause: "A pipeline can have 1000 actions and 50 variables, a stage 100 actions at the same time and 100 one after \
                another, and an action 10 environment variables. AWS raises none of these.",
        fix: "Split the pipeline; one can start the other with an Invoke action of the provider CodePipeline. Set further \
              environment variables in the commands.",
        example: r#"category = "Invoke"
provider = "CodePipeline""#,
    },
    Check {
        code: FORM,
        severity: Severity::Error,
        title: "Value outside AWS's limits",
        cause: "Each name, number, text and list of a pipeline has limits: names of pipelines, stages and actions have 1 to 100 \
                letters, digits and . @ _ -, those of artifacts letters, digits, _ and - only, a run_order is 1 to 999, and so \
                on. Arguments that know certain words take no others.",
        fix: "Write what the message asks for.",
        example: r#"name = "payments-api""#,
    },
    Check {
        code: ROLE,
        severity: Severity::Error,
        title: "Not the ARN of a role",
        cause: "A pipeline, an action and a rule act as an IAM role, which is named by its ARN.",
        fix: "Use the reference to the role instead of a text.",
        example: "role_arn = aws_iam_role.pipeline.arn",
    },
];
