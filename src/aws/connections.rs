//! Connections: what AWS uses to reach GitLab and other providers of source code.

use std::sync::Arc;

use aws_sdk_codestarconnections::{
    config::Config,
    types::{self as sdk, ProviderType},
};

use super::{
    answer::{arn_of, text},
    arn::{Arn, Kind as ArnKind},
    directory::{Created, Directory, Listed, Recipe},
    error::{Call, Error, Kind, found},
    retry::OnlyThrottling,
    session::Session,
    tags::{self, TagChange, Tags},
};

/// One of the two connections APIs; also the service prefix of the ARNs that it makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// `codeconnections`, the API of 2023.
    #[default]
    CodeConnections,
    /// `codestar-connections`, the API of 2019.
    CodeStarConnections,
}

/// A connection as AWS shows it; its tags are read apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its ARN; the id in it is never used again.
    pub arn: Arn,
    /// Its name, 1 to 32 characters; not necessarily unique.
    pub name: String,
    /// AWS's name of the provider, such as `GitLab`.
    pub provider_type: Option<String>,
    /// The host of a self-managed provider.
    pub host_arn: Option<String>,
    /// Whether the handshake is done.
    pub status: Status,
    /// The AWS account that owns it, 12 digits.
    pub owner_account_id: Option<String>,
}

/// Whether a connection can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// A person has to complete the handshake in the console.
    Pending,
    /// It can be used.
    Available,
    /// It cannot be used; AWS tries again by itself.
    Error,
    /// A status that was not known when this was written.
    Other(String),
}

/// What to create.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewConnection {
    /// Name, 1 to 32 characters.
    pub name: String,
    /// AWS's name of the provider, such as `GitLab`.
    pub provider_type: String,
    /// Host of a self-managed provider, whose type is then sent in place of `provider_type`.
    pub host_arn: Option<String>,
    /// Tags, at most 200.
    pub tags: Tags,
}

/// What to list; everything when empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only connections to this provider.
    pub provider_type: Option<String>,
    /// Only connections on this host.
    pub host_arn: Option<String>,
}

/// Page size of lists, the largest that the APIs take.
pub(super) const PAGE: i32 = 100;

const EVERYTHING: &Filter = &Filter {
    provider_type: None,
    host_arn: None,
};

/// The connections of an account, through both APIs.
///
/// Reading, tagging and deleting use the API that the ARN's prefix names, in the region of the ARN.
#[derive(Debug)]
pub struct Connections {
    session: Arc<Session>,
    directory: Directory<Connection>,
}

impl Connections {
    /// The connections that `session` sees.
    pub fn new(session: Arc<Session>) -> Self {
        Self {
            session,
            directory: Directory::new(),
        }
    }

    /// One connection; `None` when it is not there. Can run beside [`Connections::tags`].
    ///
    /// # Errors
    /// [`Error`] of `GetConnection`, or of what it needs.
    pub async fn get(&self, arn: &Arn) -> Result<Option<Connection>, Error> {
        let service = Service::of(arn, ArnKind::Connection)?;
        let client = self.session.connections(service, arn.region()).await?;
        let answer = client.get_connection().connection_arn(arn.as_str()).send().await;
        let answer = answer.map_err(|error| Error::from_sdk(service.call("GetConnection"), error));
        Ok(found(answer)?
            .and_then(|answer| answer.connection)
            .map(|shown| Connection::read(arn.clone(), shown)))
    }

    /// The tags of a connection.
    ///
    /// # Errors
    /// [`Error`] of `ListTagsForResource`; [`Kind::NotFound`] when the connection is not there.
    pub async fn tags(&self, arn: &Arn) -> Result<Tags, Error> {
        tags::read(&self.session, arn, ArnKind::Connection).await
    }

    /// Changes the tags of a connection; calls nothing when nothing changes.
    ///
    /// # Errors
    /// [`Error`] of `UntagResource` or `TagResource`; the removal comes first and may have been done.
    pub async fn change_tags(&self, arn: &Arn, change: &TagChange) -> Result<(), Error> {
        tags::change(&self.session, arn, ArnKind::Connection, change).await
    }

    /// Creates a connection, which is then pending.
    ///
    /// It is sent once; after a lost answer the connection that has appeared is adopted.
    ///
    /// # Errors
    /// [`Kind::AlreadyExists`] when one of the same name, type and host is in the region, [`Kind::Ambiguous`] when after a
    /// lost answer several have appeared, else [`Error`] of `CreateConnection` or `ListConnections`.
    pub async fn create(&self, service: Service, region: &str, new: &NewConnection) -> Result<Created, Error> {
        let client = self.session.connections(service, region).await?;
        let call = service.call("CreateConnection");
        let create = async {
            // A connection on a host has the host's type, and AWS takes one of the two only.
            let provider = new
                .host_arn
                .is_none()
                .then(|| ProviderType::from(new.provider_type.as_str()));
            let request = client
                .create_connection()
                .connection_name(&new.name)
                .set_provider_type(provider)
                .set_host_arn(new.host_arn.clone())
                .set_tags(tags::to_sdk(&new.tags))
                .customize()
                .config_override(Config::builder().retry_classifier(OnlyThrottling));
            let answer = request.send().await.map_err(|error| Error::from_sdk(call, error))?;
            arn_of(call, Some(answer.connection_arn()))
        };
        let list = || self.list(service, region, EVERYTHING);
        let pause = self.session.settings().pace.initial_backoff;
        self.directory.create((service, region), new, pause, list, create).await
    }

    /// Whether this process has made it.
    pub fn has_made(&self, arn: &Arn) -> bool {
        self.directory.has_made(arn)
    }

