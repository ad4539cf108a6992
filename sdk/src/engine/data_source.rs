//! `ReadDataSource`.

use std::sync::{Mutex, PoisonError};

use crate::{
    author::{DataSourceKind, guard::lock},
    diagnostics::Diagnostics,
    engine::{conform::report_misfits, handle::Handle},
    value::Value,
};

/// A data source of a running provider.
pub type DataSourceHandle<C> = Handle<DataSourceKind, C>;

impl<C: Send + Sync + 'static> DataSourceHandle<C> {
    /// Reads the data source. The value is null if there is an error.
    pub async fn read(&self, config: &Value) -> (Value, Diagnostics) {
        let client = match self.client(config) {
            Ok(client) => client,
            Err(problems) => return (Value::Null, problems),
        };
        let warnings = Mutex::new(Diagnostics::new());
        let warn = |warning| lock(&warnings).push(warning);
        let read = self.offered.read(&client, config, &warn).await;
        let mut diagnostics = warnings.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Some(mut state) = diagnostics.collect(read) else {
            return (Value::Null, self.configuration.described(diagnostics, config));
        };
        report_misfits(&mut state, self.schema(), &mut diagnostics);
        (state, self.configuration.described(diagnostics, config))
    }
}
