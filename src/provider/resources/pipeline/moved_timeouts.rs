//! Timeouts of rules that hashicorp/aws has planned and never sent.

use terraform_provider_sdk::{author::Plan, diagnostics::Diagnostic};

use super::schema::Pipeline;
use crate::provider::pipeline::open::{Node, OpenPipeline, ResourceType};

/// Warns of each rule timeout that the plan adds to a moved pipeline, because hashicorp/aws never sent it.
pub(super) fn warn(plan: &mut Plan<'_, '_, Pipeline>) {
    if !plan.private.moved {
        return;
    }
    let planned = OpenPipeline::new(ResourceType::Pipeline, plan.planned().root(), None);
    let prior = OpenPipeline::new(ResourceType::Pipeline, plan.prior().root(), None);
    let had: Vec<Node<'_>> = rules(&prior).collect();
    let had_none = |rule: &Node<'_>| {
        let before = had.iter().find(|before| before.string("name") == rule.string("name"));
        before.is_some_and(|before| before.get(TIMEOUT).is_absent())
    };
    let set = rules(&planned).filter(|rule| rule.get(TIMEOUT).is_present() && had_none(rule));
    let warnings: Vec<Diagnostic> = set.map(|rule| never_sent(&rule)).collect();
    plan.report_all(warnings);
}

const TIMEOUT: &str = "timeout_in_minutes";

fn rules<'a>(pipeline: &OpenPipeline<'a>) -> impl Iterator<Item = Node<'a>> {
    let rules = pipeline.stages.known.iter().flat_map(|stage| stage.rules());
    rules.map(|(_, rule)| rule)
}

fn never_sent(rule: &Node<'_>) -> Diagnostic {
    Diagnostic::warning(
        format!("hashicorp/aws has never sent the timeout of the rule {}", rule.label()),
        "It plans `timeout_in_minutes` of a rule and does not send it to AWS, so the rule has no timeout. This plan sets it, \
         which saves the pipeline and cancels running executions. To move the pipeline without a change, remove the argument \
         and add it again later.",
    )
    .at(rule.get(TIMEOUT).path)
}
