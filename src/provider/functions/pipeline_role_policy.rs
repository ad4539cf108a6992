//! `provider::codepipeline::pipeline_role_policy`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::provider::functions::use_connection;

/// Returns the policy that a pipeline's role needs for a connection.
#[derive(Debug)]
pub struct PipelineRolePolicy;

/// Returns the IAM policy, as JSON, that the role of a pipeline needs to use a connection.
///
/// CodePipeline requires the permission under both prefixes, `codeconnections` and `codestar-connections`, regardless
/// of the prefix of the ARN. The [guide on permissions](../guides/permissions.md) lists the other permissions of the
/// role, such as those for the artifact bucket.
#[derive(Attributes, Debug)]
pub struct Parameters {
    /// ARN of the connection.
    pub connection_arn: String,
    /// Full path of the repository to which the permission is limited, such as `acme/platform/web`. Null allows every
    /// repository that the connection can access.
    pub repository_id: Option<String>,
}

impl Function for PipelineRolePolicy {
    type Parameters = Parameters;
    type Output = String;

    const NAME: &'static str = "pipeline_role_policy";

    fn call(&self, parameters: Parameters) -> Result<String, FunctionError> {
        use_connection::policy(&parameters.connection_arn, parameters.repository_id.as_deref())
    }
}
