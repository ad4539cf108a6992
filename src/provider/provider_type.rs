//! The types of source providers, in AWS's spelling.

use terraform_provider_sdk::typed::Choice;

/// Type of the source provider.
///
/// Source: `ProviderType` of <https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_Connection.html>.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum ProviderType {
    /// Azure DevOps. Only the `codeconnections` API supports it.
    AzureDevOps,
    /// Bitbucket Cloud.
    Bitbucket,
    /// GitHub and GitHub Enterprise Cloud.
    GitHub,
    /// GitHub Enterprise Server, on a host.
    GitHubEnterpriseServer,
    /// GitLab.com.
    GitLab,
    /// GitLab Community Edition, Enterprise Edition or Dedicated, on a host.
    GitLabSelfManaged,
    /// A type that AWS has added since this release.
    #[choice(other)]
    Other(String),
}

impl ProviderType {
    /// Whether a connection of this type requires a host.
    pub const fn needs_host(&self) -> bool {
        matches!(self, Self::GitHubEnterpriseServer | Self::GitLabSelfManaged)
    }
}

/// Type of the self-managed provider.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum HostProviderType {
    /// GitHub Enterprise Server.
    GitHubEnterpriseServer,
    /// GitLab Community Edition, Enterprise Edition or Dedicated.
    GitLabSelfManaged,
    /// A type that AWS has added since this release.
    #[choice(other)]
    Other(String),
}
