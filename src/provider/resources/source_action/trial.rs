//! Tries the change of a source action on a copy of its pipeline.

use terraform_provider_sdk::{
    author::State,
    diagnostics::Diagnostics,
    typed::{Attributes, Document, attributes_of},
    value::Value,
};

use super::{
    change::Change,
    part::Part,
    save,
    schema::{Arguments, SourceAction},
};
use crate::provider::{client::Client, pipelines};

/// Returns the problems for which the apply would reject the change to this declaration. Skips unknown arguments.
pub(super) fn trial(client: &Client, of: &Arguments, change: Change<'_>, before: &serde_json::Value) -> Diagnostics {
    let region = of.region.as_deref().unwrap_or_default();
    let mut after = before.clone();
    let findings = match change.make(&mut after) {
        Ok(_) => change.judge(before, &after, region),
        Err(problems) => problems,
    };
    client.unskipped(findings)
}

/// Returns why the source action that replaces `old` cannot be added to its pipeline now. Skips unknown values.
pub(super) async fn in_the_way(client: &Client, old: &State<SourceAction>, new: Document<'_>) -> Diagnostics {
    let mut found = save::judge(client, new.root()).await.1;
    let Some(mut wanted) = arguments(new).or_else(|| likely(new)) else {
        return found;
    };
    // An omitted name is that of the first stage, which is known after apply.
    if !old.private.requires_stage {
        wanted.stage_name = None;
    }
    let (region, pipeline) = (wanted.region.as_deref().unwrap_or_default(), &wanted.pipeline_name);
    match pipelines::read(client, region, pipeline).await {
        Ok(Some(there)) => {
            let mut before = there.declaration;
            if old.arguments.pipeline_name == *pipeline && old.arguments.region == wanted.region {
                Part::remove(&mut before, &old.arguments.name);
            }
            found.extend(trial(client, &wanted, Change::Create(&wanted), &before));
        }
        Ok(None) if old.private.in_new_pipeline => {}
        Ok(None) => found.push(save::no_pipeline(pipeline, region, &wanted.name)),
        Err(problem) => found.push(problem),
    }
    found
}

/// Returns the arguments of a document; `None` if an argument that the provider does not compute is unknown.
pub(super) fn arguments(document: Document<'_>) -> Option<Arguments> {
    let is_known = |name: &str| name == Arguments::STAGE_NAME.name || document.value(name).is_wholly_known();
    let attributes = attributes_of::<Arguments>();
    if !attributes.iter().all(|attribute| is_known(attribute.name)) {
        return None;
    }
    Arguments::from_object(document.root().as_map()?).ok()
}

/// The arguments, with example values for unknown ones that affect only the content of the source.
pub(super) fn likely(document: Document<'_>) -> Option<Arguments> {
    let examples = [
        (Arguments::BRANCH_NAME.name, "main"),
        (
            Arguments::CONNECTION_ARN.name,
            "arn:aws:codeconnections:us-east-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        ),
        (Arguments::FULL_REPOSITORY_ID.name, "group/project"),
    ];
    let mut object = document.root().clone();
    for (name, example) in examples {
        if object.get(name).is_unknown() {
            object.as_map_mut()?.insert(name.to_owned(), Value::string(example));
        }
    }
    arguments(Document::new(&object))
}
