//! The pages of connections, and the handshake.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Form,
    extract::{Path, Query, State},
    response::{Html, Redirect},
};
use maud::{Markup, html};

use crate::{
    connections::{Arn, Connection, ConnectionStatus, Connections, HostStatus},
    console::{
        Cloud, Failure,
        connection_pipelines::pipelines,
        decision::{Decision, DecisionForm},
        error_page::{ErrorPage, not_found},
        layout::{Area, badge, breakable, fact, live_page, question_page, table},
        notice::{Done, Notice, delivered},
        path::{self, ResourcePath},
        region_filter::RegionFilter,
        simulate::{EventFields, event},
    },
};

/// All connections.
pub(crate) async fn list(
    State(cloud): State<Arc<Cloud>>,
    Query(filter): Query<RegionFilter>,
) -> Result<Html<String>, ErrorPage> {
    let all: Vec<Connection> = cloud.look(|store| store.connections.connections().into_iter().cloned().collect())?;
    let region = |connection: &Connection| connection.parsed_arn().region.to_owned();
    let regions: BTreeSet<String> = all.iter().map(region).collect();
    let shown: Vec<&Connection> = all.iter().filter(|each| filter.accepts(&region(each))).collect();
    let content = html! {
        div.title {
            h1 { "Connections " span.count { (shown.len()) } }
            (filter.form(path::CONNECTIONS, regions))
        }
        @if shown.is_empty() {
            p.empty {
                "There are no connections" (filter.suffix()) ". Create one with Terraform or with "
                code { "aws codeconnections create-connection" } "."
            }
        } @else {
            (table(
                "Connections",
                &[("Name", ""), ("Provider", "minor"), ("Status", ""), ("Region", ""), ("ARN", "arn")],
                html! { @for connection in shown { (row(connection)) } },
            ))
        }
    };
    Ok(live_page(Area::Connections, Area::Connections.name(), None, content))
}

fn row(connection: &Connection) -> Markup {
    let arn = connection.parsed_arn();
    html! {
        tr data-key=(connection.arn) {
            td { a href=(path::connection(&arn)) { (connection.name) } }
            td.minor { (connection.provider_type) }
            td { (badge(connection.status.as_str())) }
            td.tight { (arn.region) }
            td.arn { (breakable(&connection.arn)) }
        }
    }
}

/// One connection.
pub(crate) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Path(place): Path<ResourcePath>,
    Query(notice): Query<Notice>,
) -> Result<Html<String>, ErrorPage> {
    let connection = find(&cloud, &place)?;
    let arn = connection.parsed_arn();
    let (pipelines, suggestions) = cloud.look(|store| pipelines(store, &connection.arn))?;
    let host = connection.host_arn.as_deref().and_then(Arn::parse);
    let content = html! {
        p.crumbs { a href=(path::CONNECTIONS) { "Connections" } }
        h1 { (connection.name) " " (badge(connection.status.as_str())) }
        (advice(connection.status, &path::connection(&arn)))
        dl {
            (fact("ARN", breakable(&connection.arn)))
            (fact("Provider", &connection.provider_type))
            @if let Some(host) = &host { (fact("Host", html! { a href=(path::host(host)) { (host.id()) } })) }
            (fact("Region", arn.region))
            (fact("Account", arn.account))
            @for (key, value) in &connection.tags { (fact(&format!("Tag {key}"), value)) }
        }
        (pipelines)
        (suggestions.forms(&format!("{}/events", path::connection(&arn))))
    };
    let message = notice.message(&cloud);
    Ok(live_page(Area::Connections, &connection.name, message, content))
}

/// Delivers an event of GitLab.
pub(crate) async fn deliver(
    State(cloud): State<Arc<Cloud>>,
    Path(place): Path<ResourcePath>,
    Form(fields): Form<EventFields>,
) -> Result<Redirect, ErrorPage> {
    let connection = find(&cloud, &place)?;
    let (number, _) = cloud.deliver(&event(&fields))?;
    let page = path::connection(&connection.parsed_arn());
    Ok(Redirect::to(&delivered(&page, number)))
}

/// Renders the next step for a connection of this status.
fn advice(status: ConnectionStatus, page: &str) -> Markup {
    let text = match status {
        ConnectionStatus::Available => return html! {},
        ConnectionStatus::Pending => "The connection is pending until you authorize it with the provider.",
        ConnectionStatus::Error => "The connection cannot be used. Authorize it again to fix it.",
    };
    html! {
        div.notice.warning {
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
            form.buttons method="post" {
                button name="decision" value="authorize" { "Authorize" }
                button.secondary name="decision" value="deny" { "Deny" }
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
    let (status, done) = match form.decision {
        Decision::Authorize => (ConnectionStatus::Available, Done::Authorized),
        Decision::Deny => (ConnectionStatus::Error, Done::Denied),
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
    let page = Arn::parse(&arn).map(|arn| path::connection(&arn)).unwrap_or_default();
    Ok(Redirect::to(&done.on(&page)))
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
