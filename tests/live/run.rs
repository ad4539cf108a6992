//! Runs the checks, one after another, and prints which assumptions hold.

use serde_json::{Value, json};

use super::{account::TestAccount, assumptions::ASSUMPTIONS, checks};

#[test]
fn the_assumptions_hold() {
    let account = TestAccount::open();
    let mut wrong = Vec::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for assumption in ASSUMPTIONS {
        let found = runtime.block_on((assumption.check)(&account));
        match &found {
            Ok(()) => println!("holds: {}", assumption.assumed),
            Err(text) => println!("DOES NOT HOLD: {}: {text}", assumption.assumed),
        }
        wrong.extend(found.err().map(|text| format!("{}: {text}", assumption.assumed)));
    }
    assert_eq!(account.left_behind(), Vec::<Value>::new());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_response_that_contradicts_an_assumption_is_reported_and_nothing_is_left_behind() {
    let account = TestAccount::of_the_emulator();
    let emulator = account.emulator.as_ref().unwrap();
    emulator.add_fault(json!({ "operation": "ListConnections", "kind": "lag", "delay_ms": 60_000, "times": 0 }));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let found = runtime.block_on(checks::a_new_connection_is_listed(&account));
    emulator.clear_faults();
    assert!(found.unwrap_err().contains("is not in the list"));
    assert_eq!(account.left_behind(), Vec::<Value>::new());
}
