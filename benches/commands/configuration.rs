//! The configurations.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline_arguments;

/// The provider's region, where cases of one block are.
pub(crate) const REGION: &str = "eu-west-1";

/// Where the blocks of connections of larger cases are: AWS allows 250 connections in a region.
const REGIONS: [&str; 5] = ["eu-central-1", "eu-west-2", "eu-west-3", "us-east-1", "us-east-2"];

/// The most resources of one block. Terraform's own time grows with the square of it.
const BLOCK: usize = 200;

/// Actions of a stage in [`Kind::Actions`] on average.
const ACTIONS: usize = 10;

/// Never known at plan.
const UNKNOWN_PROFILE: &str = r#"resource "terraform_data" "later" {
  input = timestamp()
}

provider "codepipeline" {
  profile = terraform_data.later.output
}
"#;

/// Reads all connections as one list.
const LISTING: &str = r#"provider "codepipeline" {
  read_connections = "list"
}
"#;

/// Settings with which hashicorp/aws makes no calls before it begins.
const PEER_PROVIDER: &str = r#"provider "aws" {
  region                      = "us-west-2"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
"#;

/// The ARN of the connection that the pipelines use, once it is available.
const AVAILABLE: &str = "codepipeline_handshake.it.connection_arn";

/// The ARN of the connection of hashicorp/aws.
const PEER_ARN: &str = "aws_codestarconnections_connection.it.arn";

/// The type of all pipelines: hashicorp/aws has another default.
const V2: &str = "  pipeline_type = \"V2\"\n";

/// The arguments of a source action, but for its pipeline.
const SOURCE_ACTION: &str = r#"  name               = "Library"
  connection_arn     = data.codepipeline_connection.it.arn
  full_repository_id = "acme/platform/library"
  branch_name        = "main"
  output_artifact    = "library"
"#;

/// This connection.
const CONNECTION: &str = r#"resource "codepipeline_connection" "it" {
  name = "it"
}

resource "codepipeline_handshake" "it" {
  connection_arn = codepipeline_connection.it.arn
}
"#;

/// The resources of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `terraform_data`: Terraform's own time.
    Data,
    /// `codepipeline_connection`.
    Connections,
    /// `codepipeline_pipeline` with a GitLab source and a build.
    Pipelines,
    /// One `codepipeline_pipeline` with this number of actions.
    Actions,
    /// `codepipeline_source_action`, each in a pipeline of [`Kind::Pipelines`].
    SourceActions,
    /// `notes_note` of the SDK's example, which has two attributes and calls no service.
    Notes,
    /// `aws_codestarconnections_connection` of hashicorp/aws.
    PeerConnections,
    /// `aws_codepipeline` of hashicorp/aws with the arguments of [`Kind::Pipelines`].
    PeerPipelines,
}

impl Kind {
    /// Returns the same number of the same objects with hashicorp/aws, if it can manage them, and in a few minutes.
    pub(crate) const fn peer(self, count: usize) -> Option<Self> {
        match self {
            _ if count > BLOCK => None,
            Self::Connections => Some(Self::PeerConnections),
            Self::Pipelines => Some(Self::PeerPipelines),
            _ => None,
        }
    }
}

/// The arguments of a note.
const NOTE: &str = "path = \"note-${count.index}\"\n  text = \"A note.\"";

/// Finds the connection of [`Kind::Pipelines`].
const CONNECTION_LOOKUP: &str = r#"data "codepipeline_connection" "it" {
  name = "it"
}
"#;

/// The connection of hashicorp/aws.
const PEER_CONNECTION: &str = r#"resource "aws_codestarconnections_connection" "it" {
  name          = "peer"
  provider_type = "GitLab"
}
"#;

/// How a plan reads from AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Each object by itself: the default.
    Each,
    /// All connections as one list.
    List,
    /// Nothing, because the provider's configuration is not known at plan: what is left is Terraform's own time for
    /// objects of this shape, and the plugin protocol's.
    Nothing,
}

