//! Hosts: self-managed providers of source code, such as an own GitLab.

use std::sync::Arc;

use aws_sdk_codestarconnections::{
    config::Config,
    types::{self as sdk, ProviderType, VpcConfiguration},
};

use super::{
    answer::{arn_of, text},
    arn::{Arn, Kind as ArnKind},
    connections::{PAGE, Service},
    directory::{Created, Directory, Listed, Recipe},
    error::{Error, found},
    retry::OnlyThrottling,
    session::Session,
    tags::{self, TagChange, Tags},
};

/// A host as AWS shows it; its tags are read apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its ARN, which ends in the name and 8 hexadecimal digits.
    pub arn: Arn,
    /// Its name, 1 to 64 characters.
    pub name: String,
    /// AWS's name of the provider, such as `GitLabSelfManaged`.
    pub provider_type: Option<String>,
    /// Address of the provider, such as `https://gitlab.example.com`.
    pub provider_endpoint: String,
    /// The network that it is reached through, if not the internet.
    pub vpc: Option<Vpc>,
    /// Whether connections can be made on it.
    pub status: Status,
    /// What AWS says about the status; only lists have it, see [`Hosts::status_message`].
    pub status_message: Option<String>,
}

/// How far a host is. AWS's model leaves it a free text; these are the documented ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// A person has to set it up in the console.
    Pending,
    /// Connections can be made on it.
    Available,
    /// The set-up failed, or what it made on the provider's side is gone.
    Error,
    /// AWS makes its network interfaces.
    VpcConfigInitializing,
    /// That failed.
    VpcConfigFailedInitialization,
    /// AWS removes its network interfaces.
    VpcConfigDeleting,
    /// A status that was not known when this was written.
    Other(String),
}

/// The network that a host is reached through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vpc {
    /// Id of the VPC.
    pub vpc_id: String,
    /// Ids of 1 to 10 subnets in different availability zones.
    pub subnet_ids: Vec<String>,
    /// Ids of 1 to 10 security groups.
    pub security_group_ids: Vec<String>,
    /// PEM certificate of a private certificate authority, at most 16384 characters.
    pub tls_certificate: Option<String>,
}

/// What to create.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewHost {
    /// Name, 1 to 64 characters.
    pub name: String,
    /// AWS's name of the provider, such as `GitLabSelfManaged`.
    pub provider_type: String,
    /// Address of the provider, 1 to 512 characters.
    pub provider_endpoint: String,
    /// The network that it is reached through, if not the internet.
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
    directory: Directory<Host>,
}

impl Hosts {
    /// The hosts that `session` sees.
    pub fn new(session: Arc<Session>) -> Self {
        Self {
            session,
            directory: Directory::new(),
        }
    }

    /// One host, without its status message; `None` when it is not there. Can run beside [`Hosts::tags`].
    ///
    /// # Errors
    /// [`Error`] of `GetHost`, or of what it needs.
    pub async fn get(&self, arn: &Arn) -> Result<Option<Host>, Error> {
        let service = Service::of(arn, ArnKind::Host)?;
        let client = self.session.connections(service, arn.region()).await?;
        let answer = client.get_host().host_arn(arn.as_str()).send().await;
        let answer = found(answer.map_err(|error| Error::from_sdk(service.call("GetHost"), error)))?;
        Ok(answer.map(|shown| Host {
            arn: arn.clone(),
            name: shown.name.unwrap_or_default(),
            provider_type: text(shown.provider_type.map(|value| value.as_str().to_owned())),
            provider_endpoint: shown.provider_endpoint.unwrap_or_default(),
            vpc: shown.vpc_configuration.and_then(Vpc::read),
            status: Status::from(shown.status.as_deref().unwrap_or_default()),
            status_message: None,
        }))
    }

    /// What AWS says about the status of a host; `GetHost` does not tell, so this lists.
    ///
    /// # Errors
    /// [`Error`] of `ListHosts`.
    pub async fn status_message(&self, arn: &Arn) -> Result<Option<String>, Error> {
        let service = Service::of(arn, ArnKind::Host)?;
        let hosts = self.list(service, arn.region()).await?;
        Ok(hosts
            .into_iter()
            .find(|host| host.arn == *arn)
            .and_then(|host| host.status_message))
    }

