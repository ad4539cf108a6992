//! The object-safe twin of [`Resource`], through which the engine reaches every resource alike.

use std::{collections::BTreeMap, future::Future, pin::Pin};

use serde::{Deserialize, Serialize};

use super::{
    attributes::{Attributes, Document, attributes_of},
    diagnostics::{Diagnostic, Diagnostics},
    guard::guarded,
    plan::{Draft, Plan},
    resource::{Context, Failure, MoveSource, Planned, Resource, State},
    schema::{IdentitySchema, Schema},
    value::Value,
};

/// A future on the heap, as an object-safe trait needs.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A remote object as Terraform's state keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// The values of all attributes and blocks.
    pub state: Value,
    /// What the provider remembers beside.
    pub private: Vec<u8>,
    /// What identifies it.
    pub identity: Value,
}

/// What an apply led to.
#[derive(Debug)]
pub struct Applied {
    /// What exists now; none if nothing is known to exist.
    pub object: Option<Object>,
    /// Warnings and errors.
    pub diagnostics: Diagnostics,
}

/// What a read found.
#[derive(Debug)]
pub struct Found {
    /// The object; none if it is gone.
    pub object: Option<Object>,
    /// Warnings and errors.
    pub diagnostics: Diagnostics,
}

/// The private bytes of an object: what the resource remembers, or the identity that an import left for the first read.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Private<P, I> {
    Imported(I),
    Remembered(P),
}

/// A resource whose structs are hidden: values go in, values come out.
pub trait AnyResource<C>: Send + Sync {
    /// The name of the type.
    fn name(&self) -> &'static str;
    /// The schema.
    fn schema(&self) -> Schema;
    /// The identity's schema.
    fn identity_schema(&self) -> IdentitySchema;
    /// See [`Resource::validate`].
    fn validate(&self, config: Document<'_>) -> Diagnostics;
    /// See [`Resource::plan`].
    fn plan<'a>(&'a self, draft: &'a mut Draft<'_, C>) -> BoxFuture<'a, Result<(), Diagnostics>>;
    /// See [`Resource::create`]. `planned` holds write-only values.
    fn create<'a>(&'a self, client: &'a C, planned: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Applied>;
    /// See [`Resource::read`].
    fn read<'a>(&'a self, client: &'a C, state: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Found>;
    /// See [`Resource::update`]. `planned` holds write-only values.
    fn update<'a>(
        &'a self,
        client: &'a C,
        prior: &'a Value,
        planned: &'a Value,
        private: &'a [u8],
    ) -> BoxFuture<'a, Applied>;
    /// See [`Resource::delete`].
    fn delete<'a>(&'a self, client: &'a C, state: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Diagnostics>;
    /// The identity that an import id stands for. See [`Resource::import_id`].
    ///
    /// # Errors
    /// What is wrong with the id.
    fn import_id(&self, id: &str) -> Result<Value, Diagnostics>;
    /// The private bytes of an object of which only the identity is known, so that the read that follows finds it.
    ///
    /// # Errors
    /// What is wrong with the identity.
    fn imported(&self, identity: &Value) -> Result<Vec<u8>, Diagnostics>;
    /// The identity of an object in the state; none if the state cannot be read.
    fn identity(&self, state: &Value) -> Option<Value>;
    /// See [`Resource::upgrade`].
    ///
    /// # Errors
    /// Why the old state cannot be rewritten.
    fn upgrade(&self, version: i64, state: serde_json::Value) -> Result<serde_json::Value, Diagnostics>;
    /// See [`Resource::moved`].
    fn moved(&self, source: &MoveSource<'_>) -> Option<Result<serde_json::Value, Diagnostics>>;
}

