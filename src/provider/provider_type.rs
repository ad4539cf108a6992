//! The kinds of source code hosting that AWS connects to, in AWS's spelling.

use terraform_provider_sdk::typed::Choice;

/// Kind of source code hosting.
///
/// Source: `ProviderType` of <https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_Connection.html>.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum ProviderType {
    /// Azure DevOps. Only the `codeconnections` API knows it.
    AzureDevOps,
    /// Bitbucket Cloud.
    Bitbucket,
    /// GitHub and GitHub Enterprise Cloud.
    GitHub,
    /// GitHub Enterprise Server, on a host.
    GitHubEnterpriseServer,
    /// GitLab.com.
    GitLab,
    /// GitLab on a host of one's own: Community or Enterprise Edition or Dedicated.
    GitLabSelfManaged,
    /// A kind that AWS has added since.
    #[choice(other)]
    Other(String),
}

impl ProviderType {
    /// Whether a connection of this kind goes through a host.
    pub const fn needs_host(&self) -> bool {
        matches!(self, Self::GitHubEnterpriseServer | Self::GitLabSelfManaged)
    }
}
