//! Connections: provider type, host and region must go together.

use terraform_provider_sdk::{
    author::Plan,
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Document, Maybe},
};

use crate::{
    aws::{Arn, connections::Service},
    provider::{
        checks::{arn, codes},
        provider_type::ProviderType,
        resources::connection::{Arguments, Connection},
    },
};

/// What is wrong with the configuration of a connection, whatever is unknown in it.
pub fn validate(config: Document<'_>) -> Diagnostics {
    let host = config.get(Arguments::HOST_ARN);
    let provider_type = config.get(Arguments::PROVIDER_TYPE).known();
    let disagreement = provider_type.and_then(|provider_type| host_and_type(&provider_type, &host));
    let problem = arn::judge(config, Arguments::HOST_ARN, arn::host);
    problem.into_iter().chain(disagreement).collect()
}

fn host_and_type(provider_type: &ProviderType, host: &Maybe<String>) -> Option<Diagnostic> {
    let (detail, path) = match (provider_type.needs_host(), host) {
        (true, Maybe::Null) => (
            format!(
                "A connection of the type {provider_type} goes through a host: set `host_arn` to the ARN of a \
                 codepipeline_host that a person has set up. For GitLab.com, write provider_type = \"GitLab\"."
            ),
            Arguments::PROVIDER_TYPE.path(),
        ),
        (false, Maybe::Known(_)) => (
            format!(
                "A connection of the type {provider_type} has no host. Remove `host_arn`, or, for a self-managed GitLab, \
                 write provider_type = \"GitLabSelfManaged\" or leave the type out."
            ),
            Arguments::HOST_ARN.path(),
        ),
        _ => return None,
    };
    let error = Diagnostic::error("Provider type and host do not go together", detail);
    Some(error.at(path).code(codes::HOST_AND_TYPE.code))
}

/// What can be said once the provider is configured and the region is planned.
pub fn plan(plan: &mut Plan<'_, '_, Connection>) {
    judge_service(plan);
    judge_host_region(plan);
}

/// The API under its former name knows neither newer types nor newer hosts.
fn judge_service(plan: &mut Plan<'_, '_, Connection>) {
    let Some(client) = plan
        .client()
        .filter(|client| client.service == Service::CodeStarConnections)
    else {
        return;
    };
    let provider_type = plan.planned().get(Arguments::PROVIDER_TYPE).known();
    if let Some(only_new) = provider_type.filter(|provider_type| *provider_type == ProviderType::AzureDevOps) {
        let found = unknown_to(client.service, &format!("connections of the type {only_new}"));
        plan.report(found.at(Arguments::PROVIDER_TYPE.path()));
    }
    let host = plan.config().get(Arguments::HOST_ARN).known();
    let host = host.and_then(|host| host.parse::<Arn>().ok());
    if let Some(host) = host.filter(|host| Service::from_prefix(host.service()) == Some(Service::CodeConnections)) {
        let found = unknown_to(
            client.service,
            &format!("the host {host}, whose ARN is of codeconnections"),
        );
        plan.report(found.at(Arguments::HOST_ARN.path()));
    }
}

fn unknown_to(service: Service, what: &str) -> Diagnostic {
    let detail = format!(
        "The provider block has connections_service = {:?}, and that API does not know {what}. Remove \
         connections_service, or write connections_service = \"codeconnections\": connections that exist already are still \
         reached through the API of their own ARN.",
        service.as_str()
    );
    Diagnostic::error("The connections service is too old for this connection", detail).code(codes::SERVICE.code)
}

/// The host must be where the connection is.
fn judge_host_region(plan: &mut Plan<'_, '_, Connection>) {
    let (Maybe::Known(region), Maybe::Known(host)) = (
        plan.planned().get(Arguments::REGION),
        plan.config().get(Arguments::HOST_ARN),
    ) else {
        return;
    };
    let Ok(host) = host.parse::<Arn>() else { return };
    if host.region() != region {
        let detail = format!(
            "The host {host} is in {}, the connection would be in {region}. A connection on a host must be made in the \
             host's region: write region = {:?}, or use a host of {region}.",
            host.region(),
            host.region()
        );
        let error = Diagnostic::error("Host of another region", detail);
        plan.report(error.at(Arguments::HOST_ARN.path()).code(codes::HOST_REGION.code));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn self_managed_types_need_a_host_and_the_others_have_none() {
        let host = || Maybe::Known("arn".to_owned());
        let table = [
            (ProviderType::GitLabSelfManaged, Maybe::Null, true),
            (ProviderType::GitHubEnterpriseServer, Maybe::Null, true),
            (ProviderType::GitLabSelfManaged, host(), false),
            (ProviderType::GitLabSelfManaged, Maybe::Unknown, false),
            (ProviderType::GitLab, host(), true),
            // It may turn out to be null.
            (ProviderType::GitLab, Maybe::Unknown, false),
            (ProviderType::GitLab, Maybe::Null, false),
            (ProviderType::Bitbucket, Maybe::Null, false),
        ];
        for (provider_type, host, refused) in table {
            assert_eq!(
                host_and_type(&provider_type, &host).is_some(),
                refused,
                "{provider_type} {host:?}"
            );
        }
    }
}
