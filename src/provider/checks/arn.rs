//! ARNs of the right kind.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, quote},
    typed::{Document, Field},
};

use crate::{
    aws::{Arn, arn::Kind, connections::Service},
    provider::checks::codes,
};

/// The ARN of a connection.
///
/// # Errors
/// What it is instead, and what a right one looks like.
pub fn connection(text: &str) -> Result<Arn, Diagnostic> {
    of_kind(text, Kind::Connection)
}

/// The ARN of a host.
///
/// # Errors
/// What it is instead, and what a right one looks like.
pub fn host(text: &str) -> Result<Arn, Diagnostic> {
    of_kind(text, Kind::Host)
}

/// What is wrong with the ARN that an argument holds, if it is known.
pub fn judge(
    config: Document<'_>,
    argument: Field<String>,
    parse: fn(&str) -> Result<Arn, Diagnostic>,
) -> Option<Diagnostic> {
    let text = config.get(argument).known()?;
    let problem = parse(&text).err()?;
    Some(by_reference(problem).at(argument.path()))
}

/// The problem of an argument, which can refer to what it names.
pub fn by_reference(problem: Diagnostic) -> Diagnostic {
    let detail = format!(
        "{} Use a reference, such as codepipeline_connection.NAME.arn or codepipeline_host.NAME.arn, instead of a text.",
        problem.detail
    );
    Diagnostic { detail, ..problem }
}

fn of_kind(text: &str, wanted: Kind) -> Result<Arn, Diagnostic> {
    let found = match text.parse::<Arn>() {
        Ok(arn) if arn.kind() == wanted => return Ok(arn),
        Ok(arn) => what_it_is(&arn),
        Err(why) => format!("{} is none: {why}", quote(text)),
    };
    let example = match wanted {
        Kind::Host => "host/gitlab-28aef605",
        _ => "connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    };
    let wanted = named(wanted);
    let detail = format!(
        "This must be the ARN of {wanted}, such as arn:aws:codeconnections:eu-west-1:111122223333:{example}, but {found}."
    );
    Err(Diagnostic::error(format!("Not the ARN of {wanted}"), detail).code(codes::WRONG_ARN.code))
}

/// What an ARN names, or what it lacks to be that of a connection or host, to follow "but".
pub fn what_it_is(arn: &Arn) -> String {
    let (kind, id) = arn.resource().split_once('/').unwrap_or_default();
    let lacking = match kind {
        _ if arn.kind() != Kind::Other || Service::from_prefix(arn.service()).is_none() => None,
        "connection" | "host" if arn.region().is_empty() => Some("no region".to_owned()),
        "connection" | "host" if arn.account().is_empty() => Some("no account".to_owned()),
        "connection" => Some(format!("{id:?} in the place of the connection's id, which is a UUID")),
        _ => None,
    };
    let text = arn.as_str();
    match lacking {
        Some(lacking) => format!("{text:?} has {lacking}"),
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
    fn what_an_arn_lacks_to_be_that_of_a_connection_is_said() {
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
                "has \"web\" in the place of",
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
