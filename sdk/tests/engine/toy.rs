//! A resource whose schema and behavior each test defines.

use std::{collections::BTreeMap, sync::Mutex};

use terraform_provider_sdk::{
    author::{
        AnyResource, Applied, BoxFuture, Configurable, Found, MovableType, MoveSource, Object, PriorObject,
        ResourceKind, ResourcePlan,
    },
    diagnostics::{Diagnostic, Diagnostics},
    engine::plan::{PlanRequest, PlanResponse, plan},
    schema::{Attribute, Block, Configurability, IdentitySchema, NestedBlock, Nesting, Schema, Shape},
    typed::Document,
    value::{Type, Value},
};

/// What an operation of the toy answers.
pub(crate) enum Answer {
    /// This state.
    State(Value),
    /// This error, and this state if there is one.
    Error(&'static str, Option<Value>),
    /// Nothing at all.
    Nothing,
}

/// An operation of the toy.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Told {
    pub(crate) prior: Option<Value>,
    pub(crate) planned: Option<Value>,
    pub(crate) private: Vec<u8>,
    pub(crate) identity: Option<Value>,
}

impl Told {
    fn of(stored: PriorObject<'_>, planned: Option<&Value>) -> Self {
        Self {
            prior: Some(stored.state.clone()),
            planned: planned.cloned(),
            private: stored.private.to_vec(),
            identity: stored.identity.cloned(),
        }
    }
}

pub(crate) struct Toy {
    pub(crate) block: Block,
    pub(crate) answer: Answer,
    pub(crate) hook: fn(&mut ResourcePlan<'_, ()>),
    pub(crate) told: Mutex<Vec<Told>>,
    pub(crate) mutable_identity: bool,
}

impl Toy {
    pub(crate) fn new(block: Block) -> Self {
        Self {
            block,
            answer: Answer::Nothing,
            hook: |_| {},
            told: Mutex::default(),
            mutable_identity: false,
        }
    }

    pub(crate) fn answering(self, answer: Answer) -> Self {
        Self { answer, ..self }
    }

    pub(crate) fn with_hook(self, hook: fn(&mut ResourcePlan<'_, ()>)) -> Self {
        Self { hook, ..self }
    }

    pub(crate) fn schema(&self) -> Schema {
        Schema::new(0, self.block.clone())
    }

    fn answer(&self) -> (Option<Object>, Diagnostics) {
        let object = |state: &Value| Object {
            state: state.clone(),
            private: b"new".to_vec(),
            identity: identity(),
        };
        match &self.answer {
            Answer::State(state) => (Some(object(state)), Diagnostics::new()),
            Answer::Error(error, state) => (state.as_ref().map(object), Diagnostic::error(*error, "").into()),
            Answer::Nothing => (None, Diagnostics::new()),
        }
    }

    /// All operations of the toy.
    pub(crate) fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }

    fn tell(&self, told: Told) {
        self.told.lock().unwrap().push(told);
    }

    fn applied(&self, told: Told) -> BoxFuture<'_, Applied> {
        self.tell(told);
        Box::pin(async {
            let (object, diagnostics) = self.answer();
            Applied { object, diagnostics }
        })
    }
}

/// The plan of the toy, of which `old` was remembered.
pub(crate) async fn planned(toy: &Toy, prior: Value, config: Value, proposed: Value) -> PlanResponse {
    let request = PlanRequest {
        config,
        prior,
        proposed,
        prior_private: b"old".to_vec(),
        planned_private: Vec::new(),
        prior_identity: None,
    };
    plan(toy, &toy.schema(), Some(&()), request).await
}

pub(crate) fn identity() -> Value {
    Value::object([("id", "i-1".into())])
}

impl Configurable<ResourceKind> for Toy {
    fn name(&self) -> &'static str {
        "toy"
    }

    fn schema(&self) -> Schema {
        self.schema()
    }

    fn validate(&self, _: Document<'_>) -> Diagnostics {
        Diagnostics::new()
    }
}

impl AnyResource<()> for Toy {
    fn identity_schema(&self) -> IdentitySchema {
        IdentitySchema::new(0, vec![text("id", Configurability::Required)])
    }

