//! The arguments of a whole pipeline.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Declaration;
use terraform_provider_sdk::{
    typed::{
        AttributeValue as _, Attributes, Choice, Json,
        json::{Member, Own},
    },
    value::Value,
};

use crate::provider::{
    checks,
    object_list::ObjectList,
    pipeline::model::{action::Action, stage::Stage, trigger::Trigger},
    same,
    tags::{OwnTags, tagged},
};

/// Manages a whole pipeline in AWS CodePipeline: its stages and actions, triggers, variables and artifact stores.
///
/// Creating a pipeline starts an execution immediately. Every change, however small, writes the whole declaration,
/// which cancels running executions. The provider writes nothing if nothing changed, and keeps the parts of the
/// declaration for which this resource has no argument.
///
/// AWS registers the webhook of a connection's repository when a pipeline is saved while the connection is `AVAILABLE`.
/// Take connection ARNs from a `codepipeline_handshake`. If a pipeline was saved while its connection was not
/// `AVAILABLE`, the first apply after the handshake saves it again.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
#[json(rest = Stores)]
pub struct Arguments {
    /// Whether to save the pipeline even if the connection of one of its sources is not `AVAILABLE`; by default, the
    /// apply fails. Pushes to that source cannot start the pipeline until it is saved again.
    #[json(skip)]
    pub allow_pending_connection: Option<bool>,
    /// Artifact store. A pipeline requires one store without `region` if all actions run in the pipeline's region,
    /// otherwise one store for each region.
    #[attr(block)]
    #[json(skip)]
    pub artifact_store: BTreeSet<ArtifactStore>,
    /// Execution mode, which determines how concurrent executions are handled.
    #[attr(default = ExecutionMode::Superseded)]
    pub execution_mode: ExecutionMode,
    /// Name of the pipeline.
    #[attr(requires_replace, length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub name: String,
    /// Type of the pipeline, which determines its features and pricing. When omitted, `V2` for a new pipeline; an
    /// existing pipeline keeps its type.
    #[attr(computed, use_state_for_unknown)]
    pub pipeline_type: Option<PipelineType>,
    /// Region of the pipeline; the provider's region when omitted.
    #[attr(computed, requires_replace, use_state_for_unknown, check = checks::region::code, code = checks::region::REGION.code)]
    #[json(skip)]
    pub region: Option<String>,
    /// Any string. Changing it saves the pipeline again, which registers the webhooks of its connections and cancels
    /// running executions.
    #[json(skip)]
    pub resave: Option<String>,
    /// Whether to start an execution after each update that saves the pipeline. Saving the pipeline cancels running
    /// executions. If the start fails, the apply succeeds with a warning.
    #[json(skip)]
    pub restart_execution_on_update: Option<bool>,
    /// ARN of the IAM role that the pipeline assumes.
    #[attr(check = checks::role::arn, code = checks::role::ROLE.code)]
    pub role_arn: String,
    /// Stage, with its actions and its conditions for entry, success and failure. A pipeline requires at least two
    /// stages, and the first stage contains the source actions.
    #[attr(block)]
    #[json(name = "stages")]
    pub stage: Vec<Stage>,
    /// Tags of the pipeline.
    #[attr(same = same::map)]
    #[json(skip)]
    pub tags: Option<OwnTags>,
    /// Tags of the pipeline, including the provider's `default_tags`. A configured value has no effect, and is accepted so
    /// that configurations for hashicorp/aws keep working.
    #[attr(same = same::any)]
    #[json(skip)]
    pub tags_all: Option<OwnTags>,
    /// Events that start the pipeline, for one source action that uses a connection. Without a trigger, each push to
    /// the source's branch starts the pipeline, unless `DetectChanges` is `false`.
    #[attr(block)]
    #[json(name = "triggers")]
    pub trigger: Vec<Trigger>,
    /// Variable of the pipeline, whose value can be set when an execution starts.
    #[attr(block)]
    #[json(name = "variables")]
    pub variable: Vec<Variable>,
}

tagged!(Arguments);

