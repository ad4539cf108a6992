//! The pipelines that use a connection.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use serde_json::Value;
use terraform_provider_sdk::diagnostics::Diagnostic;
use tokio::time::{Instant, timeout_at};

use crate::{
    aws::{self, Arn, error::Kind},
    provider::{
        client::Client,
        facts::{Fact, PipelineName},
        failure,
        filters::mentions,
    },
};

/// Maximum pipelines to read.
const MAX_PIPELINES: usize = 100;
/// Maximum reads at the same time.
const CONCURRENCY: usize = 8;
/// Maximum time for all reads, the list included.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Returns a sentence that lists the pipelines of the connection's region that use it, and how many were not read; empty if
/// no pipeline uses it. A missing permission is a warning.
pub(super) async fn pipelines(client: &Client, arn: &str, warn: impl FnOnce(Diagnostic)) -> String {
    let Ok(region) = arn.parse::<Arn>().map(|arn| arn.region().to_owned()) else {
        return String::new();
    };
    let deadline = Instant::now() + TIMEOUT;
    let mut denied = None;
    let found = match timeout_at(deadline, client.pipelines.list(&region)).await {
        Ok(Ok(listed)) => {
            let names = listed.into_iter().map(|pipeline| pipeline.name).collect();
            read_all(client, &region, names, arn, deadline, &mut denied).await
        }
        Ok(Err(error)) => {
            denied = Some(error);
            String::new()
        }
        Err(_) => format!(" The pipelines of {region} were not checked: AWS took too long to list them."),
    };
    if let Some(error) = denied.filter(|error| error.kind() == Kind::AccessDenied) {
        warn(failure::skipped(
            "the search for pipelines that use the connection",
            &error,
        ));
    }
    found
}

/// Reads pipelines until the deadline; `denied` keeps the error of one that cannot be read.
async fn read_all(
    client: &Client,
    region: &str,
    names: Vec<String>,
    arn: &str,
    deadline: Instant,
    denied: &mut Option<aws::Error>,
) -> String {
    let (mut using, mut read, count) = (Vec::new(), 0, names.len());
    let reads = stream::iter(names.into_iter().take(MAX_PIPELINES))
        .map(|name| uses(client, region, name, arn))
        .buffered(CONCURRENCY);
    let mut reads = std::pin::pin!(reads);
    while let Ok(Some(result)) = timeout_at(deadline, reads.next()).await {
        match result {
            Ok(found) => {
                read += 1;
                using.extend(found);
            }
            Err(error) => *denied = Some(error),
        }
    }
    sentence(&using, count - read, region)
}

/// Returns the name of the pipeline if it uses the connection and this plan destroys neither the pipeline nor that source.
async fn uses(client: &Client, region: &str, name: String, arn: &str) -> Result<Option<String>, aws::Error> {
    let key = PipelineName::new(region, &name);
    if client.facts.has(&Fact::DestroysPipeline(key.clone())) {
        return Ok(None);
    }
    let Some(mut pipeline) = client.pipelines.get(region, &name).await? else {
        return Ok(None);
    };
    let is_removed = |action: &Value| {
        let name = action["name"].as_str().unwrap_or_default();
        client.facts.has(&Fact::RemovesSource(key.clone(), name.to_owned()))
    };
    if let Some(Value::Array(sources)) = pipeline.declaration.pointer_mut("/stages/0/actions") {
        sources.retain(|action| !is_removed(action));
    }
    Ok(mentions(&pipeline.declaration, arn).then_some(name))
}

fn sentence(using: &[String], not_read: usize, region: &str) -> String {
    let unseen = match not_read {
        0 => String::new(),
        count => format!(" {count} more pipelines of {region} were not checked."),
    };
    match using {
        [] if unseen.is_empty() => String::new(),
        [] => unseen,
        names => format!(
            "\n\nThese pipelines of {region} use it and stop working: {}, unless this plan also destroys them or gives them \
             another connection.{unseen}",
            names.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_the_pipelines_and_how_many_were_not_checked() {
        assert_eq!(sentence(&[], 0, "eu-west-1"), "");
        assert!(sentence(&[], 7, "eu-west-1").contains("7 more pipelines of eu-west-1"));
        let both = sentence(&["web".to_owned(), "api".to_owned()], 7, "eu-west-1");
        assert!(both.contains("web, api") && both.contains("7 more"), "{both}");
    }
}
