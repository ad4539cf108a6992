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
/// The result is true if AWS documents an endpoint for connections in the region, and neither AWS's nor GitLab's
/// documentation excludes the region. It is false for a region of an unknown partition. The lists of regions are part
/// of this release of the provider: the function makes no calls. A pipeline in a supported region can use a connection
/// in any other supported region of the same partition.
///
/// The function returns an error for a malformed region.
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
