//! The object-safe counterpart of [`Resource`], through which the engine uses every resource.

use std::{collections::BTreeMap, future::Future, mem::take, pin::Pin};

use crate::{
    author::{
        Checkpoint, Configurable, Context, Failure, Kind, MovableType, MoveSource, Plan, Planned, Resource,
        ResourcePlan, State,
        guard::guarded,
        prior::{self, PriorObject, attributes},
        private::{self, Private},
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

/// The kind of resources.
pub enum ResourceKind {}

impl<C: 'static> Kind<C> for ResourceKind {
    type Any = dyn AnyResource<C>;
}

/// A resource whose methods take and return values instead of structs.
pub trait AnyResource<C>: Configurable<ResourceKind> {
    /// Returns the schema of the identity.
    fn identity_schema(&self) -> IdentitySchema;
    /// See [`Resource::plan`].
    fn plan<'a>(&'a self, resource_plan: &'a mut ResourcePlan<'_, C>) -> BoxFuture<'a, Result<(), Diagnostics>>;
    /// See [`Resource::create`]. `planned` contains write-only values.
    fn create<'a>(&'a self, client: &'a C, planned: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Applied>;
    /// See [`Resource::read`].
    fn read<'a>(&'a self, client: &'a C, stored: PriorObject<'a>) -> BoxFuture<'a, Found>;
    /// See [`Resource::update`]. `planned` contains write-only values.
    fn update<'a>(&'a self, client: &'a C, prior: PriorObject<'a>, planned: &'a Value) -> BoxFuture<'a, Applied>;
    /// See [`Resource::delete`].
    fn delete<'a>(&'a self, client: &'a C, stored: PriorObject<'a>) -> BoxFuture<'a, Diagnostics>;
    /// Returns the identity for an import ID. See [`Resource::import_id`].
    ///
    /// # Errors
    /// If the ID is invalid.
    fn import_id(&self, id: &str) -> Result<Value, Diagnostics>;
    /// See [`Resource::is_import_name`].
    fn is_import_name(&self, id: &str) -> bool;
    /// See [`Resource::find`].
    fn find<'a>(&'a self, client: &'a C, id: &'a str) -> BoxFuture<'a, Result<Value, Diagnostics>>;
    /// Returns the private data of an object of which only the identity is known, for the next read.
    ///
    /// # Errors
    /// If the identity is invalid.
    fn imported(&self, identity: &Value) -> Result<Vec<u8>, Diagnostics>;
    /// Returns whether this is the private data of an object of which only the identity is known.
    fn is_imported(&self, private: &[u8]) -> bool;
    /// See [`Resource::MUTABLE_IDENTITY`].
    fn has_mutable_identity(&self) -> bool;
    /// Returns the identity of an object in a state or a plan; `None` if the state does not contain it, or if it depends
    /// on a value that is known after apply.
    fn identity(&self, state: &Value) -> Option<Value>;
    /// See [`Resource::warnings_of_move`].
    fn warnings_of_move(&self, source: &MoveSource<'_>) -> Diagnostics;
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
    /// See [`Resource::MOVES_FROM`].
    fn moves_from(&self) -> &'static [MovableType];
    /// See [`Resource::moved`].
    ///
    /// # Errors
    /// If the state cannot be converted.
    fn moved(&self, source: &MoveSource<'_>) -> Result<serde_json::Value, Diagnostics>;
}

impl<R: Resource> Configurable<ResourceKind> for R {
    fn name(&self) -> &'static str {
        R::NAME
    }

    fn schema(&self) -> Schema {
        Schema::new(R::VERSION, R::Arguments::block().with_computed(R::Computed::block()))
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        Resource::validate(self, config)
    }
}

impl<R: Resource> AnyResource<R::Client> for R {
    fn identity_schema(&self) -> IdentitySchema {
        IdentitySchema::new(R::IDENTITY_VERSION, attributes_of::<R::Identity>())
    }

