//! Pipelines, whose declarations pass through unread: exactly what AWS sent, exactly what is to be sent.

use std::{future::Future, sync::Arc};

use aws_sdk_codepipeline::{
    Client,
    types::{PipelineDeclaration, Tag},
};
use aws_smithy_types::date_time::{DateTime, Format};
use serde_json::{Value, json};
use tokio::sync::OwnedMutexGuard;

use super::{
    arn::{Arn, Kind as ArnKind},
    creation::{self, Creation},
    error::{Call, Error, Kind, found},
    history::Written,
    raw::Raw,
    session::Session,
    settings::Pace,
    tags::{TagChange, Tags},
    turns::Turns,
    wait::{self, Patience, Pauses},
};

/// A pipeline as AWS shows it; its tags are read apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// The declaration as AWS sent it, members that the SDK does not know included; numbers keep their text.
    ///
    /// Shape: `PipelineDeclaration` of the CodePipeline API.
    pub declaration: Value,
    /// Its ARN.
    pub arn: Option<Arn>,
    /// When it was created, as RFC 3339.
    pub created: Option<String>,
    /// When it was last changed, as RFC 3339.
    pub updated: Option<String>,
}

/// The pipelines of an account.
#[derive(Debug)]
pub struct Pipelines {
    session: Arc<Session>,
    /// Writers of one pipeline take turns: AWS has no check-and-set.
    turns: Arc<Turns<Written>>,
}

impl Pipelines {
    /// The pipelines that `session` sees.
    pub fn new(session: Arc<Session>) -> Self {
        let turns = Arc::default();
        Self { session, turns }
    }

    /// The same, which never change a pipeline while others with these turns do.
    #[must_use]
    pub fn sharing(self, turns: Arc<Turns<Written>>) -> Self {
        Self { turns, ..self }
    }

    /// A pipeline in its present version; `None` when it is not there.
    ///
    /// # Errors
    /// [`Error`] of `GetPipeline`, or of what it needs.
    pub async fn get(&self, region: &str, name: &str) -> Result<Option<Pipeline>, Error> {
        found(self.read(region, name, None).await)
    }

    /// A pipeline as it was in `version`; `None` when there is no such pipeline or version.
    ///
    /// # Errors
    /// [`Error`] of `GetPipeline`.
    pub async fn get_version(&self, region: &str, name: &str, version: i64) -> Result<Option<Pipeline>, Error> {
        found(self.read(region, name, Some(version)).await)
    }

    async fn read(&self, region: &str, name: &str, version: Option<i64>) -> Result<Pipeline, Error> {
        let client = self.client(region).await?;
        let (call, raw) = (call("GetPipeline"), Raw::reading());
        let version = version.map(|version| i32::try_from(version).unwrap_or(i32::MAX));
        let request = client.get_pipeline().name(name).set_version(version);
        let mut answer = raw.finish(call, request.customize().interceptor(raw.clone()).send().await)?;
        let metadata = answer["metadata"].take();
        let time = |member: &str| time(&metadata[member]);
        Ok(Pipeline {
            declaration: declaration(call, answer)?,
            arn: metadata["pipelineArn"].as_str().and_then(|arn| arn.parse().ok()),
            created: time("created"),
            updated: time("updated"),
        })
    }

    /// Creates a pipeline, which starts an execution at once; answers the declaration as AWS completed it.
    ///
    /// A role that cannot be assumed yet and a conflict are tried again, within `patience`. After a lost answer the
    /// pipeline that holds what was sent is taken for the new one.
    ///
    /// # Errors
    /// [`Kind::AlreadyExists`] when the name is taken, else [`Error`] of `CreatePipeline`.
    pub async fn create(
        &self,
        region: &str,
        declaration: &Value,
        tags: &Tags,
        patience: &Patience,
    ) -> Result<Value, Error> {
        let client = self.client(region).await?;
        let pause = self.pace().initial_backoff;
        let new = Creation {
            region,
            declaration,
            tags,
            pause,
        };
        self.persist(patience, || creation::create(self, &client, &new, patience))
            .await
    }

    /// Writes a whole declaration; answers it as AWS completed it, in its new version.
    ///
    /// Running executions are cancelled and everything that is left out is removed, so see
    /// [`Pipelines::edit`] first. A role that cannot be assumed yet and a conflict are tried again, within `patience`.
    ///
    /// # Errors
    /// [`Error`] of `UpdatePipeline`.
    pub async fn update(&self, region: &str, declaration: &Value, patience: &Patience) -> Result<Value, Error> {
        let client = self.client(region).await?;
        self.persist(patience, || async {
            let (call, raw) = (call("UpdatePipeline"), Raw::sending(&json!({"pipeline": declaration})));
            let request = client.update_pipeline().pipeline(stand_in()).customize();
            self::declaration(call, raw.finish(call, request.interceptor(raw.clone()).send().await)?)
        })
        .await
    }

    /// Deletes a pipeline; succeeds when it is not there.
    ///
    /// # Errors
    /// [`Error`] of `DeletePipeline`.
    pub async fn delete(&self, region: &str, name: &str, patience: &Patience) -> Result<(), Error> {
        let client = self.client(region).await?;
        let mut turn = self.turn(region, name).await;
        let call = call("DeletePipeline");
        let deleted = self
            .persist(patience, || async {
                client
                    .delete_pipeline()
                    .name(name)
                    .send()
                    .await
                    .map_err(|error| Error::from_sdk(call, error))
            })
            .await;
        // The versions of a later pipeline of that name begin anew.
        turn.clear();
        found(deleted).map(drop)
    }

