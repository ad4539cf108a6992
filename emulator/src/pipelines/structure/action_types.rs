//! The action types of owner AWS: how many artifacts they take, which configuration they need.

use std::ops::RangeInclusive;

use crate::pipelines::declaration::{Action, ActionTypeId};

/// The requirements of one action type.
pub(super) struct ActionType {
    category: &'static str,
    provider: &'static str,
    /// Number of input artifacts, if it is documented.
    pub(super) inputs: Option<RangeInclusive<usize>>,
    /// Number of output artifacts, if it is documented.
    pub(super) outputs: Option<RangeInclusive<usize>>,
    /// Configuration keys without which the action is refused.
    pub(super) required: &'static [&'static str],
    /// Configuration keys besides the required ones; `None` where any key is taken.
    pub(super) optional: Option<&'static [&'static str]>,
    /// Whether pipelines of type V1 cannot use the type.
    pub(super) needs_v2: bool,
}

/// All types, by category and provider.
const ACTION_TYPES: &[ActionType] = &[
    counted("Approval", "Manual", 0..=0, 0..=0, &[]),
    counted("Build", "CodeBuild", 1..=5, 0..=5, &["ProjectName"]),
    v2(counted("Build", "Commands", 1..=10, 0..=1, &[])),
    v2(counted("Build", "ECRBuildAndPublish", 1..=1, 0..=0, &[])),
    v2(counted("Compute", "Commands", 1..=10, 0..=1, &[])),
    free("Deploy", "AppConfig", &[]),
    counted("Deploy", "CloudFormation", 0..=10, 0..=1, &["ActionMode", "StackName"]),
    counted("Deploy", "CloudFormationStackInstances", 0..=10, 0..=0, &[]),
    counted("Deploy", "CloudFormationStackSet", 1..=10, 0..=0, &[]),
    counted(
        "Deploy",
        "CodeDeploy",
        1..=1,
        0..=0,
        &["ApplicationName", "DeploymentGroupName"],
    ),
    counted("Deploy", "CodeDeployToECS", 1..=5, 0..=0, &[]),
    v2(free("Deploy", "EC2", &[])),
    counted("Deploy", "ECS", 1..=1, 0..=0, &["ClusterName", "ServiceName"]),
    v2(free("Deploy", "EKS", &[])),
    counted(
        "Deploy",
        "ElasticBeanstalk",
        1..=1,
        0..=0,
        &["ApplicationName", "EnvironmentName"],
    ),
    free("Deploy", "Lambda", &[]),
    free("Deploy", "OpsWorks", &[]),
    counted("Deploy", "S3", 1..=1, 0..=0, &["BucketName", "Extract"]),
    counted("Deploy", "ServiceCatalog", 1..=1, 0..=0, &[]),
    counted("Invoke", "CodePipeline", 0..=0, 0..=0, &["PipelineName"]),
    counted("Invoke", "InspectorScan", 0..=1, 1..=1, &[]),
    counted("Invoke", "Lambda", 0..=5, 0..=5, &["FunctionName"]),
    counted("Invoke", "StepFunctions", 0..=1, 0..=1, &["StateMachineArn"]),
    counted("Source", "CodeCommit", 0..=0, 1..=1, &["BranchName", "RepositoryName"]),
    ActionType {
        optional: Some(&["DetectChanges", "OutputArtifactFormat"]),
        ..counted(
            "Source",
            "CodeStarSourceConnection",
            0..=0,
            1..=1,
            &["ConnectionArn", "FullRepositoryId", "BranchName"],
        )
    },
    counted("Source", "ECR", 0..=0, 1..=1, &["RepositoryName"]),
    counted("Source", "S3", 0..=0, 1..=1, &["S3Bucket", "S3ObjectKey"]),
    counted("Test", "CodeBuild", 1..=5, 0..=5, &["ProjectName"]),
    counted("Test", "DeviceFarm", 1..=1, 0..=0, &[]),
];

/// A type whose counts of artifacts are documented.
const fn counted(
    category: &'static str,
    provider: &'static str,
    inputs: RangeInclusive<usize>,
    outputs: RangeInclusive<usize>,
    required: &'static [&'static str],
) -> ActionType {
    ActionType {
        category,
        provider,
        inputs: Some(inputs),
        outputs: Some(outputs),
        required,
        optional: None,
        needs_v2: false,
    }
}

/// A type whose counts of artifacts are not documented.
const fn free(category: &'static str, provider: &'static str, required: &'static [&'static str]) -> ActionType {
    ActionType {
        category,
        provider,
        inputs: None,
        outputs: None,
        required,
        optional: None,
        needs_v2: false,
    }
}

/// The same type, for pipelines of type V2 only.
const fn v2(mut of: ActionType) -> ActionType {
    of.needs_v2 = true;
    of
}

/// The type of an action, if it is one of AWS's own.
pub(super) fn of(action: &Action) -> Option<&'static ActionType> {
    let kind = &action.action_type_id;
    let mut types = ACTION_TYPES
        .iter()
        .filter(|_| kind.owner == "AWS" && kind.version == "1");
    types.find(|of| of.category == kind.category && of.provider == kind.provider)
}

/// Returns whether an action can have this type. Unknown providers pass; AWS's own require its owner, version and category.
pub(super) fn is_available(kind: &ActionTypeId) -> bool {
    let mut namesakes = ACTION_TYPES.iter().filter(|of| of.provider == kind.provider).peekable();
    match kind.owner.as_str() {
        _ if namesakes.peek().is_none() => true,
        "AWS" => kind.version == "1" && namesakes.any(|of| of.category == kind.category),
        "ThirdParty" => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn action_types_are_in_alphabetical_order_without_repetition() {
        let names: Vec<_> = ACTION_TYPES.iter().map(|of| (of.category, of.provider)).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    }
}