    fn plan<'a>(
        &'a self,
        resource_plan: &'a mut ResourcePlan<'_, R::Client>,
    ) -> BoxFuture<'a, Result<(), Diagnostics>> {
        Box::pin(async move {
            let (remembered, warning) = private::remembered::<R>(&resource_plan.private);
            resource_plan.diagnostics.extend(warning);
            let mut plan = Plan::<R>::new(resource_plan, remembered);
            Resource::plan(self, &mut plan).await?;
            let remembered = plan.into_private();
            resource_plan.private = private::remember::<R>(&remembered);
            if resource_plan.prior.is_null() {
                let (private, ty) = (take(&mut resource_plan.private), resource_plan.block.value_type());
                resource_plan.private = private::with_planned(private, &resource_plan.planned, &ty);
            }
            Ok(())
        })
    }

    fn create<'a>(&'a self, client: &'a R::Client, planned: &'a Value, private: &'a [u8]) -> BoxFuture<'a, Applied> {
        Box::pin(async move {
            let (context, checkpoint) = (Context::new(client), Checkpoint::default());
            let outcome = guarded(create(self, &context, planned, private, &checkpoint)).await;
            applied(
                context,
                outcome.unwrap_or_else(|bug| Err(bug.into())),
                checkpoint.into_state(),
            )
        })
    }

    fn read<'a>(&'a self, client: &'a R::Client, stored: PriorObject<'a>) -> BoxFuture<'a, Found> {
        Box::pin(async move {
            let context = Context::<R>::new(client);
            let outcome = read(self, &context, stored).await;
            let mut diagnostics = context.into_warnings();
            Found {
                object: diagnostics.collect(outcome).flatten(),
                diagnostics,
            }
        })
    }

    fn update<'a>(
        &'a self,
        client: &'a R::Client,
        prior: PriorObject<'a>,
        planned: &'a Value,
    ) -> BoxFuture<'a, Applied> {
        Box::pin(async move {
            let context = Context::new(client);
            let outcome = update(self, &context, prior, planned).await;
            applied(context, outcome, None)
        })
    }

    fn delete<'a>(&'a self, client: &'a R::Client, stored: PriorObject<'a>) -> BoxFuture<'a, Diagnostics> {
        Box::pin(async move {
            let context = Context::<R>::new(client);
            let outcome = delete(self, &context, stored).await;
            let mut diagnostics = context.into_warnings();
            diagnostics.collect(outcome);
            diagnostics
        })
    }

    fn import_id(&self, id: &str) -> Result<Value, Diagnostics> {
        Resource::import_id(self, id).map(|identity| object_to_value(&identity))
    }

    fn is_import_name(&self, id: &str) -> bool {
        Resource::is_import_name(self, id)
    }

    fn find<'a>(&'a self, client: &'a R::Client, id: &'a str) -> BoxFuture<'a, Result<Value, Diagnostics>> {
        Box::pin(async move {
            let found = Resource::find(self, client, id).await;
            found.map(|identity| object_to_value(&identity))
        })
    }

    fn imported(&self, identity: &Value) -> Result<Vec<u8>, Diagnostics> {
        private::imported::<R>(&R::Identity::from_object(attributes(identity)?)?)
    }

    fn is_imported(&self, private: &[u8]) -> bool {
        matches!(private::read::<R>(private), (Private::Imported(_), _))
    }

    fn has_mutable_identity(&self) -> bool {
        R::MUTABLE_IDENTITY
    }

    fn identity(&self, state: &Value) -> Option<Value> {
        prior::identity::<R>(state)
    }

    fn warnings_of_move(&self, source: &MoveSource<'_>) -> Diagnostics {
        R::warnings_of_move(source)
    }

    fn upgrade(&self, version: i64, state: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        R::upgrade(version, state)
    }

    fn upgrade_identity(&self, version: i64, identity: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        R::upgrade_identity(version, identity)
    }

    fn moves_from(&self) -> &'static [MovableType] {
        R::MOVES_FROM
    }

    fn moved(&self, source: &MoveSource<'_>) -> Result<serde_json::Value, Diagnostics> {
        R::moved(source)
    }
}

async fn create<R: Resource>(
    resource: &R,
    context: &Context<'_, R>,
    planned: &Value,
    private: &[u8],
    checkpoint: &Checkpoint<R>,
) -> Result<State<R>, Failure<R>> {
    let private = remembered(context, private);
    Resource::create(resource, context, read_planned(planned, private)?, checkpoint).await
}

async fn read<R: Resource>(
    resource: &R,
    context: &Context<'_, R>,
    stored: PriorObject<'_>,
) -> Result<Option<Object>, Diagnostics> {
    let (private, warning) = private::read::<R>(stored.private);
    context.warn_all(warning);
    let found = match private {
        Private::Imported(identity) => Some(Resource::import(resource, context, &identity).await?),
        Private::Remembered(private) => {
            let Some(prior) = prior::whole(resource, context, stored, private).await? else {
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
    prior: PriorObject<'_>,
    planned: &Value,
) -> Result<State<R>, Failure<R>> {
    let private = remembered(context, prior.private);
    let planned = read_planned(planned, private.clone())?;
    let prior = prior::whole(resource, context, prior, private).await?;
    let prior = prior.ok_or_else(|| {
        let detail = format!("This {} was removed since the plan was made. Plan again.", R::NAME);
        Diagnostic::error("The object no longer exists", detail)
    })?;
    Resource::update(resource, context, prior, planned).await
}

async fn delete<R: Resource>(
    resource: &R,
    context: &Context<'_, R>,
    stored: PriorObject<'_>,
) -> Result<(), Diagnostics> {
    let private = remembered(context, stored.private);
    let Some(state) = prior::whole(resource, context, stored, private).await? else {
        return Ok(());
    };
    if let Some(new) = private::planned(stored.private, &resource.schema().value_type) {
        Resource::check_replacement(resource, context, &state, Document::new(&new)).await?;
    }
    Resource::delete(resource, context, state).await
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

/// Returns the result of a create or an update. After a failure without a state, it contains the state in `checkpoint`.
fn applied<R: Resource>(
    context: Context<'_, R>,
    outcome: Result<State<R>, Failure<R>>,
    checkpoint: Option<State<R>>,
) -> Applied {
    let mut diagnostics = context.into_warnings();
    let state = match outcome {
        Ok(state) => Some(state),
        Err(failure) => {
            diagnostics.extend(failure.diagnostics);
            failure.state.map(|state| *state).or(checkpoint)
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
