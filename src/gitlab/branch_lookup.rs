//! Finds a branch of a project.

use super::{base_url::encoded, client::Client, failure::Failure, nearest::nearest, project::text};

/// The result of looking for a branch with the token's permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BranchSighting {
    /// The branch exists.
    Exists,
    /// The branch does not exist; the closest match.
    Missing { meant: Option<String> },
    /// GitLab rejects the name.
    Refused(String),
    /// The repository is disabled or not visible to the user.
    NoRepository,
    /// The user has no permission to read the code.
    NoCode(String),
}

impl BranchSighting {
    /// Whether the branch exists; `None` if unknown.
    pub(crate) fn exists(&self) -> Option<bool> {
        match self {
            Self::Exists => Some(true),
            Self::Missing { .. } | Self::Refused(_) | Self::NoRepository => Some(false),
            Self::NoCode(_) => None,
        }
    }
}

/// Requests a branch by its exact name.
pub(crate) async fn find(client: &Client, project: u64, branch: &str) -> Result<BranchSighting, Failure> {
    let reply = client
        .get(&format!("projects/{project}/repository/branches/{}", encoded(branch)))
        .await?;
    match reply.status {
        200..=299 => Ok(BranchSighting::Exists),
        403 => Ok(BranchSighting::NoCode(reply.message())),
        404 if reply.message().contains("Repository") => Ok(BranchSighting::NoRepository),
        404 => Ok(BranchSighting::Missing {
            meant: meant_branch(client, project, branch).await?,
        }),
        _ => Ok(BranchSighting::Refused(reply.message())),
    }
}

/// Returns the closest match. The API's search finds only names that contain the string, so a typing error requires the
/// whole list.
pub(crate) async fn meant_branch(client: &Client, project: u64, branch: &str) -> Result<Option<String>, Failure> {
    for filter in [format!("&search={}", encoded(branch)), String::new()] {
        let reply = client
            .get(&format!("projects/{project}/repository/branches?per_page=100{filter}"))
            .await?;
        let branches = reply.body.as_array().cloned().unwrap_or_default();
        let names = branches.iter().filter_map(|branch| text(branch, "name")).collect();
        if let Some(meant) = nearest(branch, names) {
            return Ok(Some(meant));
        }
    }
    Ok(None)
}