    /// Deletes a connection; `false` when it was not there.
    ///
    /// # Errors
    /// [`Error`] of `DeleteConnection`.
    pub async fn delete(&self, arn: &Arn) -> Result<bool, Error> {
        let service = Service::of(arn, ArnKind::Connection)?;
        let client = self.session.connections(service, arn.region()).await?;
        let answer = client.delete_connection().connection_arn(arn.as_str()).send().await;
        let deleted = found(answer.map_err(|error| Error::from_sdk(service.call("DeleteConnection"), error)))?;
        self.directory.deleted(arn);
        Ok(deleted.is_some())
    }

    /// The connections that AWS lists now, all pages.
    ///
    /// # Errors
    /// [`Error`] of `ListConnections`.
    pub async fn list(&self, service: Service, region: &str, filter: &Filter) -> Result<Vec<Connection>, Error> {
        let client = self.session.connections(service, region).await?;
        let (mut all, mut page) = (Vec::new(), None);
        loop {
            let request = client
                .list_connections()
                .max_results(PAGE)
                .set_provider_type_filter(filter.provider_type.as_deref().map(ProviderType::from))
                .set_host_arn_filter(filter.host_arn.clone())
                .set_next_token(page);
            let answer = request.send().await;
            let answer = answer.map_err(|error| Error::from_sdk(service.call("ListConnections"), error))?;
            let shown = answer.connections.unwrap_or_default().into_iter();
            all.extend(shown.filter_map(|shown| Some(Connection::read(shown.connection_arn()?.parse().ok()?, shown))));
            page = text(answer.next_token);
            if page.is_none() {
                return Ok(all);
            }
        }
    }

    /// The connections that were there at the first call of the process, and our own changes since.
    ///
    /// # Errors
    /// [`Error`] of `ListConnections`; a missing permission is remembered.
    pub async fn known(&self, service: Service, region: &str) -> Result<Vec<Connection>, Error> {
        let list = || self.list(service, region, EVERYTHING);
        self.directory.known(service, region, list).await
    }

    /// One of those that are [known](Connections::known), of the API that its ARN names; `None` when it is not one.
    ///
    /// # Errors
    /// [`Error`] of `ListConnections`; a missing permission is remembered.
    pub async fn listed(&self, arn: &Arn) -> Result<Option<Connection>, Error> {
        let service = Service::of(arn, ArnKind::Connection)?;
        let list = || self.list(service, arn.region(), EVERYTHING);
        self.directory.listed(service, arn, list).await
    }

    /// The connections that were there at the first call of the process, without our own changes since.
    ///
    /// # Errors
    /// [`Error`] of `ListConnections`; a missing permission is remembered.
    pub async fn found(&self, service: Service, region: &str) -> Result<Arc<Vec<Connection>>, Error> {
        let list = || self.list(service, region, EVERYTHING);
        self.directory.found(service, region, list).await
    }
}

impl Service {
    /// The prefix in ARNs and IAM actions.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CodeConnections => "codeconnections",
            Self::CodeStarConnections => "codestar-connections",
        }
    }

    /// The API with this prefix.
    pub fn from_prefix(prefix: &str) -> Option<Self> {
        [Self::CodeConnections, Self::CodeStarConnections]
            .into_iter()
            .find(|service| service.as_str() == prefix)
    }

    pub(crate) fn call(self, operation: &'static str) -> Call {
        Call {
            service: self.as_str(),
            operation,
        }
    }

    /// The API that serves an ARN of this kind.
    pub(crate) fn of(arn: &Arn, kind: ArnKind) -> Result<Self, Error> {
        let service = Self::from_prefix(arn.service()).filter(|_| arn.kind() == kind);
        service.ok_or_else(|| Error::new(Kind::Validation, format!("{arn} is not the ARN of a {kind}")))
    }
}

impl Status {
    /// AWS's word for it, such as `PENDING`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Pending => "PENDING",
            Self::Available => "AVAILABLE",
            Self::Error => "ERROR",
            Self::Other(word) => word,
        }
    }
}

impl From<&str> for Status {
    fn from(word: &str) -> Self {
        match word {
            "PENDING" => Self::Pending,
            "AVAILABLE" => Self::Available,
            "ERROR" => Self::Error,
            _ => Self::Other(word.to_owned()),
        }
    }
}

impl Connection {
    /// Whether it leads to the same place: the host, which has one type, else the provider of this type.
    pub fn is_of(&self, provider_type: &str, host_arn: Option<&str>) -> bool {
        self.host_arn.as_deref() == host_arn
            && (host_arn.is_some() || self.provider_type.as_deref() == Some(provider_type))
    }

    /// Every member of an answer may be missing.
    fn read(arn: Arn, shown: sdk::Connection) -> Self {
        Self {
            arn,
            name: shown.connection_name.unwrap_or_default(),
            provider_type: text(shown.provider_type.map(|value| value.as_str().to_owned())),
            host_arn: text(shown.host_arn),
            status: Status::from(shown.connection_status.as_ref().map_or("", |value| value.as_str())),
            owner_account_id: text(shown.owner_account_id),
        }
    }
}

impl Listed for Connection {
    const NOUN: &'static str = "connection";

    fn arn(&self) -> &Arn {
        &self.arn
    }
}

impl Recipe<Connection> for NewConnection {
    fn name(&self) -> &str {
        &self.name
    }

    fn is_twin(&self, item: &Connection) -> bool {
        item.name == self.name && item.is_of(&self.provider_type, self.host_arn.as_deref())
    }

    fn made(&self, arn: Arn) -> Connection {
        Connection {
            name: self.name.clone(),
            provider_type: Some(self.provider_type.clone()),
            host_arn: self.host_arn.clone(),
            status: Status::Pending,
            owner_account_id: text(Some(arn.account().to_owned())),
            arn,
        }
    }
}
