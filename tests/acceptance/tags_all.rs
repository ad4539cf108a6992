//! A configured `tags_all`, which hashicorp/aws accepts, on every resource with tags.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;
use serde_json::{Value, json};

use crate::support::{
    account::Account,
    aws_state::{AwsObject, state_file},
    workspace::Workspace,
};

/// Arguments, whether they differ from the tags of the object (its own and `team`, the default one), and these tags.
struct Case(&'static str, bool, fn() -> Value);

const CASES: [Case; 9] = [
    Case("tags_all = { a = \"1\" }", true, || json!({ "team": "core" })),
    Case("tags_all = { team = \"core\" }", false, || json!({ "team": "core" })),
    Case("tags_all = {}", false, || json!({ "team": "core" })),
    Case("tags_all = null", false, || json!({ "team": "core" })),
    Case("tags_all = { X = null }", false, || json!({ "team": "core" })),
    Case("tags_all = { X = \"\" }", true, || json!({ "team": "core" })),
    Case(
        "tags = { a = \"1\" }\n tags_all = { a = \"1\", team = \"core\" }",
        false,
        || json!({ "a": "1", "team": "core" }),
    ),
    Case(
        "tags = { a = \"1\" }\n tags_all = { a = \"1\" }",
        true,
        || json!({ "a": "1", "team": "core" }),
    ),
    Case(
        "tags = { a = \"1\" }\n tags_all = { a = \"1\", b = \"2\", team = \"core\" }",
        true,
        || json!({ "a": "1", "team": "core" }),
    ),
];

/// A resource with tags: its type, the configuration of an object with a name and further arguments, and the service and
/// member names of its tags.
struct Kind<'a> {
    resource: &'static str,
    configuration: &'a dyn Fn(&str, &str) -> String,
    service: &'static str,
    members: [&'static str; 4],
}

impl Kind<'_> {
    fn address(&self, name: &str) -> String {
        format!("codepipeline_{}.{name}", self.resource)
    }

    /// Returns the configuration of one object for each case, named by its number.
    fn objects(&self, change: impl Fn(&str) -> String) -> String {
        let objects = CASES.iter().enumerate();
        let objects = objects.map(|(number, case)| (self.configuration)(&format!("x{number}"), &change(case.0)));
        objects.collect()
    }

    fn tags_in_aws(&self, account: &Account, arn: &Value) -> Value {
        let [resource, tags, key, value] = self.members;
        let answer = account.ask(self.service, "ListTagsForResource", json!({ resource: arn }));
        let tags = answer[tags].as_array().cloned().unwrap_or_default();
        let pairs = tags
            .iter()
            .map(|tag| (tag[key].as_str().unwrap().to_owned(), tag[value].clone()));
        pairs.collect()
    }
}

const CONNECTIONS: [&str; 4] = ["ResourceArn", "Tags", "Key", "Value"];
const PIPELINES: [&str; 4] = ["resourceArn", "tags", "key", "value"];

fn connection(name: &str, arguments: &str) -> String {
    format!("resource \"codepipeline_connection\" \"{name}\" {{\n  name = \"{name}\"\n  {arguments}\n}}\n")
}

fn host(name: &str, arguments: &str) -> String {
    format!(
        "resource \"codepipeline_host\" \"{name}\" {{\n  name = \"{name}\"\n  provider_type = \"GitLabSelfManaged\"\n  \
         provider_endpoint = \"https://{name}.example.com\"\n  {arguments}\n}}\n"
    )
}

