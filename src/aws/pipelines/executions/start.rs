//! Starting an execution.

use aws_sdk_codepipeline::types::{PipelineVariable, SourceRevisionOverride, SourceRevisionType};
use uuid::Uuid;

use crate::aws::{
    error::Error,
    pipelines::api::{Pipelines, call},
    wait::Patience,
    wire::{failed, missing},
};

/// The parameters of a start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// Names and values of the pipeline's variables; the others have their defaults.
    pub variables: Vec<(String, String)>,
    /// Revisions to fetch; the other sources fetch the latest one.
    pub revisions: Vec<Revision>,
}

/// The revision that a source action fetches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Name of the source action.
    pub action: String,
    /// Type of the revision.
    pub kind: RevisionType,
    /// The revision.
    pub value: String,
}

/// Type of a revision, as AWS spells it, such as `COMMIT_ID`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionType(pub String);

impl Pipelines {
    /// Starts an execution, and returns its ID.
    ///
    /// A call whose response is lost is sent again with the same token, so it starts one execution.
    ///
    /// # Errors
    /// Returns the failure of `StartPipelineExecution`.
    pub async fn start(
        &self,
        region: &str,
        pipeline: &str,
        start: &Start,
        patience: &Patience,
    ) -> Result<String, Error> {
        let client = self.client(region).await?;
        let token = Uuid::new_v4().to_string();
        let request = client
            .start_pipeline_execution()
            .name(pipeline)
            .client_request_token(token);
        let request = request
            .set_variables(some_of(start.variables.iter().map(variable)))
            .set_source_revisions(some_of(start.revisions.iter().map(revision)));
        let call = call("StartPipelineExecution");
        let started = self.persist(patience, async || {
            let sent = request.clone().send().await;
            sent.map_err(|error| failed(call, error))
        });
        let started = started.await?.pipeline_execution_id;
        started.ok_or_else(|| missing(call, "pipelineExecutionId"))
    }
}

/// Returns the list, or `None` for an empty one, which AWS refuses.
fn some_of<T>(items: impl Iterator<Item = T>) -> Option<Vec<T>> {
    let items: Vec<T> = items.collect();
    (!items.is_empty()).then_some(items)
}

fn variable((name, value): &(String, String)) -> PipelineVariable {
    let variable = PipelineVariable::builder().name(name).value(value).build();
    variable.expect("name and value of a variable are given")
}

fn revision(Revision { action, kind, value }: &Revision) -> SourceRevisionOverride {
    let revision = SourceRevisionOverride::builder()
        .action_name(action)
        .revision_value(value);
    let revision = revision
        .revision_type(SourceRevisionType::from(kind.0.as_str()))
        .build();
    revision.expect("the members of a revision are given")
}
