//! The state machine, step by step: every row is the expected step and the answer to it.

use serde_json::{Value, json};

use super::machine::{Edited, Event, Machine, Policy, Save, Step};
use crate::aws::error::{Error, Kind};

/// A pipeline with these variables.
fn pipeline(version: i64, variables: &[&str]) -> Value {
    let variables: Vec<Value> = variables.iter().map(|name| json!({"name": name})).collect();
    json!({"name": "demo", "version": version, "variables": variables})
}

fn add(declaration: &mut Value, name: &str) {
    let variables = declaration["variables"].as_array_mut().unwrap();
    if variables.iter().all(|variable| variable["name"] != name) {
        variables.push(json!({"name": name}));
    }
}

fn lost() -> Error {
    Error::new(Kind::LostAnswer, "no answer came")
}

fn gone() -> Error {
    Error::new(Kind::NotFound, "the pipeline does not exist")
}

fn read(version: i64, variables: &[&str]) -> Event {
    Event::Read(Ok(pipeline(version, variables)))
}

fn written(version: i64, variables: &[&str]) -> Event {
    Event::Written(Ok(pipeline(version, variables)))
}

fn versions(found: &[(i64, &[&str])]) -> Event {
    let found = found
        .iter()
        .map(|(number, variables)| (*number, Ok(pipeline(*number, variables))));
    Event::Versions(found.collect())
}

/// Versions 1 to 5 as they were before the change, and version 6 by another writer.
fn overtaken_in_6(variables: &[&str]) -> Event {
    let before = (1..6).map(|number| (number, Ok(pipeline(number, &["a"]))));
    Event::Versions(before.chain([(6, Ok(pipeline(6, variables)))]).collect())
}

/// Describes a step: what is read, or the variables that are written.
fn described<E>(step: &Step<E>) -> String {
    match step {
        Step::Read => "read".to_owned(),
        Step::ReadVersions(numbers) => format!("read {numbers:?}"),
        Step::Write(declaration) => format!("write {}", variables(declaration)),
        Step::PauseAtRandom(_) | Step::Pause(_) => "pause".to_owned(),
        Step::Finish(_) => "finish".to_owned(),
    }
}