    /// The names of all pipelines of a region.
    ///
    /// # Errors
    /// [`Error`] of `ListPipelines`.
    pub async fn list(&self, region: &str) -> Result<Vec<String>, Error> {
        let client = self.client(region).await?;
        let (call, mut all, mut page) = (call("ListPipelines"), Vec::new(), None);
        loop {
            let raw = Raw::reading();
            let request = client
                .list_pipelines()
                .set_next_token(page)
                .customize()
                .interceptor(raw.clone());
            let answer = raw.finish(call, request.send().await)?;
            let shown = answer["pipelines"].as_array().into_iter().flatten();
            all.extend(shown.filter_map(|pipeline| pipeline["name"].as_str().map(str::to_owned)));
            page = answer["nextToken"]
                .as_str()
                .filter(|token| !token.is_empty())
                .map(str::to_owned);
            if page.is_none() {
                return Ok(all);
            }
        }
    }

    /// The tags of a pipeline.
    ///
    /// # Errors
    /// [`Error`] of `ListTagsForResource`.
    pub async fn tags(&self, arn: &Arn) -> Result<Tags, Error> {
        let client = self.client(region_of(arn)?).await?;
        let (call, mut all, mut page) = (call("ListTagsForResource"), Tags::new(), None);
        loop {
            let request = client
                .list_tags_for_resource()
                .resource_arn(arn.as_str())
                .set_next_token(page);
            let answer = request.send().await.map_err(|error| Error::from_sdk(call, error))?;
            all.extend(
                answer
                    .tags
                    .unwrap_or_default()
                    .into_iter()
                    .map(|tag| (tag.key, tag.value)),
            );
            page = answer.next_token.filter(|token| !token.is_empty());
            if page.is_none() {
                return Ok(all);
            }
        }
    }

    /// Changes the tags of a pipeline; calls nothing when nothing changes.
    ///
    /// # Errors
    /// [`Error`] of `UntagResource` or `TagResource`; the removal comes first and may have been done.
    pub async fn change_tags(&self, arn: &Arn, change: &TagChange, patience: &Patience) -> Result<(), Error> {
        let client = self.client(region_of(arn)?).await?;
        if !change.remove.is_empty() {
            let call = call("UntagResource");
            let keys = Some(change.remove.clone());
            let request = client.untag_resource().resource_arn(arn.as_str()).set_tag_keys(keys);
            let once = async || {
                request
                    .clone()
                    .send()
                    .await
                    .map_err(|error| Error::from_sdk(call, error))
            };
            self.persist(patience, once).await?;
        }
        if !change.set.is_empty() {
            let call = call("TagResource");
            let request = client
                .tag_resource()
                .resource_arn(arn.as_str())
                .set_tags(Some(sdk_tags(&change.set)));
            let once = async || {
                request
                    .clone()
                    .send()
                    .await
                    .map_err(|error| Error::from_sdk(call, error))
            };
            self.persist(patience, once).await?;
        }
        Ok(())
    }

    /// Tries again what passes by itself: a role that was made a moment ago, somebody else's change under way.
    async fn persist<T, F>(&self, patience: &Patience, attempt: impl FnMut() -> F) -> Result<T, Error>
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

    /// The turn of changing a pipeline. Those of the same name in two accounts share a queue: to ask for the account would
    /// cost a call.
    pub(super) async fn turn(&self, region: &str, name: &str) -> OwnedMutexGuard<Written> {
        self.turns.take(&format!("{region}/{name}")).await
    }

    pub(super) fn pace(&self) -> Pace {
        self.session.settings().pace
    }

    async fn client(&self, region: &str) -> Result<Client, Error> {
        self.session.codepipeline(region).await
    }
}

/// The version that a declaration carries; AWS counts from 1 and adds 1 with each update.
pub fn version(declaration: &Value) -> Option<i64> {
    declaration["version"].as_i64()
}

pub(super) fn call(operation: &'static str) -> Call {
    Call {
        service: "codepipeline",
        operation,
    }
}

fn region_of(arn: &Arn) -> Result<&str, Error> {
    if arn.kind() == ArnKind::Pipeline {
        return Ok(arn.region());
    }
    Err(Error::new(
        Kind::Validation,
        format!("{arn} is not the ARN of a pipeline"),
    ))
}

/// Satisfies the SDK's own checks; never sent.
pub(super) fn stand_in() -> PipelineDeclaration {
    let builder = PipelineDeclaration::builder()
        .name("-")
        .role_arn("-")
        .set_stages(Some(Vec::new()));
    builder.build().expect("name, role and stages are given")
}

fn sdk_tags(tags: &Tags) -> Vec<Tag> {
    let tag = |(key, value)| {
        Tag::builder()
            .key(key)
            .value(value)
            .build()
            .expect("key and value of a tag are given")
    };
    tags.iter().map(tag).collect()
}

pub(super) fn declaration(call: Call, mut answer: Value) -> Result<Value, Error> {
    let declaration = answer["pipeline"].take();
    if declaration.is_object() {
        return Ok(declaration);
    }
    Err(Error::new(Kind::NotOurEndpoint, "the answer holds no pipeline").of(call))
}

/// Seconds since 1970, or ISO 8601, as RFC 3339.
fn time(value: &Value) -> Option<String> {
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