/// An artifact store.
#[derive(Attributes, Json, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct ArtifactStore {
    /// Key that encrypts the artifacts; the default key for Amazon S3 when omitted.
    #[attr(block = "list")]
    pub encryption_key: Option<EncryptionKey>,
    /// Name of the bucket.
    #[attr(length(3..=63), pattern("[a-zA-Z0-9.-]+"))]
    pub location: String,
    /// Region of the bucket, for pipelines with actions in several regions.
    #[attr(same = same::region, check = checks::region::code, code = checks::region::REGION.code)]
    #[json(skip)]
    pub region: Option<String>,
    /// Type of the store.
    pub r#type: StoreType,
}

/// Key that encrypts artifacts.
#[derive(Attributes, Json, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct EncryptionKey {
    /// ID or ARN of the key, or ARN of its alias.
    #[attr(length(1..=400))]
    pub id: String,
    /// Type of the key.
    pub r#type: KeyType,
}

/// A variable of a pipeline.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Variable {
    /// Default value of the variable. A variable without a default must be set at each start of the
    /// pipeline.
    #[attr(same = same::unset, length(1..=1000), check = checks::line::single)]
    pub default_value: Option<String>,
    /// Description of the variable.
    #[attr(same = same::unset, length(0..=200), check = checks::line::single)]
    pub description: Option<String>,
    /// Name of the variable, used as `#{variables.NAME}`.
    #[attr(length(1..=128), pattern("[A-Za-z0-9@_-]+"))]
    #[json(key)]
    pub name: String,
}

/// Execution mode, which determines how concurrent executions are handled.
///
/// Source: `ExecutionMode` of <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html>.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum ExecutionMode {
    /// Executions run independently of each other. `V2` only.
    Parallel,
    /// Executions run one after the other, in order. `V2` only.
    Queued,
    /// A newer execution replaces an older one that is waiting to enter a stage.
    Superseded,
    /// A mode that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Type of a pipeline.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html>.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum PipelineType {
    /// The older type, billed per month.
    V1,
    /// The newer type, with triggers, variables and conditions, billed per minute of action execution.
    V2,
    /// A type that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Kind of artifact store.
#[derive(Choice, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoreType {
    /// An Amazon S3 bucket.
    S3,
    /// A kind that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Kind of encryption key.
#[derive(Choice, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum KeyType {
    /// An AWS Key Management Service key.
    Kms,
    /// A kind that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// The artifact stores: AWS's JSON has one without a region, or one for each region.
struct Stores;

impl Stores {
    const ONE: Member = Member {
        path: &["artifactStore"],
        filled_in: None,
    };
    const OF_REGIONS: Member = Member {
        path: &["artifactStores"],
        filled_in: None,
    };

    fn read(arguments: &mut Arguments, json: &Declaration) {
        let one = ArtifactStore::read(Self::ONE.get(json));
        let of_regions = BTreeMap::<String, ArtifactStore>::read(Self::OF_REGIONS.get(json)).unwrap_or_default();
        let of_regions = of_regions.into_iter().map(|(region, store)| ArtifactStore {
            region: Some(region),
            ..store
        });
        arguments.artifact_store = one.into_iter().chain(of_regions).collect();
    }

    fn write(arguments: &Arguments, json: &mut Declaration) {
        let stores = &arguments.artifact_store;
        let region = |store: &ArtifactStore| store.region.clone().filter(|region| !region.is_empty());
        let of_regions: BTreeMap<String, ArtifactStore> = stores
            .iter()
            .filter_map(|store| Some((region(store)?, store.clone())))
            .collect();
        let one = stores.first().filter(|_| of_regions.is_empty()).cloned();
        Self::ONE.write::<_, Own>(json, &one);
        Self::OF_REGIONS.write::<_, Own>(json, &of_regions);
    }

    const fn keep_form(_: &mut Arguments, _: &Arguments) {}
}

impl Arguments {
    /// Returns the arguments of a declaration of AWS. Arguments that are not part of a declaration are null.
    pub fn declared(declaration: &Declaration) -> Self {
        Self::read(declaration).unwrap_or_else(Self::missing)
    }

