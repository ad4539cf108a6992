//! The VPC of a host.

use std::collections::BTreeSet;

use terraform_provider_sdk::{author::Plan, typed::Attributes, value::Value};

use super::resource::{Arguments, Host};
use crate::aws::hosts::Vpc;

/// The VPC through which AWS reaches the server.
#[derive(Attributes, Clone, Debug)]
pub struct VpcConfiguration {
    /// Security groups of AWS's network interfaces; they must let HTTPS out to the server.
    #[attr(items(1..=10))]
    pub security_group_ids: BTreeSet<String>,
    /// Subnets of AWS's network interfaces: all of the VPC, each in another availability zone.
    #[attr(items(1..=10))]
    pub subnet_ids: BTreeSet<String>,
    /// Certificates of the authorities that vouch for the server, in PEM form, if they are not publicly trusted.
    #[attr(length(1..=16384))]
    pub tls_certificate: Option<String>,
    /// The VPC.
    #[attr(length(12..=21))]
    pub vpc_id: String,
}

/// Plans that a host which is no longer to have a VPC is made anew: UpdateHost cannot take it out of one.
pub(super) fn plan(plan: &mut Plan<'_, '_, Host>) {
    let name = Arguments::VPC_CONFIGURATION.name;
    let is_absent = |value: &Value| matches!(value, Value::List(blocks) if blocks.is_empty());
    if is_absent(plan.planned().value(name)) && !is_absent(plan.prior().value(name)) {
        plan.requires_replace(Arguments::VPC_CONFIGURATION);
    }
}

impl VpcConfiguration {
    /// As AWS takes it.
    pub(super) fn aws(&self) -> Vpc {
        Vpc {
            vpc_id: self.vpc_id.clone(),
            subnet_ids: self.subnet_ids.iter().cloned().collect(),
            security_group_ids: self.security_group_ids.iter().cloned().collect(),
            tls_certificate: self.tls_certificate.clone(),
        }
    }

    /// What AWS says, with the certificate as it was written: AWS may not show it, or show it with other white space.
    pub(super) fn read(vpc: Vpc, prior: Option<&Self>) -> Self {
        let written = prior.and_then(|prior| prior.tls_certificate.clone());
        let tls_certificate = match (vpc.tls_certificate, written) {
            (Some(found), Some(written)) if squeezed(&found) != squeezed(&written) => Some(found),
            (found, written) => written.or(found),
        };
        Self {
            security_group_ids: vpc.security_group_ids.into_iter().collect(),
            subnet_ids: vpc.subnet_ids.into_iter().collect(),
            tls_certificate,
            vpc_id: vpc.vpc_id,
        }
    }
}

/// The text without white space.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
