//! The calls of one pipeline. Declarations pass through unparsed, exactly as AWS sent them.

use std::{future::Future, sync::Arc};

use aws_sdk_codepipeline::Client;
use aws_smithy_types::date_time::{DateTime, Format};
use serde_json::{Value, json};
use tokio::sync::OwnedMutexGuard;

use super::{
    declaration::{declaration_in_answer, placeholder},
    writers::{OwnVersions, Writers},
};
use crate::aws::{
    arn::Arn,
    error::{Call, Error, Kind, found},
    session::Session,
    settings::Pace,
    wait::{self, Patience, Pauses},
    wire::{RawJson, failed},
};

/// A pipeline; its tags are read separately.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// The declaration as AWS sent it, including members that the SDK does not support; numbers keep their spelling.
    ///
    /// Shape: `PipelineDeclaration` of the CodePipeline API.
    pub declaration: Value,
    /// Its ARN.
    pub arn: Option<Arn>,
    /// Time of its creation, as RFC 3339.
    pub created: Option<String>,
    /// Time of its last update, as RFC 3339.
    pub updated: Option<String>,
}

/// The pipelines of an account.
#[derive(Debug)]
pub struct Pipelines {
    session: Arc<Session>,
    /// Changes of one pipeline run one at a time: AWS has no check-and-set.
    writers: Arc<Writers>,
}

impl Pipelines {
    /// Returns the pipelines of `session`.
    pub fn new(session: Arc<Session>) -> Self {
        let writers = Arc::default();
        Self { session, writers }
    }

    /// Returns the same pipelines, which never change one while other holders of `writers` do.
    #[must_use]
    pub fn sharing(self, writers: Arc<Writers>) -> Self {
        Self { writers, ..self }
    }

    /// Returns a pipeline in its current version, or `None` if it does not exist.
    ///
    /// # Errors
    /// Returns the failure of `GetPipeline`.
    pub async fn get(&self, region: &str, name: &str) -> Result<Option<Pipeline>, Error> {
        found(self.read(region, name, None).await)
    }

    /// Returns a pipeline in the given version, or `None` if it does not exist.
    ///
    /// # Errors
    /// Returns the failure of `GetPipeline`.
    pub async fn get_version(&self, region: &str, name: &str, version: i64) -> Result<Option<Pipeline>, Error> {
        found(self.read(region, name, Some(version)).await)
    }

    async fn read(&self, region: &str, name: &str, version: Option<i64>) -> Result<Pipeline, Error> {
        let client = self.client(region).await?;
        let (call, raw) = (call("GetPipeline"), RawJson::reading());
        let version = version.map(|version| i32::try_from(version).unwrap_or(i32::MAX));
        let request = client.get_pipeline().name(name).set_version(version);
        let mut answer = raw.finish(call, request.customize().interceptor(raw.clone()).send().await)?;
        let metadata = answer["metadata"].take();
        let time = |member: &str| time(&metadata[member]);
        Ok(Pipeline {
            declaration: declaration_in_answer(call, answer)?,
            arn: metadata["pipelineArn"].as_str().and_then(|arn| arn.parse().ok()),
            created: time("created"),
            updated: time("updated"),
        })
    }

    /// Writes a whole declaration; returns it as AWS completed it, in its new version.
    ///
    /// The write cancels running executions and removes what is omitted. It is retried, within `patience`, while the role
    /// cannot be assumed or another change is in progress.
    ///
    /// # Errors
    /// Returns the failure of `UpdatePipeline`.
    pub async fn update(&self, region: &str, declaration: &Value, patience: &Patience) -> Result<Value, Error> {
        let client = self.client(region).await?;
        self.persist(patience, || async {
            let (call, raw) = (
                call("UpdatePipeline"),
                RawJson::sending(&json!({"pipeline": declaration})),
            );
            let request = client.update_pipeline().pipeline(placeholder()).customize();
            declaration_in_answer(call, raw.finish(call, request.interceptor(raw.clone()).send().await)?)
        })
        .await
    }

    /// Deletes a pipeline; succeeds if it does not exist.
    ///
    /// # Errors
    /// Returns the failure of `DeletePipeline`.
    pub async fn delete(&self, region: &str, name: &str, patience: &Patience) -> Result<(), Error> {
        let client = self.client(region).await?;
        let mut own = self.enter(region, name).await;
        let call = call("DeletePipeline");
        let deleted = self
            .persist(patience, || async {
                client
                    .delete_pipeline()
                    .name(name)
                    .send()
                    .await
                    .map_err(|error| failed(call, error))
            })
            .await;
        // The versions of a later pipeline of that name start at 1 again.
        own.clear();
        match found(deleted) {
            Err(lost) if lost.may_have_happened() && matches!(self.get(region, name).await, Ok(None)) => Ok(()),
            deleted => deleted.map(drop),
        }
    }

    /// Retries temporary failures: a role that has not propagated yet, or another change in progress.
    pub(super) async fn persist<T, F>(&self, patience: &Patience, attempt: impl FnMut() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let pace = self.pace();
        let pauses = Pauses {
            first: pace.initial_backoff,
            longest: pace.max_backoff.min(pace.initial_backoff * 10),
        };
        let passes = |error: &Error| error.is_role_not_assumable() || error.kind() == Kind::Conflict;
        wait::retry(&patience.at_most(pace.role_propagation), pauses, passes, attempt).await
    }

    /// Waits for the other changes of a pipeline. Pipelines of the same name in two accounts share a queue, since finding
    /// out the account would cost a call.
    pub(super) async fn enter(&self, region: &str, name: &str) -> OwnedMutexGuard<OwnVersions> {
        self.writers.enter(&format!("{region}/{name}")).await
    }

    pub(super) fn pace(&self) -> Pace {
        self.session.settings().pace
    }

    pub(super) async fn client(&self, region: &str) -> Result<Client, Error> {
        self.session.codepipeline(region).await
    }
}

pub(super) fn call(operation: &'static str) -> Call {
    Call {
        service: "codepipeline",
        operation,
    }
}

/// Returns seconds since 1970, or ISO 8601, as RFC 3339.
pub fn time(value: &Value) -> Option<String> {
    let time = match value {
        Value::String(text) => DateTime::from_str(text, Format::DateTimeWithOffset).ok()?,
        _ => DateTime::from_secs_f64(value.as_f64()?),
    };
    time.fmt(Format::DateTime).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_in_every_form() {
        assert_eq!(time(&json!(1_501_626_591)).as_deref(), Some("2017-08-01T22:29:51Z"));
        let fraction: Value = serde_json::from_str("1501626591.5").unwrap();
        assert_eq!(time(&fraction).as_deref(), Some("2017-08-01T22:29:51.5Z"));
        assert_eq!(
            time(&json!("2017-08-01T22:29:51Z")).as_deref(),
            Some("2017-08-01T22:29:51Z")
        );
        assert_eq!(time(&Value::Null), None);
    }
}
