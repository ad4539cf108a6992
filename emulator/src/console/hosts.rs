//! The pages of hosts, and their set-up.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Form,
    extract::{Path, Query, State},
    response::{Html, Redirect},
};
use maud::{Markup, html};

use crate::{
    connections::{Arn, Connection, Host, HostStatus},
    console::{
        Cloud, Failure,
        decision::{Decision, DecisionForm},
        error_page::{ErrorPage, not_found},
        layout::{Area, badge, breakable, fact, live_page, question_page, table},
        notice::{Done, Notice},
        path::{self, ResourcePath},
        region_filter::RegionFilter,
    },
};

/// All hosts.
pub(crate) async fn list(
    State(cloud): State<Arc<Cloud>>,
    Query(filter): Query<RegionFilter>,
) -> Result<Html<String>, ErrorPage> {
    let all: Vec<Host> = cloud.look(|store| store.connections.hosts().into_iter().cloned().collect())?;
    let region = |host: &Host| host.parsed_arn().region.to_owned();
    let regions: BTreeSet<String> = all.iter().map(region).collect();
    let shown: Vec<&Host> = all.iter().filter(|each| filter.accepts(&region(each))).collect();
    let content = html! {
        div.title {
            h1 { "Hosts " span.count { (shown.len()) } }
            (filter.form(path::HOSTS, regions))
        }
        @if shown.is_empty() {
            p.empty {
                "There are no hosts" (filter.suffix())
                ". Only self-managed providers, such as GitLab on your own servers, need one."
            }
        } @else {
            (table(
                "Hosts",
                &[("Name", ""), ("Endpoint", ""), ("Status", ""), ("Region", "minor"), ("ARN", "arn")],
                html! { @for host in shown { (row(host)) } },
            ))
        }
    };
    Ok(live_page(Area::Hosts, Area::Hosts.name(), None, content))
}

fn row(host: &Host) -> Markup {
    let arn = host.parsed_arn();
    html! {
        tr data-key=(host.arn) {
            td { a href=(path::host(&arn)) { (host.name) } }
            td.long { (breakable(&host.provider_endpoint)) }
            td { (badge(host.status.as_str())) }
            td.tight.minor { (arn.region) }
            td.arn { (breakable(&host.arn)) }
        }
    }
}

/// One host, with the connections on it.
pub(crate) async fn show(
    State(cloud): State<Arc<Cloud>>,
    Path(place): Path<ResourcePath>,
    Query(notice): Query<Notice>,
) -> Result<Html<String>, ErrorPage> {
    let arn = place.arn("host");
    let host = find(&cloud, &arn)?;
    let connections: Vec<Connection> = cloud.look(|store| store.connections.on_host(&arn).cloned().collect())?;
    let content = html! {
        p.crumbs { a href=(path::HOSTS) { "Hosts" } }
        h1 { (host.name) " " (badge(host.status.as_str())) }
        @if matches!(host.status, HostStatus::Pending | HostStatus::Error) {
            div.notice.warning {
                p { "Set up the host before you create connections on it." }
                a.button href={ (path::host(&host.parsed_arn())) "/setup" } { "Set up host" }
            }
        }
        dl {
            (fact("ARN", breakable(&host.arn)))
            (fact("Provider", &host.provider_type))
            (fact("Endpoint", &host.provider_endpoint))
            @if let Some(vpc) = host.vpc_id() { (fact("VPC", vpc)) }
            (fact("Region", host.parsed_arn().region))
            (fact("Account", host.parsed_arn().account))
            @for (key, value) in &host.tags { (fact(&format!("Tag {key}"), value)) }
            @for connection in &connections {
                (fact("Connection", html! {
                    a href=(path::connection(&connection.parsed_arn())) { (connection.name) }
                    " " (badge(connection.status.as_str()))
                }))
            }
        }
    };
    Ok(live_page(Area::Hosts, &host.name, notice.message(&cloud), content))
}

/// Asks whether to set the host up, as its provider would.
pub(crate) async fn confirm(
    State(cloud): State<Arc<Cloud>>,
    Path(place): Path<ResourcePath>,
) -> Result<Html<String>, ErrorPage> {
    let host = find(&cloud, &place.arn("host"))?;
    let content = html! {
        div.card {
            p.crumbs { (host.provider_type) " at " (host.provider_endpoint) }
            h1 { "Set up " (host.name) }
            p { "An administrator's personal access token with the scope " code { "api" } " registers the application." }
            form method="post" {
                label {
                    "Personal access token (not required, not stored)"
                    input name="token" type="password" autocomplete="off";
                }
                div.buttons {
                    button name="decision" value="authorize" { "Continue" }
                    button.secondary name="decision" value="deny" { "Fail the setup" }
                }
            }
        }
    };
    Ok(question_page(Area::Hosts, "Set up host", content))
}

/// Sets the host up, or lets that fail.
pub(crate) async fn decide(
    State(cloud): State<Arc<Cloud>>,
    Path(place): Path<ResourcePath>,
    Form(form): Form<DecisionForm>,
) -> Result<Redirect, ErrorPage> {
    let arn = place.arn("host");
    let host = find(&cloud, &arn)?;
    if host.status.is_busy() {
        let message = format!(
            "The host cannot be set up while its status is {}.",
            host.status.as_str()
        );
        return Err(Failure::new("ConflictException", message).into());
    }
    let (status, done) = match form.decision {
        Decision::Authorize => (HostStatus::Available, Done::SetUp),
        Decision::Deny => (HostStatus::Error, Done::SetUpFailed),
    };
    cloud.change(&cloud.owner(&place.region), |store, scope| {
        store
            .connections
            .set_host_status(&arn, status, scope.now)
            .ok_or_else(|| not_found("Host", &arn))
    })?;
    let page = Arn::parse(&arn).map(|arn| path::host(&arn)).unwrap_or_default();
    Ok(Redirect::to(&done.on(&page)))
}

fn find(cloud: &Cloud, arn: &str) -> Result<Host, Failure> {
    cloud
        .look(|store| store.connections.host(arn).cloned())?
        .ok_or_else(|| not_found("Host", arn))
}
