//! Converts between arguments and the declaration in AWS.
//!
//! AWS treats null and an empty list as equal, fills in defaults, hides secrets and adds triggers. These must not cause
//! a diff with the configured form. Members of a declaration without an argument are preserved.
//!
//! Shape: `PipelineDeclaration` of
//! <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html>.

use std::collections::BTreeMap;

use serde_json::Value;
use terraform_provider_sdk::{
    schema::Block,
    typed::{Attributes as _, Json as _},
    value::Value as Terraform,
};

use super::{default_trigger, model::arguments::Arguments, secrets, write_only::WriteOnlyKeys};
use crate::provider::{same, tags::Tagged as _};

/// The pipeline in the state.
#[derive(Clone, Copy, Debug)]
pub struct Prior<'a> {
    /// Its arguments.
    pub arguments: &'a Arguments,
    /// The keys of its write-only settings, which the arguments do not contain.
    pub write_only: &'a WriteOnlyKeys,
}

/// Returns the arguments of a declaration, in the same form as in `prior`, and the tags of `prior`. On import, arguments
/// that are not set have their empty values, so that every configuration of an unset argument plans no difference.
pub fn read(declaration: &Value, prior: Option<Prior<'_>>, region: &str) -> Arguments {
    let mut found = Arguments::declared(declaration);
    found.trigger = default_trigger::written(&found, prior.map(|prior| prior.arguments));
    found.region = Some(region.to_owned());
    let Some(Prior {
        arguments: prior,
        write_only,
    }) = prior
    else {
        return with_empty_values(found);
    };
    write_only.hide(&mut found, prior);
    found.allow_pending_connection = prior.allow_pending_connection;
    found.resave.clone_from(&prior.resave);
    found.restart_execution_on_update = prior.restart_execution_on_update;
    found.set_tags(prior.tags());
    secrets::restore(&mut found, prior);
    found.keep_form(prior);
    found.keep_regions(prior, region);
    found
}

/// Sets every argument for which several values mean unset to its empty value, if it is not set.
fn with_empty_values(arguments: Arguments) -> Arguments {
    let mut values = BTreeMap::new();
    arguments.to_object(&mut values);
    empty_values(&Arguments::block(), &mut values);
    Arguments::from_object(&values).unwrap_or(arguments)
}

fn empty_values(block: &Block, object: &mut BTreeMap<String, Terraform>) {
    for attribute in &block.attributes {
        if let (Some(empty), Some(value @ Terraform::Null)) = (same::empty(attribute), object.get_mut(attribute.name)) {
            *value = empty;
        }
    }
    for nested in &block.blocks {
        let elements = match object.get_mut(nested.name) {
            Some(Terraform::List(elements) | Terraform::Set(elements)) => elements.as_mut_slice(),
            Some(single @ Terraform::Map(_)) => std::slice::from_mut(single),
            _ => continue,
        };
        for element in elements.iter_mut().filter_map(Terraform::as_map_mut) {
            empty_values(&nested.block, element);
        }
    }
}

/// Returns the declaration for `arguments`, based on the one in AWS (null for a create), and equal to it if nothing
/// changes. `prior` is the pipeline in the state.
pub fn write(arguments: &Arguments, base: &Value, prior: Option<Prior<'_>>) -> Value {
    let (prior, write_only) = prior.map(|prior| (prior.arguments, prior.write_only)).unzip();
    let there = Arguments::declared(base);
    let mut sent = prior.map_or_else(|| arguments.clone(), |prior| secrets::masked(arguments, prior, &there));
    write_only.unwrap_or(&WriteOnlyKeys::default()).merge(&mut sent, &there);
    if let Some(region) = &arguments.region {
        sent.keep_regions(&there, region);
    }
    let mut declaration = sent.write(base).unwrap_or_default();
    let before = prior.into_iter().flat_map(|prior| &prior.trigger);
    let written: Vec<&str> = arguments
        .trigger
        .iter()
        .chain(before)
        .map(|trigger| trigger.source())
        .collect();
    let restores = prior.is_some_and(|prior| prior.resave != arguments.resave);
    let kept = default_trigger::kept(base, &declaration["stages"], &written, restores);
    if !kept.is_empty() {
        let own = declaration["triggers"]
            .as_array_mut()
            .filter(|_| !arguments.trigger.is_empty());
        let triggers = own.map(std::mem::take).into_iter().flatten().chain(kept).collect();
        declaration["triggers"] = triggers;
    }
    if let Some(triggers) = declaration.get_mut("triggers") {
        keep_order(triggers, &base["triggers"]);
    }
    declaration
}

/// Keeps the order of the triggers that are `there`, because AWS does not define one.
fn keep_order(triggers: &mut Value, there: &Value) {
    if let (Some(own), Some(found)) = (triggers.as_array(), there.as_array())
        && own.len() == found.len()
        && own.iter().all(|trigger| found.contains(trigger))
    {
        triggers.clone_from(there);
    }
}
