//! What of the provider block concerns AWS, as [`settings`] have it. An empty text counts as left out, so that a variable
//! can decide.

use std::collections::BTreeSet;

use terraform_provider_sdk::typed::{Duration, Secret};

use super::{AssumeRole, AssumeRoleWithWebIdentity, Config, Endpoints, RetryMode};
use crate::aws::{environment, settings};

impl Config {
    /// What of it concerns AWS.
    pub fn aws(&self) -> settings::Settings {
        settings::Settings {
            region: given(&self.region),
            profile: given(&self.profile),
            access_key: given(&self.access_key),
            secret_key: exposed(self.secret_key.as_ref()),
            token: exposed(self.token.as_ref()),
            shared_config_files: all_given(self.shared_config_files.as_ref()),
            shared_credentials_files: all_given(self.shared_credentials_files.as_ref()),
            assume_role: self.assume_role.iter().map(AssumeRole::aws).collect(),
            assume_role_with_web_identity: self
                .assume_role_with_web_identity
                .as_ref()
                .map(AssumeRoleWithWebIdentity::aws),
            endpoints: self.endpoints.as_ref().map(Endpoints::aws).unwrap_or_default(),
            use_fips_endpoint: self.use_fips_endpoint,
            use_dualstack_endpoint: self.use_dualstack_endpoint,
            http_proxy: given(&self.http_proxy),
            https_proxy: given(&self.https_proxy),
            no_proxy: given(&self.no_proxy),
            custom_ca_bundle: self.ca_bundle(),
            insecure: self.insecure.unwrap_or_default(),
            max_retries: self.max_retries.and_then(|tries| u32::try_from(tries).ok()),
            retry_mode: self.retry_mode.map(RetryMode::aws),
            skip_credentials_validation: self.skip_credentials_validation.unwrap_or_default(),
            skip_requesting_account_id: self.skip_requesting_account_id.unwrap_or_default(),
            skip_region_validation: self.skip_region_validation.unwrap_or_default(),
            skip_metadata_api_check: self.skip_metadata_api_check,
            // Its variable alone says it.
            ec2_metadata_service_endpoint: None,
            allowed_account_ids: self.allowed_account_ids.clone().unwrap_or_default(),
            forbidden_account_ids: self.forbidden_account_ids.clone().unwrap_or_default(),
            pace: settings::Pace::default(),
        }
    }

    /// The file with the certificates of the authorities to trust.
    pub fn ca_bundle(&self) -> Option<String> {
        given(&self.custom_ca_bundle).map(|path| environment::expanded(&path))
    }
}

impl AssumeRole {
    fn aws(&self) -> settings::AssumeRole {
        settings::AssumeRole {
            role_arn: self.role_arn.clone(),
            external_id: given(&self.external_id),
            session_name: given(&self.session_name),
            duration: self.duration.as_ref().map(Duration::span),
            policy: given(&self.policy),
            policy_arns: listed(self.policy_arns.as_ref()),
            tags: self.tags.clone().unwrap_or_default(),
            transitive_tag_keys: listed(self.transitive_tag_keys.as_ref()),
            source_identity: given(&self.source_identity),
        }
    }
}

impl AssumeRoleWithWebIdentity {
    fn aws(&self) -> settings::AssumeRoleWithWebIdentity {
        settings::AssumeRoleWithWebIdentity {
            role_arn: self.role_arn.clone(),
            session_name: given(&self.session_name),
            duration: self.duration.as_ref().map(Duration::span),
            policy: given(&self.policy),
            policy_arns: listed(self.policy_arns.as_ref()),
            web_identity_token: exposed(self.web_identity_token.as_ref()),
            web_identity_token_file: given(&self.web_identity_token_file),
        }
    }
}

impl Endpoints {
    fn aws(&self) -> settings::Endpoints {
        settings::Endpoints {
            codeconnections: given(&self.codeconnections),
            codestarconnections: given(&self.codestarconnections),
            codepipeline: given(&self.codepipeline),
            sts: given(&self.sts),
        }
    }
}

impl RetryMode {
    const fn aws(self) -> settings::RetryMode {
        match self {
            Self::Standard => settings::RetryMode::Standard,
            Self::Adaptive => settings::RetryMode::Adaptive,
        }
    }
}

fn given(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

fn all_given(texts: Option<&Vec<String>>) -> Vec<String> {
    let texts = texts.into_iter().flatten().filter(|text| !text.is_empty());
    texts.cloned().collect()
}

fn exposed(secret: Option<&Secret<String>>) -> Option<String> {
    given(&secret.map(|secret| secret.expose().clone()))
}

fn listed(set: Option<&BTreeSet<String>>) -> Vec<String> {
    set.into_iter().flatten().cloned().collect()
}
