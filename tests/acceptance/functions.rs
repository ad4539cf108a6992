//! The functions, called from a configuration.

use serde_json::{Value, json};

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    outcome::Outcome,
    workspace::Workspace,
};

const ARN: &str = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

fn offers_functions() -> bool {
    Cli::chosen().offers(Feature::Functions)
}

/// The results of these calls, from the outputs of one apply.
fn results<const N: usize>(calls: [&str; N]) -> [Value; N] {
    let outputs = calls.iter().enumerate();
    let configuration: String = outputs
        .map(|(at, call)| format!("output \"r{at}\" {{ value = provider::codepipeline::{call} }}\n"))
        .collect();
    let workspace = Workspace::new(&Account::open(), &configuration);
    workspace.apply().succeeds();
    std::array::from_fn(|at| workspace.output(&format!("r{at}")))
}

/// What is said of a call that must fail.
fn refusal(call: &str) -> Outcome {
    let workspace = Workspace::new(
        &Account::open(),
        &format!("output \"result\" {{ value = provider::codepipeline::{call} }}"),
    );
    let outcome = workspace.validate();
    outcome.fails();
    outcome
}

fn policy(text: &Value) -> Value {
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

#[test]
fn the_path_of_a_project_is_told_from_its_addresses() {
    if !offers_functions() {
        return;
    }
    let found = results([
        "gitlab_project_path(\"https://gitlab.com/acme/platform/web\")",
        "gitlab_project_path(\"git@gitlab.com:acme/platform/web.git\")",
        "gitlab_project_path(\"https://gitlab.com/-/ide/project/acme/platform/web/edit/main/-/src\")",
        "gitlab_project_path(\"acme/platform/web\")",
    ]);
    assert_eq!(found, [(); 4].map(|()| json!("acme/platform/web")));
    refusal("gitlab_project_path(\"web\")").says("gitlab_project_path");
    refusal("gitlab_project_path(\"https://user:hunter2@github.com/acme/web\")").says("contains credentials");
}

#[test]
fn the_arn_of_a_connection_is_taken_apart() {
    if !offers_functions() {
        return;
    }
    let host = "arn:aws-us-gov:codestar-connections:us-gov-east-1:111122223333:host/gitlab-28aef605";
    let found = results([
        &format!("connection_arn_parse(\"{ARN}\")"),
        &format!("connection_arn_parse(\"{host}\")"),
    ]);
    let connection = json!({
        "partition": "aws", "service": "codeconnections", "region": "eu-west-1", "account_id": "111122223333",
        "kind": "connection", "id": "6f2c0f1e-2d3c-4b5a-8978-665544332211",
    });
    let host = json!({
        "partition": "aws-us-gov", "service": "codestar-connections", "region": "us-gov-east-1",
        "account_id": "111122223333", "kind": "host", "id": "gitlab-28aef605",
    });
    assert_eq!(found, [connection, host]);
    refusal("connection_arn_parse(\"arn:aws:codepipeline:eu-west-1:111122223333:web\")")
        .says("is the ARN of a pipeline");
    refusal("connection_arn_parse(\"web\")").says("an ARN has six parts");
}

#[test]
fn every_object_with_a_page_in_the_console_leads_there() {
    if !offers_functions() {
        return;
    }
    let found = results([
        &format!("console_url(\"{ARN}\")"),
        "console_url(\"arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605\")",
        "console_url(\"arn:aws-cn:codepipeline:cn-north-1:111122223333:web\")",
    ]);
    let pages = [
        "https://eu-west-1.console.aws.amazon.com/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/\
         6f2c0f1e-2d3c-4b5a-8978-665544332211",
        "https://eu-west-1.console.aws.amazon.com/codesuite/settings/hosts?region=eu-west-1",
        "https://cn-north-1.console.amazonaws.cn/codesuite/codepipeline/pipelines/web/view?region=cn-north-1",
    ];
    assert_eq!(found, pages.map(|page| json!(page)));
    refusal("console_url(\"arn:aws:iam::111122223333:role/web\")").says("is another kind of ARN");
}

#[test]
fn regions_with_connections_are_told_from_others() {
    if !offers_functions() {
        return;
    }
    let found = results([
        "connection_region_supported(\"eu-west-1\")",
        "connection_region_supported(\"eu-south-1\")",
        "connection_region_supported(\"ap-east-1\")",
        "connection_region_supported(\"us-gov-east-1\")",
        "connection_region_supported(\"us-isof-east-1\")",
    ]);
    assert_eq!(
        found,
        [true, true, false, false, false].map(|supported| json!(supported))
    );
    refusal("connection_region_supported(\"Ireland\")").says("is not an AWS region");
}

/// The console's own actions, and those to see and use a connection, under both prefixes.
fn handshake_policy() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Resource": ["*"],
            "Action": [
                "codeconnections:GetConnection",
                "codeconnections:GetIndividualAccessToken",
                "codeconnections:GetInstallationUrl",
                "codeconnections:ListConnections",
                "codeconnections:ListInstallationTargets",
                "codeconnections:RegisterAppCode",
                "codeconnections:StartAppRegistrationHandshake",
                "codeconnections:StartOAuthHandshake",
                "codeconnections:UpdateConnectionInstallation",
                "codeconnections:UseConnection",
                "codestar-connections:GetConnection",
                "codestar-connections:GetIndividualAccessToken",
                "codestar-connections:GetInstallationUrl",
                "codestar-connections:ListConnections",
                "codestar-connections:ListInstallationTargets",
                "codestar-connections:RegisterAppCode",
                "codestar-connections:StartAppRegistrationHandshake",
                "codestar-connections:StartOAuthHandshake",
                "codestar-connections:UpdateConnectionInstallation",
                "codestar-connections:UseConnection",
            ],
        }],
    })
}

