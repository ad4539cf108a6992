//! Create, get, delete and list connections.

use serde_json::{Value, json};

use crate::connections::{
    Connection, ConnectionStatus, Connections, Failure, HostStatus, Scope, Service,
    answers::{created, not_found, page},
    arn::new_arn,
    host::provider_is_self_managed,
    host_operations::find,
    tags::new_tags,
};

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
    let provider_type = provider_type(input["ProviderType"].as_str(), host_arn, scope, connections)?;
    check_limit(scope, connections)?;
    let resource = format!("connection/{}", scope.ids.uuid());
    let arn = new_arn(service, scope, &resource);
    let answer = created("ConnectionArn", &arn, &tags);
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
    let connection = connections.connection(arn).filter(|found| found.is_visible(scope));
    Ok(json!({"Connection": connection.ok_or_else(|| not_found("Connection", arn))?.view()}))
}

pub(crate) fn delete(input: &Value, scope: &Scope<'_>, connections: &mut Connections) -> Result<Value, Failure> {
    let arn = input["ConnectionArn"].as_str().unwrap_or_default();
    let connection = connections.connection(arn).filter(|found| found.is_at_home(scope));
    connection.ok_or_else(|| not_found("Connection", arn))?;
    connections.connections.remove(arn);
    Ok(json!({}))
}

pub(crate) fn list(input: &Value, scope: &Scope<'_>, connections: &Connections) -> Result<Value, Failure> {
    let (provider_type, host_arn) = (input["ProviderTypeFilter"].as_str(), input["HostArnFilter"].as_str());
    if let Some(arn) = host_arn {
        connections.host(arn).ok_or_else(|| not_found("Host", arn))?;
    }
    let matching = connections.connections().into_iter().filter(|connection| {
        connection.is_visible(scope)
            && provider_type.is_none_or(|wanted| wanted == connection.provider_type)
            && host_arn.is_none_or(|wanted| connection.host_arn.as_deref() == Some(wanted))
    });
    page(
        input,
        scope,
        "Connections",
        matching.map(|found| ((found.name.clone(), found.arn.clone()), found.view())),
    )
}

/// Returns the provider type of a new connection: the given one, or that of its host, which must be available or pending.
fn provider_type(
    given: Option<&str>,
    host_arn: Option<&str>,
    scope: &Scope<'_>,
    connections: &Connections,
) -> Result<String, Failure> {
    let invalid = |message: String| Failure::new("InvalidInputException", message);
    match (given, host_arn) {
        (Some(given), None) if provider_is_self_managed(given) => Err(invalid(format!(
            "A connection to {given} needs the HostArn of its host."
        ))),
        (Some(given), None) => Ok(given.to_owned()),
        (None, Some(arn)) => {
            let host = find(arn, scope, connections)?;
            if matches!(host.status, HostStatus::Available | HostStatus::Pending) {
                return Ok(host.provider_type.clone());
            }
            let message = format!(
                "Host {arn} cannot have connections: its status is {}.",
                host.status.as_str()
            );
            Err(Failure::new("ResourceUnavailableException", message))
        }
        _ => Err(invalid(
            "Exactly one of ProviderType and HostArn must be given.".to_owned(),
        )),
    }
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
