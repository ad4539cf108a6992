//! The planned identities of the provider's own resources.

use terraform_plugin_protocol::tfplugin6::ResourceIdentityData;
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{
    author::{AnyResource, Provider},
    value::{Value, msgpack},
};

use super::ours::{Ours, assert_no_error};

fn decoded<C>(resource: &dyn AnyResource<C>, identity: Option<&ResourceIdentityData>) -> Value {
    let data = identity.and_then(|identity| identity.identity_data.as_ref());
    msgpack::decode(
        &data.expect("an identity").msgpack,
        &resource.identity_schema().value_type,
    )
    .expect("an identity")
}

#[tokio::test]
async fn the_planned_identity_of_a_renamed_source_action_is_the_new_one() {
    let name = "codepipeline_source_action";
    let resource = Codepipeline::RESOURCES.iter().find(|one| one.name() == name);
    let resource = *resource.expect("a source action");
    let (mut ours, schema) = (Ours::start().await, resource.schema());
    let made = ours.create(name, &schema).await;
    let mut identity = decoded(resource, made.identity.as_ref());
    let mut config = ours.config(name);
    config["name"] = "renamed".into();
    let planned = ours.replan(name, &schema, &made, config).await;
    assert_no_error(name, &planned.diagnostics);
    assert_eq!(planned.requires_replace, []);
    let members = identity.as_map_mut().expect("an object");
    members.insert("name".into(), "renamed".into());
    assert_eq!(decoded(resource, planned.planned_identity.as_ref()), identity);
}
