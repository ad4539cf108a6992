//! Actions of a stage.

use std::collections::BTreeMap;

use terraform_provider_sdk::typed::{
    Attributes, Choice, Json, Secret,
    json::{Member, Own, Value},
};

use super::forms::{Names, Settings, keep_names};
use crate::provider::{checks, pipeline::open::CONNECTION_SOURCE, same};

/// An action of a stage.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
#[json(rest = Outputs)]
pub struct Action {
    /// Category of the action.
    #[json(name = "actionTypeId.category")]
    pub category: Category,
    /// Shell commands of a `Commands` action.
    #[attr(same = same::unset, items(1..=50), each(length(1..=1000)))]
    pub commands: Option<Vec<String>>,
    /// Configuration of the action, with the keys that its provider defines. A source that uses a connection takes
    /// `ConnectionArn`, `FullRepositoryId`, `BranchName`, `OutputArtifactFormat` and `DetectChanges`. A key whose value
    /// is null is omitted.
    #[attr(same = same::map)]
    #[json(with = Settings)]
    pub configuration: Option<BTreeMap<String, Option<String>>>,
    /// Additional configuration that must not be stored, such as `OAuthToken`: the plan, the state and logs do not
    /// contain it. Its values can be ephemeral. Each time the pipeline is saved, its keys are added to `configuration`,
    /// and take precedence. A key whose value is null is omitted. Changes in AWS are not detected. Requires
    /// `configuration_wo_version`, and Terraform 1.11 or OpenTofu 1.11 or later.
    #[attr(write_only)]
    #[json(skip)]
    pub configuration_wo: Option<Secret<BTreeMap<String, Option<String>>>>,
    /// Version of `configuration_wo`. Changing it saves the pipeline with the current values. If the version is set and
    /// `configuration_wo` is null, the action keeps the values that AWS has.
    #[json(skip)]
    pub configuration_wo_version: Option<i64>,
    /// Environment variable of a `Compute` action.
    #[attr(block)]
    #[json(name = "environmentVariables")]
    pub environment_variable: Vec<EnvironmentVariable>,
    /// Names of the artifacts that the action reads. Empty strings are ignored.
    #[attr(same = same::list, each(length(..=100), pattern("[a-zA-Z0-9_-]*")))]
    #[json(with = Names)]
    pub input_artifacts: Option<Vec<String>>,
    /// Name of the action.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    #[json(key)]
    pub name: String,
    /// Namespace of the action's variables, which later actions use as `#{NAMESPACE.KEY}`.
    #[attr(length(1..=100), pattern("[A-Za-z0-9@_-]+"))]
    pub namespace: Option<String>,
    /// Names of the artifacts that the action produces. Empty strings are ignored.
    #[attr(same = same::list, each(length(..=100), pattern("[a-zA-Z0-9_-]*")))]
    #[json(skip)]
    pub output_artifacts: Option<Vec<String>>,
    /// Output artifact of a `Compute` action, with the files to include.
    #[attr(block)]
    #[json(skip)]
    pub output_artifacts_for_compute_action: Vec<ComputeArtifact>,
    /// Names of the environment variables that a `Commands` action exports as output variables.
    #[attr(same = same::unset, items(1..=15), each(length(1..=128)))]
    pub output_variables: Option<Vec<String>>,
    /// Owner of the action type.
    #[json(name = "actionTypeId.owner")]
    pub owner: Owner,
    /// Provider of the action, such as `CodeBuild`. For GitLab and every other source that uses a connection,
    /// `CodeStarSourceConnection`.
    #[attr(length(1..=35), pattern("[A-Za-z0-9_-]+"))]
    #[json(name = "actionTypeId.provider")]
    pub provider: String,
    /// Region in which the action runs; the pipeline's region when omitted.
    #[attr(same = same::region, check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// ARN of the IAM role that the action assumes; the pipeline's role when omitted.
    #[attr(same = same::unset, check = checks::role::arn, code = checks::role::ROLE.code)]
    pub role_arn: Option<String>,
    /// Position in the order of the stage's actions. Actions with lower values run first, and actions with the same
    /// value run at the same time.
    #[attr(default = 1, range(1..=999))]
    pub run_order: i64,
    /// Minutes after which a manual approval fails; 10080 (7 days) when omitted.
    #[attr(range(5..=86400))]
    pub timeout_in_minutes: Option<i64>,
    /// Version of the action type. AWS's own action types have version `1`.
    #[attr(length(1..=9), pattern("[A-Za-z0-9_-]+"))]
    #[json(name = "actionTypeId.version")]
    pub version: String,
}

