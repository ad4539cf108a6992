//! Checks that a successful response comes from a JSON API, even if the SDK does not read the body.

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::BeforeDeserializationInterceptorContextRef, dyn_dispatch_hint},
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;

use super::failure::not_aws;

/// Rejects a successful response whose body is neither empty nor a JSON object.
#[derive(Debug)]
pub(in crate::aws) struct JsonAnswers;

#[dyn_dispatch_hint]
impl Intercept for JsonAnswers {
    fn name(&self) -> &'static str {
        "JSON answers"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let body = response.body().bytes().unwrap_or_default().trim_ascii_start();
        if response.status().is_success() && !body.is_empty() && !body.starts_with(b"{") {
            return Err(not_aws(response.status().as_u16(), response.extension()).into());
        }
        Ok(())
    }
}
