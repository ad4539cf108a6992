//! Hosts: installations of self-managed source providers, such as GitLab.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use aws_sdk_codestarconnections::{
    config::{Builder, Config, retry::RetryConfig},
    operation::get_host::GetHostOutput,
    types::{self as sdk, ProviderType, VpcConfiguration},
};
use futures_util::{Stream, TryStreamExt as _};

use super::{
    arn::{Arn, Kind as ArnKind},
    error::{Call, Error, Kind, found},
    inventory::{Created, Inventory, Listed, Specification},
    service::Service,
    session::Session,
    tags::{self, TagChange, Tags},
    wait::{self, Patience, Pauses},
    wire::{OnlyThrottling, arn_in_answer, failed, missing, pages},
};

/// Maximum page size of lists.
const PAGE: i32 = 100;

/// A host; its tags are read separately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its ARN, which ends in the name and 8 hexadecimal digits.
    pub arn: Arn,
    /// Its name, 1 to 64 characters.
    pub name: String,
    /// Provider type, such as `GitLabSelfManaged`.
    pub provider_type: Option<String>,
    /// URL of the installation, such as `https://gitlab.example.com`.
    pub provider_endpoint: String,
    /// VPC through which it is reached, unless over the internet.
    pub vpc: Option<Vpc>,
    /// Status of the setup.
    pub status: Status,
    /// AWS's message about the status; only lists have it, see [`Hosts::status_message`].
    pub status_message: Option<String>,
}

/// Status of a host. AWS's model has a string; these are the documented values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It must be set up in the console.
    Pending,
    /// Connections can be created on it.
    Available,
    /// The setup failed, or the application that it created was deleted.
    Error,
    /// AWS is creating its network interfaces.
    VpcConfigInitializing,
    /// The creation of its network interfaces failed.
    VpcConfigFailedInitialization,
    /// AWS is deleting its network interfaces.
    VpcConfigDeleting,
    /// Any other status.
    Other(String),
}

/// A VPC through which a host is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vpc {
    /// ID of the VPC.
    pub vpc_id: String,
    /// IDs of 1 to 10 subnets in different Availability Zones.
    pub subnet_ids: Vec<String>,
    /// IDs of 1 to 10 security groups.
    pub security_group_ids: Vec<String>,
    /// PEM certificate of a private certificate authority, at most 16384 characters.
    pub tls_certificate: Option<String>,
}

/// A host to create.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewHost {
    /// Name, 1 to 64 characters.
    pub name: String,
    /// Provider type, such as `GitLabSelfManaged`.
    pub provider_type: String,
    /// URL of the installation, 1 to 512 characters.
    pub provider_endpoint: String,
    /// VPC through which it is reached, unless over the internet.
    pub vpc: Option<Vpc>,
    /// Tags, at most 200.
    pub tags: Tags,
}

/// The hosts of an account, through both APIs.
///
/// Reading, changing, tagging and deleting use the API that the ARN's prefix names, in the region of the ARN.
#[derive(Debug)]
pub struct Hosts {
    session: Arc<Session>,
    inventory: Inventory<Host>,
}

impl Hosts {
    /// Returns the hosts of `session`.
    pub fn new(session: Arc<Session>) -> Self {
        Self {
            session,
            inventory: Inventory::default(),
        }
    }

    /// Returns a host without its status message, or `None` if it does not exist.
    ///
    /// # Errors
    /// Returns the failure of `GetHost`.
    pub async fn get(&self, arn: &Arn) -> Result<Option<Host>, Error> {
        self.read(arn, Config::builder()).await
    }

    /// Returns the ARN of the other API if the host exists under that one only.
    pub async fn other_arn(&self, arn: &Arn) -> Option<Arn> {
        let found = self.get(&Service::other_arn(arn)?).await;
        Some(found.ok()??.arn)
    }

    /// Returns a host after a single attempt, for waits that repeat the call themselves.
    ///
    /// # Errors
    /// Returns the failure of `GetHost`.
    pub async fn get_once(&self, arn: &Arn) -> Result<Option<Host>, Error> {
        let once = Config::builder().retry_config(RetryConfig::disabled());
        self.read(arn, once).await
    }

