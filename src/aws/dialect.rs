//! Both connections APIs through one SDK crate: they differ in name only.
//!
//! The crate of the newer API speaks CBOR, which the older one, AWS's own model of the newer one and what stands in
//! for AWS in tests do not; all of them speak AWS JSON 1.0. So the crate of the older API calls both.

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

use super::{connections::Service, regions};

/// Names the API in each request: in its target and in its signature.
#[derive(Debug)]
pub(crate) struct Dialect(pub(crate) Service);

#[dyn_dispatch_hint]
impl Intercept for Dialect {
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
        let target = format!("{}.{operation}", target_prefix(self.0));
        headers.insert("x-amz-target", target);
        bag.interceptor_state()
            .store_put(SigningName::from_static(self.0.as_str()));
        Ok(())
    }
}

/// Source: the service models of both APIs.
fn target_prefix(service: Service) -> &'static str {
    match service {
        Service::CodeConnections => "com.amazonaws.codeconnections.CodeConnections_20231201",
        Service::CodeStarConnections => "com.amazonaws.codestar.connections.CodeStar_connections_20191201",
    }
}

/// The configuration with the address of the API, where the crate would take its own for that of the other.
pub(crate) fn address(service: Service, region: &str, config: SdkConfig) -> SdkConfig {
    if service == Service::CodeStarConnections || config.endpoint_url().is_some() {
        return config;
    }
    let (fips, dual_stack) = (config.use_fips() == Some(true), config.use_dual_stack() == Some(true));
    let host = regions::host(service.as_str(), region, fips, dual_stack);
    let builder = config.into_builder().endpoint_url(format!("https://{host}"));
    builder.use_fips(false).use_dual_stack(false).build()
}
