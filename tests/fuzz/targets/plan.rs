//! Plans of all resources in an account.

use std::{cell::RefCell, collections::BTreeMap};

use terraform_plugin_protocol::tfplugin6::{Diagnostic, plan_resource_change, validate_resource_config};
use terraform_provider_sdk::{
    schema::{Block, Nesting},
    value::{Value, msgpack},
};

use super::super::{
    choices::Choices,
    configurations::{self, Configuration},
    messages::dynamic,
    ours::{Kept, Ours},
    provider::{assert_no_bug, assert_no_panic, block_on},
    target::Target,
    value::mutate,
};

pub(crate) const TARGET: Target = Target {
    name: "plan",
    input: "Configurations and prior states of all resources, with an account in the emulator",
    run,
    seeds: || (0..=u8::MAX).map(|index| vec![index / 5, index % 5]).collect(),
};

/// Plans in one account: it remembers each call.
const PLANS: u32 = 500;

/// An account, and an object of each resource.
struct World {
    ours: Ours,
    configurations: Vec<Configuration>,
    kept: BTreeMap<&'static str, Kept>,
    plans: u32,
}

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
}

impl World {
    async fn new() -> Self {
        let mut ours = Ours::start().await;
        let mut kept = BTreeMap::new();
        for (name, schema) in configurations::schemas() {
            kept.insert(*name, ours.create(name, schema).await);
        }
        Self {
            configurations: configurations::all(ours.connection()),
            ours,
            kept,
            plans: 0,
        }
    }
}

/// Every configuration is planned or refused, for a new object, an existing one, and one whose state has changed; a plan
/// obeys the rules of Terraform, unless the request breaks them.
fn run(bytes: &[u8]) {
    WORLD.with_borrow_mut(|world| {
        block_on(async {
            if world.as_ref().is_none_or(|world| world.plans == PLANS) {
                *world = Some(World::new().await);
            }
            plan(world.as_mut().expect("a world"), &mut Choices::new(bytes)).await;
        });
    });
}

async fn plan(world: &mut World, choices: &mut Choices) {
    world.plans += 1;
    let configuration = choices.pick(&world.configurations);
    let (name, schema) = (
        configuration.resource,
        &configurations::schemas()[configuration.resource],
    );
    let ty = &schema.value_type;
    let (mut kept, way) = (world.kept[name].clone(), choices.below(5));
    let mut config = configuration.value.clone();
    mutate(&mut config, ty, choices);
    let assert_sound: fn(&[Diagnostic]) = if way == 4 { assert_no_panic } else { assert_no_bug };
    if way != 4 {
        make_possible(&schema.block, &mut config);
    }
    match way {
        0 => {
            kept = Kept {
                state: Value::Null,
                private: Vec::new(),
                identity: None,
            }
        }
        1 => config = Value::Null,
        2 | 4 => {
            mutate(&mut kept.state, ty, choices);
            kept.identity = None;
        }
        _ => {}
    }
    let client = world.ours.client();
    if !config.is_null() {
        let request = validate_resource_config::Request {
            type_name: name.to_owned(),
            config: Some(dynamic(&config, ty)),
            ..Default::default()
        };
        let validated = client.validate_resource_config(request).await.expect("a response");
        assert_sound(&validated.into_inner().diagnostics);
    }
    let request = plan_resource_change::Request {
        type_name: name.to_owned(),
        prior_state: Some(dynamic(&kept.state, ty)),
        proposed_new_state: Some(dynamic(&proposed(&schema.block, &kept.state, &config), ty)),
        config: Some(dynamic(&config, ty)),
        prior_private: kept.private,
        prior_identity: kept.identity,
        ..Default::default()
    };
    let planned = client
        .plan_resource_change(request)
        .await
        .expect("a response")
        .into_inner();
    assert_sound(&planned.diagnostics);
    if let Some(state) = planned.planned_state {
        msgpack::decode(&state.msgpack, ty).expect("a state");
    }
}

/// Removes what Terraform never sends: values that only the provider can set, and blocks that are null or unknown one
/// by one.
fn make_possible(block: &Block, config: &mut Value) {
    let Some(members) = config.as_map_mut() else { return };
    for attribute in block.attributes.iter().filter(|it| !it.configurability.is_argument()) {
        members.insert(attribute.name.to_owned(), Value::Null);
    }
    for nested in &block.blocks {
        let blocks = members.get_mut(nested.name).expect("a member");
        match &mut *blocks {
            Value::Null => *blocks = nested.absent(),
            Value::List(elements) | Value::Set(elements) => {
                elements.retain(|element| element.as_map().is_some());
                elements
                    .iter_mut()
                    .for_each(|element| make_possible(&nested.block, element));
            }
            one => make_possible(&nested.block, one),
        }
        if let Value::Set(elements) = &mut *blocks {
            *blocks = Value::set(std::mem::take(elements));
        }
    }
}

/// What Terraform proposes: the configuration, with prior values for what the provider computes.
fn proposed(block: &Block, prior: &Value, config: &Value) -> Value {
    let mut proposed = config.clone();
    let Some(members) = proposed.as_map_mut() else {
        return proposed;
    };
    for attribute in block.attributes.iter().filter(|it| it.configurability.is_computed()) {
        let value = members.get_mut(attribute.name).expect("a member");
        if value.is_null() {
            value.clone_from(prior.get(attribute.name));
        }
    }
    for nested in &block.blocks {
        let (value, prior) = (members.get_mut(nested.name).expect("a member"), prior.get(nested.name));
        match (nested.nesting, &mut *value) {
            (Nesting::Single, one) => *one = self::proposed(&nested.block, prior, one),
            (Nesting::List, Value::List(elements)) => {
                for (index, element) in elements.iter_mut().enumerate() {
                    let prior = prior.elements().get(index).unwrap_or(&Value::Null);
                    *element = self::proposed(&nested.block, prior, element);
                }
            }
            _ => {}
        }
    }
    proposed
}
