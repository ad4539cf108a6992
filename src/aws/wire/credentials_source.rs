//! The source of the credentials of all calls, for error messages.

use std::sync::{Arc, OnceLock};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::BeforeDeserializationInterceptorContextMut, dyn_dispatch_hint},
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;

/// The source of the credentials once they are found; an extension of each response.
#[derive(Clone, Debug, Default)]
pub(in crate::aws) struct CredentialsSource(Arc<OnceLock<String>>);

impl CredentialsSource {
    /// Records the source, such as `the environment`. Later sources are ignored.
    pub(in crate::aws) fn record(&self, source: &str) {
        self.0.get_or_init(|| source.to_owned());
    }

    /// Returns the source, unless it is not known yet.
    pub(in crate::aws) fn get(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

#[dyn_dispatch_hint]
impl Intercept for CredentialsSource {
    fn name(&self) -> &'static str {
        "source of the credentials"
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.response_mut().add_extension(self.clone());
        Ok(())
    }
}
