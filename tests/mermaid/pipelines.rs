//! Pipelines with their states, as AWS sends them.

use serde_json::{Value, json};

/// A pipeline to draw.
pub(super) struct Drawn {
    pub(super) name: &'static str,
    /// The response of GetPipelineState.
    pub(super) state: Value,
    pub(super) declaration: Value,
    /// Texts that the drawing shows.
    pub(super) shows: Vec<String>,
}

/// An action: its name, category, run order, and `latestExecution`.
type Action = (&'static str, &'static str, u32, Value);

pub(super) fn all() -> Vec<Drawn> {
    vec![
        usual(),
        never_run(),
        stopped(),
        parallel(),
        names(),
        errors(),
        reason(),
        of_size(4, 5),
        of_size(20, 10),
        of_size(50, 50),
        without_actions(),
    ]
}

/// A stage with its actions, as in a declaration and as in a state.
fn stage(name: &str, actions: &[Action]) -> (Value, Value) {
    let declared = |(name, category, order, _): &Action| json!({ "name": name, "actionTypeId": { "category": category }, "runOrder": order });
    let state = |(name, _, _, latest): &Action| json!({ "actionName": name, "latestExecution": latest });
    (
        json!({ "name": name, "actions": actions.iter().map(declared).collect::<Value>() }),
        json!({ "stageName": name, "actionStates": actions.iter().map(state).collect::<Value>(), "inboundTransitionState": { "enabled": true } }),
    )
}

fn pipeline(name: &'static str, stages: Vec<(Value, Value)>, shows: &[&str]) -> Drawn {
    let (declared, states): (Vec<Value>, Vec<Value>) = stages.into_iter().unzip();
    Drawn {
        name,
        state: json!({ "stageStates": states }),
        declaration: json!({ "stages": declared }),
        shows: shows.iter().map(|text| (*text).to_owned()).collect(),
    }
}

fn status(status: &str) -> Value {
    json!({ "status": status })
}

fn failed(message: &str) -> Value {
    json!({ "status": "Failed", "errorDetails": { "code": "JobFailed", "message": message } })
}

fn usual() -> Drawn {
    let source = stage("Source", &[("GitLab", "Source", 1, status("Succeeded"))]);
    let build = stage(
        "Build",
        &[
            ("Compile", "Build", 1, status("Succeeded")),
            ("Unit-Tests", "Test", 2, status("Succeeded")),
            (
                "Lint",
                "Test",
                2,
                failed("Build terminated with state: FAILED, phase: BUILD"),
            ),
            ("Package", "Build", 3, Value::Null),
        ],
    );
    let approve = stage("Approve", &[("Release", "Approval", 1, status("InProgress"))]);
    let mut deploy = stage(
        "Deploy",
        &[
            (
                "eu-west-1",
                "Deploy",
                1,
                json!({ "status": "InProgress", "percentComplete": 40 }),
            ),
            ("us-east-1", "Deploy", 1, Value::Null),
        ],
    );
    deploy.1["inboundTransitionState"] = json!({ "enabled": false, "disabledReason": "Freeze until Monday" });
    deploy.1["inboundExecutions"] = json!([{ "pipelineExecutionId": "one" }, { "pipelineExecutionId": "two" }]);
    let mut drawn = pipeline(
        "usual",
        vec![source, build, approve, deploy],
        &[
            "Source",
            "7dfa3d1c",
            "Failed",
            "Build terminated with state: FAILED, phase: BUILD",
            "Waits for approval",
            "In progress, 40%",
            "Deploy, 2 executions wait",
            "Disabled: Freeze until Monday",
        ],
    );
    drawn.state["stageStates"][0]["actionStates"][0]["currentRevision"] = json!({ "revisionId": "7dfa3d1c9b8e4f5a" });
    drawn
}

fn never_run() -> Drawn {
    let source = stage("Source", &[("GitLab", "Source", 1, Value::Null)]);
    let build = stage("Build", &[("Build", "Build", 1, Value::Null)]);
    pipeline("never_run", vec![source, build], &["GitLab", "Build"])
}

fn stopped() -> Drawn {
    let source = stage("Source", &[("GitLab", "Source", 1, status("Abandoned"))]);
    let build = stage("Build", &[("Build", "Build", 1, status("Someday"))]);
    pipeline("stopped", vec![source, build], &["Abandoned", "Someday"])
}

