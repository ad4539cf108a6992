//! The AWS services that this provider calls: their names in ARNs, IAM actions, signatures, request targets and
//! settings.

use super::{
    arn::{Arn, Kind as ArnKind},
    error::{Call, Error, Kind},
    settings::Endpoints,
};

/// One of the two connections APIs, which differ in name only. Also the service prefix of the ARNs that it creates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// `codeconnections`, the API of 2023.
    #[default]
    CodeConnections,
    /// `codestar-connections`, the API of 2019.
    CodeStarConnections,
}

impl Service {
    /// Returns the service prefix in ARNs, IAM actions, endpoints and signatures.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CodeConnections => "codeconnections",
            Self::CodeStarConnections => "codestar-connections",
        }
    }

    /// Returns the API with this service prefix.
    pub fn from_prefix(prefix: &str) -> Option<Self> {
        [Self::CodeConnections, Self::CodeStarConnections]
            .into_iter()
            .find(|service| service.as_str() == prefix)
    }

    /// Returns the API of the other name.
    pub fn other(self) -> Self {
        match self {
            Self::CodeConnections => Self::CodeStarConnections,
            Self::CodeStarConnections => Self::CodeConnections,
        }
    }

    /// Returns the ARN of a connection or host with the prefix of the other API; none for other ARNs.
    pub fn other_arn(arn: &Arn) -> Option<Arn> {
        let service = Self::from_prefix(arn.service())?;
        let prefix = |service: Self| format!(":{}:", service.as_str());
        let other = arn.as_str().replacen(&prefix(service), &prefix(service.other()), 1);
        other.parse().ok()
    }

    /// Returns the API that serves `arn`.
    ///
    /// # Errors
    /// Returns [`Kind::Validation`] unless the ARN is of `kind`.
    pub(crate) fn of(arn: &Arn, kind: ArnKind) -> Result<Self, Error> {
        let service = Self::from_prefix(arn.service()).filter(|_| arn.kind() == kind);
        service.ok_or_else(|| Error::new(Kind::Validation, format!("{arn} is not the ARN of a {kind}")))
    }

    pub(crate) fn call(self, operation: &'static str) -> Call {
        Call {
            service: self.as_str(),
            operation,
        }
    }

    /// Returns the namespace of `X-Amz-Target`. Source: the service models of both APIs.
    pub(crate) fn target(self) -> &'static str {
        match self {
            Self::CodeConnections => "com.amazonaws.codeconnections.CodeConnections_20231201",
            Self::CodeStarConnections => "com.amazonaws.codestar.connections.CodeStar_connections_20191201",
        }
    }

    /// Returns the service ID of the AWS SDKs, from which `AWS_ENDPOINT_URL_<ID>` is derived.
    pub(crate) fn sdk_id(self) -> &'static str {
        match self {
            Self::CodeConnections => "CodeConnections",
            Self::CodeStarConnections => "CodeStar connections",
        }
    }

    /// Returns the configured endpoint.
    pub(crate) fn endpoint(self, endpoints: &Endpoints) -> Option<&str> {
        match self {
            Self::CodeConnections => endpoints.codeconnections.as_deref(),
            Self::CodeStarConnections => endpoints.codestarconnections.as_deref(),
        }
    }
}
