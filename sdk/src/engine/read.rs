//! `ReadResource` and `ReadDataSource`: read current objects.

use std::sync::{Mutex, PoisonError};

use crate::{
    author::{
        AnyDataSource, AnyResource, Found, Object, Stored,
        guard::{guarded, lock},
    },
    diagnostics::{Diagnostic, Diagnostics},
    engine::{conform::conform, known, plan::clear_write_only},
    schema::Schema,
    value::Value,
};

/// The request.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadRequest {
    /// The object in the state.
    pub state: Value,
    /// The private data of the object.
    pub private: Vec<u8>,
    /// The identity of the object in the state.
    pub identity: Option<Value>,
}

/// The response.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadResponse {
    /// The current object; null if it no longer exists.
    pub state: Value,
    /// The private data of the object.
    pub private: Vec<u8>,
    /// The identity of the object.
    pub identity: Option<Value>,
    /// Warnings and errors. With an error, Terraform keeps what the state had.
    pub diagnostics: Diagnostics,
}

impl ReadRequest {
    /// Returns the response that changes nothing.
    pub fn unchanged(self, diagnostics: impl Into<Diagnostics>) -> ReadResponse {
        let Self {
            state,
            private,
            identity,
        } = self;
        ReadResponse {
            state,
            private,
            identity,
            diagnostics: diagnostics.into(),
        }
    }
}

/// Reads one object.
pub async fn read<C: Send + Sync>(
    resource: &dyn AnyResource<C>,
    schema: &Schema,
    client: &C,
    request: ReadRequest,
) -> ReadResponse {
    let stored = Stored {
        state: &request.state,
        private: &request.private,
        identity: request.identity.as_ref(),
    };
    let found = guarded(resource.read(client, stored)).await;
    let Found {
        object,
        mut diagnostics,
    } = found.unwrap_or_else(|bug| Found {
        object: None,
        diagnostics: bug.into(),
    });
    if diagnostics.has_errors() {
        return request.unchanged(diagnostics);
    }
    let Some(Object {
        mut state,
        private,
        identity,
    }) = object
    else {
        return ReadResponse {
            state: Value::Null,
            private: Vec::new(),
            identity: None,
            diagnostics,
        };
    };
    clear_write_only(&schema.block, &mut state);
    report_misfits(&mut state, schema, &mut diagnostics);
    ReadResponse {
        state,
        private,
        identity: Some(identity),
        diagnostics,
    }
}

/// Reads a data source. The value is null if there is an error.
pub async fn read_data_source<C: Send + Sync>(
    data_source: &dyn AnyDataSource<C>,
    schema: &Schema,
    client: &C,
    config: &Value,
) -> (Value, Diagnostics) {
    let unknown = known::check_config(config);
    if unknown.has_errors() {
        return (Value::Null, unknown);
    }
    let warnings = Mutex::new(Diagnostics::new());
    let warn = |warning| lock(&warnings).push(warning);
    let outcome = guarded(data_source.read(client, config, &warn)).await;
    let mut diagnostics = warnings.into_inner().unwrap_or_else(PoisonError::into_inner);
    let state = diagnostics.collect(outcome.unwrap_or_else(|bug| Err(bug.into())));
    let Some(mut state) = state else {
        return (Value::Null, diagnostics);
    };
    report_misfits(&mut state, schema, &mut diagnostics);
    (state, diagnostics)
}

fn report_misfits(state: &mut Value, schema: &Schema, diagnostics: &mut Diagnostics) {
    for misfit in conform(state, &schema.value_type) {
        let detail = format!(
            "The object that was read does not match the schema: {} {}.",
            misfit.path, misfit.problem
        );
        diagnostics.push(Diagnostic::bug(detail).at(misfit.path));
    }
}
