//! `provider::codepipeline::full_clone_policy`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::provider::functions::use_connection;

/// Returns the policy that a CodeBuild role needs for full clones.
#[derive(Debug)]
pub struct FullClonePolicy;

/// Returns the IAM policy, as JSON, that the role of a CodeBuild project needs for sources in the format
/// `CODEBUILD_CLONE_REF`, a full clone.
///
/// Such a source passes a reference to CodeBuild instead of the files, and each CodeBuild project clones the repository
/// itself. Without this policy, the build fails in the `DOWNLOAD_SOURCE` phase. The pipeline's own role also needs the
/// policy that [`pipeline_role_policy`](pipeline_role_policy.md) returns.
#[derive(Attributes, Debug)]
pub struct Parameters {
    /// ARN of the connection.
    pub connection_arn: String,
    /// Full path of the repository to which the permission is limited, such as `acme/platform/web`. Null allows every
    /// repository that the connection can access.
    pub repository_id: Option<String>,
}

impl Function for FullClonePolicy {
    type Parameters = Parameters;
    type Output = String;

    const NAME: &'static str = "full_clone_policy";

    fn call(&self, parameters: Parameters) -> Result<String, FunctionError> {
        use_connection::policy(&parameters.connection_arn, parameters.repository_id.as_deref())
    }
}
