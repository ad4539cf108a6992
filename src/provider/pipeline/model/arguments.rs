//! The arguments of a whole pipeline.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Declaration;
use terraform_provider_sdk::{
    schema::Block,
    typed::{
        Attributes, Choice, Json,
        json::{Member, Own},
    },
    value::Value,
};

use crate::provider::{
    checks,
    pipeline::model::{action::Action, forms::Text, stage::Stage, trigger::Trigger},
    tags::OwnTags,
};

/// Manages a whole pipeline in AWS CodePipeline: its stages and actions, triggers, variables and artifact stores.
///
/// Creating a pipeline starts an execution immediately. A change of any part of the declaration writes the whole
/// declaration, which cancels running executions. The provider writes nothing if nothing changed, and preserves members
/// of the declaration that have no argument here.
///
/// AWS registers the webhook of a connection's repository when a pipeline is saved while the connection is `AVAILABLE`.
/// Take connection ARNs from a `codepipeline_handshake`. If a pipeline was saved before that, a later apply saves it
/// again.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
#[json(rest = Stores)]
pub struct Arguments {
    /// Whether to save the pipeline even if the connection of one of its sources is not `AVAILABLE`. Pushes to that
    /// source cannot start the pipeline until it is saved again.
    #[json(skip)]
    pub allow_pending_connection: Option<bool>,
    /// Artifact stores: one store without `region` if all actions run in the pipeline's region, otherwise one store for
    /// each region.
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
    /// Region of the pipeline.
    #[attr(computed, requires_replace, use_state_for_unknown)]
    #[json(skip)]
    pub region: Option<String>,
    /// Any string. A change saves the pipeline again, which registers the webhooks of its connections and cancels
    /// running executions.
    #[json(skip)]
    pub resave: Option<String>,
    /// ARN of the IAM role that the pipeline assumes.
    #[attr(check = checks::role::arn, code = checks::role::ROLE.code)]
    pub role_arn: String,
    /// Stage, with its actions and its conditions for entry, success and failure. The first stage contains the source
    /// actions.
    #[attr(block)]
    #[json(name = "stages")]
    pub stage: Vec<Stage>,
    /// Tags of the pipeline.
    #[json(skip)]
    pub tags: Option<OwnTags>,
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
    #[attr(length(4..=30))]
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
    /// Default value of the variable. When omitted, each start of the pipeline must set the variable.
    #[attr(length(1..=1000), check = checks::line::single)]
    pub default_value: Option<String>,
    /// Description of the variable.
    #[attr(length(0..=200), check = checks::line::single)]
    #[json(with = Text, filled_in = "")]
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
        let of_regions: BTreeMap<String, ArtifactStore> = stores
            .iter()
            .filter_map(|store| Some((store.region.clone()?, store.clone())))
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

    /// Whether two pipelines, as values, have the same declaration.
    pub fn declare_the_same(one: &Value, other: &Value) -> bool {
        let beside = [
            Self::ALLOW_PENDING_CONNECTION.name,
            Self::REGION.name,
            Self::RESAVE.name,
            Self::TAGS.name,
        ];
        let Block { attributes, blocks, .. } = Self::block();
        let attributes = attributes.iter().map(|attribute| attribute.name);
        let mut names = attributes.chain(blocks.iter().map(|block| block.name));
        names.all(|name| beside.contains(&name) || one.get(name) == other.get(name))
    }
}