    /// The tags of a host.
    ///
    /// # Errors
    /// [`Error`] of `ListTagsForResource`.
    pub async fn tags(&self, arn: &Arn) -> Result<Tags, Error> {
        tags::read(&self.session, arn, ArnKind::Host).await
    }

    /// Changes the tags of a host; calls nothing when nothing changes.
    ///
    /// # Errors
    /// [`Error`] of `UntagResource` or `TagResource`; the removal comes first and may have been done.
    pub async fn change_tags(&self, arn: &Arn, change: &TagChange) -> Result<(), Error> {
        tags::change(&self.session, arn, ArnKind::Host, change).await
    }

    /// Creates a host.
    ///
    /// It is sent once; after a lost answer the host that has appeared is adopted.
    ///
    /// # Errors
    /// [`Kind::AlreadyExists`](super::error::Kind::AlreadyExists) when one of the same name, type and address is
    /// there, [`Kind::Ambiguous`](super::error::Kind::Ambiguous) when after a lost answer several have appeared, else
    /// [`Error`] of `CreateHost` or `ListHosts`.
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
            let answer = request.send().await.map_err(|error| Error::from_sdk(call, error))?;
            arn_of(call, answer.host_arn())
        };
        let list = || self.list(service, region);
        let pause = self.session.settings().pace.initial_backoff;
        self.directory.create((service, region), new, pause, list, create).await
    }

    /// Changes address and network of a host; a network that is not given stays.
    ///
    /// # Errors
    /// [`Error`] of `UpdateHost`.
    pub async fn update(&self, arn: &Arn, provider_endpoint: &str, vpc: Option<&Vpc>) -> Result<(), Error> {
        let service = Service::of(arn, ArnKind::Host)?;
        let client = self.session.connections(service, arn.region()).await?;
        let request = client
            .update_host()
            .host_arn(arn.as_str())
            .provider_endpoint(provider_endpoint)
            .set_vpc_configuration(vpc.map(Vpc::to_sdk));
        let answer = request
            .send()
            .await
            .map_err(|error| Error::from_sdk(service.call("UpdateHost"), error));
        answer.map(drop)
    }

    /// Whether this process has made it.
    pub fn has_made(&self, arn: &Arn) -> bool {
        self.directory.has_made(arn)
    }

    /// Deletes a host; `false` when it was not there.
    ///
    /// # Errors
    /// [`Error`] of `DeleteHost`, for one while connections use it.
    pub async fn delete(&self, arn: &Arn) -> Result<bool, Error> {
        let service = Service::of(arn, ArnKind::Host)?;
        let client = self.session.connections(service, arn.region()).await?;
        let answer = client.delete_host().host_arn(arn.as_str()).send().await;
        let deleted = found(answer.map_err(|error| Error::from_sdk(service.call("DeleteHost"), error)))?;
        self.directory.deleted(arn);
        Ok(deleted.is_some())
    }

    /// The hosts that AWS lists now, all pages.
    ///
    /// # Errors
    /// [`Error`] of `ListHosts`.
    pub async fn list(&self, service: Service, region: &str) -> Result<Vec<Host>, Error> {
        let client = self.session.connections(service, region).await?;
        let (mut all, mut page) = (Vec::new(), None);
        loop {
            let answer = client.list_hosts().max_results(PAGE).set_next_token(page).send().await;
            let answer = answer.map_err(|error| Error::from_sdk(service.call("ListHosts"), error))?;
            all.extend(answer.hosts.unwrap_or_default().into_iter().filter_map(Host::read));
            page = text(answer.next_token);
            if page.is_none() {
                return Ok(all);
            }
        }
    }
}

impl Status {
    /// AWS's word for it, such as `PENDING`.
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
        // The console's words have one more VPC in them than the API's.
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
    /// `None` without a usable ARN; every other member of a list may be missing.
    fn read(shown: sdk::Host) -> Option<Self> {
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

    /// A VPC without id is none.
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

impl Recipe<Host> for NewHost {
    fn name(&self) -> &str {
        &self.name
    }

    fn is_twin(&self, item: &Host) -> bool {
        item.name == self.name
            && item.provider_endpoint == self.provider_endpoint
            && item.provider_type.as_deref() == Some(self.provider_type.as_str())
    }

    fn made(&self, arn: Arn) -> Host {
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
