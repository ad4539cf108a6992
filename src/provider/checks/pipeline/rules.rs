//! The list of the rules, and what they make of a pipeline.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::derived::object_to_value,
    value::Value,
};

use super::{
    actions, artifacts, condition_rules, conditions, findings::Findings, full_clone, namespaces, pipeline_type, quotas,
    settings, sketch::Sketch, sources, stages, stores, syntax::Syntax, trigger_filters, trigger_patterns, triggers,
    variables,
};
use crate::provider::{destination::Destination, pipeline::reading};

/// One rule: it looks at a pipeline and says what is wrong.
type Rule = fn(&Sketch<'_>, &mut Findings);

/// All rules. The order is that of the codes.
const RULES: &[Rule] = &[
    sources::connections_are_connections,
    sources::repositories_are_well_formed,
    sources::branches_are_well_formed,
    sources::detect_changes_of_one_branch,
    full_clone::only_builds_clone,
    sources::have_documented_values,
    triggers::name_a_connection_source,
    triggers::are_one_for_each_source,
    triggers::need_v2,
    triggers::replace_the_detection_of_changes,
    trigger_filters::combine,
    trigger_filters::ask_for_something,
    trigger_filters::are_within_the_limits,
    trigger_patterns::are_well_formed,
    stages::are_two_to_fifty,
    stages::have_actions,
    stages::begin_with_sources_only,
    stages::have_names_of_their_own,
    stages::actions_have_names_of_their_own,
    artifacts::are_made_before_they_are_used,
    artifacts::have_names_of_their_own,
    actions::have_as_many_artifacts_as_their_type_takes,
    actions::have_a_type_that_exists,
    settings::required_ones_are_there,
    settings::are_known,
    settings::are_within_the_limits,
    actions::have_only_members_of_their_type,
    namespaces::are_unique_and_free,
    namespaces::exist_where_they_are_used,
    namespaces::hold_what_is_used,
    variables::stay_out_of_sources,
    variables::have_names_of_their_own,
    variables::exist_where_they_are_used,
    pipeline_type::features_need_v2,
    conditions::have_results_of_their_place,
    conditions::roll_back_only_where_executions_wait,
    conditions::have_one_to_five_rules,
    condition_rules::have_a_known_type,
    condition_rules::have_what_they_need,
    condition_rules::have_known_settings,
    condition_rules::compare_as_documented,
    stores::are_one_or_one_for_each_region,
    stores::cover_every_region,
    stores::only_actions_of_aws_leave_the_region,
    quotas::are_kept,
];

/// What is wrong with a pipeline: `pipeline` has the attributes and blocks of `codepipeline_pipeline`, and anything in it
/// may be unknown. `region` is where the pipeline is to be, if that is known already.
pub fn judge(pipeline: &Value, region: Option<&str>) -> Diagnostics {
    judge_as(Syntax::Blocks, pipeline, region)
}

/// The same, with advice for somebody who writes it like this.
pub fn judge_as(syntax: Syntax, pipeline: &Value, region: Option<&str>) -> Diagnostics {
    let sketch = Sketch::new(pipeline, region).written_in(syntax);
    let mut findings = Findings::default();
    for rule in RULES {
        rule(&sketch, &mut findings);
    }
    findings.into_diagnostics()
}

/// What is wrong with the repositories of a pipeline once `destination` knows where the connection of an ARN leads, and
/// was not wrong for every provider type.
pub fn judge_repositories<'t>(pipeline: &Value, destination: impl Fn(&str) -> Option<&'t Destination>) -> Diagnostics {
    let sketch = Sketch::new(pipeline, None);
    let (mut offline, mut findings) = (Findings::default(), Findings::default());
    sources::repositories_are_well_formed(&sketch, &mut offline);
    sources::judge_repositories(&sketch, destination, &mut findings);
    let offline = offline.into_diagnostics();
    let is_known = |found: &Diagnostic| offline.iter().any(|known| known.path == found.path && known.is_error());
    findings
        .into_diagnostics()
        .into_iter()
        .filter(|found| !is_known(found))
        .collect()
}

/// What is wrong with a declaration in AWS's JSON. The paths are those of `codepipeline_pipeline`.
pub fn judge_declaration(syntax: Syntax, declaration: &serde_json::Value, region: &str) -> Diagnostics {
    judge_as(syntax, &object_to_value(&reading::arguments(declaration)), Some(region))
}

/// What is wrong with `after` and was not wrong with `before`, both in AWS's JSON: what others have declared is theirs.
pub fn judge_change(
    syntax: Syntax,
    before: &serde_json::Value,
    after: &serde_json::Value,
    region: &str,
) -> Diagnostics {
    new_ones(
        judge_declaration(syntax, after, region),
        &judge_declaration(syntax, before, region),
    )
}

/// Those of `found` that `known` does not hold.
pub fn new_ones(found: Diagnostics, known: &Diagnostics) -> Diagnostics {
    let is_new = |found: &Diagnostic| !known.iter().any(|known| known == found);
    found.into_iter().filter(is_new).collect()
}
