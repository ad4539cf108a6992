//! The source provider behind a connection.

/// The source provider that a connection leads to, as far as AWS reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceProvider {
    /// AWS's name of the provider, such as `GitLab`.
    pub provider_type: String,
    /// Address of a self-managed GitLab, such as `https://example.com/gitlab`, if it may be read.
    pub endpoint: Option<String>,
}

impl SourceProvider {
    /// A provider of which no address is known.
    pub fn of(provider_type: &str) -> Self {
        Self {
            provider_type: provider_type.to_owned(),
            endpoint: None,
        }
    }
}