    async fn read(&self, arn: &Arn, overrides: Builder) -> Result<Option<Host>, Error> {
        let service = Service::of(arn, ArnKind::Host)?;
        let client = self.session.connections(service, arn.region()).await?;
        let call = service.call("GetHost");
        let request = client.get_host().host_arn(arn.as_str()).customize();
        let answer = request.config_override(overrides).send().await;
        let shown = found(answer.map_err(|error| failed(call, error)))?;
        shown.map(|shown| Host::shown(call, arn, shown)).transpose()
    }

    /// Returns AWS's message about the status of a host, which only `ListHosts` returns.
    ///
    /// # Errors
    /// Returns the failure of `ListHosts`.
    pub async fn status_message(&self, arn: &Arn) -> Result<Option<String>, Error> {
        let service = Service::of(arn, ArnKind::Host)?;
        let hosts = self.list(service, arn.region()).await?;
        Ok(hosts
            .into_iter()
            .find(|host| host.arn == *arn)
            .and_then(|host| host.status_message))
    }

    /// Returns the tags of a host.
    ///
    /// # Errors
    /// Returns the failure of `ListTagsForResource`.
    pub async fn tags(&self, arn: &Arn) -> Result<Tags, Error> {
        tags::read(&self.session, arn, ArnKind::Host).await
    }

    /// Changes the tags of a host; an empty change calls nothing.
    ///
    /// # Errors
    /// Returns the failure of `UntagResource`, or of `TagResource` after the removal.
    pub async fn change_tags(&self, arn: &Arn, change: &TagChange) -> Result<(), Error> {
        tags::change(&self.session, arn, ArnKind::Host, change).await
    }

    /// Creates a host.
    ///
    /// The call is sent once; after a lost response, the host that has appeared is adopted.
    ///
    /// # Errors
    /// Returns `Kind::AlreadyExists` if the region has one of the same name, type and URL, `Kind::Ambiguous` if several have
    /// appeared after a lost response, `Kind::Unconfirmed` if a permission is missing to look for the object after a lost
    /// response, else the failure of `CreateHost` or `ListHosts`.
    pub async fn create(&self, service: Service, region: &str, new: &NewHost) -> Result<Created, Error> {
        let client = self.session.connections(service, region).await?;
        let call = service.call("CreateHost");
        let create = async {
            let request = client
                .create_host()
                .name(&new.name)
                .provider_type(ProviderType::from(new.provider_type.as_str()))
                .provider_endpoint(&new.provider_endpoint)
                .set_vpc_configuration(new.vpc.as_ref().map(Vpc::to_sdk))
                .set_tags(tags::to_sdk(&new.tags))
                .customize()
                .config_override(Config::builder().retry_classifier(OnlyThrottling));
            let answer = request.send().await.map_err(|error| failed(call, error))?;
            arn_in_answer(call, answer.host_arn())
        };
        let list = || self.list(service, region);
        self.inventory
            .create(&self.session, (service, region), new, list, create)
            .await
    }

    /// Changes the URL and the VPC of a host; without `vpc`, the VPC stays. While AWS works on the VPC, the change waits
    /// within `patience`.
    ///
    /// # Errors
    /// Returns the failure of `UpdateHost`.
    pub async fn update(
        &self,
        arn: &Arn,
        provider_endpoint: &str,
        vpc: Option<&Vpc>,
        patience: &Patience,
    ) -> Result<(), Error> {
        let service = Service::of(arn, ArnKind::Host)?;
        let client = self.session.connections(service, arn.region()).await?;
        let send = || async {
            let request = client
                .update_host()
                .host_arn(arn.as_str())
                .provider_endpoint(provider_endpoint)
                .set_vpc_configuration(vpc.map(Vpc::to_sdk));
            let answer = request.send().await;
            answer
                .map(drop)
                .map_err(|error| failed(service.call("UpdateHost"), error))
        };
        let is_as_wanted =
            |host: &Host| host.provider_endpoint == provider_endpoint && (vpc.is_none() || host.vpc.as_ref() == vpc);
        self.change(arn, patience, send, |host| host.is_some_and(is_as_wanted))
            .await
    }

