//! Results of manual approvals.

use serde_json::json;

use crate::pipelines::{
    executions::{Verdict, put_result},
    operations::stages::action_of,
    request::{Answer, Request},
};

pub(in crate::pipelines) fn put(request: &mut Request<'_, '_>) -> Answer {
    action_of(request)?;
    let result = &request.input["result"];
    let verdict = Verdict {
        stage: request.text("stageName"),
        action: request.text("actionName"),
        token: request.text("token"),
        approved: result["status"] == "Approved",
        summary: result["summary"].as_str().unwrap_or_default(),
    };
    let (pipeline, mut outside) = request.pipeline_mut("pipelineName")?;
    put_result(pipeline, &verdict, &mut outside)?;
    Ok(Some(json!({ "approvedAt": request.scope.now })))
}
