//! Requests and responses as raw JSON. The SDK's types drop unknown members, and a dropped member of another team's
//! pipeline would be lost.
//!
//! The SDK still resolves the endpoint, signs, sends, retries and parses errors; only the bodies are exchanged.

use std::{
    error::Error as StdError,
    sync::{Arc, Mutex},
};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{AfterDeserializationInterceptorContextRef, BeforeTransmitInterceptorContextMut},
            dyn_dispatch_hint,
        },
        orchestrator::HttpResponse,
        result::SdkError,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::{body::SdkBody, config_bag::ConfigBag, error::metadata::ProvideErrorMetadata};
use bytes::Bytes;
use serde_json::Value;

use super::failure::failed;
use crate::aws::{
    error::{Call, Error, Kind},
    lock::lock,
    secrets::Secrets,
};

/// The bodies of one call.
#[derive(Clone, Debug, Default)]
pub(in crate::aws) struct RawJson {
    request: Option<Value>,
    answer: Arc<Mutex<Option<Bytes>>>,
}

impl RawJson {
    /// Replaces the response only.
    pub(in crate::aws) fn reading() -> Self {
        Self::default()
    }

    /// Sends `body` in place of the SDK's own request.
    pub(in crate::aws) fn sending(body: &Value) -> Self {
        Self {
            request: Some(body.clone()),
            ..Self::default()
        }
    }

    /// Returns the response as AWS sent it, even if it does not match the SDK's types.
    ///
    /// # Errors
    /// Returns [`Kind::NotAws`] if the response is not a JSON object, otherwise the failure of the call.
    pub(in crate::aws) fn finish<T, E>(
        &self,
        call: Call,
        result: Result<T, SdkError<E, HttpResponse>>,
    ) -> Result<Value, Error>
    where
        E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let answer = lock(&self.answer).take();
        let answer = answer
            .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
            .filter(Value::is_object);
        match (result, answer) {
            (Ok(_) | Err(SdkError::ResponseError(_)), Some(answer)) => Ok(answer),
            (Ok(_), None) => Err(Error::new(Kind::NotAws, "the response is not a JSON object").of(call)),
            (Err(error), _) => Err(failed(call, error)),
        }
    }
}

#[dyn_dispatch_hint]
impl Intercept for RawJson {
    fn name(&self) -> &'static str {
        "raw JSON"
    }

    /// Runs once, before the attempts, each of which is signed on its own.
    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(body) = &self.request {
            let (request, body) = (context.request_mut(), body.to_string());
            request.headers_mut().insert("content-length", body.len().to_string());
            *request.body_mut() = SdkBody::from(body);
        }
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        if let (Some(secrets), Some(request)) = (response.extension::<Secrets>(), &self.request) {
            secrets.add_configured(request);
        }
        if response.status().is_success() {
            let body = response.body().bytes().map(Bytes::copy_from_slice);
            *lock(&self.answer) = body;
        }
        Ok(())
    }
}
