//! Records planned objects and reported messages, so that no warning contradicts the plan or appears twice.
//!
//! Terraform plans an object after those that it depends on, and plans its destruction before theirs. Plan and apply are two
//! processes.

use std::{collections::BTreeSet, sync::Mutex};

use terraform_provider_sdk::author::guard::lock;

use crate::aws::Arn;

/// Something that this process has planned, read or reported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A handshake of the connection or host is planned, or is in the state.
    Awaited(Arn),
    /// The pipeline is planned to be created.
    CreatesPipeline(PipelineName),
    /// The pipeline is planned to be destroyed.
    DestroysPipeline(PipelineName),
    /// The pipeline is in the state, and is planned to stay.
    KeepsPipeline(PipelineName),
    /// The pipeline is in the state.
    ManagesPipeline(PipelineName),
    /// The source action of this name in the pipeline is in the state.
    ManagesSource(PipelineName, String),
    /// The source action of this name is planned to be removed from the pipeline.
    RemovesSource(PipelineName, String),
    /// A message with this summary was reported.
    Reported(String),
}

/// Region and name of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PipelineName {
    region: String,
    name: String,
}

impl PipelineName {
    /// Returns the name of a pipeline in a region.
    pub fn new(region: &str, name: &str) -> Self {
        Self {
            region: region.to_owned(),
            name: name.to_owned(),
        }
    }
}

/// The facts of this process.
#[derive(Debug, Default)]
pub struct Facts(Mutex<BTreeSet<Fact>>);

impl Facts {
    /// Records a fact; returns whether it is new.
    pub fn record(&self, fact: Fact) -> bool {
        lock(&self.0).insert(fact)
    }

    /// Returns whether the fact is recorded.
    pub fn has(&self, fact: &Fact) -> bool {
        lock(&self.0).contains(fact)
    }

    /// Returns whether a handshake of the connection or host is planned, or is in the state.
    pub fn has_handshake(&self, arn: &Arn) -> bool {
        self.has(&Fact::Awaited(arn.clone()))
    }
}
