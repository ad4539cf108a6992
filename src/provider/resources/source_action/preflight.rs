//! Checks the source with GitLab, if the preflight is enabled.

use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    typed::Field,
    value::{Path, Value},
};

use super::schema::Arguments;
use crate::provider::{
    checks::preflight::{self, Source},
    client::Client,
    source_provider::SourceProvider,
};

/// Checks the source in `wanted`, a whole resource, unless its project is unknown.
pub(super) async fn ask(
    client: &Client,
    wanted: &Value,
    source_provider: Option<&SourceProvider>,
    expects_webhook: bool,
) -> Diagnostics {
    let Some(project) = known(wanted, Arguments::FULL_REPOSITORY_ID) else {
        return Diagnostics::new();
    };
    let source = Source {
        source_provider,
        project,
        branch: known(wanted, Arguments::BRANCH_NAME),
        expects_webhook,
    };
    preflight::check(client, &source).await
}

fn known(wanted: &Value, argument: Field<String>) -> Option<(&str, Path)> {
    let text = wanted.get(argument.name).as_str()?;
    Some((text, argument.path()))
}
