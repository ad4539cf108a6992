//! The permissions that the data sources need.

use super::statements::{ALL, CONNECTIONS, PIPELINE, Section};
use crate::provider::policy::{Policy, Statement, of_connections, of_service};

/// The sections, by the path of their page below `docs/`.
pub(super) fn sections() -> Vec<(&'static str, Section)> {
    vec![
        ("data-sources/connection.md", connection()),
        ("data-sources/pipeline.md", pipeline()),
    ]
}

fn connection() -> Section {
    let statements = vec![
        Statement::allow(of_connections(&["GetConnection", "ListTagsForResource"]), CONNECTIONS),
        Statement::allow(of_connections(&["ListConnections"]), ALL),
    ];
    (
        "`ListConnections` is required to find a connection by its name. Without `ListTagsForResource`, the tags are \
         null, with a warning.",
        Policy::new(statements),
    )
}

fn pipeline() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "ListTagsForResource"]);
    (
        "These permissions are sufficient to read a pipeline.",
        Policy::new(vec![Statement::allow(own, PIPELINE)]),
    )
}
