//! Conditions at the entry and the exits of a stage, and their rules.

use std::collections::BTreeMap;

use terraform_provider_sdk::typed::{Attributes, Choice, Json};

use super::forms::{Names, Settings};
use crate::provider::{checks, same};

/// Rules that must all be met, and the result if one is not.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Condition {
    /// Result if a rule is not met.
    pub result: Option<Outcome>,
    /// Rule of the condition.
    #[attr(block)]
    #[json(name = "rules")]
    pub rule: Vec<Rule>,
}

/// Result of a condition for a stage.
///
/// Source: `Result` of <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Condition.html>.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// Fails the stage. For `before_entry` and `on_success`.
    Fail,
    /// Retries the stage once. For `on_failure` without a condition.
    Retry,
    /// Rolls the stage back to an execution that succeeded. For `on_success` and `on_failure`.
    Rollback,
    /// Skips the stage. For `before_entry`.
    Skip,
    /// An outcome that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// A rule of a condition.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Rule {
    /// Shell commands of a `Commands` rule.
    #[attr(same = same::unset, items(1..=50), each(length(1..=1000)))]
    pub commands: Option<Vec<String>>,
    /// Configuration of the rule, with the keys that its provider defines. A key whose value is null is omitted.
    #[attr(same = same::map, items(0..=200), each(length(1..=10000)))]
    #[json(with = Settings)]
    pub configuration: Option<BTreeMap<String, Option<String>>>,
    /// Names of the artifacts that the rule reads.
    #[attr(same = same::unset, each(length(1..=100), pattern("[A-Za-z0-9_-]+")))]
    #[json(with = Names)]
    pub input_artifacts: Option<Vec<String>>,
    /// Name of the rule.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    #[json(key)]
    pub name: String,
    /// Region in which the rule runs; the pipeline's region when omitted.
    #[attr(same = same::region, check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// ARN of the IAM role that the rule assumes.
    #[attr(same = same::unset, check = checks::role::arn, code = checks::role::ROLE.code)]
    pub role_arn: Option<String>,
    /// Type of the rule.
    #[attr(block = "list")]
    pub rule_type_id: RuleType,
    /// Minutes after which the rule fails.
    #[attr(range(5..=86400))]
    pub timeout_in_minutes: Option<i64>,
}

/// Type of a rule.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct RuleType {
    /// Category of the rule type.
    pub category: RuleCategory,
    /// Owner of the rule type; `AWS` when omitted.
    #[attr(same = same::owner)]
    #[json(filled_in = "AWS")]
    pub owner: Option<RuleOwner>,
    /// Provider of the rule type, such as `CloudWatchAlarm`, `CodeBuild`, `Commands`, `DeploymentWindow`,
    /// `LambdaInvoke` or `VariableCheck`.
    #[attr(length(1..=35), pattern("[A-Za-z0-9_-]+"))]
    pub provider: String,
    /// Version of the rule type; `1` when omitted. AWS's own rule types have version `1`.
    #[attr(same = same::version, length(1..=9), pattern("[A-Za-z0-9_-]+"))]
    #[json(filled_in = "1")]
    pub version: Option<String>,
}

/// Category of a rule's type.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum RuleCategory {
    /// A rule of a condition.
    Rule,
    /// A category that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Owner of a rule's type.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum RuleOwner {
    /// AWS.
    #[choice("AWS")]
    Aws,
    /// An owner that AWS has added since.
    #[choice(other)]
    Other(String),
}
