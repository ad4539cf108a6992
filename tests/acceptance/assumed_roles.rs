//! Roles: those of the provider block, of profiles and of the environment, each assumed with the right credentials and
//! everything that is configured for it.

use serde_json::json;

use crate::support::{
    account::{Account, Keys},
    recorder::{Recorder, Request},
    workspace::Workspace,
};

/// A token of a job in GitLab; its signature is never checked.
pub(super) const WEB_IDENTITY: &str = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJzdHMuYW1hem9uYXdzLmNvbSIsImlzcyI6Imh0dHBzOi8vZ2l0bGFiLmNvbSIsInN1YiI6InByb2plY3RfcGF0aDphY21lL2FwcCJ9.c2ln";

fn role(name: &str) -> String {
    format!("arn:aws:iam::111122223333:role/{name}")
}

fn configuration(block: &str) -> String {
    format!(
        "provider \"codepipeline\" {{\n{block}\n}}\nresource \"codepipeline_connection\" \"web\" {{\n  name = \"web\"\n}}\n"
    )
}

/// A workspace with keys in its environment, and a server in front of the emulator.
fn workspace(account: &Account, block: &str) -> (Workspace, Recorder) {
    let recorder = Recorder::before(account.url());
    let mut workspace = Workspace::new(account, &configuration(block));
    workspace.set_variable("AWS_ENDPOINT_URL", recorder.url());
    (workspace, recorder)
}

/// Plans, and returns the calls of STS and one more.
#[track_caller]
fn calls(workspace: &Workspace, recorder: &Recorder) -> Vec<Request> {
    recorder.take();
    workspace.plan().plans(1, 0, 0);
    let requests = recorder.take().into_iter();
    let requests = requests.filter(|request| !request.operation().is_empty());
    let (sts, others): (Vec<_>, Vec<_>) = requests.partition(|request| request.body.contains("Action="));
    sts.into_iter().chain(others.into_iter().next()).collect()
}

/// Asserts the operations, and that each call is signed with the keys that the one before returned.
#[track_caller]
fn assert_chain(calls: &[Request], first_key: &str, operations: &[&str]) {
    let found: Vec<_> = calls.iter().map(Request::operation).collect();
    assert_eq!(found, operations);
    assert_eq!(calls[0].access_key(), first_key);
    let mut keys: Vec<_> = calls.iter().map(Request::access_key).collect();
    keys.dedup();
    assert_eq!(keys.len(), calls.len(), "{keys:?}");
    assert!(keys[1..].iter().all(|key| key.starts_with("ASIA")), "{keys:?}");
}

#[test]
fn each_role_of_a_chain_is_assumed_with_the_keys_of_the_one_before_and_has_its_own_settings() {
    let account = Account::open();
    let policy = "jsonencode({ Version = \"2012-10-17\", Statement = [] })";
    let (first, second) = (role("first"), role("second"));
    let block = format!(
        "assume_role {{\n  role_arn = {first:?}\n  session_name = \"ci\"\n  duration = \"30m\"\n  external_id = \"partner-7\"\n  \
         source_identity = \"alice\"\n  policy = {policy}\n  policy_arns = [\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]\n  tags = \
         {{ team = \"core\", stage = \"test\" }}\n  transitive_tag_keys = [\"team\"]\n}}\nassume_role {{\n  role_arn = \
         {second:?}\n  tags = {{ job = \"deploy\" }}\n}}"
    );
    let (workspace, recorder) = workspace(&account, &block);
    let calls = calls(&workspace, &recorder);
    assert_chain(&calls, "test", &["AssumeRole", "AssumeRole", "ListConnections"]);
    for part in [
        "role%2Ffirst",
        "RoleSessionName=ci",
        "DurationSeconds=1800",
        "ExternalId=partner-7",
        "SourceIdentity=alice",
        "Policy=%7B%22Statement",
        "PolicyArns.member.1.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess",
        "Tags.member.1.Key=stage",
        "Tags.member.2.Key=team",
        "Tags.member.2.Value=core",
        "TransitiveTagKeys.member.1=team",
    ] {
        assert!(calls[0].body.contains(part), "{part}: {}", calls[0].body);
    }
    let second = &calls[1].body;
    assert!(
        second.contains("role%2Fsecond") && second.contains("Tags.member.1.Key=job"),
        "{second}"
    );
    assert!(
        second.contains("RoleSessionName=terraform-provider-codepipeline"),
        "{second}"
    );
    for part in [
        "ExternalId",
        "SourceIdentity",
        "Policy",
        "TransitiveTagKeys",
        "DurationSeconds",
        "Tags.member.2",
    ] {
        assert!(!second.contains(part), "{part}: {second}");
    }
}

