//! Which pipelines use a connection.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use serde_json::Value;
use terraform_provider_sdk::diagnostics::Diagnostic;
use tokio::time::{Instant, timeout_at};

use crate::{
    aws::{self, Arn, error::Kind},
    provider::{client::Client, failure},
};

/// Most pipelines that are looked at.
const LOOKED_AT: usize = 100;
/// Looks at once.
const AT_ONCE: usize = 8;
/// Time for all of them, their list included.
const PATIENCE: Duration = Duration::from_secs(5);

/// The pipelines of the connection's region that use it, in a sentence to append; nothing if none is known. It says how
/// many were not looked at, and `warn` is told if that is for want of a permission.
pub async fn of_connection(client: &Client, arn: &str, warn: impl FnOnce(Diagnostic)) -> String {
    let Ok(region) = arn.parse::<Arn>().map(|arn| arn.region().to_owned()) else {
        return String::new();
    };
    let deadline = Instant::now() + PATIENCE;
    let mut denied = None;
    let found = match timeout_at(deadline, client.pipelines.list(&region)).await {
        Ok(Ok(names)) => look(client, &region, names, arn, deadline, &mut denied).await,
        Ok(Err(error)) => {
            denied = Some(error);
            String::new()
        }
        Err(_) => format!(" The pipelines of {region} were not looked at: AWS took too long to list them."),
    };
    if let Some(error) = denied.filter(|error| error.kind() == Kind::AccessDenied) {
        warn(failure::skipped(
            "the search for pipelines that use the connection",
            &error,
        ));
    }
    found
}

/// Looks at pipelines until the deadline. Why one could not be seen is kept in `denied`.
async fn look(
    client: &Client,
    region: &str,
    names: Vec<String>,
    arn: &str,
    deadline: Instant,
    denied: &mut Option<aws::Error>,
) -> String {
    let (mut using, mut looked_at, count) = (Vec::new(), 0, names.len());
    let looks = stream::iter(names.into_iter().take(LOOKED_AT))
        .map(|name| uses(client, region, name, arn))
        .buffered(AT_ONCE);
    let mut looks = std::pin::pin!(looks);
    while let Ok(Some(looked)) = timeout_at(deadline, looks.next()).await {
        match looked {
            Ok(found) => {
                looked_at += 1;
                using.extend(found);
            }
            Err(error) => *denied = Some(error),
        }
    }
    sentence(&using, count - looked_at, region)
}

/// The name of the pipeline, if it uses the connection.
async fn uses(client: &Client, region: &str, name: String, arn: &str) -> Result<Option<String>, aws::Error> {
    let pipeline = client.pipelines.get(region, &name).await?;
    Ok(pipeline
        .filter(|pipeline| mentions(&pipeline.declaration, arn))
        .map(|_| name))
}

/// Whether the ARN stands anywhere in a declaration.
fn mentions(declaration: &Value, arn: &str) -> bool {
    match declaration {
        Value::String(text) => text == arn,
        Value::Array(elements) => elements.iter().any(|element| mentions(element, arn)),
        Value::Object(members) => members.values().any(|member| mentions(member, arn)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn sentence(using: &[String], not_looked_at: usize, region: &str) -> String {
    let unseen = match not_looked_at {
        0 => String::new(),
        count => format!(" {count} further pipelines of {region} were not looked at."),
    };
    match using {
        [] if unseen.is_empty() => String::new(),
        [] => unseen,
        names => format!(
            "\n\nThese pipelines of {region} use it and stop working: {}.{unseen}",
            names.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_the_pipelines_and_what_was_not_looked_at() {
        assert_eq!(sentence(&[], 0, "eu-west-1"), "");
        assert!(sentence(&[], 7, "eu-west-1").contains("7 further pipelines of eu-west-1"));
        let both = sentence(&["web".to_owned(), "api".to_owned()], 7, "eu-west-1");
        assert!(both.contains("web, api") && both.contains("7 further"), "{both}");
    }
}
