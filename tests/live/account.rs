//! The account in which the checks create and delete objects: AWS or the emulator.

use codepipeline_emulator_testing::environment::variable;
use serde_json::{Value, json};
use terraform_provider_codepipeline::aws::{
    Arn, Error, Session, Settings,
    connections::{Connections, NewConnection},
    hosts::{Hosts, NewHost},
    pipelines::Pipelines,
    service::Service,
    tags::Tags,
    wait::Patience,
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{aws::sessions, support::account::Account};

/// Set to 1 to run the checks against AWS.
const LIVE: &str = "CODEPIPELINE_TEST_LIVE";

/// The objects that must exist before.
pub(super) struct Furniture {
    /// A connection that is `AVAILABLE`.
    pub(super) connection: Arn,
    /// ARN of a role that CodePipeline can assume.
    pub(super) role: String,
    /// Name of a bucket for artifacts, in the same region.
    pub(super) bucket: String,
}

/// An account, and clients for it.
pub(super) struct TestAccount {
    pub(super) furniture: Furniture,
    pub(super) region: String,
    pub(super) connections: Connections,
    pub(super) hosts: Hosts,
    pub(super) pipelines: Pipelines,
    /// The emulator, unless this is AWS.
    pub(super) emulator: Option<Account>,
}

impl TestAccount {
    /// Returns AWS if the environment selects it, else a new emulator.
    pub(super) fn open() -> Self {
        if variable(LIVE).as_deref() == Some("1") {
            return Self::of_aws();
        }
        Self::of_the_emulator()
    }

    /// Returns a new emulator.
    pub(super) fn of_the_emulator() -> Self {
        let emulator = Account::open();
        let furniture = Furniture {
            connection: arn(&emulator.create_available_connection("gitlab")),
            role: "arn:aws:iam::111122223333:role/release".to_owned(),
            bucket: "acme-artifacts".to_owned(),
        };
        let settings = sessions::settings(emulator.url());
        Self::with(furniture, settings, Some(emulator))
    }

    fn of_aws() -> Self {
        let needed = |name: &str| variable(name).unwrap_or_else(|| panic!("{LIVE}=1 also needs {name}"));
        let furniture = Furniture {
            connection: arn(&needed("CODEPIPELINE_TEST_CONNECTION_ARN")),
            role: needed("CODEPIPELINE_TEST_ROLE_ARN"),
            bucket: needed("CODEPIPELINE_TEST_BUCKET"),
        };
        Self::with(furniture, Settings::default(), None)
    }

    fn with(furniture: Furniture, settings: Settings, emulator: Option<Account>) -> Self {
        let session = Session::new(settings, CancellationToken::new());
        Self {
            region: furniture.connection.region().to_owned(),
            connections: Connections::new(session.clone()),
            hosts: Hosts::new(session.clone()),
            pipelines: Pipelines::new(session),
            furniture,
            emulator,
        }
    }

    /// Returns everything that the emulator holds; `None` for AWS.
    pub(super) fn content(&self) -> Option<Value> {
        self.emulator.as_ref().map(Account::content)
    }

    /// Creates a connection, which stays `PENDING`.
    pub(super) async fn create_connection(
        &self,
        name: &str,
        provider_type: &str,
        host: Option<&Arn>,
    ) -> Result<Arn, Error> {
        let new = NewConnection {
            name: name.to_owned(),
            provider_type: provider_type.to_owned(),
            host_arn: host.map(ToString::to_string),
            tags: Tags::new(),
        };
        let created = self.connections.create(Service::CodeConnections, &self.region, &new);
        created.await.map(|created| created.arn)
    }

    /// Creates a host, which stays `PENDING`. Its endpoint does not exist.
    pub(super) async fn create_host(&self, name: &str) -> Result<Arn, Error> {
        let new = NewHost {
            name: name.to_owned(),
            provider_type: "GitLabSelfManaged".to_owned(),
            provider_endpoint: format!("https://{}.example.com", unique("gitlab")),
            vpc: None,
            tags: Tags::new(),
        };
        let created = self.hosts.create(Service::CodeConnections, &self.region, &new);
        created.await.map(|created| created.arn)
    }

    /// Creates a pipeline.
    pub(super) async fn create_pipeline(&self, declaration: &Value) -> Result<Value, Error> {
        let (tags, patience) = (Tags::new(), patience());
        let created = self.pipelines.create(&self.region, declaration, &tags, &patience);
        created.await
    }

    /// Returns the declaration of a pipeline with a source and an approval, which costs nothing.
    pub(super) fn declaration(&self, name: &str) -> Value {
        json!({
            "name": name,
            "roleArn": self.furniture.role,
            "pipelineType": "V2",
            "artifactStore": { "type": "S3", "location": self.furniture.bucket },
            "stages": [{ "name": "Source", "actions": [self.source()] }, { "name": "Approve", "actions": [approval()] }],
        })
    }

    fn source(&self) -> Value {
        json!({
            "name": "GitLab",
            "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1" },
            "configuration": {
                "ConnectionArn": self.furniture.connection.as_str(),
                "FullRepositoryId": "codepipeline-assumptions/none",
                "BranchName": "main",
            },
            "outputArtifacts": [{ "name": "source" }],
        })
    }
}

fn arn(text: &str) -> Arn {
    text.parse().expect("the ARN of a connection")
}

fn approval() -> Value {
    json!({
        "name": "Approve",
        "actionTypeId": { "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" },
    })
}

/// Returns a name that nothing else in the account has.
pub(super) fn unique(purpose: &str) -> String {
    let id = Uuid::new_v4().simple().to_string();
    format!("assumed-{purpose}-{}", &id[..8])
}

/// Returns the patience of a call without an interruption.
pub(super) fn patience() -> Patience {
    Patience::until_cancelled(&CancellationToken::new())
}
