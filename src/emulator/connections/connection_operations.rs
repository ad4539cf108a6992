//! Create, get, delete and list connections.

use serde_json::{Value, json};

use super::arn::not_found;
use super::host_operations::provider_is_self_managed;
use super::page::Page;
use super::tags::{new_tags, tag_list};
use super::{Arn, Connection, ConnectionStatus, Connections, Failure, HostStatus, Scope, Service};

/// Connections that an account may have in a region.
const LIMIT: usize = 250;

pub(crate) fn create(
    service: Service,
    input: &Value,
    scope: &mut Scope<'_>,
    connections: &mut Connections,
) -> Result<Value, Failure> {
    let tags = new_tags(&input["Tags"])?;
    let host_arn = input["HostArn"].as_str();
    let provider_type = match (input["ProviderType"].as_str(), host_arn) {
        (Some(provider), None) if !provider_is_self_managed(provider) => provider.to_owned(),
        (Some(provider), None) => {
            return Err(invalid(format!(
                "A connection to {provider} needs the HostArn of its host."
            )));
        }
        (None, Some(host)) => provider_of_host(host, scope, connections)?,
        _ => {
            return Err(invalid(
                "Exactly one of ProviderType and HostArn must be given.".to_owned(),
            ));
        }
    };
    check_limit(scope, connections)?;
    let resource = format!("connection/{}", scope.ids.uuid());
    let (partition, region, account) = (scope.partition(), scope.region, scope.account);
    let arn = Arn {
        partition,
        service: service.name(),
        region,
        account,
        resource: &resource,
    }
    .to_string();
    let mut answer = json!({"ConnectionArn": arn});
    if !tags.is_empty() {
        answer["Tags"] = tag_list(&tags);
    }
    let connection = Connection {
        arn: arn.clone(),
        name: input["ConnectionName"].as_str().unwrap_or_default().to_owned(),
        provider_type,
        host_arn: host_arn.map(str::to_owned),
        status: ConnectionStatus::Pending,
        pending_since: scope.now,
        tags,
    };
    connections.connections.insert(arn, connection);
    Ok(answer)
}

pub(crate) fn get(input: &Value, scope: &Scope<'_>, connections: &Connections) -> Result<Value, Failure> {
    let arn = input["ConnectionArn"].as_str().unwrap_or_default();
    let connection = connections.connection(arn).filter(|found| is_visible(found, scope));
    Ok(json!({"Connection": connection.ok_or_else(|| not_found("Connection", arn))?.view()}))
}

pub(crate) fn delete(input: &Value, scope: &Scope<'_>, connections: &mut Connections) -> Result<Value, Failure> {
    get(input, scope, connections)?;
    connections
        .connections
        .remove(input["ConnectionArn"].as_str().unwrap_or_default());
    Ok(json!({}))
}

pub(crate) fn list(input: &Value, scope: &Scope<'_>, connections: &Connections) -> Result<Value, Failure> {
    let (provider_type, host_arn) = (input["ProviderTypeFilter"].as_str(), input["HostArnFilter"].as_str());
    if let Some(arn) = host_arn {
        connections.host(arn).ok_or_else(|| not_found("Host", arn))?;
    }
    let matching = connections.connections().into_iter().filter(|connection| {
        is_visible(connection, scope)
            && provider_type.is_none_or(|wanted| wanted == connection.provider_type)
            && host_arn.is_none_or(|wanted| connection.host_arn.as_deref() == Some(wanted))
    });
    let query = format!("connections {provider_type:?} {host_arn:?}");
    let page = Page::new(input, scope, &query)?;
    Ok(page.answer(
        "Connections",
        matching,
        |found| (&found.name, &found.arn),
        Connection::view,
    ))
}

/// Connections are global inside a partition: every region sees them.
pub(crate) fn is_visible(connection: &Connection, scope: &Scope<'_>) -> bool {
    let arn = connection.parsed_arn();
    arn.account == scope.account && arn.partition == scope.partition()
}

/// A connection can only be made on a host of its own region that is set up.
fn provider_of_host(arn: &str, scope: &Scope<'_>, connections: &Connections) -> Result<String, Failure> {
    let host = super::host_operations::find(arn, scope, connections)?;
    if host.status == HostStatus::Available {
        return Ok(host.provider_type.clone());
    }
    let status = host.status.as_str();
    Err(Failure::new(
        "ResourceUnavailableException",
        format!("Host {arn} is not available: its status is {status}."),
    ))
}

fn check_limit(scope: &Scope<'_>, connections: &Connections) -> Result<(), Failure> {
    let in_region = |connection: &&Connection| {
        let arn = connection.parsed_arn();
        arn.account == scope.account && arn.region == scope.region
    };
    if connections.connections.values().filter(in_region).count() < LIMIT {
        return Ok(());
    }
    let message = format!("The account already has {LIMIT} connections in {}.", scope.region);
    Err(Failure::new("LimitExceededException", message))
}

fn invalid(message: String) -> Failure {
    Failure::new("InvalidInputException", message)
}
