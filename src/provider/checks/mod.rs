//! The checks that run before anything is created.
//!
//! A check is one constant next to its judge, and one line in [`ALL`]. This list determines the rules that run, the
//! registry page of checks, and the codes that `skip_checks` accepts. The rules of pipelines are in
//! [`pipeline::rules`](super::pipeline::rules), and all other checks are here.
//!
//! | Codes | Checks of |
//! |---|---|
//! | `CPGL001` to `CPGL009` | sources: repositories and branches |
//! | `CPGL010` to `CPGL019` | connections, hosts and tags |
//! | `CPGL020` to `CPGL029` | full clones |
//! | `CPGL030` to `CPGL039` | triggers |
//! | `CPGL040` to `CPGL069` | the structure of pipelines |
//! | `CPGL070` to `CPGL089` | answers of GitLab |
//! | `CPGL100` to `CPGL129` | values in pipelines and hosts |

pub mod argument;
pub mod arn;
pub mod certificate;
pub mod check;
pub mod connection;
pub mod connection_arguments;
pub mod example;
pub mod findings;
pub mod gitlab;
pub mod host;
pub mod line;
pub mod page;
pub mod preflight;
pub mod region;
pub mod repository;
pub mod role;
pub mod run;
pub mod skipped;
pub mod tags;

use check::Check;

use super::pipeline::rules::{
    action_arguments, action_region, actions, artifact_settings, artifact_stores, artifacts, condition_rules,
    conditions, full_clone, json_settings, namespaces, partitions, pipeline_type, quotas, reference_form,
    setting_values, settings, sources, stages, trigger_coverage, trigger_filters, trigger_limits, trigger_patterns,
    triggers, variables, write_only,
};

/// Every check, in the order of the codes.
pub const ALL: &[&Check] = &[
    &repository::REPOSITORY,
    &repository::BRANCH,
    &sources::TWO_BRANCHES,
    &region::REGION,
    &arn::WRONG_ARN,
    &connection::HOST_AND_TYPE,
    &connection::HOST_REGION,
    &connection::SERVICE,
    &connection::PROVIDER_TYPE,
    &tags::TAGS,
    &full_clone::CLONE,
    &full_clone::DOUBTFUL_CLONE,
    &sources::SETTING_VALUE,
    &triggers::TRIGGER_SOURCE,
    &triggers::DUPLICATE_TRIGGER,
    &pipeline_type::TRIGGER_NEEDS_V2,
    &trigger_filters::FILTER_COMBINATION,
    &trigger_limits::TRIGGER_LIMITS,
    &trigger_patterns::PATTERN,
    &triggers::TRIGGER_DETECTION,
    &trigger_filters::EMPTY_FILTER,
    &stages::STAGE_COUNT,
    &stages::EMPTY_STAGE,
    &stages::FIRST_STAGE,
    &stages::LATE_SOURCE,
    &stages::STAGE_NAME,
    &stages::ACTION_NAME,
    &artifacts::INPUT_ARTIFACT,
    &artifacts::OUTPUT_ARTIFACT,
    &actions::ARTIFACT_COUNT,
    &actions::ACTION_TYPE,
    &settings::REQUIRED_SETTING,
    &settings::UNKNOWN_SETTING,
    &settings::SETTING_LIMITS,
    &action_arguments::ACTION_ARGUMENTS,
    &namespaces::NAMESPACE,
    &namespaces::REFERENCE,
    &variables::VARIABLE_IN_SOURCE,
    &variables::VARIABLE_NAME,
    &variables::UNDECLARED_VARIABLE,
    &pipeline_type::FEATURE_NEEDS_V2,
    &conditions::CONDITION_RESULT,
    &conditions::PARALLEL_ROLLBACK,
    &condition_rules::CONDITION_RULES,
    &artifact_stores::ARTIFACT_STORES,
    &artifact_stores::STORE_REGIONS,
    &action_region::ACTION_REGION,
    &quotas::QUOTA,
    &namespaces::SOURCE_VARIABLE,
    &argument::LIMITS,
    &role::ROLE,
    &gitlab::TRANSPORT,
    &gitlab::INVALID_TOKEN,
    &gitlab::INSUFFICIENT_SCOPE,
    &gitlab::FORBIDDEN,
    &gitlab::PROJECT_HIDDEN,
    &gitlab::PROJECT_MOVED,
    &gitlab::PATH_CASE,
    &gitlab::ARCHIVED,
    &gitlab::MARKED_FOR_DELETION,
    &gitlab::EMPTY_REPOSITORY,
    &gitlab::REPOSITORY_DISABLED,
    &gitlab::IMPORT_UNFINISHED,
    &gitlab::NOT_OWNER,
    &gitlab::MAINTAINER_ONLY,
    &gitlab::ACCESS_UNKNOWN,
    &gitlab::CODE_HIDDEN,
    &gitlab::BRANCH_MISSING,
    &gitlab::BRANCH_REFUSED,
    &gitlab::WEBHOOK_ABSENT,
    &gitlab::WEBHOOK_FAILING,
    &partitions::PARTITION,
    &partitions::KEY_REGION,
    &partitions::KEY_ID,
    &reference_form::REFERENCE_SPACE,
    &reference_form::PIPELINE_VARIABLE,
    &variables::VALUELESS_VARIABLE,
    &trigger_coverage::NOTHING_LEFT,
    &trigger_coverage::FOLDER,
    &artifact_settings::ARTIFACT_SETTING,
    &json_settings::JSON_SETTING,
    &certificate::CERTIFICATE,
    &host::ENDPOINT,
    &setting_values::KEY_VALUE,
    &write_only::WRITE_ONLY,
];