    /// Deletes a host; returns `false` if it did not exist. AWS may still be deleting it. While AWS creates its network
    /// interfaces, the deletion waits within `patience`.
    ///
    /// # Errors
    /// Returns the failure of `DeleteHost`, such as that connections use it.
    pub async fn delete(&self, arn: &Arn, patience: &Patience) -> Result<bool, Error> {
        let service = Service::of(arn, ArnKind::Host)?;
        let client = self.session.connections(service, arn.region()).await?;
        let send = || async {
            let answer = client.delete_host().host_arn(arn.as_str()).send().await;
            answer
                .map(drop)
                .map_err(|error| failed(service.call("DeleteHost"), error))
        };
        let is_deleted = |host: Option<&Host>| host.is_none_or(|host| host.status == Status::VpcConfigDeleting);
        let deleted = found(self.change(arn, patience, send, is_deleted).await)?;
        self.inventory.deleted(arn);
        Ok(deleted.is_some())
    }

    /// Sends a change of a host. If AWS refuses it or its response is lost, the host shows whether it `is_done`, by an
    /// earlier attempt too. If AWS is creating network interfaces, the change is sent again afterwards; and once more if
    /// AWS may have finished between the refusal and the read of the host.
    async fn change<F>(
        &self,
        arn: &Arn,
        patience: &Patience,
        send: impl Fn() -> F,
        is_done: impl Fn(Option<&Host>) -> bool,
    ) -> Result<(), Error>
    where
        F: Future<Output = Result<(), Error>>,
    {
        let pace = self.session.settings().pace;
        let pauses = Pauses {
            first: pace.initial_backoff,
            longest: pace.max_backoff,
        };
        let was_idle = AtomicBool::new(false);
        let attempt = || async {
            let Err(error) = send().await else { return Ok(()) };
            let is_refused = matches!(error.kind(), Kind::Unavailable | Kind::Conflict);
            if !is_refused && !error.may_have_happened() {
                return Err((error, false));
            }
            match self.get(arn).await {
                Ok(host) if is_done(host.as_ref()) => Ok(()),
                Ok(Some(host)) => {
                    let is_busy = host.status == Status::VpcConfigInitializing;
                    let may_succeed = is_busy || !was_idle.swap(true, Ordering::Relaxed);
                    Err((error, is_refused && may_succeed))
                }
                _ => Err((error, false)),
            }
        };
        let changed = wait::retry(patience, pauses, |(_, is_busy): &(Error, bool)| *is_busy, attempt).await;
        changed.map_err(|(error, _)| error)
    }

    /// Returns the hosts that AWS lists now, page by page.
    ///
    /// # Errors
    /// Returns the failure to connect. The pages end with the failure of `ListHosts`.
    pub async fn pages(
        &self,
        service: Service,
        region: &str,
    ) -> Result<impl Stream<Item = Result<Vec<Host>, Error>> + use<>, Error> {
        let client = self.session.connections(service, region).await?;
        let call = service.call("ListHosts");
        Ok(pages(call, move |token| {
            let request = client.list_hosts().max_results(PAGE).set_next_token(token);
            async move {
                let answer = request.send().await.map_err(|error| failed(call, error))?;
                let shown = answer.hosts.unwrap_or_default().into_iter();
                Ok((shown.filter_map(Host::listed).collect(), answer.next_token))
            }
        }))
    }

    /// Returns the hosts that AWS lists now, all pages.
    ///
    /// # Errors
    /// Returns the failure of `ListHosts`.
    pub async fn list(&self, service: Service, region: &str) -> Result<Vec<Host>, Error> {
        self.pages(service, region).await?.try_concat().await
    }
}

impl Status {
    /// Returns AWS's value, such as `PENDING`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Pending => "PENDING",
            Self::Available => "AVAILABLE",
            Self::Error => "ERROR",
            Self::VpcConfigInitializing => "VPC_CONFIG_INITIALIZING",
            Self::VpcConfigFailedInitialization => "VPC_CONFIG_FAILED_INITIALIZATION",
            Self::VpcConfigDeleting => "VPC_CONFIG_DELETING",
            Self::Other(word) => word,
        }
    }
}

