//! The pages of connections, and the handshake.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Path, State},
    response::{Html, Redirect},
};
use maud::{Markup, html};

use crate::{
    connections::{Arn, Connection, ConnectionStatus, Connections, HostStatus},
    console::{
        Cloud, Failure,
        decision::{Decision, DecisionForm},
        error_page::{ErrorPage, not_found},
        layout::{Area, badge, fact, live_page, question_page, table},
        path::{self, ResourcePath},
    },
};

/// All connections.
pub(crate) async fn list(State(cloud): State<Arc<Cloud>>) -> Result<Html<String>, ErrorPage> {
    let rows = cloud.look(|store| store.connections.connections().into_iter().map(row).collect::<Vec<_>>())?;
    let content = html! {
        h1 { "Connections" span.count { (rows.len()) } }
        @if rows.is_empty() {
            p.empty {
                "There are no connections yet. Create one with Terraform or with "
                code { "aws codeconnections create-connection" } "."
            }
        } @else {
            (table(
                html! { th { "Name" } th.minor { "Provider" } th { "Status" } th { "Region" } th.arn { "ARN" } },
                html! { @for row in rows { (row) } },
            ))
        }
    };
    Ok(live_page(Area::Connections, "Connections", content))
}

fn row(connection: &Connection) -> Markup {
    let arn = connection.parsed_arn();
    html! {
        tr {
            td { a href=(path::connection(&arn)) { (connection.name) } }
            td.minor { (connection.provider_type) }
            td { (badge(connection.status.as_str())) }
            td.tight { (arn.region) }
            td.arn { (connection.arn) }
        }
    }
}

/// One connection.
pub(crate) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Path(place): Path<ResourcePath>,
) -> Result<Html<String>, ErrorPage> {
    let connection = find(&cloud, &place)?;
    let arn = connection.parsed_arn();
    let host = connection.host_arn.as_deref().and_then(Arn::parse);
    let content = html! {
        p.crumbs { a href=(path::CONNECTIONS) { "Connections" } }
        h1 { (connection.name) (badge(connection.status.as_str())) }
        (advice(connection.status, &path::connection(&arn)))
        dl {
            (fact("ARN", &connection.arn))
            (fact("Provider", &connection.provider_type))
            @if let Some(host) = &host { (fact("Host", html! { a href=(path::host(host)) { (host.id()) } })) }
            (fact("Region", arn.region))
            (fact("Account", arn.account))
            @for (key, value) in &connection.tags { (fact(&format!("Tag {key}"), value)) }
        }
    };
    Ok(live_page(Area::Connections, &connection.name, content))
}

/// Renders the next step for a connection of this status.
fn advice(status: ConnectionStatus, page: &str) -> Markup {
    let text = match status {
        ConnectionStatus::Available => return html! {},
        ConnectionStatus::Pending => "The connection is pending until you authorize it with the provider.",
        ConnectionStatus::Error => "The connection cannot be used. Authorize it again to fix it.",
    };
    html! {
        div.notice {
            p { (text) }
            a.button href={ (page) "/handshake" } { "Update pending connection" }
        }
    }
}

/// Asks whether to complete the handshake, as the provider would.
pub(crate) async fn confirm(
    State(cloud): State<Arc<Cloud>>,
    Path(place): Path<ResourcePath>,
) -> Result<Html<String>, ErrorPage> {
    let connection = find(&cloud, &place)?;
    let content = html! {
        div.card {
            p.crumbs { "Signed in to " (connection.provider_type) " as " strong { "demo" } }
            h1 { "Authorize AWS Connector for " (connection.provider_type) "?" }
            p {
                "The connection " strong { (connection.name) } " of account " (connection.parsed_arn().account)
                " asks for access to your projects:"
            }
            ul {
                li { "read repositories and their branches" }
                li { "register webhooks on projects that you own" }
            }
            form method="post" {
                button name="decision" value="authorize" { "Authorize" }
                button.secondary name="decision" value="refuse" { "Refuse" }
            }
        }
    };
    Ok(question_page(Area::Connections, "Authorize", content))
}

/// Completes the handshake, or breaks it.
pub(crate) async fn decide(
    State(cloud): State<Arc<Cloud>>,
    Path(place): Path<ResourcePath>,
    Form(form): Form<DecisionForm>,
) -> Result<Redirect, ErrorPage> {
    let arn = place.arn("connection");
    let status = match form.decision {
        Decision::Authorize => ConnectionStatus::Available,
        Decision::Refuse => ConnectionStatus::Error,
    };
    cloud.change(&cloud.owner(&place.region), |store, scope| {
        if status == ConnectionStatus::Available {
            host_is_set_up(&store.connections, &arn)?;
        }
        store
            .connections
            .set_connection_status(&arn, status, scope.now)
            .ok_or_else(|| not_found("Connection", &arn))
    })?;
    Ok(Redirect::to(
        &Arn::parse(&arn).map(|arn| path::connection(&arn)).unwrap_or_default(),
    ))
}

/// Refuses a connection whose host is not set up yet.
fn host_is_set_up(connections: &Connections, arn: &str) -> Result<(), Failure> {
    let host = connections
        .connection(arn)
        .and_then(|connection| connections.host(connection.host_arn.as_deref()?));
    match host {
        Some(host) if host.status != HostStatus::Available => {
            let message = format!(
                "Set up the host {} first: its status is {}.",
                host.name,
                host.status.as_str()
            );
            Err(Failure::new("ResourceUnavailableException", message))
        }
        _ => Ok(()),
    }
}

fn find(cloud: &Cloud, place: &ResourcePath) -> Result<Connection, Failure> {
    let arn = place.arn("connection");
    cloud
        .look(|store| store.connections.connection(&arn).cloned())?
        .ok_or_else(|| not_found("Connection", &arn))
}
