//! The rules of conditions: the configuration keys of each provider.
//!
//! Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html>.

use crate::provider::pipeline::open::{Node, OpenPipeline};

/// A provider of rules.
#[derive(Debug)]
pub(super) struct RuleType {
    pub(super) provider: &'static str,
    /// Required configuration keys.
    pub(super) required: &'static [&'static str],
    /// Optional configuration keys, `None` if they are not listed here.
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

/// Every provider.
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

/// Operators of a rule of the provider `VariableCheck`.
pub(super) const OPERATORS: [&str; 4] = ["EQ", "NE", "CONTAINS", "MATCHES"];

/// Returns every rule of the conditions of a pipeline.
pub(super) fn rules<'a>(pipeline: &OpenPipeline<'a>) -> impl Iterator<Item = Node<'a>> {
    let stages = pipeline.stages.known.iter();
    stages.flat_map(|stage| stage.rules().map(|(_, rule)| rule))
}

/// Returns every rule whose type is known.
pub(super) fn typed_rules<'a>(pipeline: &OpenPipeline<'a>) -> impl Iterator<Item = (Node<'a>, &'static RuleType)> {
    rules(pipeline).filter_map(|rule| {
        let provider = rule_type_id(&rule).string("provider")?;
        let rule_type = TYPES.iter().find(|of| of.provider == provider)?;
        Some((rule, rule_type))
    })
}

/// Returns the block that names the type of a rule.
pub(super) fn rule_type_id<'a>(rule: &Node<'a>) -> Node<'a> {
    let block = rule.get("rule_type_id");
    block.elements().known.into_iter().next().unwrap_or(block)
}

/// Returns kind and name: `rule "Errors"`.
pub(super) fn label(rule: &Node<'_>) -> String {
    format!("rule {}", rule.label())
}