/// An environment variable of a compute action.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct EnvironmentVariable {
    /// Name of the variable.
    #[attr(length(1..=128), pattern("[A-Za-z0-9_]+"))]
    #[json(key)]
    pub name: String,
    /// Type of `value`; `PLAINTEXT` when omitted.
    #[attr(same = same::variable_type)]
    #[json(filled_in = "PLAINTEXT")]
    pub r#type: Option<VariableType>,
    /// Value of the variable, or the name or ARN of a secret.
    #[attr(length(1..=2000), check = checks::line::single)]
    pub value: String,
}

/// An artifact of a compute action.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct ComputeArtifact {
    /// Files to include in the artifact, as paths or patterns.
    #[attr(same = same::unset, items(1..=10), each(length(1..=128)))]
    pub files: Option<Vec<String>>,
    /// Name of the artifact.
    #[attr(length(1..=100), pattern("[A-Za-z0-9_-]+"))]
    #[json(key)]
    pub name: String,
}

/// Category of an action.
///
/// Source: `ActionCategory` of <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionTypeId.html>.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum Category {
    /// An approval by a user.
    Approval,
    /// A build.
    Build,
    /// Shell commands.
    Compute,
    /// A deployment.
    Deploy,
    /// An invocation of another service, such as AWS Lambda.
    Invoke,
    /// A source of code or other input.
    Source,
    /// A test.
    Test,
    /// A category that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Owner of an action type.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// AWS.
    #[choice("AWS")]
    Aws,
    /// Your AWS account, with a custom action type.
    Custom,
    /// An AWS partner.
    ThirdParty,
    /// An owner that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Type of the value of an environment variable.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum VariableType {
    /// The literal value.
    Plaintext,
    /// The name or ARN of a secret in AWS Secrets Manager.
    SecretsManager,
    /// A type that AWS has added since.
    #[choice(other)]
    Other(String),
}

impl Action {
    /// Whether it fetches source code through a connection.
    pub fn is_connection_source(&self) -> bool {
        self.category == Category::Source && self.owner == Owner::Aws && self.provider == CONNECTION_SOURCE
    }

    /// Sets the output artifacts that have no files.
    pub fn set_outputs(&mut self, names: Vec<String>) {
        self.output_artifacts = Some(names).filter(|names| !names.is_empty());
    }

    /// Whether pushes to the source's branch start the pipeline if there is no trigger.
    pub fn detects_changes(&self) -> bool {
        self.setting("DetectChanges") != Some("false")
    }

    /// Returns a value of the configuration.
    pub fn setting(&self, key: &str) -> Option<&str> {
        self.configuration.as_ref()?.get(key)?.as_deref()
    }
}

/// The output artifacts, which are one list in AWS's JSON. Those of a compute action have files.
struct Outputs;

impl Outputs {
    const MEMBER: Member = Member {
        path: &["outputArtifacts"],
        filled_in: None,
    };

    fn read(action: &mut Action, json: &Value) {
        let outputs = Vec::<ComputeArtifact>::read(Self::MEMBER.get(json)).unwrap_or_default();
        let (of_compute, plain): (Vec<_>, Vec<_>) = outputs.into_iter().partition(|artifact| artifact.files.is_some());
        action.set_outputs(plain.into_iter().map(|artifact| artifact.name).collect());
        action.output_artifacts_for_compute_action = of_compute;
    }

    fn write(action: &Action, json: &mut Value) {
        let names = action.output_artifacts.iter().flatten().filter(|name| !name.is_empty());
        let plain = names.map(|name| ComputeArtifact {
            files: None,
            name: name.clone(),
        });
        let of_compute = action.output_artifacts_for_compute_action.iter().cloned();
        let outputs: Vec<_> = plain.chain(of_compute).collect();
        Self::MEMBER.write::<_, Own>(json, &outputs);
    }

    /// An artifact without files can be in either list.
    fn keep_form(action: &mut Action, prior: &Action) {
        let plain = action.output_artifacts.take().unwrap_or_default();
        let before = |name: &String| {
            let mut artifacts = prior.output_artifacts_for_compute_action.iter();
            artifacts.find(|artifact| artifact.name == *name).cloned()
        };
        let (of_compute, plain): (Vec<_>, Vec<_>) = plain.into_iter().partition(|name| before(name).is_some());
        let of_compute = of_compute.iter().filter_map(before).map(|artifact| ComputeArtifact {
            files: artifact.files.filter(Vec::is_empty),
            ..artifact
        });
        action.output_artifacts_for_compute_action.extend(of_compute);
        action.set_outputs(plain);
        keep_names(&mut action.output_artifacts, &prior.output_artifacts);
    }
}
