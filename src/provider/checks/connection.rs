//! Connections: provider type, host, region and service.

use terraform_provider_sdk::{typed::Maybe, value::Path};

use super::{
    check::{Check, Judge, Severity},
    connection_arguments::ConnectionArguments,
    example::{Edit, Example, Place},
    findings::Findings,
};
use crate::{
    aws::{Arn, service::Service},
    provider::provider_type::ProviderType,
};

const HOST_ARN: &str = "host_arn";
const PROVIDER_TYPE_ARGUMENT: &str = "provider_type";

/// Provider type without a required host, or with a host that it cannot have.
pub const HOST_AND_TYPE: Check = Check {
    code: "CPGL012",
    severity: Severity::Error,
    title: "Provider type and host do not match",
    cause: "A connection to a self-managed provider (GitLabSelfManaged, GitHubEnterpriseServer) requires a host. A connection \
            to GitLab.com, GitHub, Bitbucket or Azure DevOps cannot have one.",
    fix: "Set `host_arn` for self-managed types, and omit it for the others.",
    example: Example::new(
        Place::File,
        r#"resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLabSelfManaged"
  host_arn      = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605"
}"#,
        Edit {
            replace: r#"provider_type = "GitLabSelfManaged"
  host_arn      = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605""#,
            with: r#"provider_type = "GitLabSelfManaged""#,
        },
    ),
    judge: Judge::Connection(provider_type_matches_host),
};

fn provider_type_matches_host(connection: &ConnectionArguments, findings: &mut Findings) {
    let Maybe::Known(provider_type) = &connection.provider_type else {
        return;
    };
    let (detail, at) = match (provider_type.needs_host(), &connection.host_arn) {
        (true, Maybe::Null) => (
            format!(
                "A connection of the type {provider_type} requires a host: set `host_arn` to the ARN of a codepipeline_host \
                 that is set up. For GitLab.com, set provider_type = \"GitLab\"."
            ),
            PROVIDER_TYPE_ARGUMENT,
        ),
        (false, Maybe::Known(_)) => (
            format!(
                "A connection of the type {provider_type} cannot have a host. Remove `host_arn` or, for a self-managed \
                 GitLab, set provider_type = \"GitLabSelfManaged\" or omit it."
            ),
            HOST_ARN,
        ),
        _ => return,
    };
    findings.error(Path::attribute(at), "Provider type and host do not match", detail);
}

/// Host in another region.
pub const HOST_REGION: Check = Check {
    code: "CPGL013",
    severity: Severity::Error,
    title: "Host in another region",
    cause: "A connection must be in the region and partition of its host.",
    fix: "Create the connection in the region of the host: set `region`, or create a host in the region of the connection.",
    example: Example::new(
        Place::File,
        r#"resource "codepipeline_host" "gitlab" {
  name              = "gitlab"
  region            = "us-east-1"
  provider_type     = "GitLabSelfManaged"
  provider_endpoint = "https://gitlab.example.com"
}

resource "codepipeline_connection" "gitlab" {
  name     = "gitlab"
  region   = codepipeline_host.gitlab.region
  host_arn = codepipeline_host.gitlab.arn
}"#,
        Edit {
            replace: "codepipeline_host.gitlab.arn",
            with: r#""arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605""#,
        },
    ),
    judge: Judge::Connection(host_is_in_the_region),
};

fn host_is_in_the_region(connection: &ConnectionArguments, findings: &mut Findings) {
    let (Maybe::Known(region), Some(host)) = (&connection.planned_region, host(connection)) else {
        return;
    };
    if host.region() != region {
        let detail = format!(
            "The host {host} is in {own}, but the connection is planned in {region}. A connection must be in the \
             region of its host: set region = \"{own}\", or use a host in {region}.",
            own = host.region()
        );
        findings.error(Path::attribute(HOST_ARN), "Host in another region", detail);
    }
}

/// Connection not supported by the connections service.
pub const SERVICE: Check = Check {
    code: "CPGL014",
    severity: Severity::Error,
    title: "Connection not supported by the connections service",
    cause: "With `connections_service = \"codestar-connections\"`, the former API creates connections. It does not \
            support Azure DevOps, or hosts whose ARN begins with `arn:aws:codeconnections`.",
    fix: "Remove `connections_service`. The provider still manages existing connections through the API in their ARN.",
    example: Example::new(
        Place::File,
        r#"provider "codepipeline" {
  connections_service = "codeconnections"
}

resource "codepipeline_connection" "azure" {
  name          = "azure"
  provider_type = "AzureDevOps"
}"#,
        Edit {
            replace: r#""codeconnections""#,
            with: r#""codestar-connections""#,
        },
    ),
    judge: Judge::Connection(service_supports_the_connection),
};

fn service_supports_the_connection(connection: &ConnectionArguments, findings: &mut Findings) {
    if connection.service != Some(Service::CodeStarConnections) {
        return;
    }
    if let Maybe::Known(provider_type @ ProviderType::AzureDevOps) = &connection.planned_provider_type {
        let what = format!("connections of the type {provider_type}");
        not_supported(PROVIDER_TYPE_ARGUMENT, &what, findings);
    }
    let is_newer = |host: &Arn| Service::from_prefix(host.service()) == Some(Service::CodeConnections);
    if let Some(host) = host(connection).filter(is_newer) {
        let what = format!("the host {host}, which has a codeconnections ARN");
        not_supported(HOST_ARN, &what, findings);
    }
}

fn not_supported(at: &'static str, what: &str, findings: &mut Findings) {
    let detail = format!(
        "The provider block has connections_service = \"codestar-connections\", and that API does not support {what}. \
         Remove connections_service, or set it to \"codeconnections\". The provider still manages existing \
         connections through the API in their ARN."
    );
    let summary = "The connections service does not support this connection";
    findings.error(Path::attribute(at), summary, detail);
}

fn host(connection: &ConnectionArguments) -> Option<Arn> {
    match &connection.host_arn {
        Maybe::Known(host) => host.parse().ok(),
        _ => None,
    }
}

/// Unknown provider type.
pub const PROVIDER_TYPE: Check = Check {
    code: "CPGL015",
    severity: Severity::Error,
    title: "Unknown provider type",
    cause: "AWS does not have this provider type. Names are case-sensitive.",
    fix: "Use one of the names that the message lists: GitLab for GitLab.com, GitLabSelfManaged for a self-managed GitLab.",
    example: Example::new(
        Place::File,
        r#"resource "codepipeline_connection" "gitlab" {
  name          = "gitlab"
  provider_type = "GitLab"
}"#,
        Edit {
            replace: r#""GitLab""#,
            with: r#""Gitlab""#,
        },
    ),
    judge: Judge::Argument,
};

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
        for (provider_type, host_arn, is_refused) in table {
            let arguments = ConnectionArguments {
                provider_type: Maybe::Known(provider_type),
                planned_provider_type: Maybe::Unknown,
                host_arn,
                planned_region: Maybe::Unknown,
                service: None,
            };
            let mut findings = Findings::of(HOST_AND_TYPE.code);
            provider_type_matches_host(&arguments, &mut findings);
            assert_eq!(findings.into_diagnostics().has_errors(), is_refused, "{arguments:?}");
        }
    }
}
