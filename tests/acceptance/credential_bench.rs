//! A provider without credentials, and fakes of what gives credentials to it.

use std::collections::BTreeSet;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::support::{
    account::{Account, Keys},
    outcome::Outcome,
    recorder::{Recorder, Request},
    workspace::Workspace,
};

/// End of the lifetime of keys in the fakes.
pub(super) const LATER: &str = "2099-01-01T00:00:00Z";

/// A workspace without any credentials, and a server in front of the emulator that plays the fakes.
pub(super) struct Bench {
    pub(super) account: Account,
    /// The keys that the fakes return.
    pub(super) fake: Keys,
    pub(super) recorder: Recorder,
    pub(super) workspace: Workspace,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self::with(|_, _| None)
    }

    /// The fakes respond to a request with these keys.
    pub(super) fn with(script: impl Fn(&Request, &Keys) -> Option<Response> + Send + Sync + 'static) -> Self {
        let account = Account::open();
        let fake = account.keys_of_role("fake");
        let keys = fake.clone();
        let recorder = Recorder::scripted(account.url(), move |request| script(request, &keys));
        let configuration = "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n";
        let mut workspace = Workspace::new(&account, configuration);
        for variable in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            workspace.unset_variable(variable);
        }
        workspace.set_variable("AWS_ENDPOINT_URL", recorder.url());
        let bench = Self {
            account,
            fake,
            recorder,
            workspace,
        };
        bench.provide("");
        bench
    }

    /// Writes a file, and sets a variable to its path.
    pub(super) fn set_file(&mut self, variable: &str, name: &str, text: &str) {
        self.workspace.write(name, text);
        let path = self.workspace.path(name).display().to_string();
        self.workspace.set_variable(variable, &path);
    }

    /// Sets the arguments of the provider block.
    pub(super) fn provide(&self, arguments: &str) {
        self.workspace.write(
            "provider.tf",
            &format!("provider \"codepipeline\" {{\n{arguments}\n}}\n"),
        );
    }

    /// Plans a connection, and returns the access keys that signed the calls of the connections API.
    #[track_caller]
    pub(super) fn signers(&self) -> BTreeSet<String> {
        self.recorder.take();
        self.workspace.plan().plans(1, 0, 0);
        let requests = self.recorder.take().into_iter();
        let signed = requests.filter(|request| !request.header("x-amz-target").is_empty());
        signed.map(|request| request.access_key().to_owned()).collect()
    }

    /// Asserts that these keys sign every call.
    #[track_caller]
    pub(super) fn signs_with(&self, keys: &Keys) {
        assert_eq!(self.signers(), BTreeSet::from([keys.id.clone()]));
    }

    /// Asserts that these keys assume the role of a profile, whose own keys sign every other call.
    #[track_caller]
    pub(super) fn assumes_with(&self, keys: &Keys) {
        self.recorder.take();
        self.workspace.plan().plans(1, 0, 0);
        let requests = self.recorder.take().into_iter();
        let signed = requests.filter(|request| !request.access_key().is_empty());
        let (assumed, others): (Vec<_>, Vec<_>) = signed.partition(|request| request.operation() == "AssumeRole");
        let signers = |requests: Vec<Request>| -> BTreeSet<_> {
            requests.iter().map(|request| request.access_key().to_owned()).collect()
        };
        assert_eq!(signers(assumed), BTreeSet::from([keys.id.clone()]));
        let of_role = signers(others);
        assert!(of_role.len() == 1 && !of_role.contains(&keys.id), "{of_role:?}");
    }

    /// The plan fails with one error, which contains no secret.
    #[track_caller]
    pub(super) fn fails(&self) -> Outcome {
        let planned = self.workspace.plan();
        planned.fails().says_not("s3cr3t");
        assert_eq!(planned.stderr.matches("Error: ").count(), 1, "{planned}");
        planned
    }
}

/// A section of a shared file with keys.
pub(super) fn section(header: &str, keys: &Keys) -> String {
    let Keys { id, secret, token } = keys;
    format!("[{header}]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\naws_session_token = {token}\n")
}

/// Keys as a container agent and the metadata service return them.
pub(super) fn temporary(keys: &Keys) -> Response {
    let Keys { id, secret, token } = keys;
    let keys = json!({
        "Code": "Success", "Type": "AWS-HMAC", "LastUpdated": "2026-01-01T00:00:00Z", "AccessKeyId": id,
        "SecretAccessKey": secret, "Token": token, "Expiration": LATER,
    });
    Json(keys).into_response()
}

/// The metadata service: a session token, the name of the role, and its keys.
pub(super) fn metadata(request: &Request, keys: &Keys) -> Option<Response> {
    let role = "/latest/meta-data/iam/security-credentials";
    match request.line.split(' ').collect::<Vec<_>>()[..] {
        ["PUT", "/latest/api/token"] => {
            Some(([("x-aws-ec2-metadata-token-ttl-seconds", "21600")], "metadata-token").into_response())
        }
        ["GET", path] if path.trim_end_matches('/') == role => Some("fake".into_response()),
        ["GET", path] if path == format!("{role}/fake") => {
            assert_eq!(request.header("x-aws-ec2-metadata-token"), "metadata-token");
            Some(temporary(keys))
        }
        ["GET", _] => Some(StatusCode::NOT_FOUND.into_response()),
        _ => None,
    }
}
