//! What Terraform has of a remote object, and how a resource's structs come out of it.
//!
//! A state may lack a value if an older release of the provider wrote it, or if it was edited out of band. Such an
//! object must still be refreshed and destroyed, so missing values are read from the remote object itself.

use std::collections::BTreeMap;

use crate::{
    author::{Context, Resource, State},
    diagnostics::{Diagnostic, Diagnostics},
    schema::{Attribute, Configurability},
    typed::{Attributes, derived::object_to_value},
    value::{Number, Step, Type, Value},
};

/// A remote object as a request holds it.
#[derive(Clone, Copy, Debug)]
pub struct PriorObject<'a> {
    /// The values of all attributes and blocks.
    pub state: &'a Value,
    /// The private data of the object.
    pub private: &'a [u8],
    /// What identifies it; none in states from before identities.
    pub identity: Option<&'a Value>,
}

/// The object as its resource knows it. What its state lacks is read from the remote object; none if that is gone.
///
/// # Errors
/// If the state lacks values and does not identify its object, or if that object cannot be read.
pub(super) async fn whole<R: Resource>(
    resource: &R,
    context: &Context<'_, R>,
    stored: PriorObject<'_>,
    private: R::Private,
) -> Result<Option<State<R>>, Diagnostics> {
    let state = attributes(stored.state)?;
    let mut problems = Diagnostics::new();
    let arguments = problems.collect(R::Arguments::from_object(state));
    let computed = problems.collect(R::Computed::from_object(state));
    if let (Some(arguments), Some(computed)) = (arguments, computed) {
        return Ok(Some(State {
            arguments,
            computed,
            private,
        }));
    }
    let given = stored.identity.and_then(Value::as_map);
    let identity = given
        .and_then(|given| R::Identity::from_object(given).ok())
        .or_else(|| readable_identity::<R>(stored.state))
        .ok_or_else(|| unidentified(R::NAME, problems))?;
    // Boxed: what is hardly ever needed must not make the futures of all reads, updates and deletes larger.
    let found = Box::pin(Resource::read(resource, context, &identity, None)).await?;
    Ok(found.map(|found| State {
        arguments: R::Arguments::from_object(state).unwrap_or(found.arguments),
        computed: R::Computed::from_object(state).unwrap_or(found.computed),
        private,
    }))
}

/// Returns the identity of the object that `state` describes. None if the state lacks what identifies the object, or if
/// the identity depends on a value that is not known yet.
pub(super) fn identity<R: Resource>(state: &Value) -> Option<Value> {
    let identity = object_to_value(&readable_identity::<R>(state)?);
    let depends = || {
        let guess = readable_identity::<R>(&with_guesses::<R>(state));
        guess.is_none_or(|guess| object_to_value(&guess) != identity)
    };
    (state.is_wholly_known() || !depends()).then_some(identity)
}

/// Returns what identifies the object, as far as `state` can be read. None if it lacks a required attribute.
fn readable_identity<R: Resource>(state: &Value) -> Option<R::Identity> {
    let state = state.as_map()?;
    let identity = R::identity(&readable(state).ok()?, &readable(state).ok()?);
    let said = object_to_value(&identity);
    let attributes = R::Identity::block().attributes;
    let lacks_one = attributes
        .iter()
        .filter(|attribute| attribute.configurability == Configurability::Required)
        .any(|attribute| *said.get(attribute.name) == blank(&attribute.shape.value_type()));
    (!lacks_one).then_some(identity)
}

/// Returns `state` with a guess in place of each unknown attribute: an identity that differs then depends on it.
fn with_guesses<R: Resource>(state: &Value) -> Value {
    let block = R::Arguments::block().with_computed(R::Computed::block());
    let mut guessed = state.clone();
    for attribute in &block.attributes {
        if let Some(members) = guessed.as_map_mut()
            && let Some(value) = members.get_mut(attribute.name).filter(|value| value.is_unknown())
        {
            *value = match attribute.shape.value_type() {
                Type::Bool => Value::Bool(true),
                Type::Number => Value::Number(Number::from(1_i64)),
                Type::String => Value::string("?"),
                other => blank(&other),
            };
        }
    }
    guessed
}

/// The attributes of an object.
///
/// # Errors
/// If the value is not an object.
pub(super) fn attributes(value: &Value) -> Result<&BTreeMap<String, Value>, Diagnostics> {
    value
        .as_map()
        .ok_or_else(|| Diagnostic::bug("An object was expected.").into())
}

/// Reads what can be read of an object. Attributes that cannot are absent, or blank where they have to be there.
fn readable<A: Attributes>(object: &BTreeMap<String, Value>) -> Result<A, Diagnostics> {
    A::from_object(object).or_else(|problems| {
        let (block, mut patched) = (A::block(), object.clone());
        for problem in &problems {
            if let Some(Step::Attribute(name)) = problem.path.steps().first()
                && let Some(attribute) = block.attribute(name)
            {
                patched.insert(name.clone(), unread(attribute));
            }
        }
        A::from_object(&patched)
    })
}

fn unread(attribute: &Attribute) -> Value {
    match attribute.configurability {
        Configurability::Required => blank(&attribute.shape.value_type()),
        Configurability::Optional | Configurability::OptionalComputed | Configurability::Computed => Value::Null,
    }
}

/// The value of a type that says the least.
fn blank(ty: &Type) -> Value {
    match ty {
        Type::Bool => Value::Bool(false),
        Type::Number => Value::Number(Number::from(0_i64)),
        Type::String => Value::string(""),
        Type::Dynamic => Value::Null,
        Type::List(_) => Value::List(Vec::new()),
        Type::Set(_) => Value::Set(Vec::new()),
        Type::Map(_) => Value::Map(BTreeMap::new()),
        Type::Tuple(types) => Value::List(types.iter().map(blank).collect()),
        Type::Object(types) => Value::Map(types.iter().map(|(name, ty)| (name.clone(), blank(ty))).collect()),
    }
}

/// Returns the error for a state that does not identify its object.
fn unidentified(name: &str, mut problems: Diagnostics) -> Diagnostics {
    let detail = format!(
        "The state of this {name} lacks values, among them what identifies the object, so it cannot be read. Remove it \
         from the state (terraform state rm) and import it again."
    );
    problems.push(Diagnostic::error("Incomplete state", detail));
    problems
}
