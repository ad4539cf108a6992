//! `provider::codepipeline::handshake_policy`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::provider::policy;

/// Gives the policy of the person who completes handshakes.
#[derive(Debug)]
pub struct HandshakePolicy;

/// Gives the IAM policy, as JSON, of the person who completes the handshake of connections and hosts in the console.
///
/// It holds the console's own permissions, of which no API operation exists, and those to see and use connections, under
/// both prefixes. To see hosts (`GetHost`, `ListHosts`) is not among what AWS names for this: grant it besides to people who
/// are to find their way through the console's list of hosts. Terraform itself needs none of these to wait for the person.
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
