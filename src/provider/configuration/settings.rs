//! Maps the provider block onto the settings of the AWS client.

use std::collections::BTreeSet;

use terraform_provider_sdk::typed::{Duration, Secret};

use super::block::{AssumeRole, AssumeRoleWithWebIdentity, Config, Endpoints, MetadataMode, RetryMode};
use crate::aws::settings;

impl Config {
    /// Returns the settings of the AWS client, whose requests have this header `User-Agent`.
    pub fn aws(self, user_agent: String) -> settings::Settings {
        settings::Settings {
            custom_ca_bundle: self.custom_ca_bundle,
            region: self.region,
            profile: self.profile,
            access_key: self.access_key,
            secret_key: exposed(self.secret_key.as_ref()),
            token: exposed(self.token.as_ref()),
            shared_config_files: self.shared_config_files.unwrap_or_default(),
            shared_credentials_files: self.shared_credentials_files.unwrap_or_default(),
            assume_role: self.assume_role.into_iter().map(AssumeRole::aws).collect(),
            assume_role_with_web_identity: self.assume_role_with_web_identity.map(AssumeRoleWithWebIdentity::aws),
            endpoints: self.endpoints.map(Endpoints::aws).unwrap_or_default(),
            use_fips_endpoint: self.use_fips_endpoint,
            use_dualstack_endpoint: self.use_dualstack_endpoint,
            http_proxy: self.http_proxy,
            https_proxy: self.https_proxy,
            no_proxy: self.no_proxy,
            insecure: self.insecure.unwrap_or_default(),
            max_retries: self.max_retries.and_then(|attempts| u32::try_from(attempts).ok()),
            retry_mode: self.retry_mode.map(RetryMode::aws),
            skip_credentials_validation: self.skip_credentials_validation.unwrap_or_default(),
            skip_requesting_account_id: self.skip_requesting_account_id.unwrap_or_default(),
            skip_region_validation: self.skip_region_validation.unwrap_or_default(),
            skip_metadata_api_check: self.skip_metadata_api_check,
            ec2_metadata_service_endpoint: self.ec2_metadata_service_endpoint,
            ec2_metadata_service_endpoint_mode: self.ec2_metadata_service_endpoint_mode.map(MetadataMode::aws),
            sts_region: self.sts_region,
            user_agent,
            allowed_account_ids: self.allowed_account_ids.unwrap_or_default(),
            forbidden_account_ids: self.forbidden_account_ids.unwrap_or_default(),
            pace: settings::Pace::default(),
        }
    }
}

impl AssumeRole {
    fn aws(self) -> settings::AssumeRole {
        settings::AssumeRole {
            role_arn: self.role_arn,
            external_id: self.external_id,
            session_name: self.session_name,
            duration: self.duration.as_ref().map(Duration::span),
            policy: self.policy,
            policy_arns: listed(self.policy_arns),
            tags: self.tags.unwrap_or_default(),
            transitive_tag_keys: listed(self.transitive_tag_keys),
            source_identity: self.source_identity,
        }
    }
}

impl AssumeRoleWithWebIdentity {
    fn aws(self) -> settings::AssumeRoleWithWebIdentity {
        settings::AssumeRoleWithWebIdentity {
            role_arn: self.role_arn,
            session_name: self.session_name,
            duration: self.duration.as_ref().map(Duration::span),
            policy: self.policy,
            policy_arns: listed(self.policy_arns),
            web_identity_token: exposed(self.web_identity_token.as_ref()),
            web_identity_token_file: self.web_identity_token_file,
        }
    }
}

impl Endpoints {
    fn aws(self) -> settings::Endpoints {
        settings::Endpoints {
            codeconnections: self.codeconnections,
            codestarconnections: self.codestarconnections,
            codepipeline: self.codepipeline,
            sts: self.sts,
        }
    }
}

impl MetadataMode {
    const fn aws(self) -> settings::MetadataMode {
        match self {
            Self::Ipv4 => settings::MetadataMode::Ipv4,
            Self::Ipv6 => settings::MetadataMode::Ipv6,
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

fn exposed(secret: Option<&Secret<String>>) -> Option<String> {
    secret.map(|secret| secret.expose().clone())
}

fn listed(set: Option<BTreeSet<String>>) -> Vec<String> {
    set.into_iter().flatten().collect()
}
