//! The page with calls and faults.

use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::{Value, json};

use super::{SERVICE, page, press};

const LOG: &str = "/console/log";

#[tokio::test]
async fn the_log_shows_calls_with_their_errors_and_faults() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    assert!(page(&emulator, LOG).await.contains("There are no calls yet."));
    emulator
        .fault(json!({"operation": "ListHosts", "kind": "throttle"}))
        .await;
    aws.fail(SERVICE, "ListHosts", json!({})).await;
    aws.ok(SERVICE, "ListConnections", json!({})).await;
    let shown = page(&emulator, LOG).await;
    for text in [
        "ListHosts",
        ">ThrottlingException<",
        "Fault: throttle",
        "ListConnections",
        ">OK<",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    let (newest, oldest) = (shown.find("ListConnections").unwrap(), shown.find("ListHosts").unwrap());
    assert!(newest < oldest, "the newest call stands first");
    let cleared = page(&emulator, &press(&emulator, "/console/log/calls/delete", &[]).await).await;
    assert!(cleared.contains("There are no calls yet."), "{cleared}");
    assert_eq!(emulator.get_json("/_emulator/calls").await, json!([]));
}

#[tokio::test]
async fn faults_in_force_are_shown_and_deleted_one_by_one() {
    let emulator = Emulator::start().await;
    for operation in ["ListHosts", "GetPipeline"] {
        let fault = json!({"operation": operation, "kind": "slow", "delay_ms": 40, "times": 3, "after": 2});
        emulator.fault(fault).await;
    }
    let shown = page(&emulator, LOG).await;
    assert!(shown.contains("next 3 after 2") && shown.contains("40 ms"), "{shown}");
    let deleted = press(&emulator, "/console/log/faults/0/delete", &[]).await;
    let shown = page(&emulator, &deleted).await;
    assert!(
        shown.contains("The fault is deleted.") && !shown.contains("ListHosts"),
        "{shown}"
    );
    let left: Value = emulator.get_json("/_emulator/faults").await;
    assert_eq!(left[0]["operation"], "GetPipeline");
    press(&emulator, "/console/log/faults/0/delete", &[]).await;
    assert_eq!(
        emulator.get_json("/_emulator/faults").await.as_array().unwrap().len(),
        1
    );
    press(&emulator, "/console/log/faults/delete", &[]).await;
    assert_eq!(emulator.get_json("/_emulator/faults").await, json!([]));
}
