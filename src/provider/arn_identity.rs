//! The identity of objects that have an ARN.

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::Attributes,
};

use super::region::split_import_id;
use crate::aws::Arn;

/// Identity of an object that has an ARN.
#[derive(Attributes, Debug, Serialize, Deserialize)]
pub struct ArnIdentity {
    /// ARN of the object.
    pub arn: String,
}

impl ArnIdentity {
    /// Reads an import ID: an ARN, which `parse` validates, and optionally `@` and the region of the ARN.
    ///
    /// # Errors
    /// Returns the problem that `parse` finds, or that the two regions differ.
    pub fn of_import_id(id: &str, parse: impl Fn(&str) -> Result<Arn, Diagnostic>) -> Result<Self, Diagnostics> {
        let (text, region) = split_import_id(id);
        let arn = parse(text)?;
        match region {
            Some(region) if region != arn.region() => Err(Diagnostic::error(
                "Region differs from the ARN",
                format!(
                    "The ID ends in @{region}, and {arn} is in {}. An ARN contains its region: omit @{region}.",
                    arn.region()
                ),
            )
            .into()),
            _ => Ok(Self { arn: arn.to_string() }),
        }
    }
}
