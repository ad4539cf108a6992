//! The matrix of all cases. `cargo test` runs a sample; the whole matrix also writes its table into the guide.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use codepipeline_emulator_testing::{environment::variable, guide};

use super::{
    cases::{Case, FAULTS, OPERATIONS, all},
    run::{Wrong, calls, run},
};

/// Set to `whole`, or to the number of cases to run. Without it, a sample is run.
const VARIABLE: &str = "CODEPIPELINE_TEST_FAULTS";

/// Cases of a sample.
const SAMPLE: usize = 8;

/// Cases that run at the same time.
const THREADS: usize = 4;

/// Returns `count` cases, evenly spread over all of them.
fn spread(cases: &[Case], count: usize) -> Vec<Case> {
    let count = count.clamp(1, cases.len());
    (0..count)
        .map(|index| cases[(2 * index + 1) * cases.len() / (2 * count)])
        .collect()
}

/// Runs the cases, and returns the problems of each.
fn run_all(cases: &[Case]) -> Vec<Wrong> {
    let (next, results) = (AtomicUsize::new(0), Mutex::new(vec![None; cases.len()]));
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some((index, case)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    cases.get(index).map(|case| (index, case))
                } {
                    let wrong = run(case);
                    if let Some(wrong) = &wrong {
                        eprintln!("{wrong}");
                    }
                    results.lock().unwrap()[index] = wrong;
                }
            });
        }
    });
    results.into_inner().unwrap()
}

/// Returns the table: for each operation, the runs and those that did not converge, by fault.
fn table(cases: &[Case], results: &[Wrong]) -> String {
    let mut cells = BTreeMap::new();
    for (case, wrong) in cases.iter().zip(results) {
        let key = (case.operation.resource, case.operation.name, case.fault.name);
        let (runs, failures) = cells.entry(key).or_insert((0, 0));
        *runs += 1;
        *failures += usize::from(wrong.is_some());
    }
    let wrong = results.iter().flatten().count();
    let total = format!(
        "{} runs of {} cases, {wrong} not converged.\n\n",
        cases.len(),
        all().len()
    );
    let names: Vec<&str> = FAULTS.iter().map(|fault| fault.name).collect();
    let head = format!(
        "| Operation | {} |\n|{}\n",
        names.join(" | "),
        " --- |".repeat(names.len() + 1)
    );
    let rows = OPERATIONS.iter().map(|operation| {
        let cell = |fault: &&str| match cells.get(&(operation.resource, operation.name, *fault)) {
            None => String::new(),
            Some((runs, 0)) => runs.to_string(),
            Some((runs, failures)) => format!("{runs}, {failures} not converged"),
        };
        let cells: Vec<String> = names.iter().map(cell).collect();
        format!(
            "| {} `codepipeline_{}` | {} |\n",
            operation.name,
            operation.resource,
            cells.join(" | ")
        )
    });
    total + &head + &rows.collect::<String>()
}

#[test]
fn after_a_fault_of_any_call_the_next_apply_converges() {
    let (cases, wanted) = (all(), variable(VARIABLE));
    let count = match wanted.as_deref() {
        None => SAMPLE,
        Some("whole") => cases.len(),
        Some(number) => number.parse().unwrap(),
    };
    let chosen = spread(&cases, count);
    let results = run_all(&chosen);
    if wanted.is_some() {
        guide::write("reliability.md", "fault matrix", &table(&chosen, &results));
    }
    let wrong: Vec<String> = results.into_iter().flatten().collect();
    assert!(
        wrong.is_empty(),
        "{} of {} runs:\n{}",
        wrong.len(),
        chosen.len(),
        wrong.join("\n\n")
    );
}

#[test]
fn the_fault_matrix_has_every_call_of_every_operation() {
    // All operations would take minutes: the run of the matrix compares them.
    let step = if variable(VARIABLE).is_some() { 1 } else { 7 };
    let mut wrong = Vec::new();
    for operation in OPERATIONS.iter().step_by(step) {
        let (made, mut listed) = (calls(operation), operation.calls.to_vec());
        listed.sort_unstable();
        if made != listed {
            wrong.push(format!(
                "{} {}: {made:?}, not {listed:?}",
                operation.name, operation.resource
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