impl<R: Resource> AnyResource<R::Client> for R {
    fn name(&self) -> &'static str {
        R::NAME
    }

    fn schema(&self) -> Schema {
        Schema::new(R::VERSION, R::Arguments::block().with_computed(R::Computed::block()))
    }

    fn identity_schema(&self) -> IdentitySchema {
        IdentitySchema::new(0, attributes_of::<R::Identity>())
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        Resource::validate(self, config)
    }

    fn plan<'a>(&'a self, draft: &'a mut Draft<'_, R::Client>) -> BoxFuture<'a, Result<(), Diagnostics>> {
        Box::pin(async move {
            let private = remembered::<R>(&draft.private)?;
            let mut plan = Plan::<R>::new(draft, private);
            Resource::plan(self, &mut plan).await?;
            let private = plan.into_private();
            draft.private = private_bytes::<R>(&private);
            Ok(())
        })
    }

    fn create<'a>(&'a self, client: &'a R::Client, planned: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Applied> {
        Box::pin(async move {
            let planned = match read_planned::<R>(planned, private) {
                Ok(planned) => planned,
                Err(diagnostics) => {
                    return Applied {
                        object: None,
                        diagnostics,
                    };
                }
            };
            let context = Context::new(client);
            let outcome = guarded(Resource::create(self, &context, planned)).await;
            applied(context, outcome)
        })
    }

    fn read<'a>(&'a self, client: &'a R::Client, state: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Found> {
        Box::pin(async move {
            let context = Context::<R>::new(client);
            let outcome = guarded(read_object(self, &context, state, private)).await;
            let (mut diagnostics, _) = context.into_parts();
            let outcome = outcome.unwrap_or_else(|bug| Err(bug.into()));
            Found {
                object: diagnostics.collect(outcome).flatten(),
                diagnostics,
            }
        })
    }

    fn update<'a>(
        &'a self,
        client: &'a R::Client,
        prior: &'a Value,
        planned: &'a Value,
        private: &'a [u8],
    ) -> BoxFuture<'a, Applied> {
        Box::pin(async move {
            let (prior, planned) = match read_state::<R>(prior, private)
                .and_then(|prior| Ok((prior, read_planned::<R>(planned, private)?)))
            {
                Ok(read) => read,
                Err(diagnostics) => {
                    return Applied {
                        object: None,
                        diagnostics,
                    };
                }
            };
            let context = Context::new(client);
            let outcome = guarded(Resource::update(self, &context, prior, planned)).await;
            applied(context, outcome)
        })
    }

    fn delete<'a>(&'a self, client: &'a R::Client, state: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Diagnostics> {
        Box::pin(async move {
            let state = match read_state::<R>(state, private) {
                Ok(state) => state,
                Err(diagnostics) => return diagnostics,
            };
            let context = Context::<R>::new(client);
            let outcome = guarded(Resource::delete(self, &context, state)).await;
            let (mut diagnostics, _) = context.into_parts();
            diagnostics.collect(outcome.unwrap_or_else(|bug| Err(bug.into())));
            diagnostics
        })
    }

    fn import_id(&self, id: &str) -> Result<Value, Diagnostics> {
        Resource::import_id(self, id).map(|identity| object(&identity))
    }

    fn imported(&self, identity: &Value) -> Result<Vec<u8>, Diagnostics> {
        let identity = R::Identity::from_object(attributes(identity)?)?;
        encode(&Private::<R::Private, R::Identity>::Imported(identity))
    }

    fn identity(&self, state: &Value) -> Option<Value> {
        let state = state.as_map()?;
        let (arguments, computed) = (
            R::Arguments::from_object(state).ok()?,
            R::Computed::from_object(state).ok()?,
        );
        Some(object(&R::identity(&arguments, &computed)))
    }

    fn upgrade(&self, version: i64, state: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        R::upgrade(version, state)
    }

    fn moved(&self, source: &MoveSource<'_>) -> Option<Result<serde_json::Value, Diagnostics>> {
        R::moved(source)
    }
}

