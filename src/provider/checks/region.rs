//! Regions in which connections work.

use terraform_provider_sdk::{
    author::{Plan, Resource},
    diagnostics::Diagnostic,
    typed::{Field, Maybe},
};

use crate::{
    aws::regions::{Support, has_form, partition, supported},
    provider::{checks::codes, client::Client},
};

/// What is to be in a region.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// A connection, or the host of one.
    Connection,
    /// A source action that fetches through a connection, wherever that is.
    Source,
}

/// Says at plan whether connections, hosts or their sources can be in the planned region.
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

/// Says of a text that has not even the form of a region's code what to write.
pub fn has_no_form(region: &str) -> Option<Diagnostic> {
    let detail = format!("{region:?} is not the code of a region of AWS. Write one such as eu-west-1.");
    (!has_form(region)).then(|| Diagnostic::error("Not a region", detail).code(codes::REGION.code))
}

fn judge(region: &str, wanted: Wanted) -> Option<Diagnostic> {
    if let Some(problem) = has_no_form(region) {
        return Some(problem);
    }
    let (what, begun) = match wanted {
        Wanted::Connection => ("connections", "Connections"),
        Wanted::Source => ("sources of connections", "Sources of connections"),
    };
    let found = match supported(region) {
        Support::Yes => return None,
        Support::Doubtful(why) => {
            Diagnostic::warning(format!("{begun} may not work in {region}"), said(&why, region, wanted))
        }
        Support::No(why) => Diagnostic::error(format!("No {what} in {region}"), said(&why, region, wanted)),
    };
    Some(found.code(codes::REGION.code))
}

/// The cause, and what to do.
fn said(why: &str, region: &str, wanted: Wanted) -> String {
    let other = partition(region).and_then(|partition| partition.with_connections);
    let advice = other.filter(|other| *other != region).map(|other| match wanted {
        Wanted::Connection => format!(
            " Make connections and hosts in a region that has them, such as {other}: pipelines of the other supported regions \
             can use them."
        ),
        Wanted::Source => format!(
            " Make the pipeline in a region that has connections, such as {other}; the connection itself can be of another \
             such region."
        ),
    });
    format!(
        "{why}.{} To go on all the same, set `skip_region_validation = true` in the provider block.",
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