#[test]
fn policies_name_both_prefixes_and_the_repository_under_the_key_of_each() {
    if !offers_functions() {
        return;
    }
    let found = results([
        &format!("pipeline_role_policy(\"{ARN}\", \"acme/platform/web\")"),
        &format!("full_clone_policy(\"{ARN}\", \"acme/platform/web\")"),
        &format!("pipeline_role_policy(\"{ARN}\", null)"),
        "handshake_policy()",
    ]);
    let statement = |prefix: &str| {
        json!({
            "Effect": "Allow", "Action": [format!("{prefix}:UseConnection")], "Resource": [ARN],
            "Condition": { "StringEquals": { (format!("{prefix}:FullRepositoryId")): ["acme/platform/web"] } },
        })
    };
    let limited = json!({
        "Version": "2012-10-17",
        "Statement": [statement("codeconnections"), statement("codestar-connections")],
    });
    assert_eq!([policy(&found[0]), policy(&found[1])], [limited.clone(), limited]);
    let open = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Resource": [ARN],
            "Action": ["codeconnections:UseConnection", "codestar-connections:UseConnection"],
        }],
    });
    assert_eq!(policy(&found[2]), open);
    assert_eq!(policy(&found[3]), handshake_policy());
    for function in ["pipeline_role_policy", "full_clone_policy"] {
        refusal(&format!("{function}(\"{ARN}\", \"acme/*\")"))
            .says("To allow every repository that the connection can access, use null");
    }
    refusal("pipeline_role_policy(\"arn:aws:codepipeline:eu-west-1:111122223333:web\", null)")
        .says("must be the ARN of a connection");
    refusal(&format!(
        "full_clone_policy(\"{ARN}\", \"https://gitlab.com/acme/web\")"
    ))
    .says("acme/web");
}

