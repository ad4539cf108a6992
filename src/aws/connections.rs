//! Connections of AWS to GitLab and other source providers.

use std::sync::Arc;

use aws_sdk_codestarconnections::{
    config::{Builder, Config, retry::RetryConfig},
    types::{self as sdk, ProviderType},
};
use futures_util::{Stream, TryStreamExt as _};

use super::{
    arn::{Arn, Kind as ArnKind},
    error::{Error, found},
    inventory::{self, Created, Inventory, Listed, Specification},
    service::Service,
    session::Session,
    tags::{self, TagChange, Tags},
    wire::{OnlyThrottling, arn_in_answer, failed, missing, pages},
};

/// A connection; its tags are read separately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its ARN; the id in it is never reused.
    pub arn: Arn,
    /// Its name, 1 to 32 characters; not necessarily unique.
    pub name: String,
    /// Provider type, such as `GitLab`.
    pub provider_type: Option<String>,
    /// The host of a self-managed provider.
    pub host_arn: Option<String>,
    /// Status of the handshake.
    pub status: Status,
    /// AWS account that owns it, 12 digits.
    pub owner_account_id: Option<String>,
}

/// Status of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The handshake must be completed in the console.
    Pending,
    /// It can be used.
    Available,
    /// It cannot be used; AWS retries on its own.
    Error,
    /// Any other status.
    Other(String),
}

/// A connection to create.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewConnection {
    /// Name, 1 to 32 characters.
    pub name: String,
    /// Provider type, such as `GitLab`.
    pub provider_type: String,
    /// Host of a self-managed provider; `provider_type` is then not sent.
    pub host_arn: Option<String>,
    /// Tags, at most 200.
    pub tags: Tags,
}

/// Filter of a list; an empty one lists everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only connections to this provider.
    pub provider_type: Option<String>,
    /// Only connections on this host.
    pub host_arn: Option<String>,
}

/// Maximum page size of lists.
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
    inventory: Inventory<Connection>,
}

impl Connections {
    /// Returns the connections of `session`.
    pub fn new(session: Arc<Session>) -> Self {
        Self {
            session,
            inventory: Inventory::default(),
        }
    }

    /// Returns a connection, or `None` if it does not exist.
    ///
    /// # Errors
    /// Returns the failure of `GetConnection`.
    pub async fn get(&self, arn: &Arn) -> Result<Option<Connection>, Error> {
        self.read(arn, Config::builder()).await
    }

    /// Returns a connection after a single attempt, for waits that repeat the call themselves.
    ///
    /// # Errors
    /// Returns the failure of `GetConnection`.
    pub async fn get_once(&self, arn: &Arn) -> Result<Option<Connection>, Error> {
        let once = Config::builder().retry_config(RetryConfig::disabled());
        self.read(arn, once).await
    }

    async fn read(&self, arn: &Arn, overrides: Builder) -> Result<Option<Connection>, Error> {
        let service = Service::of(arn, ArnKind::Connection)?;
        let client = self.session.connections(service, arn.region()).await?;
        let call = service.call("GetConnection");
        let request = client.get_connection().connection_arn(arn.as_str()).customize();
        let answer = request.config_override(overrides).send().await;
        let Some(answer) = found(answer.map_err(|error| failed(call, error)))? else {
            return Ok(None);
        };
        let shown = answer.connection.ok_or_else(|| missing(call, "Connection"))?;
        for (member, is_missing) in [
            ("ConnectionName", shown.connection_name.is_none()),
            ("ProviderType", shown.provider_type.is_none()),
            ("ConnectionStatus", shown.connection_status.is_none()),
        ] {
            if is_missing {
                return Err(missing(call, member));
            }
        }
        Ok(Some(Connection::read(arn.clone(), shown)))
    }

    /// Returns the tags of a connection.
    ///
    /// # Errors
    /// Returns the failure of `ListTagsForResource`.
    pub async fn tags(&self, arn: &Arn) -> Result<Tags, Error> {
        tags::read(&self.session, arn, ArnKind::Connection).await
    }

    /// Changes the tags of a connection; an empty change calls nothing.
    ///
    /// # Errors
    /// Returns the failure of `UntagResource`, or of `TagResource` after the removal.
    pub async fn change_tags(&self, arn: &Arn, change: &TagChange) -> Result<(), Error> {
        tags::change(&self.session, arn, ArnKind::Connection, change).await
    }

    /// Creates a connection, which is then pending.
    ///
    /// The call is sent once; after a lost response, the connection that has appeared is adopted.
    ///
    /// # Errors
    /// Returns `Kind::AlreadyExists` if the region has one of the same name, type and host, `Kind::Ambiguous` if several have
    /// appeared after a lost response, `Kind::Unconfirmed` if a permission is missing to look for the object after a lost
    /// response, else the failure of `CreateConnection` or `ListConnections`.
    pub async fn create(&self, service: Service, region: &str, new: &NewConnection) -> Result<Created, Error> {
        let client = self.session.connections(service, region).await?;
        let call = service.call("CreateConnection");
        let create = async {
            // A connection on a host has the host's type, and AWS accepts only one of the two.
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
            let answer = request.send().await.map_err(|error| failed(call, error))?;
            arn_in_answer(call, Some(answer.connection_arn()))
        };
        let list = || self.list(service, region, EVERYTHING);
        self.inventory
            .create(&self.session, (service, region), new, list, create)
            .await
    }

