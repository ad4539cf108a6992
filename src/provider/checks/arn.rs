//! ARNs of connections and hosts.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, quote},
    typed::{Document, Field},
    value::Path,
};

use super::{
    check::{Check, Judge, Severity},
    example::{Edit, Example, Place},
    findings::Findings,
    region,
};
use crate::{
    aws::{Arn, arn::Kind, console, regions, service::Service},
    provider::pipeline::{
        open::{Action, OpenPipeline},
        rules::references::literal,
    },
};

/// Wrong kind of ARN.
pub const WRONG_ARN: Check = Check {
    code: "CPGL011",
    severity: Severity::ErrorOrWarning,
    title: "Wrong kind of ARN",
    cause: "The argument requires the ARN of one kind of object, and its value is the ARN of another kind, an \
            incomplete ARN, or not an ARN. A connection in a partition other than that of the pipeline's role is also \
            an error. A codestar-connections ARN of another account is a warning, because AWS documents sharing for \
            codeconnections only.",
    fix: "Use a reference instead of a string: `codepipeline_connection.NAME.arn` for a connection, \
          `codepipeline_host.NAME.arn` for a host. A connection on a host has its own ARN. If you copied a link from \
          the AWS console, use the ARN in the message.",
    example: Example::new(
        Place::SourceConfiguration,
        r#"ConnectionArn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211""#,
        Edit {
            replace: r#""arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211""#,
            with: r#""arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605""#,
        },
    ),
    judge: Judge::Pipeline(sources_name_connections),
};

fn sources_name_connections(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let role = pipeline.root.string("role_arn");
    let role = role.and_then(|role| role.parse::<Arn>().ok());
    for source in pipeline.connection_sources() {
        let setting = source.setting("ConnectionArn");
        let Some(text) = literal(&setting) else { continue };
        match (connection(text), &role) {
            (Ok(arn), role) => match (contradictory(&arn), role) {
                (Some(problem), _) => findings.report(problem.at(setting.path)),
                (None, Some(role)) => judge_place(source, &arn, role, setting.path, findings),
                (None, None) => {}
            },
            (Err(problem), _) => findings.report(with_reference(problem, text, "connection").at(setting.path)),
        }
    }
}

/// A connection can be in another region and, shared with AWS RAM, in another account.
fn judge_place(source: &Action<'_>, connection: &Arn, role: &Arn, at: Path, findings: &mut Findings) {
    if connection.partition() != role.partition() {
        let detail = format!(
            "The connection of the source action {} is in the partition {}, and the role of the pipeline is in {own}. \
             A pipeline cannot use a connection in another partition: use one in {own}.",
            source.label(),
            connection.partition(),
            own = role.partition()
        );
        findings.error(at, "Connection in another partition", detail);
    } else if connection.account() != role.account() && connection.service() == "codestar-connections" {
        let summary = format!("The connection of {} is in another account", source.label());
        let detail = format!(
            "The connection is in the account {}, and the role of the pipeline is in {}. AWS documents sharing for \
             connections with a codeconnections ARN only, and this one has a codestar-connections ARN.",
            connection.account(),
            role.account()
        );
        findings.warning(at, summary, detail);
    }
}

/// Parses the ARN of a connection.
///
/// # Errors
/// Returns the kind of the value, and an example of a valid ARN.
pub fn connection(text: &str) -> Result<Arn, Diagnostic> {
    of_kind(text, Kind::Connection)
}

/// Parses the ARN of a host.
///
/// # Errors
/// Returns the kind of the value, and an example of a valid ARN.
pub fn host(text: &str) -> Result<Arn, Diagnostic> {
    of_kind(text, Kind::Host)
}

/// Returns the problem of the ARN of a connection in an argument, if the ARN is known.
pub fn judge_connection(config: Document<'_>, argument: Field<String>) -> Option<Diagnostic> {
    judge(config, argument, Kind::Connection, "connection")
}

/// Returns the problem of the ARN of a host in an argument, if the ARN is known.
pub fn judge_host(config: Document<'_>, argument: Field<String>) -> Option<Diagnostic> {
    judge(config, argument, Kind::Host, "host")
}

fn judge(config: Document<'_>, argument: Field<String>, wanted: Kind, noun: &str) -> Option<Diagnostic> {
    let text = config.get(argument).known()?;
    let problem = match of_kind(&text, wanted) {
        Ok(arn) => region::unknown_in(&arn).or_else(|| contradictory(&arn))?,
        Err(problem) => with_reference(problem, &text, noun),
    };
    Some(problem.at(argument.path()))
}

/// Returns the problem of a `region` that differs from the region in the ARN beside it, if both are known.
pub fn in_another_region(config: Document<'_>, arn: Field<String>, region: Field<String>) -> Option<Diagnostic> {
    let arn: Arn = config.get(arn).known()?.parse().ok()?;
    let given = config.get(region).known();
    let given = given.filter(|given| !given.is_empty() && given != arn.region())?;
    let detail = format!(
        "`region` is {given:?}, and {arn} is in {}. An ARN contains its region: omit `region`.",
        arn.region()
    );
    Some(Diagnostic::error("Region differs from the ARN", detail).at(region.path()))
}

