//! The four services at the one endpoint.

use serde::{Deserialize, Serialize};

/// One of the emulated services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Service {
    /// Connections under their present name.
    #[serde(rename = "codeconnections")]
    CodeConnections,
    /// Connections under their former name.
    #[serde(rename = "codestar-connections")]
    CodeStarConnections,
    /// Pipelines.
    #[serde(rename = "codepipeline")]
    CodePipeline,
    /// Identities and temporary keys.
    #[serde(rename = "sts")]
    Sts,
}

impl Service {
    /// All services.
    pub(crate) const ALL: [Self; 4] = [
        Self::CodeConnections,
        Self::CodeStarConnections,
        Self::CodePipeline,
        Self::Sts,
    ];
    /// The services that use AWS JSON.
    const JSON: [Self; 3] = [Self::CodeConnections, Self::CodeStarConnections, Self::CodePipeline];

    /// The service's name in credential scopes, ARNs and IAM actions.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CodeConnections => "codeconnections",
            Self::CodeStarConnections => "codestar-connections",
            Self::CodePipeline => "codepipeline",
            Self::Sts => "sts",
        }
    }

    /// The service and the operation that an `X-Amz-Target` header names.
    ///
    /// The prefix may lack its namespace: the CLI sends it, the SDKs of Go and JavaScript do not.
    pub(crate) fn of_target(target: &str) -> Option<(Self, &str)> {
        let (prefix, operation) = target.rsplit_once('.')?;
        let bare = |prefix: &'static str| prefix.rsplit('.').next().unwrap_or(prefix);
        let service = Self::JSON
            .into_iter()
            .map(|service| (service, service.target_prefix()))
            .find_map(|(service, full)| (prefix == full || prefix == bare(full)).then_some(service))?;
        Some((service, operation))
    }

    fn target_prefix(self) -> &'static str {
        match self {
            Self::CodeConnections => "com.amazonaws.codeconnections.CodeConnections_20231201",
            Self::CodeStarConnections => "com.amazonaws.codestar.connections.CodeStar_connections_20191201",
            Self::CodePipeline => "CodePipeline_20150709",
            Self::Sts => "",
        }
    }

    /// The content type of every response of the service.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::CodeConnections | Self::CodeStarConnections => "application/x-amz-json-1.0",
            Self::CodePipeline => "application/x-amz-json-1.1",
            Self::Sts => "text/xml",
        }
    }

    /// Returns the text before `#` in the `__type` of an error, empty where the bare class is sent.
    pub(crate) fn error_namespace(self) -> &'static str {
        match self {
            Self::CodeConnections => "com.amazonaws.codeconnections#",
            Self::CodeStarConnections => "com.amazonaws.codestar.connections#",
            Self::CodePipeline | Self::Sts => "",
        }
    }

    /// The member of an error body that holds its text.
    pub(crate) fn error_text_member(self) -> &'static str {
        match self {
            Self::CodePipeline => "message",
            _ => "Message",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_may_lack_its_namespace() {
        for target in [
            "com.amazonaws.codestar.connections.CodeStar_connections_20191201",
            "CodeStar_connections_20191201",
        ] {
            let named = format!("{target}.GetHost");
            assert_eq!(
                Service::of_target(&named),
                Some((Service::CodeStarConnections, "GetHost"))
            );
        }
        assert_eq!(
            Service::of_target("connections.CodeStar_connections_20191201.GetHost"),
            None
        );
    }
}