    /// Returns the ARN of the other API if the connection exists under that one only.
    pub async fn other_arn(&self, arn: &Arn) -> Option<Arn> {
        let found = self.get(&Service::other_arn(arn)?).await;
        Some(found.ok()??.arn)
    }

    /// Deletes a connection; returns `false` if it did not exist.
    ///
    /// # Errors
    /// Returns the failure of `DeleteConnection`.
    pub async fn delete(&self, arn: &Arn) -> Result<bool, Error> {
        let service = Service::of(arn, ArnKind::Connection)?;
        let client = self.session.connections(service, arn.region()).await?;
        let answer = client.delete_connection().connection_arn(arn.as_str()).send().await;
        let deleted = match found(answer.map_err(|error| failed(service.call("DeleteConnection"), error))) {
            Err(lost) if lost.may_have_happened() && self.get(arn).await == Ok(None) => true,
            deleted => deleted?.is_some(),
        };
        self.inventory.deleted(arn);
        Ok(deleted)
    }

    /// Returns the connections that AWS lists now, page by page.
    ///
    /// # Errors
    /// Returns the failure to connect. The pages end with the failure of `ListConnections`.
    pub async fn pages(
        &self,
        service: Service,
        region: &str,
        filter: &Filter,
    ) -> Result<impl Stream<Item = Result<Vec<Connection>, Error>> + use<>, Error> {
        let client = self.session.connections(service, region).await?;
        let call = service.call("ListConnections");
        let request = client
            .list_connections()
            .max_results(PAGE)
            .set_provider_type_filter(filter.provider_type.as_deref().map(ProviderType::from))
            .set_host_arn_filter(filter.host_arn.clone());
        Ok(pages(call, move |token| {
            let request = request.clone().set_next_token(token);
            async move {
                let answer = request.send().await.map_err(|error| failed(call, error))?;
                let shown = answer.connections.unwrap_or_default().into_iter();
                let read =
                    |shown: sdk::Connection| Some(Connection::read(shown.connection_arn()?.parse().ok()?, shown));
                Ok((shown.filter_map(read).collect(), answer.next_token))
            }
        }))
    }

    /// Returns the connections that AWS lists now, all pages.
    ///
    /// # Errors
    /// Returns the failure of `ListConnections`.
    pub async fn list(&self, service: Service, region: &str, filter: &Filter) -> Result<Vec<Connection>, Error> {
        self.pages(service, region, filter).await?.try_concat().await
    }

    /// Returns the connections of the first list of this process, with our own changes since.
    ///
    /// # Errors
    /// Returns the failure of `ListConnections`; a missing permission is remembered.
    pub async fn known(&self, service: Service, region: &str) -> Result<Vec<Connection>, Error> {
        let list = || self.list(service, region, EVERYTHING);
        self.inventory.known(service, region, list).await
    }

    /// Returns a connection from the [known](Connections::known) ones of its API; `None` too if the list omits members that
    /// every connection has.
    ///
    /// # Errors
    /// Returns the failure of `ListConnections`; a missing permission is remembered.
    pub async fn listed(&self, arn: &Arn) -> Result<Option<Connection>, Error> {
        let service = Service::of(arn, ArnKind::Connection)?;
        let list = || self.list(service, arn.region(), EVERYTHING);
        let listed = self.inventory.listed(service, arn, list).await?;
        Ok(listed.filter(Connection::is_whole))
    }

    /// Returns the connections of the session's own account: lists contain those that other accounts share.
    pub async fn own<'a>(&self, connections: Vec<&'a Connection>) -> Vec<&'a Connection> {
        inventory::own(&self.session, connections).await
    }

    /// Returns the connections of the first list of this process, without our own changes since.
    ///
    /// # Errors
    /// Returns the failure of `ListConnections`; a missing permission is remembered.
    pub async fn found(&self, service: Service, region: &str) -> Result<Arc<Vec<Connection>>, Error> {
        let list = || self.list(service, region, EVERYTHING);
        self.inventory.found(service, region, list).await
    }
}

impl Status {
    /// Returns AWS's value, such as `PENDING`.
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
    /// Returns whether it is on this host, or without a host of this provider type.
    pub fn is_of(&self, provider_type: &str, host_arn: Option<&str>) -> bool {
        self.host_arn.as_deref() == host_arn
            && (host_arn.is_some() || self.provider_type.as_deref() == Some(provider_type))
    }

    /// Returns whether it has the members that every connection has.
    fn is_whole(&self) -> bool {
        !self.name.is_empty() && self.provider_type.is_some() && !self.status.as_str().is_empty()
    }

    /// Reads a connection of a list, whose members may be missing.
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

impl Specification<Connection> for NewConnection {
    fn name(&self) -> &str {
        &self.name
    }

    fn describes(&self, item: &Connection) -> bool {
        item.name == self.name && item.is_of(&self.provider_type, self.host_arn.as_deref())
    }

    fn created(&self, arn: Arn) -> Connection {
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

fn text(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.is_empty())
}
