//! Configurations and types to begin with.

use std::{collections::BTreeMap, sync::LazyLock};

use serde_json::Value as Json;
use terraform_provider_codepipeline::provider::{Codepipeline, configuration::Config};
use terraform_provider_sdk::{
    author::Provider,
    schema::Schema,
    typed::Attributes as _,
    value::{Type, Value, json},
};

use super::ours;

/// The configurations of real pipelines, with `CONNECTION_ARN` for the connection.
const RECORDED: &str = include_str!("../acceptance/pipelines_of_hashicorp_aws.json");

/// A configuration that Terraform accepts.
pub(crate) struct Configuration {
    pub(crate) resource: &'static str,
    pub(crate) json: Json,
    pub(crate) value: Value,
}

/// Returns the configurations of all resources.
pub(crate) fn all(connection: &str) -> Vec<Configuration> {
    let configured = |resource: &'static str, mut json: Json| {
        let schema = &schemas()[resource];
        ours::fill(&schema.block, &mut json);
        let value = json::decode(&json, &schema.value_type).expect("a configuration");
        Configuration { resource, json, value }
    };
    let smallest = schemas()
        .keys()
        .map(|name| configured(name, ours::config(name, connection)));
    let recorded = RECORDED.replace("CONNECTION_ARN", connection);
    let recorded: BTreeMap<String, Json> = serde_json::from_str(&recorded).expect("JSON");
    let pipelines = recorded.into_values();
    let pipelines = pipelines.map(|mut it| configured("codepipeline_pipeline", it["configuration"].take()));
    smallest.chain(pipelines).collect()
}

/// The schemas of all resources.
pub(crate) fn schemas() -> &'static BTreeMap<&'static str, Schema> {
    static SCHEMAS: LazyLock<BTreeMap<&str, Schema>> = LazyLock::new(|| {
        let resources = Codepipeline::RESOURCES.iter();
        resources.map(|resource| (resource.name(), resource.schema())).collect()
    });
    &SCHEMAS
}

/// The types of all schemas, and of everything in them.
pub(crate) fn types() -> &'static [Type] {
    static TYPES: LazyLock<Vec<Type>> = LazyLock::new(|| {
        let resources = Codepipeline::RESOURCES.iter();
        let identities = resources.clone().map(|it| it.identity_schema().value_type);
        let resources = resources.map(|it| it.schema().value_type);
        let data_sources = Codepipeline::DATA_SOURCES.iter().map(|it| it.schema().value_type);
        let list_resources = Codepipeline::LIST_RESOURCES.iter().map(|it| it.schema().value_type);
        let tuple = Type::Tuple(vec![Type::Number, Type::Dynamic]);
        let others = [Config::block().value_type(), Type::map(tuple), Type::set(Type::Number)];
        let mut types = Vec::new();
        let whole = resources
            .chain(identities)
            .chain(data_sources)
            .chain(list_resources)
            .chain(others);
        whole.for_each(|ty| collect(ty, &mut types));
        types
    });
    &TYPES
}

fn collect(ty: Type, types: &mut Vec<Type>) {
    if types.contains(&ty) {
        return;
    }
    types.push(ty.clone());
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => collect(*element, types),
        Type::Tuple(elements) => elements.into_iter().for_each(|ty| collect(ty, types)),
        Type::Object(members) => members.into_values().for_each(|ty| collect(ty, types)),
        Type::Bool | Type::Number | Type::String | Type::Dynamic => {}
    }
}
