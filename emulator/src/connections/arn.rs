//! The ARN of a connection or host.

use std::fmt;

use crate::connections::{Scope, Service};

/// An ARN, parsed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arn<'a> {
    /// Partition, such as `aws`.
    pub(crate) partition: &'a str,
    /// Service, such as `codeconnections`.
    pub(crate) service: &'a str,
    /// Home region.
    pub(crate) region: &'a str,
    /// Account, 12 digits.
    pub(crate) account: &'a str,
    /// Kind and id, such as `connection/0f1e…`.
    pub(crate) resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Parses an ARN.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let [arn, partition, service, region, account, resource]: [&str; 6] =
            text.splitn(6, ':').collect::<Vec<_>>().try_into().ok()?;
        (arn == "arn").then_some(Self {
            partition,
            service,
            region,
            account,
            resource,
        })
    }

    /// Returns the ID after the kind.
    pub(crate) fn id(&self) -> &'a str {
        self.resource.split_once('/').map_or(self.resource, |(_, id)| id)
    }
}

impl fmt::Display for Arn<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            partition,
            service,
            region,
            account,
            resource,
        } = self;
        write!(formatter, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

/// Returns the ARN of a new resource in the call's region and account, with the prefix of the called API.
pub(crate) fn new_arn(service: Service, scope: &Scope<'_>, resource: &str) -> String {
    let (partition, region, account) = (scope.partition(), scope.region, scope.account);
    Arn {
        partition,
        service: service.name(),
        region,
        account,
        resource,
    }
    .to_string()
}
