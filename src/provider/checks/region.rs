//! Regions: whether they exist, and whether they support connections.

use terraform_provider_sdk::{
    author::{Plan, Resource},
    diagnostics::{Diagnostic, Diagnostics, quote, suggestion},
    schema::validators::Complaint,
    typed::{Document, Field, Maybe},
    value::Value,
};

use super::{
    check::{Check, Judge, Severity},
    example::{Edit, Example, Place},
    findings::Findings,
};
use crate::{
    aws::{
        Arn,
        regions::{self, Support, has_form, partition, supported},
    },
    provider::{
        client::Client,
        configuration::Config,
        pipeline::{open::OpenPipeline, rules::partitions},
    },
};

/// Region that does not exist, or has no connections.
pub const REGION: Check = Check {
    code: Config::REGION_CHECK,
    severity: Severity::ErrorOrWarning,
    title: "Unknown region, or region without connections",
    cause: "Every region must be the code of an AWS region, such as `eu-west-1`. Some regions do not support \
            connections, or source actions that use them. In such a region, the endpoint does not exist, and creating \
            a connection fails with a network error. A region for which AWS and GitLab document different support is \
            a warning.",
    fix: "Correct the code of the region. Create the connection in a region that supports connections, such as \
          `eu-west-1`, or `us-gov-east-1` in GovCloud: pipelines of the other supported regions of the partition can \
          use it. The pipelines must also be in a supported region. If AWS has added the region, or support for \
          connections in it, set `skip_region_validation = true` in the provider block.",
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
    judge: Judge::Pipeline(arns_have_known_regions),
};

/// The object that requires support by a region.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// A connection or its host.
    Connection,
    /// A source action that uses a connection of any region.
    Source,
    /// A pipeline without such a source.
    Pipeline,
}

/// Judges the planned region of a connection, a host, a source action or a pipeline.
pub fn plan<R: Resource<Client = Client>>(plan: &mut Plan<'_, '_, R>, field: Field<String>, wanted: Wanted) {
    if let Maybe::Known(region) = plan.planned().get(field)
        && let Some(problem) = judge(&region, wanted)
    {
        plan.report(problem.at(field.path()));
    }
}

/// Returns an error for each malformed region of the provider: otherwise each resource would report it.
pub fn validate(config: Document<'_>) -> Vec<Diagnostic> {
    let is_skipped = Config::skipped_checks(config).is_none_or(|skipped| skipped.contains(REGION.code));
    if is_skipped {
        return Vec::new();
    }
    let problem = |field: Field<String>| {
        let region = config.get(field).known().filter(|region| !region.is_empty())?;
        Some(unknown(&region)?.at(field.path()))
    };
    [Config::REGION, Config::STS_REGION]
        .into_iter()
        .filter_map(problem)
        .collect()
}

/// Requires the code of an existing AWS region. An empty string counts as omitted.
///
/// # Errors
/// Returns the closest code, and how to use a region that AWS has added.
pub fn code(value: &Value) -> Result<(), Complaint> {
    let region = value.as_str().filter(|region| !region.is_empty());
    match region.and_then(unknown) {
        Some(Diagnostic { summary, detail, .. }) => Err(Complaint { summary, detail }),
        None => Ok(()),
    }
}

/// Returns the problem with a region that is not in this release.
pub fn unknown(region: &str) -> Option<Diagnostic> {
    if regions::is_known(region) {
        return None;
    }
    let near = suggestion(region, regions::known());
    let quoted = quote(region);
    let (summary, detail) = if has_form(region) {
        let near = near.map(|near| format!(" The closest match is {near}."));
        let detail = format!(
            "This release of the provider does not include the region {quoted}.{} If AWS has added it since, set \
             `skip_region_validation = true` in the provider block.",
            near.unwrap_or_default()
        );
        (format!("Unknown region {quoted}"), detail)
    } else {
        let near = near.unwrap_or("a code such as eu-west-1");
        let detail = format!("{quoted} is not the code of an AWS region. Use {near}.");
        ("Malformed region".to_owned(), detail)
    };
    Some(Diagnostic::error(summary, detail).code(REGION.code))
}

/// Requires that the region of an import ID or identity is in this release, unless the check is skipped.
///
/// # Errors
/// See [`unknown`].
pub fn of_import(client: &Client, region: Option<&str>) -> Result<(), Diagnostics> {
    let problem: Diagnostics = region.and_then(unknown).into_iter().collect();
    client.unskipped(problem).or_value(|| ())
}

/// Returns the problem with an ARN whose region is not in this release.
pub fn unknown_in(arn: &Arn) -> Option<Diagnostic> {
    let region = Some(arn.region()).filter(|region| !region.is_empty());
    let problem = region.and_then(unknown)?;
    let detail = format!("{arn} contains a region. {}", problem.detail);
    Some(Diagnostic { detail, ..problem })
}

fn arns_have_known_regions(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for (path, arn) in partitions::arns(pipeline) {
        findings.extend(unknown_in(&arn).map(|problem| problem.at(path)));
    }
}

fn judge(region: &str, wanted: Wanted) -> Option<Diagnostic> {
    if let Some(problem) = unknown(region) {
        return Some(problem);
    }
    let (plural, capitalized) = match wanted {
        Wanted::Pipeline => return None,
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
        Wanted::Source | Wanted::Pipeline => format!(
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

    #[test]
    fn an_unknown_region_is_answered_with_the_closest_one() {
        for (region, says) in [
            ("Ireland", "Use a code such as eu-west-1."),
            ("EU-WEST-1", "Use eu-west-1."),
            ("eu-west-1a", "Use eu-west-1."),
            ("eu-wset-1", "The closest match is eu-west-1."),
            ("moon-base-1", "set `skip_region_validation = true`"),
        ] {
            let complaint = code(&region.into()).unwrap_err();
            assert!(complaint.detail.contains(says), "{complaint:?}");
            for wanted in [Wanted::Connection, Wanted::Source, Wanted::Pipeline] {
                assert!(judge(region, wanted).unwrap().is_error(), "{region}");
            }
        }
        for region in ["", "eu-west-1", "cn-north-1", "us-isof-east-1"] {
            assert_eq!(code(&region.into()), Ok(()), "{region}");
        }
    }
}