/// Each stage begins or ends with actions in parallel.
fn parallel() -> Drawn {
    let actions = |first: &'static str, second: &'static str| {
        [
            (first, "Build", 1, status("Succeeded")),
            (second, "Build", 1, status("Failed")),
            ("after", "Test", 7, Value::Null),
            ("beside", "Test", 7, Value::Null),
        ]
    };
    let stages = vec![stage("one", &actions("a", "b")), stage("two", &actions("c", "d"))];
    pipeline("parallel", stages, &["after", "beside"])
}

/// Names that AWS allows and Mermaid could read as its own language.
fn names() -> Drawn {
    const NAMES: [&str; 24] = [
        "end",
        "subgraph",
        "graph",
        "class",
        "style",
        "click",
        "default",
        "flowchart",
        "direction",
        "1.",
        "1.2",
        "-",
        "--",
        "---",
        "_x_",
        "__x__",
        "-x-",
        "@",
        "me@example.com",
        "www.example.com",
        "x--x",
        "o---o",
        ".",
        "a-b_c.d@e",
    ];
    let stages = NAMES.map(|name| stage(name, &[(name, "Build", 1, status("Succeeded"))]));
    pipeline("names", stages.to_vec(), &NAMES)
}

/// Error messages with markup of every kind.
fn errors() -> Drawn {
    const ERRORS: [&str; 20] = [
        "\"quoted\" and 'quoted'",
        "`code` and \"`markdown`\"",
        "<b>bold</b> <script>alert(1)</script>",
        "1. first",
        "- item",
        "* item *emphasis* **bold** ~~gone~~",
        "# heading #35; #quot; &amp; & && &lt;",
        "%% comment",
        "%%{init: {\"theme\": \"dark\"}}%%",
        "]:::x --> y[",
        "{a} (b) [c] {{d}} [[e]] ((f)) ((( >g]",
        "a | b | c",
        "$$x^2$$ \\frac{1}{2}",
        "https://example.com/a?b=c&d=e#f",
        "![image](https://example.com/a.png)",
        "arn:aws:iam::111122223333:role/build",
        "[GitLab] No Branch [main] found",
        "Größe Übergröße 大きさ 🚀 ❌",
        "fa:fa-ban :smile: fab:fa-gitlab",
        "graph TD; A-->B; end; click A href \"x\"",
    ];
    let stages = ERRORS.iter().enumerate().map(|(index, message)| {
        const NAMES: [&str; 2] = ["even", "odd"];
        stage(NAMES[index % 2], &[("Build", "Build", 1, failed(message))])
    });
    pipeline("errors", stages.collect(), &ERRORS)
}

/// A reason with every sign that AWS allows in one.
fn reason() -> Drawn {
    let source = stage("Source", &[("GitLab", "Source", 1, Value::Null)]);
    let mut build = stage("Build", &[("Build", "Build", 1, Value::Null)]);
    let reason = "(1) *wait* until 9.00? -- ask me@home!";
    build.1["inboundTransitionState"] = json!({ "enabled": false, "disabledReason": reason });
    pipeline("reason", vec![source, build], &[&format!("Disabled: {reason}")])
}

/// A pipeline of many stages with many failed actions each, half of them in parallel.
pub(super) fn of_size(stages: usize, actions: usize) -> Drawn {
    let action = |index: usize| {
        let name: &'static str = Box::leak(format!("Action-{index}").into_boxed_str());
        let order = u32::try_from(index.div_ceil(2)).unwrap() + 1;
        (
            name,
            "Build",
            order,
            failed("Error while executing command: make. Reason: exit status 2"),
        )
    };
    let actions: Vec<Action> = (0..actions).map(action).collect();
    let name = |index: usize| format!("Stage-{index}");
    let all = (0..stages).map(|index| stage(&name(index), &actions)).collect();
    let size: &'static str = Box::leak(format!("{stages}_stages_of_{}", actions.len()).into_boxed_str());
    pipeline(size, all, &[&name(0), &name(stages - 1)])
}

fn without_actions() -> Drawn {
    pipeline("without_actions", vec![stage("Source", &[])], &["Source"])
}
