//! An action of a pipeline.

use terraform_provider_sdk::value::Path;

use super::{Items, Part};
use crate::provider::{checks::pipeline::moment::Moment, pipeline::model::action::CONNECTION_SOURCE};

/// An action.
#[derive(Clone, Debug)]
pub(crate) struct Action<'a> {
    /// The whole of it.
    pub(crate) part: Part<'a>,
    /// The place of its stage among the stages, from zero.
    pub(crate) stage: usize,
    /// Its place among the actions of the stage; none while it is unknown.
    pub(crate) run_order: Option<i64>,
}

impl<'a> Action<'a> {
    pub(super) fn new(stage: usize, part: Part<'a>) -> Self {
        let run_order = part.get("run_order");
        let run_order = if run_order.is_absent() {
            Some(1)
        } else {
            run_order.number()
        };
        Self { part, stage, run_order }
    }

    /// What people call it.
    pub(crate) fn label(&self) -> String {
        self.part.label()
    }

    /// Its name.
    pub(crate) fn name(&self) -> Option<&'a str> {
        self.part.text_of("name")
    }

    /// Its category.
    pub(crate) fn category(&self) -> Option<&'a str> {
        self.part.text_of("category")
    }

    /// The owner of its type.
    pub(crate) fn owner(&self) -> Option<&'a str> {
        self.part.text_of("owner")
    }

    /// The provider of its type.
    pub(crate) fn provider(&self) -> Option<&'a str> {
        self.part.text_of("provider")
    }

    /// An element of its configuration.
    pub(crate) fn setting(&self, key: &str) -> Part<'a> {
        self.part.get("configuration").key(key)
    }

    /// Whether it is certain that it is a source that uses a connection.
    pub(crate) fn is_connection_source(&self) -> bool {
        self.category() == Some("Source") && self.owner() == Some("AWS") && self.provider() == Some(CONNECTION_SOURCE)
    }

    /// Whether it could be one, as far as is known.
    pub(crate) fn may_be_connection_source(&self) -> bool {
        self.category().is_none_or(|category| category == "Source")
            && self.provider().is_none_or(|provider| provider == CONNECTION_SOURCE)
            && self.owner().is_none_or(|owner| owner == "AWS")
    }

    /// When it begins.
    pub(crate) const fn begins(&self) -> Moment {
        Moment::of(self.stage, self.run_order)
    }

    /// Whether it is done at this moment. None where an unknown order decides.
    pub(crate) fn is_before(&self, later: Moment) -> Option<bool> {
        self.begins().is_before(later)
    }

    /// The names of its output artifacts.
    pub(crate) fn outputs(&self) -> Items<(Path, &'a str)> {
        let mut outputs = self.part.get("output_artifacts").texts();
        let compute = self.part.get("output_artifacts_for_compute_action").items();
        outputs.complete &= compute.complete;
        for name in compute.known.iter().map(|artifact| artifact.get("name")) {
            outputs.complete &= !name.value.is_unknown();
            outputs.known.extend(name.text().map(|text| (name.path.clone(), text)));
        }
        outputs
    }

    /// The names of its input artifacts.
    pub(crate) fn inputs(&self) -> Items<(Path, &'a str)> {
        self.part.get("input_artifacts").texts()
    }
}
