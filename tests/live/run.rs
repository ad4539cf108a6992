//! Runs the checks, one after another, and prints which assumptions hold.

use serde_json::json;

use super::{
    account::TestAccount,
    assumptions::ASSUMPTIONS,
    checks::{self, Contradiction},
};

#[test]
fn the_assumptions_hold() {
    let account = TestAccount::open();
    let before = account.content();
    let mut wrong = Vec::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for assumption in ASSUMPTIONS {
        let found = runtime.block_on((assumption.check)(&account));
        match found {
            Ok(()) => println!("holds: {}", assumption.assumed),
            Err(Contradiction(text)) => {
                println!("DOES NOT HOLD: {}: {text}", assumption.assumed);
                wrong.push(format!("{}: {text}", assumption.assumed));
            }
        }
    }
    assert_eq!(account.content(), before);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_response_that_contradicts_an_assumption_is_reported_and_nothing_is_left_behind() {
    let account = TestAccount::of_the_emulator();
    let before = account.content();
    let emulator = account.emulator.as_ref().unwrap();
    emulator.add_fault(json!({ "operation": "ListConnections", "kind": "lag", "delay_ms": 60_000, "times": 0 }));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let found = runtime.block_on(checks::a_new_connection_is_listed(&account));
    emulator.clear_faults();
    assert!(found.unwrap_err().0.contains("is not in the list"));
    assert_eq!(account.content(), before);
}
