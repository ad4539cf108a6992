//! `codepipeline_await_handshake`.

use terraform_provider_sdk::{
    author::{Action, Progress},
    diagnostics::Diagnostics,
    typed::{Attributes, Document, Duration},
};

use crate::provider::{
    checks,
    client::Client,
    handshake::{self, Limit, Target},
};

/// `codepipeline_await_handshake`: the wait for a handshake, reported while the apply runs.
#[derive(Debug)]
pub struct AwaitHandshake;

/// Waits until a connection or host is `AVAILABLE`. While the apply is still running, the action shows the URL of the
/// page where you complete the handshake or the setup. Every 15 seconds, a line reports the status and the time left.
///
/// Trigger it with `before_create` of a `codepipeline_handshake`. Do not use `after_create` of the connection:
/// Terraform has not yet written the connection to the state file at that point (as of 1.16), so an apply that is
/// killed would lose it.
///
/// Actions require Terraform 1.14 or later. Earlier versions and OpenTofu reject configurations with an `action` or
/// `action_trigger` block. The resource `codepipeline_handshake` works with every version.
#[derive(Attributes, Clone, Debug)]
#[attr(exactly_one_of("connection_arn", "host_arn"))]
pub struct Arguments {
    /// ARN of the connection to wait for.
    pub connection_arn: Option<String>,
    /// ARN of the host to wait for.
    pub host_arn: Option<String>,
    /// Timeout of the handshake; `30m` when omitted.
    pub timeout: Option<Duration>,
}

impl Action for AwaitHandshake {
    type Client = Client;
    type Arguments = Arguments;

    const NAME: &'static str = "codepipeline_await_handshake";

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        let connection = checks::arn::judge_connection(config, Arguments::CONNECTION_ARN);
        let host = checks::arn::judge_host(config, Arguments::HOST_ARN);
        connection.into_iter().chain(host).collect()
    }

    async fn plan(&self, client: Option<&Client>, config: Document<'_>) -> Diagnostics {
        let arn = config
            .get(Arguments::CONNECTION_ARN)
            .or_else(|| config.get(Arguments::HOST_ARN));
        let (Some(client), Some(arn)) = (client, arn.known()) else {
            return Diagnostics::new();
        };
        handshake::record(client, &arn);
        handshake::report(client, &arn).await.into_iter().collect()
    }

    async fn invoke(&self, client: &Client, arguments: Arguments, progress: &Progress) -> Result<(), Diagnostics> {
        let target = Target::of_arguments(arguments.connection_arn.as_deref(), arguments.host_arn.as_deref())?;
        handshake::record(client, target.arn().as_str());
        let timeout = arguments.timeout.as_ref().map(Duration::span);
        let limit = Limit::of(timeout, "timeout = \"2h\"");
        handshake::until_completed(&target, client, limit, Some(progress)).await
    }
}
