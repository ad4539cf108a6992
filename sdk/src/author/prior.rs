//! Remote objects in the state, and their conversion to the structs of a resource.
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

/// A remote object in a request.
#[derive(Clone, Copy, Debug)]
pub struct PriorObject<'a> {
    /// The values of all attributes and blocks.
    pub state: &'a Value,
    /// The private data of the object.
    pub private: &'a [u8],
    /// The identity; `None` in states that were written before identities existed.
    pub identity: Option<&'a Value>,
}

/// Returns the object as the structs of its resource. Values that the state does not have are read from the remote
/// object. Returns `None` if the remote object no longer exists.
///
/// # Errors
/// If the state is incomplete and does not identify its object, or if that object cannot be read.
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
    // Boxed, so that code that is rarely needed does not enlarge the futures of all reads, updates and deletes.
    let found = Box::pin(Resource::read(resource, context, &identity, None)).await?;
    Ok(found.map(|found| State {
        arguments: R::Arguments::from_object(state).unwrap_or(found.arguments),
        computed: R::Computed::from_object(state).unwrap_or(found.computed),
        private,
    }))
}

/// Returns the identity of the object in `state`; `None` if the readable values are not sufficient, or if it depends on a
/// value that is known after apply.
pub(super) fn identity<R: Resource>(state: &Value) -> Option<Value> {
    let identity = object_to_value(&readable_identity::<R>(state)?);
    let depends = || {
        let guess = readable_identity::<R>(&with_guesses::<R>(state));
        guess.is_none_or(|guess| object_to_value(&guess) != identity)
    };
    (state.is_wholly_known() || !depends()).then_some(identity)
}

/// Returns the identity from the readable values of `state`; `None` if it lacks a required attribute.
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

/// Returns the attributes of an object.
///
/// # Errors
/// If the value is not an object.
pub(super) fn attributes(value: &Value) -> Result<&BTreeMap<String, Value>, Diagnostics> {
    value
        .as_map()
        .ok_or_else(|| Diagnostic::bug("The state is not an object.").into())
}

/// Reads the valid attributes of an object. Others are absent, or blank if they are required.
fn readable<A: Attributes>(object: &BTreeMap<String, Value>) -> Result<A, Diagnostics> {
    A::from_object(object).or_else(|problems| {
        let (block, mut patched) = (A::block(), object.clone());
        for problem in &problems {
            if let Some(Step::Attribute(name)) = problem.path.steps().first()
                && let Some(attribute) = block.attribute(name)
            {
                patched.insert(name.to_string(), unread(attribute));
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

/// Returns a blank value of a type.
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
        "The state of this {name} is incomplete and does not identify the object, so the provider cannot read the \
         object. Remove it from the state (terraform state rm) and import it again."
    );
    problems.push(Diagnostic::error("Incomplete state", detail));
    problems
}
