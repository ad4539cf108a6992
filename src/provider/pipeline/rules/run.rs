//! Runs every rule on a pipeline.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes as _, derived::object_to_value},
    value::{Step, Value},
};

use crate::provider::{
    attribute_form::attribute_path,
    checks::{ALL, check::Judge, findings::Findings},
    pipeline::{
        model::{
            arguments::Arguments,
            trigger::{Filters, GitConfiguration},
        },
        open::{OpenPipeline, ResourceType},
        write_only,
    },
};

/// Returns the problems of a pipeline with the attributes and blocks of `codepipeline_pipeline`, any of which may be
/// unknown. `region` is the region of the pipeline, if known.
pub fn judge(pipeline: &Value, region: Option<&str>) -> Diagnostics {
    judge_as(ResourceType::Pipeline, pipeline, region)
}

/// Returns the same problems as [`judge`], with advice for another resource type.
pub fn judge_as(resource_type: ResourceType, pipeline: &Value, region: Option<&str>) -> Diagnostics {
    let judged = write_only::judged(pipeline);
    let open = OpenPipeline::new(resource_type, &judged, region);
    let mut found = Diagnostics::new();
    for check in ALL {
        if let Judge::Pipeline(rule) = check.judge {
            let mut findings = Findings::of(check.code);
            rule(&open, &mut findings);
            let findings = findings.into_diagnostics().into_iter();
            found.extend(findings.map(|finding| write_only::located(pipeline, finding)));
        }
    }
    found
}

/// Returns the problems of the filters of a trigger that exist for every source. The paths are those of the filters.
pub fn refusals_of_filters(filters: &Filters) -> Diagnostics {
    let trigger = object_to_value(&filters.clone().for_source(""));
    let unknown = [
        "artifact_store",
        "execution_mode",
        "name",
        "pipeline_type",
        "role_arn",
        "stage",
        "variable",
    ];
    let unknown = unknown.map(|name| (name.to_owned(), Value::unknown()));
    let known = ("trigger".to_owned(), Value::List(vec![trigger, Value::unknown()]));
    let pipeline = Value::Map(unknown.into_iter().chain([known]).collect());
    let found = judge_as(ResourceType::SourceAction, &pipeline, None).into_iter();
    let refusals = found.filter_map(|mut refusal| {
        let steps = refusal.path.steps();
        let is_inside = matches!(steps.first(), Some(Step::Attribute(name)) if name == "trigger");
        // The trigger, its number, the block around the filters, its number.
        refusal.path = attribute_path(&GitConfiguration::block(), steps.get(4..).unwrap_or_default());
        (is_inside && refusal.is_error()).then_some(refusal)
    });
    refusals.collect()
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
    new_ones(judge_declaration(resource_type, after, region), || {
        judge_declaration(resource_type, before, region)
    })
}

/// Returns the findings that are not among the `known` ones, which are looked for only if there are any.
pub fn new_ones(found: Diagnostics, known: impl FnOnce() -> Diagnostics) -> Diagnostics {
    if found.is_empty() {
        return found;
    }
    let known = known();
    let is_new = |found: &Diagnostic| !known.iter().any(|known| known == found);
    found.into_iter().filter(is_new).collect()
}