    fn plan<'a>(&'a self, resource_plan: &'a mut ResourcePlan<'_, ()>) -> BoxFuture<'a, Result<(), Diagnostics>> {
        Box::pin(async {
            (self.hook)(resource_plan);
            Ok(())
        })
    }

    fn create<'a>(&'a self, _: &'a (), planned: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Applied> {
        self.applied(Told {
            planned: Some(planned.clone()),
            private: private.to_vec(),
            ..Told::default()
        })
    }

    fn read<'a>(&'a self, _: &'a (), stored: PriorObject<'a>) -> BoxFuture<'a, Found> {
        self.tell(Told::of(stored, None));
        Box::pin(async {
            let (object, diagnostics) = self.answer();
            Found { object, diagnostics }
        })
    }

    fn update<'a>(&'a self, _: &'a (), prior: PriorObject<'a>, planned: &'a Value) -> BoxFuture<'a, Applied> {
        self.applied(Told::of(prior, Some(planned)))
    }

    fn delete<'a>(&'a self, _: &'a (), stored: PriorObject<'a>) -> BoxFuture<'a, Diagnostics> {
        self.tell(Told::of(stored, None));
        Box::pin(async { self.answer().1 })
    }

    fn import_id(&self, id: &str) -> Result<Value, Diagnostics> {
        match id {
            "" => Err(Diagnostic::error("Empty id", "An id is needed.").into()),
            id => Ok(Value::object([("id", id.into())])),
        }
    }

    fn is_import_name(&self, id: &str) -> bool {
        id.starts_with("name:")
    }

    fn find<'a>(&'a self, (): &'a (), id: &'a str) -> BoxFuture<'a, Result<Value, Diagnostics>> {
        Box::pin(async move {
            match id {
                "name:a" => Ok(Value::object([("id", "i-7".into())])),
                name => Err(Diagnostic::error("Not found", name).into()),
            }
        })
    }

    fn imported(&self, identity: &Value) -> Result<Vec<u8>, Diagnostics> {
        Ok(format!("imported {}", identity.get("id").as_str().unwrap_or_default()).into_bytes())
    }

    fn is_imported(&self, private: &[u8]) -> bool {
        private.starts_with(b"imported")
    }

    fn has_mutable_identity(&self) -> bool {
        self.mutable_identity
    }

    fn identity(&self, state: &Value) -> Option<Value> {
        let id = state.as_map().and_then(|state| state.get("id"));
        (state.is_wholly_known() && id.is_none_or(|id| !id.is_null())).then(identity)
    }

    fn warnings_of_move(&self, _: &MoveSource<'_>) -> Diagnostics {
        Diagnostics::new()
    }

    fn upgrade(&self, version: i64, mut state: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        if state["name"] == "lost" {
            return Ok(serde_json::Value::Null);
        }
        state["name"] = format!("from version {version}").into();
        Ok(state)
    }

    fn upgrade_identity(&self, _: i64, identity: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        Ok(identity)
    }

    fn moves_from(&self) -> &'static [MovableType] {
        &MOVES_FROM
    }

    fn moved(&self, source: &MoveSource<'_>) -> Result<serde_json::Value, Diagnostics> {
        Ok(match source.type_name {
            "nameless_toy" => serde_json::json!({ "name": "a" }),
            _ => source.state.clone(),
        })
    }
}

/// What a toy can take over.
const MOVES_FROM: [MovableType; 2] = [movable("old_toy"), movable("nameless_toy")];

const fn movable(type_name: &'static str) -> MovableType {
    MovableType {
        provider: "x/y",
        type_name,
    }
}

pub(crate) fn attribute(name: &'static str, shape: Shape, configurability: Configurability) -> Attribute {
    Attribute {
        name,
        shape,
        configurability,
        description: "A toy's attribute.",
        sensitive: false,
        write_only: false,
        deprecated: None,
        default: None,
        requires_replace: false,
        use_state_for_unknown: false,
        same: None,
        validators: Vec::new(),
        code: None,
    }
}

pub(crate) fn text(name: &'static str, configurability: Configurability) -> Attribute {
    attribute(name, Shape::Plain(Type::String), configurability)
}

pub(crate) fn block(attributes: Vec<Attribute>) -> Block {
    Block {
        attributes,
        ..Block::default()
    }
}

pub(crate) fn nested_block(name: &'static str, nesting: Nesting, attributes: Vec<Attribute>) -> NestedBlock {
    NestedBlock {
        name,
        block: block(attributes),
        nesting,
        min_items: 0,
        max_items: 0,
        requires_replace: false,
    }
}

pub(crate) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Map(
        members
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect::<BTreeMap<_, _>>(),
    )
}
