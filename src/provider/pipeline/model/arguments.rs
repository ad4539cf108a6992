//! What practitioners write about a whole pipeline.

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
    tags::OwnTags,
};

/// Manages a whole pipeline of AWS CodePipeline: its stages and actions, its triggers, its variables, and where its
/// artifacts are kept.
///
/// Creating a pipeline starts an execution at once. Every change of the declaration writes all of it, which cancels the
/// executions that are running; nothing is written when nothing changed. Members of the declaration for which there is no
/// argument are kept as they are.
///
/// AWS registers the webhook of a connection's repository when a pipeline is saved while the connection is `AVAILABLE`. Let
/// pipelines depend on a `codepipeline_handshake`; a pipeline that was made too early is saved again by a later apply.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
#[json(rest = Stores)]
pub struct Arguments {
    /// Whether the pipeline is saved although a connection that one of its sources uses is not `AVAILABLE`. It cannot start
    /// by itself then.
    #[json(skip)]
    pub allow_pending_connection: Option<bool>,
    /// Where artifacts are kept: one store without `region` for a pipeline whose actions all run in its own region, else
    /// one store for each region.
    #[attr(block)]
    #[json(skip)]
    pub artifact_store: BTreeSet<ArtifactStore>,
    /// How executions share the stages.
    #[attr(default = ExecutionMode::Superseded)]
    pub execution_mode: ExecutionMode,
    /// Name of the pipeline.
    #[attr(requires_replace, length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub name: String,
    /// Type of the pipeline, which decides what it can do and what it costs. New pipelines are `V2`; an existing one keeps
    /// its type.
    #[attr(computed, use_state_for_unknown)]
    pub pipeline_type: Option<PipelineType>,
    /// Region of the pipeline.
    #[attr(computed, requires_replace, use_state_for_unknown)]
    #[json(skip)]
    pub region: Option<String>,
    /// Any text. A change saves the pipeline again, which registers the webhooks of its connections and cancels running
    /// executions.
    #[json(skip)]
    pub resave: Option<String>,
    /// ARN of the IAM role that the pipeline acts as.
    #[attr(check = checks::role::arn, code = checks::role::ROLE.code)]
    pub role_arn: String,
    /// A stage: actions, and the conditions under which it is entered and left. The first one holds the sources.
    #[attr(block)]
    #[json(name = "stages")]
    pub stage: Vec<Stage>,
    /// Tags of the pipeline.
    #[attr(same = same::map)]
    #[json(skip)]
    pub tags: Option<OwnTags>,
    /// What starts the pipeline, for one source action of a connection. Without it AWS starts the pipeline at each push to
    /// the source's branch, unless `DetectChanges` is `false`.
    #[attr(block)]
    #[json(name = "triggers")]
    pub trigger: Vec<Trigger>,
    /// A variable of the pipeline, which a start may set.
    #[attr(block)]
    #[json(name = "variables")]
    pub variable: Vec<Variable>,
}

/// Where artifacts are kept.
#[derive(Attributes, Json, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct ArtifactStore {
    /// Key that encrypts the artifacts; without it the bucket's default key does.
    #[attr(block = "list")]
    pub encryption_key: Option<EncryptionKey>,
    /// Name of the bucket.
    #[attr(length(3..=63), pattern("[a-zA-Z0-9.-]+"))]
    pub location: String,
    /// Region of the bucket, for pipelines with actions in several regions.
    #[attr(same = same::region, length(4..=30))]
    #[json(skip)]
    pub region: Option<String>,
    /// Kind of store.
    pub r#type: StoreType,
}

/// Key that encrypts artifacts.
#[derive(Attributes, Json, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct EncryptionKey {
    /// Id or ARN of the key, or ARN of an alias of it.
    #[attr(length(1..=400))]
    pub id: String,
    /// Kind of key.
    pub r#type: KeyType,
}

/// A variable of a pipeline.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Variable {
    /// Value where a start gives none. A variable without it must be set at each start.
    #[attr(same = same::unset, length(1..=1000), check = checks::line::single)]
    pub default_value: Option<String>,
    /// What it is for.
    #[attr(same = same::unset, length(0..=200), check = checks::line::single)]
    pub description: Option<String>,
    /// Name of the variable, used as `#{variables.NAME}`.
    #[attr(length(1..=128), pattern("[A-Za-z0-9@_-]+"))]
    #[json(key)]
    pub name: String,
}

/// How executions share the stages.
///
/// Source: `ExecutionMode` of <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html>.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum ExecutionMode {
    /// Executions know nothing of each other. `V2` only.
    Parallel,
    /// Executions wait for each other in their order. `V2` only.
    Queued,
    /// A newer execution takes the place of an older one that waits.
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
    /// The older type, paid by the month.
    V1,
    /// The newer type with triggers, variables and conditions, paid by the minute.
    V2,
    /// A type that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Kind of artifact store.
#[derive(Choice, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoreType {
    /// A bucket of Amazon S3.
    S3,
    /// A kind that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Kind of encryption key.
#[derive(Choice, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum KeyType {
    /// A key of AWS Key Management Service.
    Kms,
    /// A kind that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// The artifact stores: AWS's JSON has one without a region, or one under each region.
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
    /// Returns the arguments that a declaration of AWS stands for. Those that no declaration holds are absent.
    pub fn declared(declaration: &Declaration) -> Self {
        Self::read(declaration).unwrap_or_else(Self::missing)
    }

    /// All actions with the indexes of their stage and of themselves.
    pub fn actions(&self) -> impl Iterator<Item = (usize, usize, &Action)> {
        self.stage.iter().enumerate().flat_map(|(at, stage)| {
            stage
                .action
                .iter()
                .enumerate()
                .map(move |(index, action)| (at, index, action))
        })
    }

    /// The action of this name in the stage of that name.
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

    /// Whether a pipeline in a state and another one, as values, stand for the same declaration, whatever else differs. A
    /// trigger that AWS has added is the same as an equal one that is written.
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
        one.write(&Declaration::Null) == other.write(&Declaration::Null)
    }

    /// Reads a pipeline whose declaration is known; what is computed besides need not be.
    fn known(pipeline: &Value) -> Option<Self> {
        let block = Self::block();
        let attributes = block.attributes.iter().map(|attribute| attribute.name);
        let mut names = attributes.chain(block.blocks.iter().map(|block| block.name));
        let is_known = names.all(|name| pipeline.get(name).is_wholly_known());
        is_known.then(|| Self::from_object(pipeline.as_map()?).ok()).flatten()
    }
}
