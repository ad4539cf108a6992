//! Creation of a pipeline. After a lost response, its name and content identify it.

use std::time::Duration;

use aws_sdk_codepipeline::{Client, config::Config};
use serde_json::{Map, Value, json};

use super::{
    api::{Pipeline, Pipelines, call},
    declaration::{declaration_in_answer, placeholder, version},
    named_items::find,
};
use crate::aws::{
    error::{Error, Kind},
    tags::Tags,
    wait::{Outcome, Patience},
    wire::{OnlyThrottling, RawJson},
};

/// Maximum times that a creation is sent while its responses are lost.
const SENDS: u32 = 6;

/// A pipeline to create.
struct Creation<'a> {
    region: &'a str,
    declaration: &'a Value,
    tags: &'a Tags,
    /// Pause after the first lost response; doubles with each further one.
    pause: Duration,
}

impl Pipelines {
    /// Creates a pipeline, which starts an execution at once; returns the declaration as AWS completed it.
    ///
    /// The call is retried, within `patience`, while the role cannot be assumed or another change is in progress. After a
    /// lost response, the pipeline that contains what was sent is the new one.
    ///
    /// # Errors
    /// Returns [`Kind::AlreadyExists`] if the name is in use, else the failure of `CreatePipeline`.
    pub async fn create(
        &self,
        region: &str,
        declaration: &Value,
        tags: &Tags,
        patience: &Patience,
    ) -> Result<Value, Error> {
        let client = self.client(region).await?;
        let new = Creation {
            region,
            declaration,
            tags,
            pause: self.pace().initial_backoff,
        };
        self.persist(patience, || create(self, &client, &new, patience)).await
    }
}

/// Creates a pipeline once: the call is sent again only while no pipeline of that name exists.
async fn create(
    pipelines: &Pipelines,
    client: &Client,
    new: &Creation<'_>,
    patience: &Patience,
) -> Result<Value, Error> {
    let name = new.declaration["name"].as_str().unwrap_or_default();
    let (mut lost, mut pause) = (None, new.pause);
    for _ in 0..SENDS {
        let error = match send(client, new.declaration, new.tags).await {
            Err(error) if error.may_have_happened() => error,
            // An earlier attempt may have created the pipeline of this name.
            Err(error) if lost.is_some() && error.kind() == Kind::AlreadyExists => error,
            answered => return answered,
        };
        match pipelines.get(new.region, name).await.ok().flatten() {
            Some(there) if is_new(&there.declaration, new.declaration) => return Ok(there.declaration),
            Some(there) => return Err(not_ours(name, &there, &error)),
            None if error.kind() == Kind::NotAws => return Err(error),
            None => lost = Some(error),
        }
        if patience.sleep(pause).await != Outcome::Done(()) {
            break;
        }
        pause *= 2;
    }
    Err(lost.expect("only a lost answer leads to another round"))
}

fn is_new(there: &Value, sent: &Value) -> bool {
    version(there) == Some(1) && holds(there, sent)
}

fn not_ours(name: &str, there: &Pipeline, error: &Error) -> Error {
    let why = error.message();
    let text = format!(
        "the response was lost ({why}), and the existing pipeline {name:?} differs from the one in the \
                        request"
    );
    Error::new(Kind::AlreadyExists, text).with_arns(there.arn.iter().map(ToString::to_string))
}

async fn send(client: &Client, declaration: &Value, tags: &Tags) -> Result<Value, Error> {
    let mut body = json!({"pipeline": declaration});
    if !tags.is_empty() {
        body["tags"] = tags
            .iter()
            .map(|(key, value)| json!({"key": key, "value": value}))
            .collect();
    }
    let (call, raw) = (call("CreatePipeline"), RawJson::sending(&body));
    let once = Config::builder().retry_classifier(OnlyThrottling);
    let request = client
        .create_pipeline()
        .pipeline(placeholder())
        .customize()
        .config_override(once);
    declaration_in_answer(call, raw.finish(call, request.interceptor(raw.clone()).send().await)?)
}

/// Returns whether `there` is `sent` with additions only, as AWS makes them.
fn holds(there: &Value, sent: &Value) -> bool {
    match (there, sent) {
        (Value::Object(there), Value::Object(sent)) => objects_hold(there, sent),
        (Value::Array(there), Value::Array(sent)) => {
            there.len() == sent.len() && there.iter().zip(sent).all(|(there, sent)| holds(there, sent))
        }
        _ => there == sent,
    }
}

fn objects_hold(there: &Map<String, Value>, sent: &Map<String, Value>) -> bool {
    let is_nothing = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    sent.iter()
        .filter(|(name, _)| *name != "version")
        .all(|(name, sent)| match (there.get(name), sent) {
            (Some(Value::Array(there)), Value::Array(sent)) if name == "triggers" => triggers_hold(there, sent),
            (Some(there), sent) => holds(there, sent),
            (None, sent) => is_nothing(sent),
        })
}

/// AWS adds default triggers for sources that have none.
fn triggers_hold(there: &[Value], sent: &[Value]) -> bool {
    sent.iter()
        .all(|sent| find(there, sent).is_some_and(|there| holds(there, sent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additions_of_aws_do_not_hide_what_was_sent() {
        let there =
            json!({"name": "p", "version": 1, "stages": [{"name": "s", "actions": [{"name": "a", "runOrder": 1}]}]});
        assert!(holds(
            &there,
            &json!({"name": "p", "stages": [{"name": "s", "actions": [{"name": "a"}]}], "triggers": []})
        ));
        assert!(!holds(&there, &json!({"name": "p", "stages": []})));
        assert!(!holds(&there, &json!({"name": "q"})));
        let trigger = |source: &str| json!({"gitConfiguration": {"sourceActionName": source}});
        let there = json!({"triggers": [trigger("b"), trigger("a")]});
        assert!(holds(&there, &json!({"triggers": [trigger("a")]})));
        assert!(!holds(&there, &json!({"triggers": [trigger("c")]})));
    }
}
