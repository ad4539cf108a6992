//! The trait for ephemeral resources.

use std::{
    collections::BTreeMap,
    future::{Future, ready},
    time::SystemTime,
};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    author::{BoxFuture, Configurable, Kind, prior::attributes},
    diagnostics::{Diagnostic, Diagnostics},
    schema::Schema,
    typed::{Attributes, Document},
    value::Value,
};

/// An ephemeral resource: values that exist only during one command, and that are in no plan or state.
pub trait EphemeralResource: Send + Sync + Sized + 'static {
    /// The configured provider.
    type Client: Send + Sync + 'static;
    /// The arguments in the configuration.
    type Arguments: Attributes + Send + Sync;
    /// The values that the provider returns.
    type Computed: Attributes + Send + Sync;
    /// The private data that the provider needs to renew and close it.
    type Private: Serialize + DeserializeOwned + Send + Sync;

    /// The name of the type: `example_token`.
    const NAME: &'static str;

    /// Checks conditions on more than one argument. Runs offline.
    fn validate(&self, _config: Document<'_>) -> Diagnostics {
        Diagnostics::new()
    }

    /// Opens the resource.
    ///
    /// # Errors
    /// Returns why it cannot be opened.
    fn open(
        &self,
        client: &Self::Client,
        arguments: Self::Arguments,
    ) -> impl Future<Output = Result<Opened<Self>, Diagnostics>> + Send;

    /// Renews the resource at the requested time. Default: does nothing, and requests no further renewal.
    ///
    /// # Errors
    /// Returns why it could not be renewed.
    fn renew(
        &self,
        _client: &Self::Client,
        private: Self::Private,
    ) -> impl Future<Output = Result<Renewed<Self>, Diagnostics>> + Send {
        ready(Ok(Renewed {
            private,
            renew_at: None,
        }))
    }

    /// Closes the resource. Default: does nothing.
    ///
    /// # Errors
    /// Returns why it could not be closed.
    fn close(
        &self,
        _client: &Self::Client,
        _private: Self::Private,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send {
        ready(Ok(()))
    }
}

/// An ephemeral resource that has been opened.
pub struct Opened<E: EphemeralResource> {
    /// The arguments.
    pub arguments: E::Arguments,
    /// The values.
    pub computed: E::Computed,
    /// The private data that the provider needs to renew and close it.
    pub private: E::Private,
    /// When it must be renewed; `None` for never.
    pub renew_at: Option<SystemTime>,
}

/// An ephemeral resource that has been renewed.
pub struct Renewed<E: EphemeralResource> {
    /// The private data that the provider needs to renew and close it.
    pub private: E::Private,
    /// When it must be renewed again; `None` for never.
    pub renew_at: Option<SystemTime>,
}

/// The result of an open or a renewal.
#[derive(Clone, Debug, PartialEq)]
pub struct Lease {
    /// The values of all attributes and blocks; null after a renewal.
    pub result: Value,
    /// The private data that the provider needs to renew and close it.
    pub private: Vec<u8>,
    /// When it must be renewed; `None` for never.
    pub renew_at: Option<SystemTime>,
}

/// The kind of ephemeral resources.
pub enum EphemeralResourceKind {}

impl<C: 'static> Kind<C> for EphemeralResourceKind {
    type Any = dyn AnyEphemeralResource<C>;
}

/// The object-safe counterpart of [`EphemeralResource`].
pub trait AnyEphemeralResource<C>: Configurable<EphemeralResourceKind> {
    /// See [`EphemeralResource::open`].
    fn open<'a>(&'a self, client: &'a C, config: &'a Value) -> BoxFuture<'a, Result<Lease, Diagnostics>>;
    /// See [`EphemeralResource::renew`].
    fn renew<'a>(&'a self, client: &'a C, private: &'a [u8]) -> BoxFuture<'a, Result<Lease, Diagnostics>>;
    /// See [`EphemeralResource::close`].
    fn close<'a>(&'a self, client: &'a C, private: &'a [u8]) -> BoxFuture<'a, Result<(), Diagnostics>>;
}

impl<E: EphemeralResource> Configurable<EphemeralResourceKind> for E {
    fn name(&self) -> &'static str {
        E::NAME
    }

    fn schema(&self) -> Schema {
        Schema::new(0, E::Arguments::block().with_computed(E::Computed::block()))
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        EphemeralResource::validate(self, config)
    }
}

impl<E: EphemeralResource> AnyEphemeralResource<E::Client> for E {
    fn open<'a>(&'a self, client: &'a E::Client, config: &'a Value) -> BoxFuture<'a, Result<Lease, Diagnostics>> {
        Box::pin(async move {
            let arguments = E::Arguments::from_object(attributes(config)?)?;
            let opened = EphemeralResource::open(self, client, arguments).await?;
            let mut result = BTreeMap::new();
            opened.arguments.to_object(&mut result);
            opened.computed.to_object(&mut result);
            lease::<E>(Value::Map(result), &opened.private, opened.renew_at)
        })
    }

    fn renew<'a>(&'a self, client: &'a E::Client, private: &'a [u8]) -> BoxFuture<'a, Result<Lease, Diagnostics>> {
        Box::pin(async move {
            let renewed = EphemeralResource::renew(self, client, decode::<E>(private)?).await?;
            lease::<E>(Value::Null, &renewed.private, renewed.renew_at)
        })
    }

    fn close<'a>(&'a self, client: &'a E::Client, private: &'a [u8]) -> BoxFuture<'a, Result<(), Diagnostics>> {
        Box::pin(async move { EphemeralResource::close(self, client, decode::<E>(private)?).await })
    }
}

fn lease<E: EphemeralResource>(
    result: Value,
    private: &E::Private,
    renew_at: Option<SystemTime>,
) -> Result<Lease, Diagnostics> {
    let private = serde_json::to_vec(private)
        .map_err(|error| Diagnostic::bug(format!("The private data of {} cannot be written: {error}.", E::NAME)))?;
    Ok(Lease {
        result,
        private,
        renew_at,
    })
}

fn decode<E: EphemeralResource>(private: &[u8]) -> Result<E::Private, Diagnostics> {
    serde_json::from_slice(private).map_err(|error| {
        let detail = format!(
            "The private data of this {} cannot be read: {error}. Run the command again.",
            E::NAME
        );
        Diagnostic::error("Unreadable private data", detail).into()
    })
}
