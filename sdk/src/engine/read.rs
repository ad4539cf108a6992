//! `ReadResource`: reads the current object.

use crate::{
    author::{AnyResource, Found, Object, PriorObject},
    diagnostics::Diagnostics,
    engine::{conform::report_misfits, identity, plan::clear_write_only},
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
    let stored = PriorObject {
        state: &request.state,
        private: &request.private,
        identity: request.identity.as_ref(),
    };
    let Found {
        object,
        mut diagnostics,
    } = resource.read(client, stored).await;
    // The identity of an import may be incomplete, or a different identity of the same object.
    if !resource.is_imported(&request.private) {
        let after = object.as_ref().map(|object| &object.identity);
        diagnostics.extend(identity::check(resource, request.identity.as_ref(), after));
    }
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
