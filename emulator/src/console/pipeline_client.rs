//! The pipeline that a page is about.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    console::{Caller, Cloud, Failure, Visitor, path},
    pipelines::{self, Pipeline},
    scope::partition,
};

/// The query of a pipeline's pages. AWS's console takes the account from the session.
#[derive(Deserialize)]
pub(crate) struct PipelineQuery {
    region: String,
    account: Option<String>,
}

/// One pipeline as a page asks for it.
pub(crate) struct PipelineClient<'a> {
    cloud: &'a Cloud,
    visitor: Visitor,
    /// Name of the pipeline.
    pub(crate) name: &'a str,
}

impl<'a> PipelineClient<'a> {
    pub(super) fn new(cloud: &'a Cloud, name: &'a str, place: PipelineQuery) -> Self {
        let owner = cloud.owner(&place.region);
        let account = place.account.unwrap_or(owner.caller.account);
        let visitor = Visitor {
            caller: Caller {
                account,
                ..owner.caller
            },
            ..owner
        };
        Self { cloud, visitor, name }
    }

    /// Calls CodePipeline.
    pub(super) fn call(&self, operation: &str, input: &Value) -> Result<Value, Failure> {
        self.cloud.operate(operation, &self.visitor, |store, scope| {
            pipelines::call(operation, input, scope, &mut store.pipelines, &store.connections)
                .map(Option::unwrap_or_default)
        })
    }

    /// Returns the executions that wait for an approval.
    pub(super) fn waiting(&self) -> Result<BTreeSet<String>, Failure> {
        let Visitor { region, caller } = &self.visitor;
        let (partition, account) = (partition(region), &caller.account);
        let arn = format!("arn:{partition}:codepipeline:{region}:{account}:{}", self.name);
        self.cloud.look(|store| {
            let executions = store.pipelines.get(&arn).into_iter().flat_map(Pipeline::executions);
            let waiting = executions.filter(|execution| execution.waits_for_approval());
            waiting.map(|execution| execution.id.clone()).collect()
        })
    }

    /// The page of the pipeline.
    pub(super) fn page(&self) -> String {
        path::pipeline(self.name, &self.visitor.region, &self.visitor.caller.account)
    }

    /// The page of one of its executions.
    pub(super) fn execution_page(&self, id: &str) -> String {
        path::execution(self.name, id, &self.visitor.region, &self.visitor.caller.account)
    }

    /// Returns the target of a form on its page.
    pub(super) fn form(&self, form: &str) -> String {
        path::pipeline_form(self.name, form, &self.visitor.region, &self.visitor.caller.account)
    }
}
