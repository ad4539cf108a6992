//! The object-safe counterpart of [`Resource`], through which the engine uses every resource.

use std::{collections::BTreeMap, future::Future, pin::Pin};

use crate::{
    author::{
        Context, Draft, Failure, MoveSource, Plan, Planned, Resource, State,
        guard::guarded,
        private::{self, Private},
        stored::{self, Stored, attributes},
    },
    diagnostics::{Diagnostic, Diagnostics},
    schema::{IdentitySchema, Schema},
    typed::{Attributes, Document, attributes_of, derived::object_to_value},
    value::Value,
};

/// A boxed future, which an object-safe trait requires.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A remote object in Terraform's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// The values of all attributes and blocks.
    pub state: Value,
    /// The private data of the object.
    pub private: Vec<u8>,
    /// What identifies it.
    pub identity: Value,
}

/// The result of an apply.
#[derive(Debug)]
pub struct Applied {
    /// The current object; `None` if nothing is known to exist.
    pub object: Option<Object>,
    /// Warnings and errors.
    pub diagnostics: Diagnostics,
}

/// The result of a read.
#[derive(Debug)]
pub struct Found {
    /// The object; `None` if it no longer exists.
    pub object: Option<Object>,
    /// Warnings and errors.
    pub diagnostics: Diagnostics,
}

/// A resource whose methods take and return values instead of structs.
pub trait AnyResource<C>: Send + Sync {
    /// Returns the name of the type.
    fn name(&self) -> &'static str;
    /// Returns the schema.
    fn schema(&self) -> Schema;
    /// Returns the schema of the identity.
    fn identity_schema(&self) -> IdentitySchema;
    /// See [`Resource::validate`].
    fn validate(&self, config: Document<'_>) -> Diagnostics;
    /// See [`Resource::plan`].
    fn plan<'a>(&'a self, draft: &'a mut Draft<'_, C>) -> BoxFuture<'a, Result<(), Diagnostics>>;
    /// See [`Resource::create`]. `planned` contains write-only values.
    fn create<'a>(&'a self, client: &'a C, planned: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Applied>;
    /// See [`Resource::read`].
    fn read<'a>(&'a self, client: &'a C, stored: Stored<'a>) -> BoxFuture<'a, Found>;
    /// See [`Resource::update`]. `planned` contains write-only values.
    fn update<'a>(&'a self, client: &'a C, prior: Stored<'a>, planned: &'a Value) -> BoxFuture<'a, Applied>;
    /// See [`Resource::delete`].
    fn delete<'a>(&'a self, client: &'a C, stored: Stored<'a>) -> BoxFuture<'a, Diagnostics>;
    /// Returns the identity for an import ID. See [`Resource::import_id`].
    ///
    /// # Errors
    /// If the ID is invalid.
    fn import_id(&self, id: &str) -> Result<Value, Diagnostics>;
    /// Returns the private data of an object of which only the identity is known, for the next read.
    ///
    /// # Errors
    /// If the identity is invalid.
    fn imported(&self, identity: &Value) -> Result<Vec<u8>, Diagnostics>;
    /// Returns whether this is the private data of an object of which only the identity is known.
    fn is_imported(&self, private: &[u8]) -> bool;
    /// Returns the identity of an object in the state; `None` if the state does not contain it.
    fn identity(&self, state: &Value) -> Option<Value>;
    /// See [`Resource::upgrade`].
    ///
    /// # Errors
    /// If the old state cannot be upgraded.
    fn upgrade(&self, version: i64, state: serde_json::Value) -> Result<serde_json::Value, Diagnostics>;
    /// See [`Resource::upgrade_identity`].
    ///
    /// # Errors
    /// If the old identity cannot be upgraded.
    fn upgrade_identity(&self, version: i64, identity: serde_json::Value) -> Result<serde_json::Value, Diagnostics>;
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
        IdentitySchema::new(R::IDENTITY_VERSION, attributes_of::<R::Identity>())
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        Resource::validate(self, config)
    }

    fn plan<'a>(&'a self, draft: &'a mut Draft<'_, R::Client>) -> BoxFuture<'a, Result<(), Diagnostics>> {
        Box::pin(async move {
            let (remembered, warning) = private::remembered::<R>(&draft.private);
            draft.diagnostics.extend(warning);
            let mut plan = Plan::<R>::new(draft, remembered);
            Resource::plan(self, &mut plan).await?;
            let remembered = plan.into_private();
            draft.private = private::remember::<R>(&remembered);
            Ok(())
        })
    }

    fn create<'a>(&'a self, client: &'a R::Client, planned: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Applied> {
        Box::pin(async move {
            let context = Context::new(client);
            let outcome = guarded(create(self, &context, planned, private)).await;
            applied(context, outcome)
        })
    }

    fn read<'a>(&'a self, client: &'a R::Client, stored: Stored<'a>) -> BoxFuture<'a, Found> {
        Box::pin(async move {
            let context = Context::<R>::new(client);
            let outcome = guarded(read(self, &context, stored)).await;
            let (mut diagnostics, _) = context.into_parts();
            let outcome = outcome.unwrap_or_else(|bug| Err(bug.into()));
            Found {
                object: diagnostics.collect(outcome).flatten(),
                diagnostics,
            }
        })
    }

    fn update<'a>(&'a self, client: &'a R::Client, prior: Stored<'a>, planned: &'a Value) -> BoxFuture<'a, Applied> {
        Box::pin(async move {
            let context = Context::new(client);
            let outcome = guarded(update(self, &context, prior, planned)).await;
            applied(context, outcome)
        })
    }

    fn delete<'a>(&'a self, client: &'a R::Client, stored: Stored<'a>) -> BoxFuture<'a, Diagnostics> {
        Box::pin(async move {
            let context = Context::<R>::new(client);
            let outcome = guarded(delete(self, &context, stored)).await;
            let (mut diagnostics, _) = context.into_parts();
            diagnostics.collect(outcome.unwrap_or_else(|bug| Err(bug.into())));
            diagnostics
        })
    }

    fn import_id(&self, id: &str) -> Result<Value, Diagnostics> {
        Resource::import_id(self, id).map(|identity| object_to_value(&identity))
    }

    fn imported(&self, identity: &Value) -> Result<Vec<u8>, Diagnostics> {
        private::imported::<R>(&R::Identity::from_object(attributes(identity)?)?)
    }

    fn is_imported(&self, private: &[u8]) -> bool {
        matches!(private::read::<R>(private), (Private::Imported(_), _))
    }

    fn identity(&self, state: &Value) -> Option<Value> {
        stored::identity::<R>(state).map(|identity| object_to_value(&identity))
    }

    fn upgrade(&self, version: i64, state: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        R::upgrade(version, state)
    }

    fn upgrade_identity(&self, version: i64, identity: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        R::upgrade_identity(version, identity)
    }

    fn moved(&self, source: &MoveSource<'_>) -> Option<Result<serde_json::Value, Diagnostics>> {
        R::moved(source)
    }
}

