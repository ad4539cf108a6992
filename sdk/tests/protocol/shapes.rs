//! A resource that has everything that a schema can have.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::{
    author::{Checkpoint, Configurable, Context, Failure, Planned, Resource, ResourceKind, State},
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Secret},
    value::{Number, Type, Value},
};

use super::provider::World;

pub(crate) struct Shapes;

/// A pair.
#[derive(Attributes, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    /// The first one.
    first: String,
    /// The second one.
    second: Option<bool>,
}

/// Every shape.
#[derive(Attributes)]
pub(crate) struct Arguments {
    /// Some **text**.
    text: String,
    /// A number.
    #[attr(computed)]
    number: Option<Number>,
    /// A switch.
    #[attr(deprecated = "Use text.")]
    switch: Option<bool>,
    /// Texts in order.
    list: Option<Vec<String>>,
    /// Texts without order.
    set: Option<BTreeSet<String>>,
    /// Texts by name.
    map: Option<BTreeMap<String, String>>,
    /// A secret.
    #[attr(write_only)]
    secret: Option<Secret<String>>,
    /// Anything.
    any: Option<Value>,
    /// One pair.
    pair: Option<Pair>,
    /// Pairs in order.
    pair_list: Option<Vec<Pair>>,
    /// Pairs without order.
    pair_set: Option<BTreeSet<Pair>>,
    /// Pairs by name.
    pair_map: Option<BTreeMap<String, Pair>>,
    /// One block.
    #[attr(block)]
    single: Option<Pair>,
    /// A block that must be there.
    #[attr(block)]
    required: Pair,
    /// Blocks in order.
    #[attr(block, min_items = 1, max_items = 3)]
    many: Vec<Pair>,
    /// Blocks without order.
    #[attr(block)]
    some: BTreeSet<Pair>,
}

/// What only the provider knows.
#[derive(Attributes)]
pub(crate) struct Computed {
    /// The id.
    id: String,
}

/// What identifies it.
#[derive(Attributes, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// The account.
    account: Option<String>,
    /// The id.
    id: String,
}

impl Resource for Shapes {
    type Client = Arc<World>;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = Identity;
    type Private = ();

    const NAME: &'static str = "toy_shapes";

    fn identity(_: &Arguments, computed: &Computed) -> Identity {
        Identity {
            account: None,
            id: computed.id.clone(),
        }
    }

    fn import_id(&self, _: &str) -> Result<Identity, Diagnostics> {
        Err(nothing_to_do().into())
    }

    async fn create(
        &self,
        _: &Context<'_, Self>,
        _: Planned<Self>,
        _: &Checkpoint<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        Err(nothing_to_do().into())
    }

    async fn read(
        &self,
        _: &Context<'_, Self>,
        _: &Identity,
        _: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        Ok(None)
    }

    async fn update(
        &self,
        _: &Context<'_, Self>,
        _: State<Self>,
        _: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        Err(nothing_to_do().into())
    }

    async fn delete(&self, _: &Context<'_, Self>, _: State<Self>) -> Result<(), Diagnostics> {
        Ok(())
    }
}

/// A configuration with a write-only value.
pub(crate) fn secretive() -> Value {
    let pair = || Value::object([("first", "a".into()), ("second", Value::Null)]);
    let Type::Object(members) = value_type() else {
        unreachable!("a schema's type is an object")
    };
    let mut config: BTreeMap<_, _> = members.into_keys().map(|name| (name, Value::Null)).collect();
    config.extend([
        ("text".to_owned(), "a".into()),
        ("secret".to_owned(), "hush".into()),
        ("required".to_owned(), pair()),
        ("many".to_owned(), Value::List(vec![pair()])),
        ("some".to_owned(), Value::Set(Vec::new())),
    ]);
    Value::Map(config)
}

/// The type of the resource's values.
pub(crate) fn value_type() -> Type {
    Configurable::<ResourceKind>::schema(&Shapes).value_type
}

fn nothing_to_do() -> Diagnostic {
    Diagnostic::error("Nothing to do", "This resource is only looked at.")
}
