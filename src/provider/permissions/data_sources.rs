//! The permissions that the data sources need.

use super::statements::{ALL, CONNECTIONS, HOSTS, PIPELINE, PIPELINES, Section};
use crate::provider::policy::{Policy, Statement, of_connections, of_service};

/// The sections, by the path of their page below `docs/`.
pub(super) fn sections() -> Vec<(&'static str, Section)> {
    vec![
        ("data-sources/connection.md", connection()),
        ("data-sources/connections.md", connections()),
        ("data-sources/host.md", host()),
        ("data-sources/hosts.md", hosts()),
        ("data-sources/pipeline.md", pipeline()),
        ("data-sources/pipeline_state.md", pipeline_state()),
        ("data-sources/pipelines.md", pipelines()),
    ]
}

fn connection() -> Section {
    let statements = vec![
        Statement::allow(of_connections(&["GetConnection", "ListTagsForResource"]), CONNECTIONS),
        Statement::allow(of_connections(&["ListConnections"]), ALL),
    ];
    (
        "`ListConnections` is required to find a connection by its name. Without `ListTagsForResource`, the provider \
         warns, and the tags are null.",
        Policy::new(statements),
    )
}

fn connections() -> Section {
    (
        "This permission is sufficient to list connections.",
        Policy::new(vec![Statement::allow(of_connections(&["ListConnections"]), ALL)]),
    )
}

fn host() -> Section {
    let statements = vec![
        Statement::allow(of_connections(&["GetHost", "ListTagsForResource"]), HOSTS),
        Statement::allow(of_connections(&["ListHosts"]), ALL),
    ];
    (
        "`GetHost` is required to find a host by its ARN, and `ListHosts` to find it by its name and to read \
         `status_message`. Without `ListTagsForResource`, the provider warns, and the tags are null.",
        Policy::new(statements),
    )
}

fn hosts() -> Section {
    (
        "This permission is sufficient to list hosts.",
        Policy::new(vec![Statement::allow(of_connections(&["ListHosts"]), ALL)]),
    )
}

fn pipeline() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "ListTagsForResource"]);
    (
        "These permissions are sufficient to read a pipeline.",
        Policy::new(vec![Statement::allow(own, PIPELINE)]),
    )
}

fn pipeline_state() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "GetPipelineState"]);
    (
        "These permissions are sufficient to read the state of a pipeline.",
        Policy::new(vec![Statement::allow(own, PIPELINE)]),
    )
}

fn pipelines() -> Section {
    let statements = vec![
        Statement::allow(of_service("codepipeline", &["ListPipelines"]), ALL),
        Statement::allow(of_service("codepipeline", &["GetPipeline"]), PIPELINES),
    ];
    (
        "`GetPipeline` is required only for the `connection_arn` filter.",
        Policy::new(statements),
    )
}
