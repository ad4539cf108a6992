//! The provider types of AWS's connections, and near misses.

/// What a connection connects to, in AWS's spelling. Source: `ProviderType` of the CodeConnections API.
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
    /// A GitLab of one's own (also GitLab Dedicated), reached through a host.
    GitLabSelfManaged,
}

impl ProviderType {
    /// Every type, in alphabetical order.
    pub const ALL: &'static [ProviderType] = &[
        ProviderType::AzureDevOps,
        ProviderType::Bitbucket,
        ProviderType::GitHub,
        ProviderType::GitHubEnterpriseServer,
        ProviderType::GitLab,
        ProviderType::GitLabSelfManaged,
    ];

    /// AWS's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            ProviderType::AzureDevOps => "AzureDevOps",
            ProviderType::Bitbucket => "Bitbucket",
            ProviderType::GitHub => "GitHub",
            ProviderType::GitHubEnterpriseServer => "GitHubEnterpriseServer",
            ProviderType::GitLab => "GitLab",
            ProviderType::GitLabSelfManaged => "GitLabSelfManaged",
        }
    }

    /// The type that `text` spells exactly as AWS does.
    pub fn parse(text: &str) -> Option<ProviderType> {
        ProviderType::ALL
            .iter()
            .copied()
            .find(|provider_type| provider_type.as_str() == text)
    }

    /// The type that `text` probably means: other case, spaces or hyphens inside, `.com`, a usual abbreviation, one typing error.
    pub fn meant_by(text: &str) -> Option<ProviderType> {
        let word: String = text.chars().take(64).filter(char::is_ascii_alphanumeric).collect();
        let word = word.to_ascii_lowercase();
        let word = word.strip_suffix("com").unwrap_or(&word);
        if let Some((_, meant)) = ABBREVIATIONS.iter().find(|(abbreviation, _)| *abbreviation == word) {
            return Some(*meant);
        }
        let distance = |meant: &ProviderType| edit_distance(word, &meant.as_str().to_ascii_lowercase());
        ProviderType::ALL
            .iter()
            .copied()
            .min_by_key(distance)
            .filter(|meant| distance(meant) <= 1)
    }

    /// Whether connections of the type go through a host (`host_arn`).
    pub fn needs_host(self) -> bool {
        matches!(
            self,
            ProviderType::GitHubEnterpriseServer | ProviderType::GitLabSelfManaged
        )
    }

    /// Whether the repositories are GitLab projects.
    pub fn is_gitlab(self) -> bool {
        matches!(self, ProviderType::GitLab | ProviderType::GitLabSelfManaged)
    }
}

impl std::fmt::Display for ProviderType {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

const ABBREVIATIONS: &[(&str, ProviderType)] = &[
    ("ado", ProviderType::AzureDevOps),
    ("azure", ProviderType::AzureDevOps),
    ("bitbucketcloud", ProviderType::Bitbucket),
    ("ghe", ProviderType::GitHubEnterpriseServer),
    ("ghes", ProviderType::GitHubEnterpriseServer),
    ("githubenterprise", ProviderType::GitHubEnterpriseServer),
    ("gitlabdedicated", ProviderType::GitLabSelfManaged),
    ("gitlabselfhosted", ProviderType::GitLabSelfManaged),
    ("gitlabserver", ProviderType::GitLabSelfManaged),
];

/// Insertions, deletions and exchanges that lead from one word to the other; both are short.
pub(crate) fn edit_distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, left) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, right) in to.iter().enumerate() {
            let exchanged = diagonal + usize::from(left != *right);
            diagonal = row[column + 1];
            row[column + 1] = exchanged.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
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

    #[test]
    fn near_misses_are_understood() {
        for text in [
            "gitlab",
            "GITLAB",
            "Gitlab",
            "Git Lab",
            "gitlab.com",
            " GitLab",
            "GitLabs",
        ] {
            assert_eq!(ProviderType::meant_by(text), Some(ProviderType::GitLab), "{text}");
        }
        assert_eq!(
            ProviderType::meant_by("gitlab-self-managed"),
            Some(ProviderType::GitLabSelfManaged)
        );
        assert_eq!(
            ProviderType::meant_by("GHES"),
            Some(ProviderType::GitHubEnterpriseServer)
        );
        assert_eq!(ProviderType::meant_by("CodeCommit"), None);
        assert_eq!(ProviderType::meant_by(""), None);
    }

    #[test]
    fn the_edit_distance_counts_single_changes() {
        assert_eq!(edit_distance("main", "mian"), 2);
        assert_eq!(edit_distance("", "abc"), 3);
        assert_eq!(edit_distance("develop", "devlop"), 1);
    }
}
