//! `provider::codepipeline::connection_region_supported`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::aws::regions::{self, Support};

/// Returns whether a region supports connections.
#[derive(Debug)]
pub struct ConnectionRegionSupported;

/// Returns whether a region supports connections.
///
/// True if AWS has an endpoint for connections and neither the documentation of AWS nor that of GitLab excludes the region.
/// The lists are part of this release of the provider: the function makes no calls. Pipelines in all these regions of a
/// partition can use each other's connections. False also for a region of an unknown partition.
///
/// A malformed region is an error.
#[derive(Attributes, Debug)]
pub struct Parameters {
    /// Region, such as `eu-west-1`.
    pub region: String,
}

impl Function for ConnectionRegionSupported {
    type Parameters = Parameters;
    type Output = bool;

    const NAME: &'static str = "connection_region_supported";

    fn call(&self, parameters: Parameters) -> Result<bool, FunctionError> {
        let region = parameters.region;
        if regions::partition(&region).is_none() && !regions::has_form(&region) {
            let text = format!("{region:?} is not an AWS region, such as eu-west-1.");
            return Err(FunctionError::of_argument(0, text));
        }
        Ok(regions::supported(&region) == Support::Yes)
    }
}
