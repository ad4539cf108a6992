//! The pipelines whose sources use a connection.

use maud::{Markup, html};

use crate::{
    console::{
        layout::{badge, breakable, table},
        path,
        simulate::Suggestions,
    },
    store::Store,
};

/// The section on the pipelines of the connection with this ARN, and the events that its forms suggest.
pub(crate) fn pipelines(store: &Store, arn: &str) -> (Markup, Suggestions) {
    let (mut rows, mut suggestions) = (Vec::new(), Suggestions::default());
    for pipeline in store.pipelines.iter() {
        let declaration = pipeline.declaration();
        suggestions.add(pipeline, Some(arn));
        for source in declaration
            .connection_sources()
            .filter(|source| source.setting("ConnectionArn") == arn)
        {
            let is_registered = pipeline.webhooks.reach(source, &store.connections);
            rows.push(html! {
                tr {
                    td {
                        a href=(path::pipeline(&pipeline.name, &pipeline.region, &pipeline.account)) { (pipeline.name) }
                    }
                    td { (source.name) }
                    td.long { (breakable(source.setting("FullRepositoryId"))) " @ " (source.setting("BranchName")) }
                    td { (badge(if is_registered { "Registered" } else { "Missing" })) }
                    td.tight.minor { (pipeline.region) }
                }
            });
        }
    }
    let section = html! {
        h2 { "Pipelines " span.count { (rows.len()) } }
        @if rows.is_empty() {
            p.empty { "No pipeline uses this connection." }
        } @else {
            (table(
                "Pipelines",
                &[("Pipeline", ""), ("Source", ""), ("Repository", ""), ("Webhook", ""), ("Region", "minor")],
                html! { @for row in &rows { (row) } },
            ))
        }
    };
    (section, suggestions)
}
