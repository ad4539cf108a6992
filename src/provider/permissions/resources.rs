//! The permissions that the resources need.

use super::statements::{self, ALL, CONNECTIONS, HOSTS, PIPELINE, STAGE, Section, passing};
use crate::provider::policy::{Policy, Statement, of_connections, of_service};

/// Permissions that AWS uses on behalf of the caller for a host in a VPC.
const NETWORK: &[&str] = &[
    "CreateNetworkInterface",
    "CreateTags",
    "CreateVpcEndpoint",
    "DeleteNetworkInterface",
    "DeleteVpcEndpoints",
    "DescribeDhcpOptions",
    "DescribeNetworkInterfaces",
    "DescribeSubnets",
    "DescribeVpcEndpoints",
    "DescribeVpcs",
];

/// The sections, by the path of their page below `docs/`.
pub(super) fn sections() -> Vec<(&'static str, Section)> {
    vec![
        ("resources/connection.md", connection()),
        ("resources/handshake.md", handshake()),
        ("resources/host.md", host()),
        ("resources/pipeline.md", pipeline()),
        ("resources/source_action.md", source_action()),
        ("resources/stage_transition.md", stage_transition()),
    ]
}

fn connection() -> Section {
    let create = Statement::allow(of_connections(&["CreateConnection"]), ALL).when(
        "StringEqualsIfExists",
        "codeconnections:ProviderType",
        &["GitLab", "GitLabSelfManaged"],
    );
    let own = [
        "DeleteConnection",
        "GetConnection",
        "ListTagsForResource",
        "TagResource",
        "UntagResource",
    ];
    let statements = vec![
        create,
        Statement::allow(of_connections(&["ListConnections"]), ALL),
        Statement::allow(of_connections(&own), CONNECTIONS),
        statements::host(),
    ];
    (
        "Without `ListConnections`, the provider skips the search for existing connections with a warning, and cannot \
         confirm the creation of a connection if the response is lost. `GetHost` is needed only for connections on a \
         host. The warning before a connection is destroyed lists the pipelines that use it only if you also allow \
         `codepipeline:ListPipelines` and `codepipeline:GetPipeline`.",
        Policy::new(statements),
    )
}

/// The permissions to wait for a handshake.
pub(super) fn handshake() -> Section {
    let statements = vec![
        Statement::allow(of_connections(&["GetConnection"]), CONNECTIONS),
        statements::host(),
    ];
    (
        "Terraform only reads the status. The user who authorizes needs the policy that the function \
         [`handshake_policy`](../functions/handshake_policy.md) returns.",
        Policy::new(statements),
    )
}

fn host() -> Section {
    let own = [
        "DeleteHost",
        "GetHost",
        "ListTagsForResource",
        "TagResource",
        "UntagResource",
        "UpdateHost",
    ];
    let statements = vec![
        Statement::allow(of_connections(&["CreateHost", "ListHosts"]), ALL),
        Statement::allow(of_connections(&own), HOSTS),
        Statement::allow(of_service("ec2", NETWORK), ALL),
    ];
    (
        "The last statement is needed only for hosts in a VPC.",
        Policy::new(statements),
    )
}

fn pipeline() -> Section {
    let own = [
        "CreatePipeline",
        "DeletePipeline",
        "GetPipeline",
        "ListTagsForResource",
        "StartPipelineExecution",
        "TagResource",
        "UntagResource",
        "UpdatePipeline",
    ];
    let mut statements = vec![Statement::allow(of_service("codepipeline", &own), PIPELINE)];
    statements.extend(passing());
    statements.push(statements::host());
    (
        "Saving a pipeline passes its role and its connections to CodePipeline, which requires the second and the \
         third statement. `StartPipelineExecution` is needed only with `restart_execution_on_update`. Without \
         `GetConnection`, the provider skips the check of the connections' status with a warning. `GetHost` is needed \
         only for connections to a self-managed GitLab: without it, the provider skips the check of paths against the \
         host's endpoint with a warning. The [guide on permissions](../guides/permissions.md) lists what the \
         pipeline's own role needs.",
        Policy::new(statements),
    )
}

fn source_action() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "UpdatePipeline"]);
    let mut statements = vec![Statement::allow(own, PIPELINE)];
    statements.extend(passing());
    statements.push(statements::host());
    (
        "AWS can save a pipeline only as a whole, so each change passes the pipeline's role and all of its connections \
         to CodePipeline again. `GetHost` is needed only for connections to a self-managed GitLab: without it, the \
         provider skips the check of paths against the host's endpoint with a warning.",
        Policy::new(statements),
    )
}

fn stage_transition() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "GetPipelineState"]);
    let stage = of_service("codepipeline", &["DisableStageTransition", "EnableStageTransition"]);
    (
        "The permissions to change a transition are limited to one stage of a pipeline.",
        Policy::new(vec![Statement::allow(own, PIPELINE), Statement::allow(stage, STAGE)]),
    )
}