#[test]
fn a_role_with_a_web_identity_precedes_a_chain_of_roles() {
    let account = Account::open();
    let (web, deploy) = (role("web"), role("deploy"));
    let block = format!(
        "assume_role_with_web_identity {{\n  role_arn = {web:?}\n  web_identity_token_file = \"~/token\"\n}}\nassume_role {{\n  \
         role_arn = {deploy:?}\n}}"
    );
    let (workspace, recorder) = workspace(&account, &block);
    workspace.write("token", WEB_IDENTITY);
    let calls = calls(&workspace, &recorder);
    let operations = ["AssumeRoleWithWebIdentity", "AssumeRole", "ListConnections"];
    assert_chain(&calls, "", &operations);
}

/// A profile `work` with a role, and the key that assumes it.
struct Profile {
    base: &'static str,
    members: &'static str,
    operations: &'static [&'static str],
}

const PROFILES: &[Profile] = &[
    Profile {
        base: "source",
        members: "source_profile = source\nexternal_id = partner-7\nrole_session_name = me\nduration_seconds = 900",
        operations: &["AssumeRole", "ListConnections"],
    },
    Profile {
        base: "source",
        members: "source_profile = between",
        operations: &["AssumeRole", "AssumeRole", "ListConnections"],
    },
    Profile {
        base: "test",
        members: "credential_source = Environment",
        operations: &["AssumeRole", "ListConnections"],
    },
    Profile {
        base: "agent",
        members: "credential_source = EcsContainer",
        operations: &["AssumeRole", "ListConnections"],
    },
    Profile {
        base: "",
        members: "web_identity_token_file = TOKEN_FILE\nrole_session_name = me",
        operations: &["AssumeRoleWithWebIdentity", "ListConnections"],
    },
];

#[test]
fn the_role_of_a_profile_is_assumed_with_its_source() {
    let account = Account::open();
    let [source, agent] = ["source", "agent"].map(|name| account.keys_of_role(name));
    let keys = agent.clone();
    let recorder = Recorder::scripted(account.url(), move |request| {
        let Keys { id, secret, token } = &keys;
        let keys = json!({
            "AccessKeyId": id, "SecretAccessKey": secret, "Token": token, "Expiration": "2099-01-01T00:00:00Z",
        });
        (request.line == "GET /agent").then(|| axum::response::IntoResponse::into_response(axum::Json(keys)))
    });
    let mut workspace = Workspace::new(&account, &configuration("profile = \"work\""));
    workspace.set_variable("AWS_ENDPOINT_URL", recorder.url());
    workspace.set_variable(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        &format!("{}/agent", recorder.url()),
    );
    workspace.write("token", WEB_IDENTITY);
    let token_file = workspace.path("token").display().to_string();
    for Profile {
        base,
        members,
        operations,
    } in PROFILES
    {
        let members = members.replace("TOKEN_FILE", &token_file);
        let between = format!(
            "[profile between]\nrole_arn = {}\nsource_profile = source\n",
            role("between")
        );
        let Keys { id, secret, token } = &source;
        let keys = format!("aws_access_key_id = {id}\naws_secret_access_key = {secret}\naws_session_token = {token}\n");
        workspace.write(
            ".aws/config",
            &format!(
                "[profile work]\nrole_arn = {}\n{members}\n{between}[profile source]\n{keys}",
                role("work")
            ),
        );
        let calls = calls(&workspace, &recorder);
        let first = match *base {
            "source" => &source.id,
            "agent" => &agent.id,
            key => key,
        };
        assert_chain(&calls, first, operations);
        let of_role = &calls[calls.len() - 2].body;
        let sent = |part: &str| of_role.contains(part);
        assert!(sent("role%2Fwork"), "{of_role}");
        assert_eq!(
            sent("ExternalId=partner-7") && sent("DurationSeconds=900"),
            members.contains("external_id")
        );
        assert_eq!(sent("RoleSessionName=me"), members.contains("role_session_name"));
    }
}

