//! One configuration of AWS: region, credentials, account and clients, each resolved at the first use and once.

use std::{fmt, sync::Arc};

use aws_config::{meta::region::ProvideRegion, profile::ProfileFileRegionProvider};
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use super::{
    clients::Clients,
    credentials::account_id,
    environment,
    error::{Error, Kind},
    service::Service,
    settings::Settings,
};

/// Region of STS calls when none is configured: they name no resource.
const FALLBACK_REGION: &str = "us-east-1";

/// One configuration of AWS, shared by everything that calls AWS.
///
/// Making one does no I/O. Configuration files, credentials and the account are read at the first call that needs
/// them, once for all callers, and a failure is as lasting as a success.
pub struct Session {
    settings: Settings,
    cancel: CancellationToken,
    region: OnceCell<Option<String>>,
    clients: OnceCell<Result<Clients, Error>>,
    account: OnceCell<Result<String, Error>>,
}

impl Session {
    /// A session that follows `settings`; `cancel` ends the pauses between attempts.
    pub fn new(settings: Settings, cancel: CancellationToken) -> Arc<Self> {
        Arc::new(Self {
            settings,
            cancel,
            region: OnceCell::new(),
            clients: OnceCell::new(),
            account: OnceCell::new(),
        })
    }

    /// The settings that it was made from.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The token that ends waiting.
    pub fn cancellation(&self) -> &CancellationToken {
        &self.cancel
    }

    /// The region of calls that name none: settings, then environment, then profile; never the metadata service.
    ///
    /// # Errors
    /// [`Kind::NoRegion`], saying where it was looked for.
    pub async fn region(&self) -> Result<String, Error> {
        let found = self.region.get_or_init(|| self.find_region()).await;
        found.clone().ok_or_else(|| {
            let profile = self
                .settings
                .profile
                .clone()
                .or_else(|| environment::var("AWS_PROFILE"));
            Error::new(
                Kind::NoRegion,
                format!(
                    "no AWS region is configured; checked the provider's region, AWS_REGION, AWS_DEFAULT_REGION and \
                     the profile {:?} of the shared configuration file",
                    profile.as_deref().unwrap_or("default")
                ),
            )
        })
    }

    async fn find_region(&self) -> Option<String> {
        let set = self.settings.region.clone().filter(|region| !region.is_empty());
        if let Some(region) = set.or_else(|| environment::first(&["AWS_REGION", "AWS_DEFAULT_REGION"])) {
            return Some(region);
        }
        let mut profile =
            ProfileFileRegionProvider::builder().profile_files(environment::shared_files(&self.settings).build());
        if let Some(name) = &self.settings.profile {
            profile = profile.profile_name(name);
        }
        profile.build().region().await.map(|region| region.to_string())
    }

    /// The account of the credentials, 12 digits; `None` when it must not be asked for.
    ///
    /// # Errors
    /// [`Kind::WrongAccount`] when the settings do not allow that account; else what resolving credentials or
    /// `GetCallerIdentity` fails with. The result is the same for all callers.
    pub async fn account_id(&self) -> Result<Option<String>, Error> {
        let settings = &self.settings;
        if settings.skip_requesting_account_id {
            let unrestricted = settings.allowed_account_ids.is_empty() && settings.forbidden_account_ids.is_empty();
            return if unrestricted {
                Ok(None)
            } else {
                Err(cannot_check_account())
            };
        }
        let account = self.account.get_or_init(|| async { self.find_account().await }).await;
        account.clone().map(Some)
    }

    async fn find_account(&self) -> Result<String, Error> {
        let region = self.region().await.unwrap_or_else(|_| FALLBACK_REGION.to_owned());
        let clients = self.clients(&region).await?;
        clients.credentials().get().await?;
        let account = account_id(&clients.sts()).await?;
        check_account(&self.settings, &account)?;
        Ok(account)
    }

    /// Whether there are credentials and, where accounts are allowed or forbidden, whether theirs may be worked on. The
    /// settings can forbid to ask. AWS itself is only called for an account.
    ///
    /// # Errors
    /// What resolving the credentials failed with, or those of [`Session::account_id`].
    pub async fn verify(&self) -> Result<(), Error> {
        if self.settings.skip_credentials_validation {
            return Ok(());
        }
        self.ready(FALLBACK_REGION).await.map(drop)
    }

    /// The client of a connections API in a region.
    pub(crate) async fn connections(
        &self,
        service: Service,
        region: &str,
    ) -> Result<aws_sdk_codestarconnections::Client, Error> {
        self.ready(region).await?.connections(service, region)
    }

    /// The client of CodePipeline in a region.
    pub(crate) async fn codepipeline(&self, region: &str) -> Result<aws_sdk_codepipeline::Client, Error> {
        Ok(self.ready(region).await?.codepipeline(region))
    }

    /// The clients, once it is certain that there are credentials and that their account may be worked on.
    async fn ready(&self, region: &str) -> Result<&Clients, Error> {
        let clients = self.clients(region).await?;
        clients.credentials().get().await?;
        if !(self.settings.allowed_account_ids.is_empty() && self.settings.forbidden_account_ids.is_empty()) {
            self.account_id().await?;
        }
        Ok(clients)
    }

    /// `region` is that of STS when no other is configured.
    async fn clients(&self, region: &str) -> Result<&Clients, Error> {
        let load = || async {
            let region = self.region().await.unwrap_or_else(|_| region.to_owned());
            Clients::load(&self.settings, &region, &self.cancel).await
        };
        self.clients.get_or_init(load).await.as_ref().map_err(Clone::clone)
    }
}

fn cannot_check_account() -> Error {
    let text = "allowed_account_ids and forbidden_account_ids cannot be checked with skip_requesting_account_id";
    Error::new(Kind::Settings, text)
}

fn check_account(settings: &Settings, account: &str) -> Result<(), Error> {
    let allowed = &settings.allowed_account_ids;
    if settings.forbidden_account_ids.contains(account) {
        return Err(Error::new(
            Kind::WrongAccount,
            format!("the AWS account {account} is in forbidden_account_ids"),
        ));
    }
    if !allowed.is_empty() && !allowed.contains(account) {
        let text = format!("the credentials are for the AWS account {account}, which is not in allowed_account_ids");
        return Err(Error::new(Kind::WrongAccount, text));
    }
    Ok(())
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