fn variables(declaration: &Value) -> String {
    let names = declaration["variables"].as_array().unwrap().iter();
    let mut names: Vec<&str> = names.map(|variable| variable["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    names.join(" ")
}

/// Adds the variable `ours` to version 5 of a pipeline with the variable `a`, and answers each step.
fn edit(policy: Policy, rows: Vec<(&str, Event)>) -> Result<Edited, Error> {
    edit_version(5, policy, rows)
}

/// The same with another version.
fn edit_version(version: i64, policy: Policy, rows: Vec<(&str, Event)>) -> Result<Edited, Error> {
    let change = |declaration: &mut Value| {
        add(declaration, "ours");
        Ok::<_, Error>(Save::IfChanged)
    };
    drive(Machine::start(policy, pipeline(version, &["a"]), None, change), rows)
}

fn drive<F>(
    (mut machine, mut step): (Machine<F, Error>, Step<Error>),
    rows: Vec<(&str, Event)>,
) -> Result<Edited, Error>
where
    F: FnMut(&mut Value) -> Result<Save, Error>,
{
    for (expected, event) in rows {
        assert_eq!(described(&step), expected);
        step = machine.next(event);
    }
    match step {
        Step::Finish(result) => result,
        other => panic!("unanswered: {}", described(&other)),
    }
}

/// What is in force, and the versions of other writers.
fn outcome(edited: Result<Edited, Error>) -> (String, bool, Vec<i64>) {
    let edited = edited.unwrap();
    assert_eq!(edited.doubt, None);
    (variables(&edited.declaration), edited.written, edited.foreign)
}

#[test]
fn an_undisturbed_write_is_one_step() {
    for policy in [Policy::Merge, Policy::WriteOnce] {
        let edited = edit(policy, vec![("write a ours", written(6, &["a", "ours"]))]);
        assert_eq!(outcome(edited), ("a ours".to_owned(), true, vec![]));
    }
}

#[test]
fn after_a_write_to_version_1_its_content_is_read_again() {
    for policy in [Policy::Merge, Policy::WriteOnce] {
        let rows = vec![
            ("write a ours", written(2, &["a", "ours"])),
            ("read [1]", versions(&[(1, &["a"])])),
        ];
        assert_eq!(
            outcome(edit_version(1, policy, rows)),
            ("a ours".to_owned(), true, vec![])
        );
    }
}

#[test]
fn a_pipeline_that_was_recreated_at_version_1_is_noticed() {
    let recreated = |more: Vec<(&'static str, Event)>| {
        let mut rows = vec![
            ("write a ours", written(2, &["a", "ours"])),
            ("read [1]", versions(&[(1, &["theirs"])])),
        ];
        rows.extend(more);
        rows
    };
    let again = vec![
        ("pause", Event::Paused),
        ("read", read(2, &["a", "ours"])),
        ("write ours theirs", written(3, &["theirs", "ours"])),
        ("pause", Event::Paused),
        ("read", read(3, &["theirs", "ours"])),
    ];
    let merged = edit_version(1, Policy::Merge, recreated(again));
    assert_eq!(outcome(merged), ("ours theirs".to_owned(), true, vec![1]));
    let replaced = edit_version(1, Policy::WriteOnce, recreated(vec![]));
    assert_eq!(outcome(replaced), ("a ours".to_owned(), true, vec![1]));
}

#[test]
fn an_unchanged_pipeline_is_not_written() {
    let unchanged = |_: &mut Value| Ok(Save::IfChanged);
    for policy in [Policy::Merge, Policy::WriteOnce] {
        let edited = drive(Machine::start(policy, pipeline(5, &["a"]), None, unchanged), vec![]);
        assert_eq!(outcome(edited), ("a".to_owned(), false, vec![]));
    }
}

#[test]
fn a_merge_that_overtook_another_writer_writes_their_change_too() {
    let rows = vec![
        ("write a ours", written(7, &["a", "ours"])),
        ("read [1, 2, 3, 4, 5, 6]", overtaken_in_6(&["a", "theirs"])),
        ("pause", Event::Paused),
        ("read", read(7, &["a", "ours"])),
        ("write a ours theirs", written(8, &["a", "ours", "theirs"])),
        ("pause", Event::Paused),
        ("read", read(8, &["a", "ours", "theirs"])),
    ];
    let edited = edit(Policy::Merge, rows);
    assert_eq!(outcome(edited), ("a ours theirs".to_owned(), true, vec![6]));
}

#[test]
fn a_replacement_that_overtook_another_writer_does_not_write_again() {
    let rows = vec![
        ("write a ours", written(8, &["a", "ours"])),
        ("read [6, 7]", versions(&[(6, &["a", "theirs"]), (7, &["theirs"])])),
    ];
    let edited = edit(Policy::WriteOnce, rows);
    assert_eq!(outcome(edited), ("a ours".to_owned(), true, vec![6, 7]));
}

#[test]
fn a_recreated_pipeline_is_the_base_of_a_merge() {
    let rows = vec![
        ("write a ours", written(2, &["a", "ours"])),
        ("read [1]", versions(&[(1, &["theirs"])])),
        ("pause", Event::Paused),
        ("read", read(2, &["a", "ours"])),
        ("write ours theirs", written(3, &["ours", "theirs"])),
        ("pause", Event::Paused),
        ("read", read(3, &["ours", "theirs"])),
    ];
    let edited = edit(Policy::Merge, rows);
    assert_eq!(outcome(edited), ("ours theirs".to_owned(), true, vec![1]));
}

#[test]
fn a_replacement_of_a_recreated_pipeline_names_its_versions() {
    let rows = vec![
        ("write a ours", written(2, &["a", "ours"])),
        ("read [1]", versions(&[(1, &["theirs"])])),
    ];
    let edited = edit(Policy::WriteOnce, rows);
    assert_eq!(outcome(edited), ("a ours".to_owned(), true, vec![1]));
}

#[test]
fn a_deleted_pipeline_is_not_written_again() {
    for policy in [Policy::Merge, Policy::WriteOnce] {
        let rows = vec![
            ("write a ours", Event::Written(Err(gone()))),
            ("read", Event::Read(Err(gone()))),
        ];
        assert_eq!(edit(policy, rows).unwrap_err().kind(), Kind::NotFound);
    }
}

#[test]
fn a_lost_write_is_found_in_the_pipeline() {
    for policy in [Policy::Merge, Policy::WriteOnce] {
        let rows = vec![
            ("write a ours", Event::Written(Err(lost()))),
            ("read", read(6, &["a", "ours"])),
        ];
        assert_eq!(outcome(edit(policy, rows)), ("a ours".to_owned(), true, vec![]));
    }
}

#[test]
fn a_lost_write_is_found_in_the_versions_although_others_wrote_since() {
    let rows = vec![
        ("write a ours", Event::Written(Err(lost()))),
        ("read", read(7, &["a", "theirs"])),
        ("read [6]", versions(&[(6, &["a", "ours"])])),
    ];
    assert_eq!(
        outcome(edit(Policy::WriteOnce, rows)),
        ("a ours".to_owned(), true, vec![])
    );
}

#[test]
fn a_write_that_aws_did_not_carry_out_is_an_error() {
    for policy in [Policy::Merge, Policy::WriteOnce] {
        let rows = vec![("write a ours", Event::Written(Err(lost()))), ("read", read(5, &["a"]))];
        assert_eq!(edit(policy, rows).unwrap_err().kind(), Kind::LostAnswer);
    }
}

#[test]
fn our_own_write_sent_twice_is_not_foreign() {
    for (policy, read) in [
        (Policy::Merge, "read [1, 2, 3, 4, 5, 6]"),
        (Policy::WriteOnce, "read [6]"),
    ] {
        let rows = vec![
            ("write a ours", written(7, &["a", "ours"])),
            (read, overtaken_in_6(&["a", "ours"])),
        ];
        assert_eq!(outcome(edit(policy, rows)), ("a ours".to_owned(), true, vec![]));
    }
}

#[test]
fn a_lost_write_of_a_secret_is_found_behind_its_mask() {
    let with_token = |version: i64, token: &str| json!({"version": version, "stages": [{"name": "s", "actions": [{"name": "a", "configuration": {"OAuthToken": token}}]}]});
    let change = |declaration: &mut Value| {
        declaration["stages"][0]["actions"][0]["configuration"]["OAuthToken"] = json!("new");
        Ok::<_, Error>(Save::IfChanged)
    };
    let (mut machine, step) = Machine::start(Policy::WriteOnce, with_token(5, "****"), None, change);
    assert!(matches!(step, Step::Write(_)));
    assert!(matches!(machine.next(Event::Written(Err(lost()))), Step::Read));
    let step = machine.next(Event::Read(Ok(with_token(6, "****"))));
    assert!(matches!(step, Step::Finish(Ok(edited)) if edited.written));
}

#[test]
fn a_change_that_no_longer_fits_restores_theirs() {
    let mut calls = 0;
    let change = move |declaration: &mut Value| {
        calls += 1;
        add(declaration, "ours");
        match calls {
            1 => Ok(Save::IfChanged),
            _ => Err(Error::new(Kind::Validation, "it no longer fits")),
        }
    };
    let rows = vec![
        ("write a ours", written(7, &["a", "ours"])),
        ("read [1, 2, 3, 4, 5, 6]", overtaken_in_6(&["a", "theirs"])),
        ("read", read(7, &["a", "ours"])),
        ("write a theirs", written(8, &["a", "theirs"])),
    ];
    let start = Machine::start(Policy::Merge, pipeline(5, &["a"]), None, change);
    assert_eq!(drive(start, rows).unwrap_err().kind(), Kind::Validation);
}

#[test]
fn a_version_that_cannot_be_read_is_a_doubt_of_a_merge() {
    let rows = vec![
        ("write a ours", written(7, &["a", "ours"])),
        (
            "read [1, 2, 3, 4, 5, 6]",
            Event::Versions((1..7).map(|number| (number, Err(gone()))).collect()),
        ),
    ];
    let edited = edit(Policy::Merge, rows).unwrap();
    assert_eq!((edited.doubt, edited.foreign), (Some(gone()), vec![]));
}
