//! `provider::codepipeline::handshake_policy`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::provider::policy;

/// Returns the policy of the user who completes handshakes.
#[derive(Debug)]
pub struct HandshakePolicy;

/// Returns the IAM policy, as JSON, of the user who completes the handshake of connections and hosts in the console.
///
/// It contains the console's own permissions, for which no API operation exists, and those to read and use connections,
/// under both prefixes. AWS's documentation does not include `GetHost` and `ListHosts`: also grant them to users who open the
/// console's list of hosts. Terraform itself needs none of these permissions to wait for the user.
#[derive(Attributes, Debug)]
pub struct Parameters {}

impl Function for HandshakePolicy {
    type Parameters = Parameters;
    type Output = String;

    const NAME: &'static str = "handshake_policy";

    fn call(&self, _parameters: Parameters) -> Result<String, FunctionError> {
        Ok(policy::handshake().to_json())
    }
}