    /// Returns all actions with the index of their stage and their own index.
    pub fn actions(&self) -> impl Iterator<Item = (usize, usize, &Action)> {
        self.stage.iter().enumerate().flat_map(|(at, stage)| {
            stage
                .action
                .iter()
                .enumerate()
                .map(move |(index, action)| (at, index, action))
        })
    }

    /// Returns the action with this name in the stage.
    pub fn action(&self, stage: &str, action: &str) -> Option<&Action> {
        let stage = self.stage.iter().find(|found| found.name == stage)?;
        stage.action.iter().find(|found| found.name == action)
    }

    /// Takes over the region of the only store and of each action and rule from `other` where both mean the pipeline's own
    /// region `own`: AWS keeps it as it was sent.
    pub fn keep_regions(&mut self, other: &Self, own: &str) {
        let means_own = |region: &Option<String>| region.as_deref().is_none_or(|text| text.is_empty() || text == own);
        let keep = |region: &mut Option<String>, other: &Option<String>| {
            if means_own(region) && means_own(other) {
                region.clone_from(other);
            }
        };
        let only = |stores: &BTreeSet<ArtifactStore>| stores.first().filter(|_| stores.len() == 1).cloned();
        if let (Some(mut store), Some(before)) = (only(&self.artifact_store), only(&other.artifact_store)) {
            keep(&mut store.region, &before.region);
            self.artifact_store = [store].into();
        }
        for stage in &mut self.stage {
            let Some(before) = other.stage.iter().find(|before| before.name == stage.name) else {
                continue;
            };
            for action in &mut stage.action {
                if let Some(before) = before.action.iter().find(|before| before.name == action.name) {
                    keep(&mut action.region, &before.region);
                }
            }
            for rule in stage.rules_mut() {
                if let Some(before) = before.rules().find(|before| before.name == rule.name) {
                    keep(&mut rule.region, &before.region);
                }
            }
        }
    }

    /// Whether a pipeline in a state and another one, as values, stand for the same declaration and the same
    /// write-only settings, whatever else differs. A trigger that AWS has added is the same as an equal one that is written.
    pub fn declare_the_same(stored: &Value, other: &Value) -> bool {
        let (Some(mut one), Some(mut other)) = (Self::known(stored), Self::known(other)) else {
            return false;
        };
        if let Some(own) = &other.region {
            one.keep_regions(&other, own);
        }
        let is_written = |trigger: &Trigger, among: &[Trigger]| among.contains(trigger);
        let all = ObjectList::<Trigger>::from_value(stored.get("trigger_all"));
        let added = all.map_or_else(|_| Vec::new(), |all| all.0).into_iter();
        let added: Vec<_> = added
            .filter(|trigger| is_written(trigger, &other.trigger) && !is_written(trigger, &one.trigger))
            .collect();
        one.trigger.extend(added);
        for pipeline in [&mut one, &mut other] {
            pipeline.trigger.sort_by_key(|trigger| trigger.source().to_owned());
        }
        let versions = |pipeline: &Self| -> Vec<_> {
            let actions = pipeline.actions();
            actions.map(|(_, _, action)| action.configuration_wo_version).collect()
        };
        versions(&one) == versions(&other) && one.write(&Declaration::Null) == other.write(&Declaration::Null)
    }

    /// Reads a pipeline whose declaration is known; computed values may be unknown.
    fn known(pipeline: &Value) -> Option<Self> {
        let mut members = pipeline.as_map()?.clone();
        for tags in [Self::TAGS, Self::TAGS_ALL] {
            members.insert(tags.name.to_owned(), Value::Null);
        }
        let block = Self::block();
        let attributes = block.attributes.iter().map(|attribute| attribute.name);
        let mut names = attributes.chain(block.blocks.iter().map(|block| block.name));
        let is_known = names.all(|name| members.get(name).is_none_or(Value::is_wholly_known));
        is_known.then(|| Self::from_object(&members).ok()).flatten()
    }
}