/// As many resources as `count`, in the same blocks whatever they are.
pub(crate) fn configuration(kind: Kind, count: usize, reading: Reading) -> String {
    let blocks = match kind {
        Kind::Actions => block("codepipeline_pipeline", 0, 1, &arguments(kind, count, 0)),
        _ => (0..count.div_ceil(BLOCK))
            .map(|index| {
                let in_block = BLOCK.min(count - index * BLOCK);
                block(resource(kind), index, in_block, &arguments(kind, count, index))
            })
            .collect(),
    };
    let provider = match reading {
        Reading::Each => "",
        Reading::List => LISTING,
        Reading::Nothing => UNKNOWN_PROFILE,
    };
    format!("{}{provider}{blocks}", requirements(kind))
}

fn requirements(kind: Kind) -> String {
    let (name, source, rest) = match kind {
        Kind::Data => return String::new(),
        Kind::Notes => ("notes", "gitlab-aws/notes", String::new()),
        Kind::Connections => ("codepipeline", "gitlab-aws/codepipeline", String::new()),
        Kind::Pipelines | Kind::Actions => ("codepipeline", "gitlab-aws/codepipeline", CONNECTION.to_owned()),
        Kind::SourceActions => ("codepipeline", "gitlab-aws/codepipeline", CONNECTION_LOOKUP.to_owned()),
        Kind::PeerConnections => ("aws", "hashicorp/aws", PEER_PROVIDER.to_owned()),
        Kind::PeerPipelines => ("aws", "hashicorp/aws", format!("{PEER_PROVIDER}{PEER_CONNECTION}")),
    };
    format!(
        "terraform {{\n  required_providers {{\n    {name} = {{\n      source = {source:?}\n    }}\n  }}\n}}\n{rest}"
    )
}

const fn resource(kind: Kind) -> &'static str {
    match kind {
        Kind::Data => "terraform_data",
        Kind::Notes => "notes_note",
        Kind::Connections => "codepipeline_connection",
        Kind::Pipelines | Kind::Actions => "codepipeline_pipeline",
        Kind::SourceActions => "codepipeline_source_action",
        Kind::PeerConnections => "aws_codestarconnections_connection",
        Kind::PeerPipelines => "aws_codepipeline",
    }
}

fn block(resource: &str, index: usize, count: usize, arguments: &str) -> String {
    format!("resource \"{resource}\" \"it_{index}\" {{\n  count = {count}\n  {arguments}\n}}\n")
}

/// Returns the arguments of the block of this index.
fn arguments(kind: Kind, of: usize, index: usize) -> String {
    let name = format!("name = \"it-{of}-{index}-${{count.index}}\"");
    match kind {
        Kind::Data => "input = \"it-${count.index}\"".to_owned(),
        Kind::Notes => NOTE.to_owned(),
        Kind::Connections => {
            let region = if of > BLOCK { REGIONS[index] } else { REGION };
            format!("{name}\n  region = {region:?}")
        }
        Kind::Pipelines => format!("{name}\n{}{}", gitlab_pipeline_arguments(AVAILABLE), V2),
        Kind::PeerPipelines => format!("{name}\n{}{}", gitlab_pipeline_arguments(PEER_ARN), V2),
        Kind::SourceActions => format!("pipeline_name = \"it-{of}-{index}-${{count.index}}\"\n{SOURCE_ACTION}"),
        Kind::Actions => format!("{name}\n{}{}", gitlab_pipeline_arguments(AVAILABLE), stages(of)),
        Kind::PeerConnections => format!("{name}\n  provider_type = \"GitLab\""),
    }
}

/// Returns the stages of a pipeline of this number of actions, but for the first two, which have one action each.
fn stages(actions: usize) -> String {
    let (stages, approvals) = ((actions / ACTIONS).saturating_sub(2), actions - 2);
    let approval = |number| {
        format!(
            "\n    action {{\n      name     = \"Approve-{number}\"\n      category = \"Approval\"\n      owner    = \"AWS\"\n      \
             provider = \"Manual\"\n      version  = \"1\"\n    }}\n"
        )
    };
    let stage = |index| {
        let numbers = index * approvals / stages..(index + 1) * approvals / stages;
        let actions: String = numbers.map(approval).collect();
        format!("\n  stage {{\n    name = \"Stage-{index}\"\n{actions}  }}\n")
    };
    (0..stages).map(stage).collect()
}
