//! Injected faults of actions.

use codepipeline_emulator_testing::emulator::percent_encoded;
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, declaration, gated};

impl Bench {
    async fn fault_action(&self, name: &str, fault: Value) -> u16 {
        let answer = self.emulator.send(Method::POST, &faults_of(name), fault).await;
        answer.status().as_u16()
    }
}

fn faults_of(name: &str) -> String {
    let arn = format!("arn:aws:codepipeline:eu-west-1:111122223333:{name}");
    format!("/_emulator/pipelines/{}/faults", percent_encoded(&arn))
}

#[tokio::test]
async fn a_failing_action_ends_its_execution_with_the_message_and_the_next_one_succeeds() {
    let bench = Bench::start().await;
    bench.create(declaration("app", &bench.connection().await)).await;
    let fault = json!({ "stage": "Build", "action": "Compile", "message": "Exit status 1" });
    assert_eq!(bench.fault_action("app", fault).await, 204);
    let id = bench.run("app").await;
    assert_eq!(bench.execution("app", &id).await["status"], "Failed");
    let state = bench.stages("app").await[1]["actionStates"][0]["latestExecution"].take();
    assert_eq!(
        state["errorDetails"],
        json!({ "code": "JobFailed", "message": "Exit status 1" })
    );
    let retry = json!({
        "pipelineName": "app", "stageName": "Build", "pipelineExecutionId": id, "retryMode": "FAILED_ACTIONS",
    });
    bench.ok("RetryStageExecution", retry).await;
    assert_eq!(bench.execution("app", &id).await["status"], "Succeeded");
}

#[tokio::test]
async fn a_slow_action_runs_for_its_time_and_then_succeeds_or_fails() {
    let bench = Bench::start().await;
    bench.create(declaration("app", &bench.connection().await)).await;
    let source = json!({ "stage": "Source", "action": "GitLab", "delay_ms": 5000, "times": 0 });
    let build = json!({ "stage": "Build", "action": "Compile", "delay_ms": 5000, "message": "No" });
    assert_eq!(bench.fault_action("app", source).await, 204);
    assert_eq!(bench.fault_action("app", build).await, 204);
    let id = bench.run("app").await;
    for (pass, source, build) in [
        // The build of the execution that the creation has started.
        (0.0, json!("InProgress"), json!("Succeeded")),
        (4.9, json!("InProgress"), json!("Succeeded")),
        (0.2, json!("Succeeded"), json!("InProgress")),
        (5.1, json!("Succeeded"), json!("Failed")),
    ] {
        bench.emulator.pass(pass);
        let stages = bench.stages("app").await;
        let status = |stage: usize| stages[stage]["actionStates"][0]["latestExecution"]["status"].clone();
        assert_eq!((status(0), status(1)), (source, build), "{pass}");
    }
    assert_eq!(bench.execution("app", &id).await["status"], "Failed");
    let answer = bench
        .emulator
        .send(Method::DELETE, &faults_of("app"), Value::Null)
        .await;
    assert_eq!(answer.status(), 204);
    let id = bench.run("app").await;
    assert_eq!(bench.execution("app", &id).await["status"], "Succeeded");
}

#[tokio::test]
async fn a_slow_action_can_be_abandoned_and_holds_a_stop_until_it_ends() {
    let bench = Bench::start().await;
    bench.create(declaration("app", &bench.connection().await)).await;
    let slow = json!({ "stage": "Build", "action": "Compile", "delay_ms": 5000, "times": 0 });
    bench.fault_action("app", slow).await;
    let stop = async |id: &str, abandon: bool| {
        let input = json!({ "pipelineName": "app", "pipelineExecutionId": id, "abandon": abandon });
        bench.ok("StopPipelineExecution", input).await;
    };
    let id = bench.run("app").await;
    stop(&id, false).await;
    assert_eq!(bench.execution("app", &id).await["status"], "Stopping");
    bench.emulator.pass(5.1);
    assert_eq!(bench.execution("app", &id).await["status"], "Stopped");
    let id = bench.run("app").await;
    stop(&id, true).await;
    bench.emulator.pass(5.1);
    assert_eq!(bench.execution("app", &id).await["status"], "Stopped");
}

#[tokio::test]
async fn a_fault_of_an_unknown_action_or_an_approval_is_refused() {
    let bench = Bench::start().await;
    bench.create(gated("app", &bench.connection().await)).await;
    for (pipeline, stage, action, status) in [
        ("other", "Build", "Compile", 404),
        ("app", "Test", "Compile", 404),
        ("app", "Build", "Test", 404),
        ("app", "Approve", "Gate", 400),
    ] {
        let fault = json!({ "stage": stage, "action": action });
        assert_eq!(
            bench.fault_action(pipeline, fault).await,
            status,
            "{pipeline} {stage} {action}"
        );
    }
    assert_eq!(bench.fault_action("app", json!({ "stage": "Build" })).await, 400);
}
