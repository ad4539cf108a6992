//! Regions that support connections.

use terraform_provider_sdk::{
    author::{Plan, Resource},
    diagnostics::Diagnostic,
    typed::{Document, Field, Maybe},
};

use super::{
    check::{Check, Judge, Severity},
    example::{Edit, Example, Place},
};
use crate::{
    aws::regions::{Support, has_form, partition, supported},
    provider::{client::Client, configuration::Config},
};

/// Region without connections.
pub const REGION: Check = Check {
    code: "CPGL010",
    severity: Severity::ErrorOrWarning,
    title: "Region without connections",
    cause: "Some regions do not support connections, or source actions that use one. In such a region, the endpoint \
            does not exist, and creating a connection fails with a network error. A region for which AWS's and \
            GitLab's documentation differ is a warning.",
    fix: "Create the connection in a region that supports connections, such as eu-west-1, or us-gov-east-1 in \
          GovCloud: pipelines of the other supported regions of the partition can use it. The pipelines must also be \
          in a supported region. If AWS has added support for the region, set `skip_region_validation = true` in the \
          provider block.",
    example: Example::new(
        Place::File,
        r#"resource "codepipeline_connection" "gitlab" {
  name   = "gitlab"
  region = "eu-west-1"
}"#,
        Edit {
            replace: r#""eu-west-1""#,
            with: r#""ap-east-1""#,
        },
    ),
    judge: Judge::Argument,
};

/// The object that requires support by a region.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// A connection or its host.
    Connection,
    /// A source action that uses a connection of any region.
    Source,
}

/// Judges the planned region of a connection, a host or a source action.
pub fn plan<R: Resource<Client = Client>>(plan: &mut Plan<'_, '_, R>, field: Field<String>, wanted: Wanted) {
    let Some(client) = plan.client() else { return };
    if client.session.settings().skip_region_validation {
        return;
    }
    if let Maybe::Known(region) = plan.planned().get(field)
        && let Some(problem) = judge(&region, wanted)
    {
        plan.report(problem.at(field.path()));
    }
}

/// Returns an error if the provider's region is malformed: otherwise each resource would report it.
pub fn validate(config: Document<'_>) -> Option<Diagnostic> {
    let region = config.get(Config::REGION).known().filter(|region| !region.is_empty())?;
    let is_skipped = !matches!(
        config.get(Config::SKIP_REGION_VALIDATION),
        Maybe::Null | Maybe::Known(false)
    ) || Config::skipped_checks(config).is_none_or(|skipped| skipped.contains(REGION.code));
    if is_skipped {
        return None;
    }
    Some(has_no_form(&region)?.at(Config::REGION.path()))
}

/// Returns the problem of a string that does not have the form of a region code.
pub fn has_no_form(region: &str) -> Option<Diagnostic> {
    let detail = format!("{region:?} is not the code of an AWS region. Use a code such as eu-west-1.");
    (!has_form(region)).then(|| Diagnostic::error("Malformed region", detail).code(REGION.code))
}

fn judge(region: &str, wanted: Wanted) -> Option<Diagnostic> {
    if let Some(problem) = has_no_form(region) {
        return Some(problem);
    }
    let (plural, capitalized) = match wanted {
        Wanted::Connection => ("connections", "Connections"),
        Wanted::Source => ("sources of connections", "Sources of connections"),
    };
    let found = match supported(region) {
        Support::Yes => return None,
        Support::Doubtful(why) => Diagnostic::warning(
            format!("{capitalized} may not work in {region}"),
            detail(&why, region, wanted),
        ),
        Support::No(why) => Diagnostic::error(format!("No {plural} in {region}"), detail(&why, region, wanted)),
    };
    Some(found.code(REGION.code))
}

fn detail(why: &str, region: &str, wanted: Wanted) -> String {
    let other = partition(region).and_then(|partition| partition.with_connections);
    let advice = other.filter(|other| *other != region).map(|other| match wanted {
        Wanted::Connection => format!(
            " Create connections and hosts in a region that supports them, such as {other}: pipelines of the other supported \
             regions can use them."
        ),
        Wanted::Source => format!(
            " Create the pipeline in a region that supports connections, such as {other}; the connection itself can be in \
             another such region."
        ),
    });
    format!(
        "{why}.{} To continue anyway, set `skip_region_validation = true` in the provider block.",
        advice.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_names_a_region_of_the_same_partition() {
        for (region, is_error, advised) in [
            ("ap-east-1", true, Some("eu-west-1")),
            ("il-central-1", false, Some("eu-west-1")),
            ("us-gov-west-1", true, Some("us-gov-east-1")),
            ("us-gov-east-1", false, None),
            ("cn-north-1", true, None),
            ("eusc-de-east-1", false, None),
            ("us-isof-east-1", false, None),
        ] {
            for wanted in [Wanted::Connection, Wanted::Source] {
                let found = judge(region, wanted).unwrap();
                assert_eq!(found.is_error(), is_error, "{found:?}");
                assert_eq!(found.detail.contains("such as"), advised.is_some(), "{found:?}");
                assert!(
                    advised.is_none_or(|advised| found.detail.contains(advised)),
                    "{found:?}"
                );
            }
        }
        assert_eq!(judge("eu-west-1", Wanted::Source), None);
    }
}
