//! The rules of conditions: what each provider needs and knows.
//!
//! Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html>.

/// A type of rules.
#[derive(Debug)]
pub(super) struct RuleType {
    pub(super) provider: &'static str,
    /// Configuration keys that it needs.
    pub(super) required: &'static [&'static str],
    /// Further documented configuration keys; none where they were not collected.
    pub(super) optional: Option<&'static [&'static str]>,
}

const fn row(
    provider: &'static str,
    required: &'static [&'static str],
    optional: Option<&'static [&'static str]>,
) -> RuleType {
    RuleType {
        provider,
        required,
        optional,
    }
}

/// Every type that is known here.
pub(super) const TYPES: &[RuleType] = &[
    row("CloudWatchAlarm", &["AlarmName"], Some(&["AlarmStates", "WaitTime"])),
    row("CodeBuild", &["ProjectName"], None),
    row("Commands", &[], None),
    row("DeploymentWindow", &["Cron"], Some(&["TimeZone"])),
    row("LambdaInvoke", &["FunctionName"], Some(&["UserParameters"])),
    row("VariableCheck", &["Variable", "Value", "Operator"], Some(&[])),
];

/// Providers whose rules can skip a stage.
pub(super) const SKIPPING: [&str; 2] = ["LambdaInvoke", "VariableCheck"];

/// How a rule of the provider `VariableCheck` can compare.
pub(super) const OPERATORS: [&str; 4] = ["EQ", "NE", "CONTAINS", "MATCHES"];

/// Most rules of one condition.
pub(super) const MOST: usize = 5;
