//! Runs every rule on a pipeline.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::derived::object_to_value,
    value::Value,
};

use crate::provider::{
    checks::{ALL, check::Judge, findings::Findings},
    pipeline::{
        model::arguments::Arguments,
        open::{OpenPipeline, ResourceType},
    },
};

/// Returns the problems of a pipeline with the attributes and blocks of `codepipeline_pipeline`, any of which may be
/// unknown. `region` is the region of the pipeline, if known.
pub fn judge(pipeline: &Value, region: Option<&str>) -> Diagnostics {
    judge_as(ResourceType::Pipeline, pipeline, region)
}

/// Returns the same problems as [`judge`], with advice for another resource type.
pub fn judge_as(resource_type: ResourceType, pipeline: &Value, region: Option<&str>) -> Diagnostics {
    let pipeline = OpenPipeline::new(resource_type, pipeline, region);
    let mut found = Diagnostics::new();
    for check in ALL {
        if let Judge::Pipeline(rule) = check.judge {
            let mut findings = Findings::of(check.code);
            rule(&pipeline, &mut findings);
            found.extend(findings.into_diagnostics());
        }
    }
    found
}

/// Returns the problems of a declaration in AWS's JSON. The paths are those of `codepipeline_pipeline`.
pub fn judge_declaration(resource_type: ResourceType, declaration: &serde_json::Value, region: &str) -> Diagnostics {
    judge_as(
        resource_type,
        &object_to_value(&Arguments::declared(declaration)),
        Some(region),
    )
}

/// Returns the problems of `after` that `before` does not have, both in AWS's JSON. Other problems are not caused by
/// this change.
pub fn judge_change(
    resource_type: ResourceType,
    before: &serde_json::Value,
    after: &serde_json::Value,
    region: &str,
) -> Diagnostics {
    new_ones(
        judge_declaration(resource_type, after, region),
        &judge_declaration(resource_type, before, region),
    )
}

/// Returns the findings that are not among the `known` ones.
pub fn new_ones(found: Diagnostics, known: &Diagnostics) -> Diagnostics {
    let is_new = |found: &Diagnostic| !known.iter().any(|known| known == found);
    found.into_iter().filter(is_new).collect()
}