/// Runs `test` with an account of its own for each resource with tags.
fn for_each_kind(test: impl Fn(&Account, &Kind<'_>)) {
    let account = Account::open();
    let arn = account.create_available_connection("source");
    let pipeline = |name: &str, arguments: &str| gitlab_pipeline(name, &format!("{arn:?}"), arguments);
    let kind = |resource, configuration, service, members| Kind {
        resource,
        configuration,
        service,
        members,
    };
    test(
        &account,
        &kind("connection", &connection, "codeconnections", CONNECTIONS),
    );
    test(&account, &kind("host", &host, "codeconnections", CONNECTIONS));
    test(&account, &kind("pipeline", &pipeline, "codepipeline", PIPELINES));
}

fn provider(team: &str) -> String {
    format!("provider \"codepipeline\" {{\n  default_tags {{\n    tags = {{ team = \"{team}\" }}\n  }}\n}}\n")
}

#[test]
fn a_configured_tags_all_changes_no_tags() {
    for_each_kind(|account, kind| {
        let workspace = Workspace::new(account, "");
        // Applies the cases, each with `expected` of its tags, and asserts that nothing is left to change.
        let holds = |configuration: &str, (added, changed): (u32, u32), expected: &dyn Fn(Value) -> Value| {
            workspace.configure(configuration);
            workspace.apply().applied(added, changed, 0);
            let plan = workspace.plan();
            plan.has_no_changes();
            for (number, Case(arguments, _, tags)) in CASES.iter().enumerate() {
                let state = workspace.resource(&kind.address(&format!("x{number}")));
                let found = kind.tags_in_aws(account, &state["arn"]);
                assert_eq!(found, expected(tags()), "{} {arguments}", kind.resource);
            }
            plan
        };
        let count = u32::try_from(CASES.len()).unwrap();
        let written = kind.objects(str::to_owned);
        let plan = holds(&(provider("core") + &written), (count, 0), &|tags| tags);
        for (number, Case(_, differs, _)) in CASES.iter().enumerate() {
            let title = format!("`tags_all` of \"x{number}\" has no effect");
            assert_eq!(plan.mentions(&title), *differs, "{} {plan}", kind.resource);
        }
        // Each default tag changes, whatever tags_all is.
        let with = |mut tags: Value, key: &str, value: &str| {
            tags[key] = json!(value);
            tags
        };
        holds(&(provider("web") + &written), (0, count), &|tags| {
            with(tags, "team", "web")
        });
        // Own tags change, while tags_all stays.
        let changed = kind.objects(|arguments| arguments.replace("tags = { a = \"1\" }", "tags = { a = \"9\" }"));
        holds(&(provider("web") + &changed), (0, 3), &|tags| {
            let tags = with(tags, "team", "web");
            if tags.get("a").is_some() {
                with(tags, "a", "9")
            } else {
                tags
            }
        });
    });
}

#[test]
fn a_configured_tags_all_causes_no_diff_after_an_import() {
    for_each_kind(|account, kind| {
        let written = provider("core") + &kind.objects(str::to_owned);
        let workspace = Workspace::new(account, &written);
        workspace.apply().succeeds();
        let imports = (0..CASES.len()).map(|number| {
            let address = kind.address(&format!("x{number}"));
            let arn = workspace.resource(&address)["arn"].clone();
            format!("import {{\n  to = {address}\n  id = {arn}\n}}\n")
        });
        let fresh = Workspace::new(account, &(written.clone() + &imports.collect::<String>()));
        fresh.plan().plans(0, 0, 0);
        fresh.apply().succeeds();
        fresh.plan().has_no_changes();
    });
}

#[test]
fn a_tags_all_that_is_known_after_apply_causes_no_diff() {
    for_each_kind(|account, kind| {
        let late = |arguments: &str| {
            let object = (kind.configuration)("web", arguments);
            format!("{object}resource \"terraform_data\" \"late\" {{\n  input = \"1\"\n}}\n")
        };
        let workspace = Workspace::new(account, &late("tags_all = { a = terraform_data.late.id }"));
        workspace.apply().applied(2, 0, 0);
        workspace.plan().has_no_changes();
        workspace.configure(&late(
            "tags = { a = terraform_data.late.id }\n tags_all = { a = terraform_data.late.id }",
        ));
        workspace.apply().applied(0, 1, 0);
        workspace.plan().has_no_changes().says_not("has no effect");
    });
}

#[test]
fn a_generated_tags_all_may_stay_when_the_tags_change() {
    let account = Account::open();
    let workspace = Workspace::new(&account, &connection("web", "tags = { a = \"1\" }"));
    workspace.apply().applied(1, 0, 0);
    let address = "codepipeline_connection.web";
    let arn = workspace.resource(address)["arn"].take();
    let fresh = Workspace::new(&account, "");
    fresh.generate([(address, arn.as_str().unwrap())]).plans(0, 0, 0);
    let generated = std::fs::read_to_string(fresh.path("generated.tf")).unwrap();
    assert!(generated.contains("tags_all"), "{generated}");
    fresh.apply().applied(0, 0, 0);
    fresh.plan().has_no_changes();
    let (tags, rest) = generated.split_once("tags_all").unwrap();
    fresh.write(
        "generated.tf",
        &format!("{}tags_all{rest}", tags.replace("\"1\"", "\"2\"")),
    );
    fresh.apply().applied(0, 1, 0);
    fresh
        .plan()
        .has_no_changes()
        .says("`tags_all` of \"web\" has no effect");
}

#[test]
fn a_configured_tags_all_moves_from_hashicorp_aws_without_changes() {
    let account = Account::open();
    for (number, tags_all) in ["{ a = \"1\" }", "{ b = \"2\" }", "{}"].into_iter().enumerate() {
        let name = format!("web-{number}");
        let arn = account.create_available_connection(&name);
        let tag = json!({ "ResourceArn": arn, "Tags": [{ "Key": "a", "Value": "1" }] });
        account.ask("codeconnections", "TagResource", tag);
        let state = json!({
            "arn": arn, "connection_status": "AVAILABLE", "host_arn": "", "id": arn, "name": name, "provider_type": "GitLab",
            "tags": { "a": "1" }, "tags_all": { "a": "1" },
        });
        let arguments = format!("tags = {{ a = \"1\" }}\n tags_all = {tags_all}");
        let moved = format!(
            "moved {{\n  from = aws_codestarconnections_connection.x\n  to = codepipeline_connection.{name}\n}}\n"
        );
        let workspace = Workspace::new(&account, &(connection(&name, &arguments) + &moved));
        workspace.use_own_build_as_aws();
        workspace.write("terraform.tfstate", &state_of_aws(&state));
        workspace.plan().plans(0, 0, 0);
        workspace.apply().applied(0, 0, 0);
        workspace.plan().has_no_changes();
    }
    assert_eq!(account.count("UntagResource"), 0);
}

#[test]
fn a_move_names_the_default_tags_of_hashicorp_aws_that_it_loses() {
    let account = Account::open();
    let arn = account.create_available_connection("web");
    let tag = json!({ "ResourceArn": arn, "Tags": [{ "Key": "a", "Value": "1" }, { "Key": "env", "Value": "prod" }] });
    account.ask("codeconnections", "TagResource", tag);
    let state = json!({
        "arn": arn, "connection_status": "AVAILABLE", "host_arn": "", "id": arn, "name": "web", "provider_type": "GitLab",
        "tags": { "a": "1" }, "tags_all": { "a": "1", "env": "prod" },
    });
    let moved = "moved {\n  from = aws_codestarconnections_connection.x\n  to = codepipeline_connection.web\n}\n";
    let configuration = connection("web", "tags = { a = \"1\" }") + moved;
    let workspace = Workspace::new(&account, &configuration);
    workspace.use_own_build_as_aws();
    workspace.write("terraform.tfstate", &state_of_aws(&state));
    workspace
        .plan()
        .plans(0, 1, 0)
        .says("The default_tags of hashicorp/aws are not part of a move")
        .says("env = \"prod\"");
    let block = "provider \"codepipeline\" {\n  default_tags {\n    tags = { env = \"prod\" }\n  }\n}\n";
    workspace.configure(&(block.to_owned() + &configuration));
    workspace.apply().applied(0, 0, 0);
    workspace
        .plan()
        .has_no_changes()
        .says_not("default_tags of hashicorp/aws");
    assert_eq!(account.count("UntagResource"), 0);
}

/// The state file of hashicorp/aws with one connection.
fn state_of_aws(attributes: &Value) -> String {
    state_file([AwsObject {
        type_name: "aws_codestarconnections_connection",
        name: "x",
        key: None,
        attributes: attributes.clone(),
    }])
}
