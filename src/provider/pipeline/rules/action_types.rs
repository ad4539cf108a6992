//! The action types of AWS: their artifacts and configuration keys.
//!
//! Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html>.

use crate::provider::pipeline::open::{Action, CONNECTION_SOURCE};

/// Provider of the actions that run commands.
pub(super) const COMMANDS: &str = "Commands";

/// An action type of AWS.
#[derive(Debug)]
pub(super) struct ActionType {
    pub(super) category: &'static str,
    pub(super) provider: &'static str,
    /// Minimum and maximum of input artifacts, `None` if AWS does not document them.
    pub(super) inputs: Option<(usize, usize)>,
    /// Minimum and maximum of output artifacts, `None` if AWS does not document them.
    pub(super) outputs: Option<(usize, usize)>,
    /// Required configuration keys.
    pub(super) required: &'static [&'static str],
    /// Optional configuration keys, `None` if they are not listed here.
    pub(super) optional: Option<&'static [&'static str]>,
    /// Whether the type requires a pipeline of type V2.
    pub(super) requires_v2: bool,
}

/// Returns one row of the table.
const fn row(
    category: &'static str,
    provider: &'static str,
    inputs: Option<(usize, usize)>,
    outputs: Option<(usize, usize)>,
    required: &'static [&'static str],
    optional: Option<&'static [&'static str]>,
) -> ActionType {
    ActionType {
        category,
        provider,
        inputs,
        outputs,
        required,
        optional,
        requires_v2: false,
    }
}

/// Returns one row of the table, of a type that requires V2.
const fn v2(
    category: &'static str,
    provider: &'static str,
    inputs: Option<(usize, usize)>,
    outputs: Option<(usize, usize)>,
) -> ActionType {
    ActionType {
        requires_v2: true,
        ..row(category, provider, inputs, outputs, &[], None)
    }
}

const NONE: Option<(usize, usize)> = Some((0, 0));
const ONE: Option<(usize, usize)> = Some((1, 1));
const BUILD_KEYS: &[&str] = &[
    "BatchEnabled",
    "CombineArtifacts",
    "EnvironmentVariables",
    "PrimarySource",
];

/// Every type, by category and provider.
const TYPES: &[ActionType] = &[
    row(
        "Approval",
        "Manual",
        NONE,
        NONE,
        &[],
        Some(&["CustomData", "ExternalEntityLink", "NotificationArn"]),
    ),
    row(
        "Build",
        "CodeBuild",
        Some((1, 5)),
        Some((0, 5)),
        &["ProjectName"],
        Some(BUILD_KEYS),
    ),
    v2("Build", COMMANDS, Some((1, 10)), Some((0, 1))),
    v2("Build", "ECRBuildAndPublish", None, None),
    v2("Compute", COMMANDS, Some((1, 10)), Some((0, 1))),
    row("Deploy", "AppConfig", None, None, &[], None),
    row(
        "Deploy",
        "CloudFormation",
        Some((0, 10)),
        Some((0, 1)),
        &["ActionMode", "StackName"],
        Some(&[
            "Capabilities",
            "ChangeSetName",
            "OutputFileName",
            "ParameterOverrides",
            "RoleArn",
            "TemplateConfiguration",
            "TemplatePath",
        ]),
    ),
    row("Deploy", "CloudFormationStackInstances", None, None, &[], None),
    row("Deploy", "CloudFormationStackSet", None, None, &[], None),
    row(
        "Deploy",
        "CodeDeploy",
        ONE,
        NONE,
        &["ApplicationName", "DeploymentGroupName"],
        Some(&[]),
    ),
    row("Deploy", "CodeDeployToECS", None, None, &[], None),
    v2("Deploy", "EC2", None, None),
    row(
        "Deploy",
        "ECS",
        ONE,
        NONE,
        &["ClusterName", "ServiceName"],
        Some(&["DeploymentTimeout", "FileName"]),
    ),
    v2("Deploy", "EKS", None, None),
    row(
        "Deploy",
        "ElasticBeanstalk",
        ONE,
        NONE,
        &["ApplicationName", "EnvironmentName"],
        Some(&[]),
    ),
    row("Deploy", "Lambda", None, None, &[], None),
    row("Deploy", "OpsWorks", None, None, &[], None),
    row(
        "Deploy",
        "S3",
        ONE,
        NONE,
        &["BucketName", "Extract"],
        Some(&["CacheControl", "CannedACL", "KMSEncryptionKeyARN", "ObjectKey"]),
    ),
    row("Deploy", "ServiceCatalog", None, None, &[], None),
    row("Invoke", "CodePipeline", None, None, &["PipelineName"], None),
    row("Invoke", "InspectorScan", None, None, &[], None),
    row(
        "Invoke",
        "Lambda",
        Some((0, 5)),
        Some((0, 5)),
        &["FunctionName"],
        Some(&["UserParameters"]),
    ),
    row(
        "Invoke",
        "StepFunctions",
        None,
        None,
        &["StateMachineArn"],
        Some(&["ExecutionNamePrefix", "Input", "InputType"]),
    ),
    row(
        "Source",
        "CodeCommit",
        NONE,
        ONE,
        &["RepositoryName", "BranchName"],
        Some(&["OutputArtifactFormat", "PollForSourceChanges"]),
    ),
    row(
        "Source",
        CONNECTION_SOURCE,
        NONE,
        ONE,
        &["ConnectionArn", "FullRepositoryId", "BranchName"],
        Some(&["DetectChanges", "OutputArtifactFormat"]),
    ),
    row("Source", "ECR", NONE, ONE, &["RepositoryName"], Some(&["ImageTag"])),
    row(
        "Source",
        "S3",
        NONE,
        ONE,
        &["S3Bucket", "S3ObjectKey"],
        Some(&["AllowOverrideForS3ObjectKey", "PollForSourceChanges"]),
    ),
    row(
        "Test",
        "CodeBuild",
        Some((1, 5)),
        Some((0, 5)),
        &["ProjectName"],
        Some(BUILD_KEYS),
    ),
    row("Test", "DeviceFarm", ONE, NONE, &[], None),
];

/// Returns the type of an action if it is certain and one of AWS's.
pub(super) fn of(action: &Action<'_>) -> Option<&'static ActionType> {
    let (category, provider) = (action.category()?, action.provider()?);
    let is_aws = action.owner() == Some("AWS") && action.node.string("version") == Some("1");
    TYPES
        .iter()
        .find(|of| is_aws && of.category == category && of.provider == provider)
}

/// Returns the categories in which AWS has this provider.
pub(super) fn categories(provider: &str) -> Vec<&'static str> {
    TYPES
        .iter()
        .filter(|of| of.provider == provider)
        .map(|of| of.category)
        .collect()
}

/// Returns the providers of AWS.
pub(super) fn providers() -> impl Iterator<Item = &'static str> {
    TYPES.iter().map(|of| of.provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_one_row() {
        let names: Vec<_> = TYPES.iter().map(|of| (of.category, of.provider)).collect();
        assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
    }
}
