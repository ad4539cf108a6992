//! One run of a case: the operation with the fault, then an apply without it, an empty plan and a destroy.

use std::panic::{AssertUnwindSafe, catch_unwind};

use codepipeline_emulator_testing::pipelines::foreign_declaration;

use super::cases::{Case, Operation};
use crate::support::{account::Account, outcome::Outcome, workspace::Workspace};

/// The problems of a run; empty if everything converged.
pub(super) type Wrong = Option<String>;

/// Runs a case.
pub(super) fn run(case: &Case) -> Wrong {
    match catch_unwind(AssertUnwindSafe(|| converge(case))) {
        Ok(Ok(())) => None,
        Ok(Err(wrong)) => Some(format!("{case}: {wrong}")),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            Some(format!("{case}: {text}"))
        }
    }
}

/// Returns the AWS operations that an operation calls without a fault.
pub(super) fn calls(operation: &Operation) -> Vec<String> {
    let (account, arn) = furnished();
    let [before, after] = operation.configurations(&arn);
    let workspace = Workspace::new(&account, &before);
    workspace.apply().succeeds();
    settle(&account);
    workspace.configure(&after);
    account.forget_calls();
    perform(operation, &workspace).succeeds();
    let mut calls: Vec<String> = account.calls().into_iter().map(|call| call.operation).collect();
    calls.sort();
    calls.dedup();
    calls
}

/// An account with an available connection and the pipeline of another team.
fn furnished() -> (Account, String) {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&foreign_declaration("release"));
    (account, arn)
}

fn converge(case: &Case) -> Result<(), String> {
    let (account, arn) = furnished();
    let (operation, furniture) = (case.operation, account.content());
    let [before, after] = operation.configurations(&arn);
    let workspace = Workspace::new(&account, &before);
    expect("the apply before the fault", &workspace.apply())?;
    settle(&account);
    workspace.configure(&after);
    account.add_fault(case.fault());
    let struck = perform(operation, &workspace);
    account.clear_faults();
    let address = operation.address();
    if workspace.addresses().contains(&address) && workspace.is_tainted(&address) {
        return Err(format!("tainted by\n{struck}"));
    }
    expect("the apply after the fault", &workspace.apply()).map_err(|error| format!("{error}\nafter\n{struck}"))?;
    settle(&account);
    let planned = workspace.plan();
    if planned.code() != 0 {
        return Err(format!("the plan is not empty\n{planned}\nafter\n{struck}"));
    }
    expect("the destroy", &workspace.destroy())?;
    let left = account.content();
    if left != furniture {
        return Err(format!("left behind: {left:#}\nafter\n{struck}"));
    }
    Ok(())
}

/// A read is a plan, every other operation an apply.
fn perform(operation: &Operation, workspace: &Workspace) -> Outcome {
    match operation.name {
        "read" => workspace.plan(),
        _ => workspace.apply(),
    }
}

fn expect(what: &str, outcome: &Outcome) -> Result<(), String> {
    match outcome.code() {
        0 => Ok(()),
        _ => Err(format!("{what} fails\n{outcome}")),
    }
}

/// Waits until AWS has created the network interfaces of hosts.
fn settle(account: &Account) {
    let is_busy = || account.content().to_string().contains("VPC_CONFIG_");
    while is_busy() {
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}
