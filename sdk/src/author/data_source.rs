//! The trait for data sources.

use std::{collections::BTreeMap, future::Future};

use crate::{
    author::{BoxFuture, Configurable, Kind},
    diagnostics::{Diagnostic, Diagnostics},
    schema::Schema,
    typed::{Attributes, Document},
    value::Value,
};

/// A data source: its arguments and the values that it returns.
pub trait DataSource: Send + Sync + Sized + 'static {
    /// The configured provider.
    type Client: Send + Sync + 'static;
    /// The arguments in the configuration.
    type Arguments: Attributes + Send + Sync;
    /// The values that the data source returns.
    type Computed: Attributes + Send + Sync;

    /// The name of the type: `example_note`.
    const NAME: &'static str;

    /// Checks conditions on more than one argument. Runs offline.
    fn validate(&self, _config: Document<'_>) -> Diagnostics {
        Diagnostics::new()
    }

    /// Reads the data source. Returns the arguments, including those that the provider computes. Warnings are passed to
    /// `warn`.
    ///
    /// # Errors
    /// If the read fails.
    fn read(
        &self,
        client: &Self::Client,
        arguments: Self::Arguments,
        warn: &(dyn Fn(Diagnostic) + Send + Sync),
    ) -> impl Future<Output = Result<(Self::Arguments, Self::Computed), Diagnostics>> + Send;
}

/// The kind of data sources.
pub enum DataSourceKind {}

impl<C: 'static> Kind<C> for DataSourceKind {
    type Any = dyn AnyDataSource<C>;
}

/// The object-safe counterpart of [`DataSource`].
pub trait AnyDataSource<C>: Configurable<DataSourceKind> {
    /// See [`DataSource::read`].
    fn read<'a>(
        &'a self,
        client: &'a C,
        config: &'a Value,
        warn: &'a (dyn Fn(Diagnostic) + Send + Sync),
    ) -> BoxFuture<'a, Result<Value, Diagnostics>>;
}

impl<D: DataSource> Configurable<DataSourceKind> for D {
    fn name(&self) -> &'static str {
        D::NAME
    }

    fn schema(&self) -> Schema {
        Schema::new(0, D::Arguments::block().with_computed(D::Computed::block()))
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        DataSource::validate(self, config)
    }
}

impl<D: DataSource> AnyDataSource<D::Client> for D {
    fn read<'a>(
        &'a self,
        client: &'a D::Client,
        config: &'a Value,
        warn: &'a (dyn Fn(Diagnostic) + Send + Sync),
    ) -> BoxFuture<'a, Result<Value, Diagnostics>> {
        Box::pin(async move {
            let config = config
                .as_map()
                .ok_or_else(|| Diagnostic::bug("The configuration is not an object."))?;
            let arguments = D::Arguments::from_object(config)?;
            let (arguments, computed) = DataSource::read(self, client, arguments, warn).await?;
            let mut state = BTreeMap::new();
            arguments.to_object(&mut state);
            computed.to_object(&mut state);
            Ok(Value::Map(state))
        })
    }
}