#[test]
fn a_trigger_is_tried_out_on_events() {
    if !offers_functions() {
        return;
    }
    let trigger = r#"{
        push = [
            { branches = { includes = ["main", "release/*"], excludes = ["release/old"] }, file_paths = { excludes = ["docs/**"] } },
            { tags = { includes = ["v*"] } },
        ]
        pull_request = [{ events = ["OPEN"], branches = { includes = ["main"] } }]
    }"#;
    let table = [
        (
            r#"{ type = "push", branch = "main", files = ["src/main.rs", "docs/a.md"] }"#,
            true,
        ),
        (r#"{ type = "push", branch = "main", files = ["docs/a.md"] }"#, false),
        (r#"{ type = "push", branch = "main" }"#, false),
        (r#"{ type = "push", branch = "release/old", files = ["a"] }"#, false),
        (r#"{ type = "tag", tag = "v1.0" }"#, true),
        (r#"{ type = "tag", tag = "w1" }"#, false),
        (
            r#"{ type = "merge_request", action = "open", source_branch = "x", target_branch = "main", files = [] }"#,
            true,
        ),
        (
            r#"{ type = "merge_request", action = "merge", target_branch = "main", files = [] }"#,
            false,
        ),
    ];
    let calls = table.map(|(event, _)| format!("trigger_matches({trigger}, {event})"));
    let found = results(calls.each_ref().map(String::as_str));
    assert_eq!(found, table.map(|(_, starts)| json!(starts)));
}

#[test]
fn trigger_matches_takes_a_trigger_of_a_pipeline() {
    if !offers_functions() {
        return;
    }
    let trigger = r#"{
        provider_type = "CodeStarSourceConnection"
        git_configuration = [{
            source_action_name = "GitLab"
            pull_request       = []
            push = [
                { branches = [{ includes = ["main"], excludes = null }], file_paths = [], tags = [] },
                { branches = [], file_paths = [], tags = [{ includes = ["v*"], excludes = [] }] },
            ]
        }]
    }"#;
    let table = [
        (r#"{ type = "push", branch = "main" }"#, true),
        (r#"{ type = "push", branch = "next" }"#, false),
        (r#"{ type = "tag", tag = "v1.0" }"#, true),
    ];
    let calls = table.map(|(event, _)| format!("trigger_matches({trigger}, {event})"));
    let found = results(calls.each_ref().map(String::as_str));
    assert_eq!(found, table.map(|(_, starts)| json!(starts)));
}

#[test]
fn a_malformed_trigger_or_event_is_refused_with_the_place() {
    if !offers_functions() {
        return;
    }
    let push = r#"{ push = [{ branches = { includes = ["main"] } }] }"#;
    let event = r#"{ type = "push", branch = "main" }"#;
    for (trigger, event, texts) in [
        (
            r#"{ push = [{ branch = ["main"] }] }"#,
            event,
            vec!["trigger.push[0].branch", "`branches`"],
        ),
        (
            r#"{ push = [{ branches = { includes = ["[a"] } }] }"#,
            event,
            vec!["trigger.push[0].branches.includes"],
        ),
        (
            r#"{ pull_request = [{ events = ["OPENED"] }] }"#,
            event,
            vec!["trigger.pull_request[0].events", "OPEN"],
        ),
        ("{}", event, vec!["The trigger has no filters"]),
        (
            r#"{ push = [for name in ["a", "b", "c", "d"] : { branches = { includes = [name] } }] }"#,
            event,
            vec!["AWS requires at most 3", "trigger.push"],
        ),
        (
            r#"{ push = [{ branches = { includes = ["a"] }, tags = { includes = ["v*"] } }] }"#,
            event,
            vec!["trigger.push[0].tags", "elements in the list `push`"],
        ),
        ("\"main\"", event, vec!["an object"]),
        (push, r#"{ type = "push" }"#, vec!["requires \"branch\""]),
        (
            push,
            r#"{ type = "commit", branch = "main" }"#,
            vec!["event.type", "push"],
        ),
        (
            push,
            r#"{ type = "merge_request", action = "approved", target_branch = "main" }"#,
            vec!["\"merge\""],
        ),
    ] {
        let outcome = refusal(&format!("trigger_matches({trigger}, {event})"));
        for text in texts {
            outcome.says(text);
        }
    }
}
