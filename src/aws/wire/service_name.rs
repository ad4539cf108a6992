//! Both connections APIs through one SDK crate: they differ in name only.
//!
//! The crate of the newer API sends CBOR, which the older API and emulators of AWS do not accept. All of them accept AWS
//! JSON 1.0, so the crate of the older API calls both.

use aws_config::SdkConfig;
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::BeforeTransmitInterceptorContextMut, dyn_dispatch_hint},
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;
use aws_types::SigningName;

use crate::aws::{regions, service::Service};

/// Writes the name of the API into the target and the signature of each request.
#[derive(Debug)]
pub(in crate::aws) struct NameService(pub(in crate::aws) Service);

#[dyn_dispatch_hint]
impl Intercept for NameService {
    fn name(&self) -> &'static str {
        "name of the connections API"
    }

    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.request_mut().headers_mut();
        let target = headers.get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default();
        let target = format!("{}.{operation}", self.0.target());
        headers.insert("x-amz-target", target);
        bag.interceptor_state()
            .store_put(SigningName::from_static(self.0.as_str()));
        Ok(())
    }
}

/// Returns the configuration with the endpoint of the newer API, which the SDK crate does not have.
pub(in crate::aws) fn connections_endpoint(service: Service, region: &str, config: SdkConfig) -> SdkConfig {
    if service == Service::CodeStarConnections || config.endpoint_url().is_some() {
        return config;
    }
    let (fips, dual_stack) = (config.use_fips() == Some(true), config.use_dual_stack() == Some(true));
    let host = regions::host(service.as_str(), region, fips, dual_stack);
    let builder = config.into_builder().endpoint_url(format!("https://{host}"));
    builder.use_fips(false).use_dual_stack(false).build()
}
