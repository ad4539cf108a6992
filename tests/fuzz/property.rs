//! A bounded run of each target, with the same inputs in every test run.

use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{TestRng, TestRunner},
};

use super::{target::Target, targets};

/// Inputs of one target.
const CASES: u32 = 256;

/// Random bytes, or a seed in which some bytes are replaced.
fn input(target: &Target) -> impl Strategy<Value = Vec<u8>> {
    let random = || vec(any::<u8>(), 0..256);
    let seed = select((target.seeds)());
    let changed = (
        seed,
        vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        vec(any::<u8>(), 0..16),
    );
    let changed = changed.prop_map(|(mut bytes, changes, more)| {
        bytes.extend(more);
        for (at, byte) in changes {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        bytes
    });
    prop_oneof![random(), changed]
}

fn holds(target: &Target) {
    let config = ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    for seed in (target.seeds)() {
        (target.run)(&seed);
    }
    // The fuzzer looks for new inputs.
    let random = TestRng::deterministic_rng(config.rng_algorithm);
    let run = TestRunner::new_with_rng(config, random).run(&input(target), |bytes| {
        (target.run)(&bytes);
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{}: {error}", target.name));
}

#[test]
fn an_arn_is_its_parts_and_functions_of_any_text_return_a_result_or_an_error() {
    holds(&targets::arn::TARGET);
}

#[test]
fn a_part_of_a_wrong_type_is_an_error_at_this_part() {
    holds(&targets::attribute_path::TARGET);
}

#[test]
fn a_result_of_an_aws_call_is_what_the_responses_say() {
    holds(&targets::aws_response::TARGET);
}

#[test]
fn an_accepted_branch_name_obeys_git_and_a_suggested_one_is_accepted() {
    holds(&targets::branch::TARGET);
}

#[test]
fn the_emulator_answers_every_complete_request_without_an_internal_error() {
    holds(&targets::emulator::TARGET);
}

#[test]
fn a_stored_state_is_upgraded_moved_or_refused() {
    holds(&targets::json_state::TARGET);
}

#[test]
fn a_value_in_msgpack_reads_the_same_after_it_is_written() {
    holds(&targets::msgpack::TARGET);
}

#[test]
fn every_configuration_is_planned_by_the_rules_of_terraform_or_refused() {
    holds(&targets::plan::TARGET);
}

#[test]
fn a_suggested_project_path_is_accepted() {
    holds(&targets::project_path::TARGET);
}

#[test]
fn a_trigger_pattern_without_special_characters_matches_itself_alone() {
    holds(&targets::trigger_glob::TARGET);
}

#[test]
fn a_type_reads_the_same_after_it_is_written() {
    holds(&targets::type_json::TARGET);
}

#[test]
fn a_diagnostic_of_any_configuration_is_about_a_part_that_it_has() {
    holds(&targets::validate::TARGET);
}
