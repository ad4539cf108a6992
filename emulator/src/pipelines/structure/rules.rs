//! All rules in their order.

use super::{
    Draft, actions, artifacts, conditions, namespaces, pipeline_type, quotas, regions, stages, triggers, variables,
};
use crate::wire::Failure;

type Rule = fn(&Draft<'_>) -> Result<(), Failure>;

/// All rules; what AWS is known to check first comes first.
const RULES: &[Rule] = &[
    stages::there_are_at_least_two,
    stages::there_are_at_most_fifty,
    stages::the_first_holds_only_sources,
    stages::some_action_is_no_source,
    stages::sources_are_in_the_first,
    stages::names_are_unique,
    stages::action_names_are_unique,
    stages::each_has_an_action,
    artifacts::inputs_come_from_earlier_actions,
    artifacts::outputs_are_unique,
    actions::artifacts_are_within_the_limits,
    actions::types_are_available,
    actions::required_keys_are_there,
    actions::keys_are_known,
    actions::values_are_short,
    actions::commands_actions_have_commands,
    actions::members_fit_the_type,
    namespaces::are_unique,
    namespaces::are_free,
    namespaces::references_resolve,
    variables::are_not_used_in_sources,
    variables::names_are_unique,
    pipeline_type::variables_need_v2,
    pipeline_type::triggers_need_v2,
    triggers::name_a_connection_source_once,
    triggers::filters_are_valid,
    pipeline_type::modes_need_v2,
    pipeline_type::actions_need_v2,
    pipeline_type::conditions_need_v2,
    conditions::nothing_rolls_back_in_parallel,
    conditions::failure_has_one_answer,
    conditions::results_are_allowed,
    conditions::rules_are_complete,
    regions::there_is_one_kind_of_store,
    regions::one_store_means_one_region,
    regions::each_region_has_a_store,
    regions::only_aws_actions_leave_the_region,
    quotas::actions_are_few_enough,
    quotas::triggers_are_short_enough,
];

/// Checks a declaration against all rules.
///
/// # Errors
/// The failure of the first rule that is broken.
pub(in crate::pipelines) fn check(draft: &Draft<'_>) -> Result<(), Failure> {
    RULES.iter().try_for_each(|rule| rule(draft))
}
