//! One configuration of AWS: region, credentials, account and clients, each resolved once, at the first use.

use std::{collections::BTreeSet, fmt, sync::Arc};

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

/// Region of STS calls if no region is configured.
const FALLBACK_REGION: &str = "us-east-1";

/// One configuration of AWS, shared by everything that calls AWS.
///
/// Creating a session does no I/O. Configuration files, credentials and the account are read at the first call that
/// needs them, once for all callers. Failures are cached too.
pub struct Session {
    settings: Settings,
    cancel: CancellationToken,
    region: OnceCell<Option<String>>,
    clients: OnceCell<Result<Clients, Error>>,
    account: OnceCell<Result<String, Error>>,
}

impl Session {
    /// Returns a session with these settings; `cancel` ends the pauses between attempts.
    pub fn new(settings: Settings, cancel: CancellationToken) -> Arc<Self> {
        Arc::new(Self {
            settings,
            cancel,
            region: OnceCell::new(),
            clients: OnceCell::new(),
            account: OnceCell::new(),
        })
    }

    /// Returns the settings of the session.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the token that ends all waits.
    pub fn cancellation(&self) -> &CancellationToken {
        &self.cancel
    }

    /// Returns the default region: from the settings, the environment or the profile, and never from the metadata
    /// service.
    ///
    /// # Errors
    /// Returns [`Kind::NoRegion`] with the sources that were checked.
    pub async fn region(&self) -> Result<String, Error> {
        let found = self.region.get_or_init(|| self.find_region()).await;
        found.clone().ok_or_else(|| {
            Error::new(
                Kind::NoRegion,
                format!(
                    "no AWS region is configured; checked the provider's region, AWS_REGION, AWS_DEFAULT_REGION and \
                     the profile {:?} of the shared configuration file",
                    environment::profile(&self.settings)
                ),
            )
        })
    }

    async fn find_region(&self) -> Option<String> {
        let set = self.settings.region.clone().filter(|region| !region.is_empty());
        if let Some(region) = set.or_else(|| environment::first(&["AWS_REGION", "AWS_DEFAULT_REGION"])) {
            return Some(region);
        }
        let profile = ProfileFileRegionProvider::builder()
            .profile_files(environment::shared_files(&self.settings).build())
            .profile_name(environment::profile(&self.settings));
        profile.build().region().await.map(|region| region.to_string())
    }

    /// Returns the account of the credentials, 12 digits; `None` if the settings do not allow the request.
    ///
    /// # Errors
    /// Returns [`Kind::WrongAccount`] if the settings do not allow that account, otherwise the failure to resolve
    /// credentials or of `GetCallerIdentity`. The result is the same for all callers.
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

    /// Verifies that credentials exist and that their account is allowed, unless the settings skip this. Calls AWS only
    /// if the settings restrict the accounts.
    ///
    /// # Errors
    /// Returns the failure to resolve the credentials, or an error of [`Session::account_id`].
    pub async fn verify(&self) -> Result<(), Error> {
        if self.settings.skip_credentials_validation {
            return Ok(());
        }
        self.ready(FALLBACK_REGION).await.map(drop)
    }

    /// Returns the client of a connections API in a region.
    pub(crate) async fn connections(
        &self,
        service: Service,
        region: &str,
    ) -> Result<aws_sdk_codestarconnections::Client, Error> {
        self.ready(region).await?.connections(service, region)
    }

    /// Returns the client of CodePipeline in a region.
    pub(crate) async fn codepipeline(&self, region: &str) -> Result<aws_sdk_codepipeline::Client, Error> {
        self.ready(region).await?.codepipeline(region)
    }

    /// Masks these secrets in the errors of later calls. Without clients, the calls fail before they are sent.
    pub(super) async fn mask(&self, region: &str, secrets: &BTreeSet<String>) {
        if let Ok(clients) = self.clients(region).await {
            secrets.iter().for_each(|secret| clients.secrets().add(secret));
        }
    }

    /// Returns the clients after verifying that credentials exist and that their account is allowed.
    async fn ready(&self, region: &str) -> Result<&Clients, Error> {
        let clients = self.clients(region).await?;
        clients.credentials().get().await?;
        if !(self.settings.allowed_account_ids.is_empty() && self.settings.forbidden_account_ids.is_empty()) {
            self.account_id().await?;
        }
        Ok(clients)
    }

    /// Returns the clients. `region` is the region of STS if no other is configured.
    async fn clients(&self, region: &str) -> Result<&Clients, Error> {
        let load = || async {
            let region = self.region().await.unwrap_or_else(|_| region.to_owned());
            Clients::load(&self.settings, &region, &self.cancel).await
        };
        self.clients.get_or_init(load).await.as_ref().map_err(Clone::clone)
    }
}

fn cannot_check_account() -> Error {
    let text = "allowed_account_ids and forbidden_account_ids require the account ID of the credentials; remove \
                skip_requesting_account_id";
    Error::new(Kind::Settings, text).at("skip_requesting_account_id")
}

fn check_account(settings: &Settings, account: &str) -> Result<(), Error> {
    let allowed = &settings.allowed_account_ids;
    if settings.forbidden_account_ids.contains(account) {
        let text = format!("the credentials are for the AWS account {account}, which is in forbidden_account_ids");
        return Err(Error::new(Kind::WrongAccount, text).at("forbidden_account_ids"));
    }
    if !allowed.is_empty() && !allowed.contains(account) {
        let text = format!("the credentials are for the AWS account {account}, which is not in allowed_account_ids");
        return Err(Error::new(Kind::WrongAccount, text).at("allowed_account_ids"));
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