async fn read_object<R: Resource>(
    resource: &R,
    context: &Context<'_, R>,
    state: &Value,
    private: &[u8],
) -> Result<Option<Object>, Diagnostics> {
    let found = match decode::<R>(private)? {
        Private::Imported(identity) => Resource::read(resource, context, &identity, None).await?,
        Private::Remembered(private) => {
            let prior = state_with::<R>(state, private)?;
            let identity = R::identity(&prior.arguments, &prior.computed);
            Resource::read(resource, context, &identity, Some(&prior)).await?
        }
    };
    Ok(found.as_ref().map(to_object))
}

/// What became of a create or an update. A panic leaves what was last known to exist.
fn applied<R: Resource>(context: Context<'_, R>, outcome: Result<Result<State<R>, Failure<R>>, Diagnostic>) -> Applied {
    let (mut diagnostics, checkpoint) = context.into_parts();
    let state = match outcome {
        Ok(Ok(state)) => Some(state),
        Ok(Err(failure)) => {
            diagnostics.extend(failure.diagnostics);
            failure.state.map(|state| *state)
        }
        Err(bug) => {
            diagnostics.push(bug);
            checkpoint
        }
    };
    Applied {
        object: state.as_ref().map(to_object),
        diagnostics,
    }
}

fn to_object<R: Resource>(state: &State<R>) -> Object {
    let mut values = BTreeMap::new();
    state.arguments.to_object(&mut values);
    state.computed.to_object(&mut values);
    Object {
        state: Value::Map(values),
        private: private_bytes::<R>(&state.private),
        identity: object(&R::identity(&state.arguments, &state.computed)),
    }
}

fn object<A: Attributes>(attributes: &A) -> Value {
    let mut values = BTreeMap::new();
    attributes.to_object(&mut values);
    Value::Map(values)
}

fn attributes(value: &Value) -> Result<&BTreeMap<String, Value>, Diagnostics> {
    value
        .as_map()
        .ok_or_else(|| Diagnostic::bug("An object was expected.").into())
}

fn read_planned<R: Resource>(planned: &Value, private: &[u8]) -> Result<Planned<R>, Diagnostics> {
    Ok(Planned {
        arguments: R::Arguments::from_object(attributes(planned)?)?,
        private: remembered::<R>(private)?,
    })
}

fn read_state<R: Resource>(state: &Value, private: &[u8]) -> Result<State<R>, Diagnostics> {
    state_with(state, remembered::<R>(private)?)
}

fn state_with<R: Resource>(state: &Value, private: R::Private) -> Result<State<R>, Diagnostics> {
    let state = attributes(state)?;
    Ok(State {
        arguments: R::Arguments::from_object(state)?,
        computed: R::Computed::from_object(state)?,
        private,
    })
}

/// What the resource remembers. An object that was only imported so far has nothing to remember.
fn remembered<R: Resource>(private: &[u8]) -> Result<R::Private, Diagnostics> {
    Ok(match decode::<R>(private)? {
        Private::Remembered(private) => private,
        Private::Imported(_) => R::Private::default(),
    })
}

fn decode<R: Resource>(private: &[u8]) -> Result<Private<R::Private, R::Identity>, Diagnostics> {
    if private.is_empty() {
        return Ok(Private::Remembered(R::Private::default()));
    }
    serde_json::from_slice(private).map_err(|error| {
        let detail = format!("The private data of this {} cannot be read: {error}.", R::NAME);
        Diagnostic::bug(detail).into()
    })
}

fn encode<P: Serialize, I: Serialize>(private: &Private<P, I>) -> Result<Vec<u8>, Diagnostics> {
    serde_json::to_vec(private)
        .map_err(|error| Diagnostic::bug(format!("The private data cannot be written: {error}.")).into())
}

fn private_bytes<R: Resource>(private: &R::Private) -> Vec<u8> {
    encode(&Private::<_, R::Identity>::Remembered(private.clone())).unwrap_or_default()
}
