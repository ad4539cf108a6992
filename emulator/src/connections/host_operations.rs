//! Create, get, update, delete and list hosts.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    connections::{
        Connections, Failure, Host, HostStatus, Scope, Service,
        answers::{created, not_found, page},
        arn::new_arn,
        host::provider_is_self_managed,
        tags::new_tags,
    },
    wire::hex,
};

/// Hosts that an account may have in all regions together.
const LIMIT: usize = 50;

/// Returns the host with this ARN, if the call sees it.
///
/// # Errors
/// Returns `ResourceNotFoundException` otherwise.
pub(crate) fn find<'a>(arn: &str, scope: &Scope<'_>, connections: &'a Connections) -> Result<&'a Host, Failure> {
    connections
        .host(arn)
        .filter(|host| host.is_visible(scope))
        .ok_or_else(|| not_found("Host", arn))
}

pub(crate) fn create(
    service: Service,
    input: &Value,
    scope: &mut Scope<'_>,
    connections: &mut Connections,
) -> Result<Value, Failure> {
    let text = |member: &str| input[member].as_str().unwrap_or_default().to_owned();
    let (name, provider_type, endpoint) = (text("Name"), text("ProviderType"), text("ProviderEndpoint"));
    if !provider_is_self_managed(&provider_type) {
        let message = format!("{provider_type} is not a provider that has hosts.");
        return Err(Failure::new("UnsupportedProviderTypeException", message));
    }
    let tags = new_tags(&input["Tags"])?;
    check_limit(scope, connections)?;
    check_conflicts("", Some(&endpoint), &input["VpcConfiguration"], scope, connections)?;
    let resource = format!("host/{name}-{}", hex(&Sha256::digest(scope.ids.uuid())[..4]));
    let arn = new_arn(service, scope, &resource);
    let answer = created("HostArn", &arn, &tags);
    let mut host = Host {
        arn: arn.clone(),
        name,
        provider_type,
        provider_endpoint: endpoint,
        vpc_configuration: None,
        status: HostStatus::Pending,
        since: scope.now,
        after_initializing: HostStatus::Pending,
        tags,
    };
    if input["VpcConfiguration"].is_object() {
        host.move_to_vpc(&input["VpcConfiguration"], scope.now);
    }
    connections.hosts.insert(arn, host);
    Ok(answer)
}

pub(crate) fn get(input: &Value, scope: &Scope<'_>, connections: &Connections) -> Result<Value, Failure> {
    Ok(find(host_arn(input), scope, connections)?.view())
}

pub(crate) fn update(input: &Value, scope: &Scope<'_>, connections: &mut Connections) -> Result<Value, Failure> {
    let arn = host_arn(input);
    let host = find(arn, scope, connections)?;
    if host.status.is_busy() {
        let message = format!(
            "Host {arn} cannot be updated while its status is {}.",
            host.status.as_str()
        );
        return Err(Failure::new("ConflictException", message));
    }
    let (endpoint, vpc) = (input["ProviderEndpoint"].as_str(), &input["VpcConfiguration"]);
    check_conflicts(arn, endpoint, vpc, scope, connections)?;
    if let Some(host) = connections.hosts.get_mut(arn) {
        if let Some(endpoint) = endpoint {
            host.provider_endpoint = endpoint.to_owned();
        }
        if vpc.is_object() {
            host.move_to_vpc(vpc, scope.now);
        }
    }
    Ok(json!({}))
}

pub(crate) fn delete(input: &Value, scope: &Scope<'_>, connections: &mut Connections) -> Result<Value, Failure> {
    let arn = host_arn(input);
    let host = find(arn, scope, connections)?;
    let unavailable = |reason: String| Failure::new("ResourceUnavailableException", reason);
    if host.status.is_busy() {
        let status = host.status.as_str();
        return Err(unavailable(format!(
            "Host {arn} cannot be deleted while its status is {status}."
        )));
    }
    if let Some(connection) = connections.on_host(arn).next() {
        return Err(unavailable(format!(
            "Host {arn} cannot be deleted: connection {} is on it.",
            connection.arn
        )));
    }
    match connections.hosts.get_mut(arn) {
        Some(host) if host.vpc_configuration.is_some() => host.set_status(HostStatus::VpcConfigDeleting, scope.now),
        _ => drop(connections.hosts.remove(arn)),
    }
    Ok(json!({}))
}

pub(crate) fn list(input: &Value, scope: &Scope<'_>, connections: &Connections) -> Result<Value, Failure> {
    let visible = connections.hosts().into_iter().filter(|host| host.is_visible(scope));
    page(
        input,
        scope,
        "Hosts",
        visible.map(|host| ((host.name.clone(), host.arn.clone()), host.summary())),
    )
}

fn host_arn(input: &Value) -> &str {
    input["HostArn"].as_str().unwrap_or_default()
}

fn check_limit(scope: &Scope<'_>, connections: &Connections) -> Result<(), Failure> {
    let hosts = connections.hosts.values();
    if hosts.filter(|host| host.parsed_arn().account == scope.account).count() < LIMIT {
        return Ok(());
    }
    let message = format!("The account already has {LIMIT} hosts.");
    Err(Failure::new("LimitExceededException", message))
}

/// Refuses an endpoint or a VPC that a host other than `arn` has: each can have one host only.
fn check_conflicts(
    arn: &str,
    endpoint: Option<&str>,
    vpc: &Value,
    scope: &Scope<'_>,
    connections: &Connections,
) -> Result<(), Failure> {
    let taken = |what: String, host: &Host| {
        Failure::new(
            "ResourceAlreadyExistsException",
            format!("{what} already belongs to host {}.", host.arn),
        )
    };
    for other in connections
        .hosts
        .values()
        .filter(|host| host.arn != arn && host.is_visible(scope))
    {
        if let Some(endpoint) = endpoint.filter(|endpoint| *endpoint == other.provider_endpoint) {
            return Err(taken(format!("The endpoint {endpoint}"), other));
        }
        if let Some(id) = vpc["VpcId"].as_str().filter(|id| Some(*id) == other.vpc_id()) {
            return Err(taken(format!("The VPC {id}"), other));
        }
    }
    Ok(())
}
