//! Lists, page by page.

use serde_json::{Value, json};

use super::bench::{Bench, NO_CONNECTION, declaration};

/// All pages of a list, two items at a time.
async fn pages(bench: &Bench, operation: &str, member: &str, mut input: Value) -> Vec<Vec<Value>> {
    input["maxResults"] = json!(2);
    let mut pages = Vec::new();
    loop {
        let mut answer = bench.ok(operation, input.clone()).await;
        pages.push(serde_json::from_value(answer[member].take()).unwrap());
        match answer.get("nextToken") {
            Some(token) => input["nextToken"] = token.clone(),
            None => return pages,
        }
    }
}

#[tokio::test]
async fn pipelines_are_listed_by_name() {
    let bench = Bench::start().await;
    for name in ["c", "a", "b"] {
        bench.create(declaration(name, NO_CONNECTION)).await;
    }
    let pages = pages(&bench, "ListPipelines", "pipelines", json!({})).await;
    let names: Vec<&Value> = pages.iter().flatten().map(|pipeline| &pipeline["name"]).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    let first = &pages[0][0];
    assert_eq!(
        (&first["version"], &first["pipelineType"], &first["executionMode"]),
        (&json!(1), &json!("V2"), &json!("SUPERSEDED"))
    );
    assert!(first["created"].is_number() && first["updated"].is_number());
    let all = bench.ok("ListPipelines", json!({})).await;
    assert_eq!(all["pipelines"].as_array().unwrap().len(), 3);
    let elsewhere = bench.emulator.aws().region("us-east-1");
    assert_eq!(
        elsewhere.ok("codepipeline", "ListPipelines", json!({})).await,
        json!({ "pipelines": [] })
    );
}

#[tokio::test]
async fn what_is_deleted_between_two_pages_shifts_nothing() {
    let bench = Bench::start().await;
    for name in ["a", "b", "c"] {
        bench.create(declaration(name, NO_CONNECTION)).await;
    }
    let first = bench.ok("ListPipelines", json!({ "maxResults": 2 })).await;
    bench.ok("DeletePipeline", json!({ "name": "b" })).await;
    bench.create(declaration("0", NO_CONNECTION)).await;
    let input = json!({ "nextToken": first["nextToken"] });
    let second = bench.ok("ListPipelines", input.clone()).await;
    assert_eq!(second["pipelines"][0]["name"], "c");
    assert_eq!(second["pipelines"].as_array().unwrap().len(), 1);
    let elsewhere = bench.emulator.aws().region("us-east-1");
    let error = elsewhere.fail("codepipeline", "ListPipelines", input).await;
    assert_eq!(error.class, "InvalidNextTokenException", "it is another list");
}

#[tokio::test]
async fn what_starts_between_two_pages_shifts_nothing() {
    let bench = Bench::start().await;
    bench.create(declaration("demo", NO_CONNECTION)).await;
    bench.create(declaration("other", NO_CONNECTION)).await;
    let second = bench.run("demo").await;
    for (operation, member) in [
        ("ListPipelineExecutions", "pipelineExecutionSummaries"),
        ("ListActionExecutions", "actionExecutionDetails"),
    ] {
        let first = bench
            .ok(operation, json!({ "pipelineName": "demo", "maxResults": 1 }))
            .await;
        bench.run("demo").await;
        let input = json!({ "pipelineName": "demo", "maxResults": 1, "nextToken": first["nextToken"] });
        let next = bench.ok(operation, input).await;
        assert_ne!(next[member][0], first[member][0], "{operation}");
        let newest = &bench.executions("demo").await[0]["pipelineExecutionId"];
        assert_ne!(next[member][0]["pipelineExecutionId"], *newest, "{operation}");
        let input = json!({ "pipelineName": "other", "nextToken": first["nextToken"] });
        bench.refuse(operation, input, "InvalidNextTokenException").await;
    }
    assert_eq!(bench.executions("demo").await[2]["pipelineExecutionId"], second);
}

#[tokio::test]
async fn executions_are_listed_from_the_newest() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(declaration("demo", &connection)).await;
    let (second, third) = (bench.run("demo").await, bench.run("demo").await);
    let input = json!({ "pipelineName": "demo" });
    let pages = pages(
        &bench,
        "ListPipelineExecutions",
        "pipelineExecutionSummaries",
        input.clone(),
    )
    .await;
    assert_eq!(
        pages[0].iter().map(|it| &it["pipelineExecutionId"]).collect::<Vec<_>>(),
        [&third, &second]
    );
    assert_eq!(pages[1].len(), 1);
    let runs = self::pages(&bench, "ListActionExecutions", "actionExecutionDetails", input).await;
    assert_eq!(runs.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2]);
    assert_eq!(
        (&runs[0][0]["pipelineExecutionId"], &runs[0][0]["actionName"]),
        (&json!(third), &json!("Compile"))
    );
}

#[tokio::test]
async fn executions_can_be_filtered_by_the_stage_in_which_they_succeeded() {
    let bench = Bench::start().await;
    let connection = bench.pending_connection().await;
    bench.create(declaration("demo", &connection)).await;
    bench.emulator.set_connection_status(&connection, "AVAILABLE").await;
    let id = bench.run("demo").await;
    let filter = json!({ "succeededInStage": { "stageName": "Source" } });
    let answer = bench
        .ok(
            "ListPipelineExecutions",
            json!({ "pipelineName": "demo", "filter": filter }),
        )
        .await;
    let summaries = answer["pipelineExecutionSummaries"].as_array().unwrap();
    assert_eq!(
        summaries
            .iter()
            .map(|it| &it["pipelineExecutionId"])
            .collect::<Vec<_>>(),
        [&id]
    );
}

#[tokio::test]
async fn a_token_that_was_not_given_out_is_refused() {
    let bench = Bench::start().await;
    bench.create(declaration("demo", NO_CONNECTION)).await;
    for token in ["x", "////", "bm9uZQ"] {
        bench
            .refuse(
                "ListPipelines",
                json!({ "nextToken": token }),
                "InvalidNextTokenException",
            )
            .await;
        let input = json!({ "pipelineName": "demo", "nextToken": token });
        bench
            .refuse("ListPipelineExecutions", input, "InvalidNextTokenException")
            .await;
    }
}

#[tokio::test]
async fn what_does_not_exist_is_not_listed() {
    let bench = Bench::start().await;
    bench
        .refuse(
            "ListPipelineExecutions",
            json!({ "pipelineName": "demo" }),
            "PipelineNotFoundException",
        )
        .await;
    bench.create(declaration("demo", NO_CONNECTION)).await;
    let id = "00000000-0000-4000-8000-000000000000";
    let input = json!({ "pipelineName": "demo", "filter": { "pipelineExecutionId": id } });
    bench
        .refuse("ListActionExecutions", input, "PipelineExecutionNotFoundException")
        .await;
    let input = json!({ "pipelineName": "demo", "pipelineExecutionId": id });
    bench
        .refuse("GetPipelineExecution", input, "PipelineExecutionNotFoundException")
        .await;
}
