//! `provider::codepipeline::handshake_policy`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::provider::policy;

/// Returns the policy of the user who completes handshakes.
#[derive(Debug)]
pub struct HandshakePolicy;

/// Returns the IAM policy, as JSON, that a user needs to complete the handshake of connections and hosts in the
/// console.
///
/// The policy contains the permissions for console steps that have no API operation, and the permissions to read and
/// use connections, under both prefixes. It follows AWS's documentation, which does not include `GetHost` or
/// `ListHosts`: also grant these to users who open the list of hosts in the console. Terraform does not need this
/// policy to wait for the handshake.
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