async fn create<R: Resource>(
    resource: &R,
    context: &Context<'_, R>,
    planned: &Value,
    private: &[u8],
) -> Result<State<R>, Failure<R>> {
    let private = remembered(context, private);
    Resource::create(resource, context, read_planned(planned, private)?).await
}

async fn read<R: Resource>(
    resource: &R,
    context: &Context<'_, R>,
    stored: Stored<'_>,
) -> Result<Option<Object>, Diagnostics> {
    let (private, warning) = private::read::<R>(stored.private);
    context.warn_all(warning);
    let found = match private {
        Private::Imported(identity) => Resource::read(resource, context, &identity, None).await?,
        Private::Remembered(private) => {
            let Some(prior) = stored::whole(resource, context, stored, private).await? else {
                return Ok(None);
            };
            let identity = R::identity(&prior.arguments, &prior.computed);
            Resource::read(resource, context, &identity, Some(&prior)).await?
        }
    };
    Ok(found.as_ref().map(to_object))
}

async fn update<R: Resource>(
    resource: &R,
    context: &Context<'_, R>,
    prior: Stored<'_>,
    planned: &Value,
) -> Result<State<R>, Failure<R>> {
    let private = remembered(context, prior.private);
    let planned = read_planned(planned, private.clone())?;
    let prior = stored::whole(resource, context, prior, private).await?;
    let prior = prior.ok_or_else(|| {
        let detail = format!("This {} was removed since the plan was made. Plan again.", R::NAME);
        Diagnostic::error("The object no longer exists", detail)
    })?;
    Resource::update(resource, context, prior, planned).await
}

async fn delete<R: Resource>(resource: &R, context: &Context<'_, R>, stored: Stored<'_>) -> Result<(), Diagnostics> {
    let private = remembered(context, stored.private);
    match stored::whole(resource, context, stored, private).await? {
        Some(state) => Resource::delete(resource, context, state).await,
        None => Ok(()),
    }
}

/// Returns the private data of the resource, or a warning if it cannot be read.
fn remembered<R: Resource>(context: &Context<'_, R>, private: &[u8]) -> R::Private {
    let (remembered, warning) = private::remembered::<R>(private);
    context.warn_all(warning);
    remembered
}

fn read_planned<R: Resource>(planned: &Value, private: R::Private) -> Result<Planned<R>, Diagnostics> {
    Ok(Planned {
        arguments: R::Arguments::from_object(attributes(planned)?)?,
        private,
    })
}

/// Returns the result of a create or an update. The last known state is never lost, even after an error or a panic.
fn applied<R: Resource>(context: Context<'_, R>, outcome: Result<Result<State<R>, Failure<R>>, Diagnostic>) -> Applied {
    let (mut diagnostics, checkpoint) = context.into_parts();
    let state = match outcome {
        Ok(Ok(state)) => Some(state),
        Ok(Err(failure)) => {
            diagnostics.extend(failure.diagnostics);
            failure.state.map(|state| *state).or(checkpoint)
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
        private: private::remember::<R>(&state.private),
        identity: object_to_value(&R::identity(&state.arguments, &state.computed)),
    }
}
