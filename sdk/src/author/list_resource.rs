//! The trait for list resources.

use std::{
    future::Future,
    sync::atomic::{AtomicUsize, Ordering},
};

use tokio::sync::mpsc;

use crate::{
    author::{BoxFuture, Configurable, Context, Kind, Resource, State},
    diagnostics::{Diagnostic, Diagnostics},
    schema::Schema,
    typed::{Attributes, Document, derived::object_to_value},
    value::Value,
};

/// A list resource: finds remote objects of one managed resource, for `terraform query`. It has the resource's name.
pub trait ListResource: Send + Sync + Sized + 'static {
    /// The resource whose objects are listed.
    type Resource: Resource;
    /// The arguments in the `config` block.
    type Arguments: Attributes + Send + Sync;

    /// Checks conditions on more than one argument. Runs offline.
    fn validate(&self, _config: Document<'_>) -> Diagnostics {
        Diagnostics::new()
    }

    /// Sends each object to `results`.
    ///
    /// # Errors
    /// Returns why the list is incomplete; Terraform then drops all results. Report a problem that affects only part of
    /// the list with [`Results::warn`].
    fn list(
        &self,
        client: &<Self::Resource as Resource>::Client,
        arguments: Self::Arguments,
        results: &Results<'_>,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send;
}

/// One event of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// Name under which Terraform shows the object.
    pub display_name: String,
    /// What identifies the object; `None` in an event that is only a warning or an error.
    pub identity: Option<Value>,
    /// The values of all attributes and blocks, if requested.
    pub object: Option<Value>,
    /// Warnings and errors.
    pub diagnostics: Diagnostics,
}

/// The result of reading an object as an import reads it.
pub struct Imported<R: Resource> {
    /// The state; `None` if the object does not exist, or cannot be read.
    pub state: Option<State<R>>,
    /// Warnings, and the errors of an object that cannot be read.
    pub diagnostics: Diagnostics,
}

/// Reads an object as an import of its identity reads it, so that a list and an import return the same state.
pub async fn imported<R: Resource>(resource: &R, client: &R::Client, identity: &R::Identity) -> Imported<R> {
    let context = Context::new(client);
    let found = Resource::read(resource, &context, identity, None).await;
    let mut diagnostics = context.into_warnings();
    Imported {
        state: diagnostics.collect(found).flatten(),
        diagnostics,
    }
}

/// The receiver of the results of a list resource.
pub struct Results<'a> {
    sender: &'a mpsc::Sender<Listed>,
    include_object: bool,
    remaining: AtomicUsize,
}

/// The limit is reached, or Terraform has canceled the list: stop and return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

impl<'a> Results<'a> {
    /// Returns results that are sent into `sender`: at most `limit` objects, with all their values if `include_object`.
    pub(crate) const fn new(sender: &'a mpsc::Sender<Listed>, include_object: bool, limit: usize) -> Self {
        Self {
            sender,
            include_object,
            remaining: AtomicUsize::new(limit),
        }
    }

    /// Returns whether the results must contain whole objects. Otherwise, a list resource can save calls.
    pub const fn include_object(&self) -> bool {
        self.include_object
    }

    /// Returns the number of objects that are still wanted: 0 if the limit is reached, or if Terraform has canceled the
    /// list.
    pub fn remaining(&self) -> usize {
        if self.sender.is_closed() {
            return 0;
        }
        self.remaining.load(Ordering::Relaxed)
    }

    /// Returns when Terraform has canceled the list, so that a call that takes long can be abandoned.
    pub async fn canceled(&self) {
        self.sender.closed().await;
    }

    /// Sends one object. `state` is only read if [`Results::include_object`].
    ///
    /// # Errors
    /// Returns [`Closed`] if no more results are wanted.
    pub async fn send<R: Resource>(
        &self,
        display_name: impl Into<String>,
        identity: &R::Identity,
        state: Option<&State<R>>,
    ) -> Result<(), Closed> {
        let one_less = |remaining: usize| remaining.checked_sub(1);
        let counted = self
            .remaining
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less);
        counted.map_err(|_| Closed)?;
        let object = state.filter(|_| self.include_object).map(|state| {
            let mut values = std::collections::BTreeMap::new();
            state.arguments.to_object(&mut values);
            state.computed.to_object(&mut values);
            Value::Map(values)
        });
        let listed = Listed {
            display_name: display_name.into(),
            identity: Some(object_to_value(identity)),
            object,
            diagnostics: Diagnostics::new(),
        };
        self.sender.send(listed).await.map_err(|_| Closed)
    }

    /// Sends a warning; the list continues.
    ///
    /// # Errors
    /// Returns [`Closed`] if no more results are wanted.
    pub async fn warn(&self, warning: Diagnostic) -> Result<(), Closed> {
        if self.remaining.load(Ordering::Relaxed) == 0 {
            return Err(Closed);
        }
        let diagnostics = Diagnostics::from(warning).as_warnings();
        let listed = Listed {
            diagnostics,
            ..Listed::default()
        };
        self.sender.send(listed).await.map_err(|_| Closed)
    }
}

/// The kind of list resources.
pub enum ListResourceKind {}

impl<C: 'static> Kind<C> for ListResourceKind {
    type Any = dyn AnyListResource<C>;
}

/// The object-safe counterpart of [`ListResource`].
pub trait AnyListResource<C>: Configurable<ListResourceKind> {
    /// See [`ListResource::list`].
    fn list<'a>(
        &'a self,
        client: &'a C,
        config: &'a Value,
        results: &'a Results<'a>,
    ) -> BoxFuture<'a, Result<(), Diagnostics>>;
}

impl<L: ListResource> Configurable<ListResourceKind> for L {
    fn name(&self) -> &'static str {
        L::Resource::NAME
    }

    fn schema(&self) -> Schema {
        Schema::new(0, L::Arguments::block())
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        ListResource::validate(self, config)
    }
}

impl<L: ListResource> AnyListResource<<L::Resource as Resource>::Client> for L {
    fn list<'a>(
        &'a self,
        client: &'a <L::Resource as Resource>::Client,
        config: &'a Value,
        results: &'a Results<'a>,
    ) -> BoxFuture<'a, Result<(), Diagnostics>> {
        Box::pin(async move {
            let arguments = L::Arguments::from_object(super::prior::attributes(config)?)?;
            ListResource::list(self, client, arguments, results).await
        })
    }
}
