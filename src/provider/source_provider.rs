//! The source provider of a connection.

/// The source provider of a connection, as AWS reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceProvider {
    /// Type of the provider, such as `GitLab`.
    pub provider_type: String,
    /// URL of a self-managed GitLab, such as `https://example.com/gitlab`; `None` if it cannot be read.
    pub endpoint: Option<String>,
}

impl SourceProvider {
    /// Returns a provider without a known URL.
    pub fn of(provider_type: &str) -> Self {
        Self {
            provider_type: provider_type.to_owned(),
            endpoint: None,
        }
    }
}
