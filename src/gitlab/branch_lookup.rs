//! Finding a branch of a project.

use super::{base_url::encoded, client::Client, failure::Failure, nearest::nearest, project::text};

/// What the token's user can see of a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BranchSighting {
    /// It exists.
    Exists,
    /// It does not; an existing branch that was probably meant.
    Missing { meant: Option<String> },
    /// GitLab refuses the name.
    Refused(String),
    /// The repository is switched off, or hidden from this user.
    NoRepository,
    /// The user may not read the code.
    NoCode(String),
}

impl BranchSighting {
    /// Whether the branch exists, if that is known.
    pub(crate) fn exists(&self) -> Option<bool> {
        match self {
            Self::Exists => Some(true),
            Self::Missing { .. } | Self::Refused(_) | Self::NoRepository => Some(false),
            Self::NoCode(_) => None,
        }
    }
}

/// Asks for a branch by its exact name.
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

/// The branch that was probably meant. The search finds names that contain the text; a typing error needs the whole list.
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
