//! The permissions that the list resources need.

use super::statements::{ALL, CONNECTIONS, HOSTS, PIPELINES, Section};
use crate::provider::policy::{Policy, Statement, of_connections, of_service};

/// The sections, by the path of their page below `docs/`.
pub(super) fn sections() -> Vec<(&'static str, Section)> {
    vec![
        ("list-resources/connection.md", connection()),
        ("list-resources/host.md", host()),
        ("list-resources/pipeline.md", pipeline()),
        ("list-resources/source_action.md", source_action()),
        ("list-resources/stage_transition.md", stage_transition()),
    ]
}

fn connection() -> Section {
    let statements = vec![
        Statement::allow(of_connections(&["ListConnections"]), ALL),
        Statement::allow(of_connections(&["GetConnection", "ListTagsForResource"]), CONNECTIONS),
    ];
    (
        "The second statement is needed only with `include_resource = true`, or to generate configuration.",
        Policy::new(statements),
    )
}

fn host() -> Section {
    let statements = vec![
        Statement::allow(of_connections(&["ListHosts"]), ALL),
        Statement::allow(of_connections(&["GetHost", "ListTagsForResource"]), HOSTS),
    ];
    (
        "The second statement is needed only with `include_resource = true`, or to generate configuration.",
        Policy::new(statements),
    )
}

fn pipeline() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "ListTagsForResource"]);
    let statements = vec![
        Statement::allow(of_service("codepipeline", &["ListPipelines"]), ALL),
        Statement::allow(own, PIPELINES),
    ];
    (
        "The second statement is needed only with `connection_arn` or `include_resource = true`, or to generate \
         configuration. The query warns about a pipeline that it cannot read.",
        Policy::new(statements),
    )
}

fn source_action() -> Section {
    let statements = vec![
        Statement::allow(of_service("codepipeline", &["ListPipelines"]), ALL),
        Statement::allow(of_service("codepipeline", &["GetPipeline"]), PIPELINES),
        Statement::allow(of_connections(&["GetConnection"]), CONNECTIONS),
    ];
    (
        "`ListPipelines` is not needed with `pipeline_name`. `GetConnection` is needed only with `include_resource = \
         true`, or to generate configuration. The query warns about a pipeline that it cannot read.",
        Policy::new(statements),
    )
}

fn stage_transition() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "GetPipelineState"]);
    let statements = vec![
        Statement::allow(of_service("codepipeline", &["ListPipelines"]), ALL),
        Statement::allow(own, PIPELINES),
    ];
    (
        "`ListPipelines` is not needed with `pipeline_name`. `GetPipeline` is needed only with `include_resource = \
         true`, or to generate configuration. The query warns about a pipeline that it cannot read.",
        Policy::new(statements),
    )
}