impl From<&str> for Status {
    fn from(word: &str) -> Self {
        // Some values in the console contain an additional `VPC`.
        match word.replace("VPC_CONFIG_VPC_", "VPC_CONFIG_").as_str() {
            "PENDING" => Self::Pending,
            "AVAILABLE" => Self::Available,
            "ERROR" => Self::Error,
            "VPC_CONFIG_INITIALIZING" => Self::VpcConfigInitializing,
            "VPC_CONFIG_FAILED_INITIALIZATION" => Self::VpcConfigFailedInitialization,
            "VPC_CONFIG_DELETING" => Self::VpcConfigDeleting,
            _ => Self::Other(word.to_owned()),
        }
    }
}

impl Host {
    /// Reads the response of `GetHost`.
    fn shown(call: Call, arn: &Arn, shown: GetHostOutput) -> Result<Self, Error> {
        let provider_type = shown.provider_type.ok_or_else(|| missing(call, "ProviderType"))?;
        Ok(Self {
            arn: arn.clone(),
            name: shown.name.ok_or_else(|| missing(call, "Name"))?,
            provider_type: Some(provider_type.as_str().to_owned()),
            provider_endpoint: shown
                .provider_endpoint
                .ok_or_else(|| missing(call, "ProviderEndpoint"))?,
            vpc: shown.vpc_configuration.and_then(Vpc::read),
            status: Status::from(shown.status.ok_or_else(|| missing(call, "Status"))?.as_str()),
            status_message: None,
        })
    }

    /// Reads a host of a list, whose members may be missing; returns `None` without an ARN.
    fn listed(shown: sdk::Host) -> Option<Self> {
        Some(Self {
            arn: shown.host_arn?.parse().ok()?,
            name: shown.name.unwrap_or_default(),
            provider_type: text(shown.provider_type.map(|value| value.as_str().to_owned())),
            provider_endpoint: shown.provider_endpoint.unwrap_or_default(),
            vpc: shown.vpc_configuration.and_then(Vpc::read),
            status: Status::from(shown.status.as_deref().unwrap_or_default()),
            status_message: text(shown.status_message),
        })
    }
}

impl Vpc {
    fn to_sdk(&self) -> VpcConfiguration {
        VpcConfiguration::builder()
            .vpc_id(&self.vpc_id)
            .set_subnet_ids(Some(self.subnet_ids.clone()))
            .set_security_group_ids(Some(self.security_group_ids.clone()))
            .set_tls_certificate(self.tls_certificate.clone())
            .build()
            .expect("id, subnets and security groups are given")
    }

    /// Returns `None` without an ID.
    fn read(shown: VpcConfiguration) -> Option<Self> {
        Some(Self {
            vpc_id: text(Some(shown.vpc_id))?,
            subnet_ids: shown.subnet_ids,
            security_group_ids: shown.security_group_ids,
            tls_certificate: text(shown.tls_certificate),
        })
    }
}

impl Listed for Host {
    const NOUN: &'static str = "host";

    fn arn(&self) -> &Arn {
        &self.arn
    }
}

impl Specification<Host> for NewHost {
    fn name(&self) -> &str {
        &self.name
    }

    fn describes(&self, item: &Host) -> bool {
        item.name == self.name
            && item.provider_endpoint == self.provider_endpoint
            && item.provider_type.as_deref() == Some(self.provider_type.as_str())
    }

    fn created(&self, arn: Arn) -> Host {
        Host {
            arn,
            name: self.name.clone(),
            provider_type: Some(self.provider_type.clone()),
            provider_endpoint: self.provider_endpoint.clone(),
            vpc: self.vpc.clone(),
            status: match self.vpc {
                Some(_) => Status::VpcConfigInitializing,
                None => Status::Pending,
            },
            status_message: None,
        }
    }
}

fn text(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.is_empty())
}
