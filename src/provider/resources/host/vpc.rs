//! The VPC of a host.

use std::collections::BTreeSet;

use terraform_provider_sdk::typed::Attributes;

use crate::{
    aws::hosts::Vpc,
    provider::{checks, same},
};

/// VPC through which AWS reaches the server.
#[derive(Attributes, Clone, Debug)]
pub struct VpcConfiguration {
    /// IDs of the security groups of the network interfaces that AWS creates. The groups must allow outbound HTTPS to
    /// the server.
    #[attr(items(1..=10))]
    pub security_group_ids: BTreeSet<String>,
    /// IDs of the subnets of the network interfaces that AWS creates. The subnets must be in the VPC, each in a
    /// different Availability Zone.
    #[attr(items(1..=10))]
    pub subnet_ids: BTreeSet<String>,
    /// Certificates of the server's certificate authorities, in PEM format, if they are not publicly trusted.
    #[attr(same = same::unset, length(1..=16384), check = checks::certificate::pem, code = checks::certificate::CERTIFICATE.code)]
    pub tls_certificate: Option<String>,
    /// ID of the VPC.
    #[attr(length(12..=21))]
    pub vpc_id: String,
}

impl VpcConfiguration {
    /// Returns the configuration for the AWS API.
    pub(super) fn aws(&self) -> Vpc {
        Vpc {
            vpc_id: self.vpc_id.clone(),
            subnet_ids: self.subnet_ids.iter().cloned().collect(),
            security_group_ids: self.security_group_ids.iter().cloned().collect(),
            tls_certificate: self
                .tls_certificate
                .clone()
                .filter(|certificate| !certificate.is_empty()),
        }
    }

    /// Returns the configuration in AWS with the configured certificate, which AWS may not return, or may return with
    /// different white space. On import, an empty certificate means the same as every other form of none.
    pub(super) fn read(vpc: Vpc, prior: Option<&Self>) -> Self {
        let written = prior.map_or_else(|| Some(String::new()), |prior| prior.tls_certificate.clone());
        let tls_certificate = match (vpc.tls_certificate.clone(), written) {
            (Some(found), Some(written)) if without_white_space(&found) != without_white_space(&written) => Some(found),
            (found, written) => written.or(found),
        };
        Self::from(Vpc { tls_certificate, ..vpc })
    }
}

impl From<Vpc> for VpcConfiguration {
    fn from(vpc: Vpc) -> Self {
        Self {
            security_group_ids: vpc.security_group_ids.into_iter().collect(),
            subnet_ids: vpc.subnet_ids.into_iter().collect(),
            tls_certificate: vpc.tls_certificate,
            vpc_id: vpc.vpc_id,
        }
    }
}

fn without_white_space(text: &str) -> String {
    text.split_whitespace().collect()
}
