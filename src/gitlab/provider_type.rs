//! The provider types of AWS's connections.

/// Type of the source provider, in Returns AWS's spelling. Source: `ProviderType` of the CodeConnections API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProviderType {
    /// Azure DevOps.
    AzureDevOps,
    /// Bitbucket Cloud.
    Bitbucket,
    /// GitHub and GitHub Enterprise Cloud.
    GitHub,
    /// GitHub Enterprise Server, reached through a host.
    GitHubEnterpriseServer,
    /// GitLab.com.
    GitLab,
    /// A self-managed GitLab or GitLab Dedicated, reached through a host.
    GitLabSelfManaged,
}

impl ProviderType {
    /// Every type, in alphabetical order.
    pub const ALL: &'static [Self] = &[
        Self::AzureDevOps,
        Self::Bitbucket,
        Self::GitHub,
        Self::GitHubEnterpriseServer,
        Self::GitLab,
        Self::GitLabSelfManaged,
    ];

    /// Returns AWS's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AzureDevOps => "AzureDevOps",
            Self::Bitbucket => "Bitbucket",
            Self::GitHub => "GitHub",
            Self::GitHubEnterpriseServer => "GitHubEnterpriseServer",
            Self::GitLab => "GitLab",
            Self::GitLabSelfManaged => "GitLabSelfManaged",
        }
    }

    /// Returns the type with exactly this spelling.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|provider_type| provider_type.as_str() == text)
    }

    /// Whether the repositories are GitLab projects.
    pub fn is_gitlab(self) -> bool {
        matches!(self, Self::GitLab | Self::GitLabSelfManaged)
    }
}

impl std::fmt::Display for ProviderType {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_spelling_is_a_type() {
        for provider_type in ProviderType::ALL {
            assert_eq!(ProviderType::parse(provider_type.as_str()), Some(*provider_type));
            assert_eq!(ProviderType::parse(&provider_type.as_str().to_lowercase()), None);
        }
    }
}
