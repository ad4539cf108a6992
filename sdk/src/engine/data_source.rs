//! One data source of a running provider.

use std::sync::{Arc, OnceLock};

use crate::{
    author::AnyDataSource,
    diagnostics::Diagnostics,
    engine::{configuration::Configuration, read::read_data_source, validate::validate},
    schema::Schema,
    typed::Document,
    value::Value,
};

/// A data source of a running provider, with its schema, which is made when it is first needed.
pub struct DataSourceHandle<C: 'static> {
    data_source: &'static dyn AnyDataSource<C>,
    configuration: Arc<Configuration<C>>,
    schema: OnceLock<Schema>,
}

impl<C: Send + Sync> DataSourceHandle<C> {
    pub(super) const fn new(data_source: &'static dyn AnyDataSource<C>, configuration: Arc<Configuration<C>>) -> Self {
        Self {
            data_source,
            configuration,
            schema: OnceLock::new(),
        }
    }

    /// Returns the name of the type.
    pub fn name(&self) -> &'static str {
        self.data_source.name()
    }

    /// Returns the schema.
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| self.data_source.schema())
    }

    /// Checks a configuration.
    pub fn validate(&self, config: &Value) -> Diagnostics {
        let mut diagnostics = validate(&self.schema().block, config, true);
        diagnostics.extend(self.data_source.validate(Document::new(config)));
        self.configuration.unsuppressed(diagnostics, config)
    }

    /// Reads the data source. The value is null if there is an error.
    pub async fn read(&self, config: &Value) -> (Value, Diagnostics) {
        match self.configuration.client() {
            Ok(client) => {
                let (state, found) = read_data_source(self.data_source, self.schema(), &*client, config).await;
                (state, self.configuration.described(found, config))
            }
            Err(unavailable) => (Value::Null, unavailable.into()),
        }
    }
}
