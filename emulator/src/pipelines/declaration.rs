//! A pipeline's declaration, typed.
//!
//! Declarations are stored and returned as raw JSON, with all members of the model and those that were seeded.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The members of a declaration that the emulator uses.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Declaration {
    pub(crate) name: String,
    pub(crate) artifact_store: Option<ArtifactStore>,
    pub(crate) artifact_stores: Option<BTreeMap<String, ArtifactStore>>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) execution_mode: ExecutionMode,
    pub(crate) pipeline_type: String,
    pub(crate) variables: Vec<Variable>,
    pub(crate) triggers: Vec<Trigger>,
}

/// The artifact store of a region.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ArtifactStore {
    pub(crate) location: String,
}

/// The execution mode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum ExecutionMode {
    /// A newer waiting execution replaces the older one.
    #[default]
    Superseded,
    /// Waiting executions keep their order.
    Queued,
    /// Executions run independently of each other.
    Parallel,
}

/// One stage: actions and the conditions around them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) actions: Vec<Action>,
    pub(crate) before_entry: Option<Gate>,
    pub(crate) on_success: Option<Gate>,
    pub(crate) on_failure: Option<Gate>,
}

/// Conditions at the entry or an exit of a stage.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Gate {
    pub(crate) result: Option<String>,
    pub(crate) retry_configuration: Option<RetryConfiguration>,
    pub(crate) conditions: Vec<Condition>,
}

/// Which actions an automatic retry runs again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct RetryConfiguration {
    pub(crate) retry_mode: Option<String>,
}

/// Rules, and what happens when one of them fails.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Condition {
    pub(crate) result: Option<String>,
    pub(crate) rules: Vec<Rule>,
}

/// One rule of a condition.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) rule_type_id: RuleType,
    pub(crate) configuration: BTreeMap<String, String>,
    pub(crate) commands: Vec<String>,
}

/// The type of a rule.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RuleType {
    pub(crate) provider: String,
}

/// One action of a stage.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Action {
    pub(crate) name: String,
    pub(crate) action_type_id: ActionTypeId,
    pub(crate) run_order: Option<u32>,
    pub(crate) configuration: BTreeMap<String, String>,
    pub(crate) commands: Vec<String>,
    pub(crate) output_artifacts: Vec<Artifact>,
    pub(crate) input_artifacts: Vec<Artifact>,
    pub(crate) output_variables: Vec<String>,
    pub(crate) role_arn: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) namespace: Option<String>,
    pub(crate) timeout_in_minutes: Option<u32>,
}

/// The type of an action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(default)]
pub(crate) struct ActionTypeId {
    pub(crate) category: String,
    pub(crate) owner: String,
    pub(crate) provider: String,
    pub(crate) version: String,
}

/// An artifact by name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Artifact {
    pub(crate) name: String,
}

/// A variable of the whole pipeline.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) default_value: Option<String>,
}

/// A trigger of the pipeline.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Trigger {
    pub(crate) git_configuration: GitConfiguration,
}

/// The filters of a trigger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct GitConfiguration {
    pub(crate) source_action_name: String,
    pub(crate) push: Vec<PushFilter>,
    pub(crate) pull_request: Vec<PullRequestFilter>,
}

/// A filter for pushes. All of its criteria must be met.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PushFilter {
    pub(crate) tags: Option<Criteria>,
    pub(crate) branches: Option<Criteria>,
    pub(crate) file_paths: Option<Criteria>,
}

/// A filter for merge requests. All of its criteria must be met.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PullRequestFilter {
    pub(crate) events: Vec<PullRequestEvent>,
    pub(crate) branches: Option<Criteria>,
    pub(crate) file_paths: Option<Criteria>,
}

/// An event of a merge request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum PullRequestEvent {
    /// It was opened, or opened again.
    Open,
    /// It got new commits.
    Updated,
    /// It was merged or closed.
    Closed,
}

/// Globs that must match, and globs that must not match.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Criteria {
    pub(crate) includes: Vec<String>,
    pub(crate) excludes: Vec<String>,
}

impl Declaration {
    /// Reads a declaration that has passed the constraints; anything else reads as an empty one.
    pub(crate) fn read(raw: &Value) -> Self {
        Self::deserialize(raw).unwrap_or_default()
    }

    /// Returns whether the pipeline has type V2.
    pub(crate) fn is_v2(&self) -> bool {
        self.pipeline_type == "V2"
    }

    /// All actions with their stages, in the order of the declaration.
    pub(crate) fn actions(&self) -> impl Iterator<Item = (&Stage, &Action)> {
        self.stages
            .iter()
            .flat_map(|stage| stage.actions.iter().map(move |action| (stage, action)))
    }

    /// The stage with this name.
    pub(crate) fn stage(&self, name: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    /// The actions that fetch through a connection.
    pub(crate) fn connection_sources(&self) -> impl Iterator<Item = &Action> {
        self.actions()
            .map(|(_, action)| action)
            .filter(|action| action.is_connection_source())
    }

    /// The bucket that keeps the artifacts of `region`.
    pub(crate) fn bucket(&self, region: &str) -> &str {
        let of_region = self.artifact_stores.as_ref().and_then(|stores| stores.get(region));
        of_region
            .or(self.artifact_store.as_ref())
            .map_or("", |store| store.location.as_str())
    }
}

impl Action {
    /// Returns whether this is a source that uses a connection.
    pub(crate) fn is_connection_source(&self) -> bool {
        let kind = &self.action_type_id;
        kind.category == "Source" && kind.owner == "AWS" && kind.provider == "CodeStarSourceConnection"
    }

    /// Returns whether this is a manual approval.
    pub(crate) fn is_approval(&self) -> bool {
        self.action_type_id.category == "Approval"
    }

    /// A value of the configuration, empty if it is not there.
    pub(crate) fn setting(&self, key: &str) -> &str {
        self.configuration.get(key).map_or("", String::as_str)
    }

    /// Returns the name of the first output artifact, empty without one.
    pub(crate) fn first_output(&self) -> &str {
        self.output_artifacts.first().map_or("", |output| output.name.as_str())
    }

    /// Position among the actions of the stage, from 1.
    pub(crate) fn order(&self) -> u32 {
        self.run_order.unwrap_or(1)
    }

    /// Returns whether a push to the source's branch starts the pipeline by default.
    pub(crate) fn detects_changes(&self) -> bool {
        self.setting("DetectChanges") != "false"
    }
}
