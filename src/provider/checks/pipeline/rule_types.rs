//! The rules of conditions: what each provider needs.
//!
//! Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html>.

/// Providers and the configuration keys that each needs.
pub(super) const REQUIRED: &[(&str, &[&str])] = &[
    ("CloudWatchAlarm", &["AlarmName"]),
    ("CodeBuild", &["ProjectName"]),
    ("Commands", &[]),
    ("DeploymentWindow", &["Cron"]),
    ("LambdaInvoke", &["FunctionName"]),
    ("VariableCheck", &["Variable", "Value", "Operator"]),
];

/// Providers whose rules can skip a stage.
pub(super) const SKIPPING: [&str; 2] = ["LambdaInvoke", "VariableCheck"];

/// Most rules of one condition.
pub(super) const MOST: usize = 5;
