//! `provider::codepipeline::connection_region_supported`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::aws::regions::{self, Support};

/// Tells whether connections can be made in a region.
#[derive(Debug)]
pub struct ConnectionRegionSupported;

/// Tells whether connections can be made in a region.
///
/// True where AWS has an endpoint for connections and neither AWS's nor GitLab's documentation excludes the region. The
/// lists are part of this release of the provider: nothing is asked. Pipelines of all these regions of a partition can use
/// each other's connections. False also for a region of a partition that the provider does not know.
///
/// A text that has not the form of a region's name is an error.
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
            let text = format!("{region:?} is not a region of AWS, such as eu-west-1.");
            return Err(FunctionError::of_argument(0, text));
        }
        Ok(regions::supported(&region) == Support::Yes)
    }
}