/// Returns the problem of an ARN whose region is in another partition than the ARN.
fn contradictory(arn: &Arn) -> Option<Diagnostic> {
    let region = arn.region();
    let partition = regions::partition(region).filter(|partition| partition.name != arn.partition())?;
    let detail = format!(
        "{arn} has the partition {}, but its region {region} is in the partition {}. Copy the ARN, or use a reference.",
        arn.partition(),
        partition.name
    );
    Some(Diagnostic::error("Region of another partition", detail).code(WRONG_ARN.code))
}

/// Adds the reference to write for a `connection` or `host`.
fn with_reference(problem: Diagnostic, text: &str, noun: &str) -> Diagnostic {
    let advice = match (text.parse::<Arn>().map(|arn| arn.kind()), noun) {
        (Ok(Kind::Host), "connection") => {
            "A connection on this host has its own ARN: use codepipeline_connection.NAME.arn, not \
             codepipeline_host.NAME.arn."
                .to_owned()
        }
        (Ok(Kind::Connection), "host") => {
            "A host has its own ARN: use codepipeline_host.NAME.arn, not codepipeline_connection.NAME.arn.".to_owned()
        }
        _ if console::connection_of_page(text).is_some() => return problem,
        _ => format!("Use a reference, such as codepipeline_{noun}.NAME.arn, instead of a string."),
    };
    let detail = format!("{} {advice}", problem.detail);
    Diagnostic { detail, ..problem }
}

fn of_kind(text: &str, wanted: Kind) -> Result<Arn, Diagnostic> {
    let found = match text.parse::<Arn>() {
        Ok(arn) if arn.kind() == wanted => return Ok(arn),
        Ok(arn) => what_it_is(&arn),
        Err(why) => match console::connection_of_page(text) {
            Some(arn) => format!("this is the URL of a page of the AWS console. The ARN of its connection is {arn}"),
            None => format!("{} is not an ARN: {why}", quote(text)),
        },
    };
    let example = match wanted {
        Kind::Host => "host/gitlab-28aef605",
        _ => "connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    };
    let wanted = named(wanted);
    let detail = format!(
        "This must be the ARN of {wanted}, such as arn:aws:codeconnections:eu-west-1:111122223333:{example}, but {found}."
    );
    Err(Diagnostic::error(format!("Not the ARN of {wanted}"), detail).code(WRONG_ARN.code))
}

/// Returns the kind of an ARN, or the part that is missing for a connection or host, to follow "but".
pub fn what_it_is(arn: &Arn) -> String {
    let (kind, id) = arn.resource().split_once('/').unwrap_or_default();
    let lacking = match kind {
        _ if arn.kind() != Kind::Other || Service::from_prefix(arn.service()).is_none() => None,
        "connection" | "host" if arn.region().is_empty() => Some("has no region".to_owned()),
        "connection" | "host" if arn.account().is_empty() => Some("has no account".to_owned()),
        "connection" => Some(format!("has the connection id {id:?}, which is not a UUID")),
        _ => None,
    };
    let text = arn.as_str();
    match lacking {
        Some(lacking) => format!("{text:?} {lacking}"),
        None => format!("{text:?} is the ARN of {}", named(arn.kind())),
    }
}

const fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Connection => "a connection",
        Kind::Host => "a host",
        Kind::Pipeline => "a pipeline",
        Kind::Other => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_missing_part_of_an_arn_is_named() {
        const ID: &str = "6f2c0f1e-2d3c-4b5a-8978-665544332211";
        let of = |rest: &str| connection(&format!("arn:aws:{rest}")).map_err(|problem| problem.detail);
        assert!(of(&format!("codeconnections:eu-west-1:111122223333:connection/{ID}")).is_ok());
        for (rest, says) in [
            (
                format!("codeconnections::111122223333:connection/{ID}"),
                "has no region",
            ),
            (
                format!("codestar-connections:eu-west-1::connection/{ID}"),
                "has no account",
            ),
            (
                "codeconnections:eu-west-1:111122223333:connection/web".to_owned(),
                "has the connection id \"web\"",
            ),
            (
                "codeconnections:eu-west-1:111122223333:host/gitlab-28aef605".to_owned(),
                "is the ARN of a host",
            ),
            (
                "codeconnections::111122223333:host/gitlab-28aef605".to_owned(),
                "has no region",
            ),
            (
                format!("iam::111122223333:connection/{ID}"),
                "is the ARN of something else",
            ),
        ] {
            let detail = of(&rest).unwrap_err();
            assert!(detail.contains(says), "{rest}: {detail}");
        }
    }
}