#[test]
fn sts_is_called_in_its_own_region() {
    let account = Account::open();
    let first = role("first");
    let block = format!(
        "sts_region = \"us-east-1\"\nallowed_account_ids = [\"111122223333\"]\nassume_role {{\n  role_arn = {first:?}\n}}"
    );
    let (workspace, recorder) = workspace(&account, &block);
    let regions: Vec<_> = calls(&workspace, &recorder)
        .iter()
        .map(|call| format!("{} {}", call.operation(), call.region()))
        .collect();
    assert_eq!(
        regions,
        [
            "AssumeRole us-east-1",
            "GetCallerIdentity us-east-1",
            "ListConnections eu-west-1"
        ]
    );
}

#[test]
fn a_failure_of_the_provider_block_is_one_error_at_the_argument_that_causes_it() {
    let account = Account::open();
    let role = role("closed");
    let token = "arn:aws:iam::111122223333:role/web";
    for (block, argument, says, fix) in [
        (
            "allowed_account_ids = [\"999999999999\"]".to_owned(),
            "allowed_account_ids",
            "111122223333",
            "Use credentials of another account",
        ),
        (
            "forbidden_account_ids = [\"111122223333\"]".to_owned(),
            "forbidden_account_ids",
            "111122223333",
            "Use credentials of another account",
        ),
        (
            "skip_requesting_account_id = true\n  allowed_account_ids = [\"111122223333\"]".to_owned(),
            "skip_requesting_account_id",
            "allowed_account_ids and forbidden_account_ids require the account ID",
            "remove skip_requesting_account_id",
        ),
        (
            "custom_ca_bundle = \"~/none.pem\"".to_owned(),
            "custom_ca_bundle",
            "none.pem",
            "No such file",
        ),
        (
            "profile = \"typo\"".to_owned(),
            "profile",
            "profile `typo` was not defined",
            "get-caller-identity",
        ),
        (
            "profile = \"closed\"".to_owned(),
            "profile",
            "AccessDenied",
            "get-caller-identity",
        ),
        (
            format!("assume_role {{\n  role_arn = {role:?}\n}}"),
            "role_arn",
            "AccessDenied",
            "get-caller-identity",
        ),
        (
            format!(
                "assume_role_with_web_identity {{\n  role_arn = {token:?}\n  web_identity_token_file = \"~/none\"\n}}"
            ),
            "role_arn",
            "cannot read the token file",
            "get-caller-identity",
        ),
    ] {
        account.clear_faults();
        account.add_fault(json!({ "service": "sts", "operation": "AssumeRole", "kind": "deny", "times": 0 }));
        let workspace = Workspace::new(&account, &configuration(&format!("  {block}")));
        let profile = format!("[profile closed]\nrole_arn = {role}\ncredential_source = Environment\n");
        workspace.write(".aws/config", &profile);
        let planned = workspace.plan();
        planned.fails().says(says).says(fix).says_not("s3cr3t");
        assert_eq!(planned.stderr.matches("Error: ").count(), 1, "{planned}");
        let quoted = planned
            .stderr
            .lines()
            .find(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit()));
        assert!(
            quoted.is_some_and(|line| line.contains(argument)),
            "{argument}: {planned}"
        );
    }
}
