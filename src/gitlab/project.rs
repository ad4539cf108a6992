//! A project, as GitLab returns it over REST and over GraphQL.

use serde_json::Value;

/// A project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// Its ID, which does not change when the project is renamed.
    pub id: u64,
    /// Its full path in GitLab's spelling.
    pub path: String,
    /// Its default branch; `None` when the repository is empty or its code cannot be read.
    pub default_branch: Option<String>,
    /// Whether the repository has no commits.
    pub is_empty: bool,
    /// Whether the project is read-only.
    pub is_archived: bool,
    /// `private`, `internal` or `public`.
    pub visibility: Option<String>,
    /// The day of its deletion.
    pub marked_for_deletion_on: Option<String>,
    /// Whether its repository does not exist or is disabled.
    pub is_repository_disabled: bool,
    /// The state of an import that is not finished: `started`, `failed` …
    pub unfinished_import: Option<String>,
}

/// Access level of a user in a project; unknown numbers are ordered by value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccessLevel(pub u64);

impl AccessLevel {
    /// May manage webhooks.
    pub const MAINTAINER: Self = Self(40);
    /// The role that AWS documents for connections.
    pub const OWNER: Self = Self(50);
    /// Administrator of the whole GitLab.
    pub const ADMIN: Self = Self(60);

    /// Returns GitLab's name of the role.
    pub fn name(self) -> String {
        let name = match self.0 {
            0 => "No access",
            5 => "Minimal access",
            10 => "Guest",
            15 => "Planner",
            20 => "Reporter",
            25 => "Security manager",
            30 => "Developer",
            40 => "Maintainer",
            50 => "Owner",
            60 => "Administrator",
            other => return format!("Level {other}"),
        };
        name.to_owned()
    }
}

impl Project {
    /// Reads the response of `GET /projects/:id`; `None` if it is not a project.
    pub(crate) fn of_rest(body: &Value) -> Option<Self> {
        Some(Self {
            id: body.get("id")?.as_u64()?,
            path: text(body, "path_with_namespace")?,
            default_branch: text(body, "default_branch"),
            is_empty: is_true(body, "empty_repo"),
            is_archived: is_true(body, "archived"),
            visibility: text(body, "visibility"),
            marked_for_deletion_on: text(body, "marked_for_deletion_on")
                .or_else(|| text(body, "marked_for_deletion_at")),
            is_repository_disabled: text(body, "repository_access_level").is_some_and(|level| level == "disabled"),
            unfinished_import: text(body, "import_status").filter(|status| is_unfinished(status)),
        })
    }

    /// Reads the member `project` of the response to [`QUERY`]; `None` if a value is missing that REST returns.
    pub(crate) fn of_graphql(project: &Value) -> Option<Self> {
        let repository = project.get("repository").filter(|repository| repository.is_object())?;
        let exists = repository.get("exists")?.as_bool()?;
        Some(Self {
            id: text(project, "id")?.rsplit('/').next()?.parse().ok()?,
            path: text(project, "fullPath")?,
            default_branch: text(repository, "rootRef"),
            is_empty: !exists || is_true(repository, "empty"),
            is_archived: is_true(project, "archived"),
            visibility: text(project, "visibility"),
            marked_for_deletion_on: text(project, "markedForDeletionOn"),
            is_repository_disabled: false,
            unfinished_import: text(project, "importStatus").filter(|status| is_unfinished(status)),
        })
    }
}

/// Replaces three REST calls. The whole query fails if an older server does not support one of its fields.
pub(crate) const QUERY: &str = "query($path: ID!, $branch: String!, $asksBranch: Boolean!) {
  currentUser { id username }
  project(fullPath: $path) {
    id fullPath archived visibility importStatus markedForDeletionOn
    maxAccessLevel { integerValue }
    repository {
      exists empty rootRef
      branchNames(searchPattern: $branch, offset: 0, limit: 100) @include(if: $asksBranch)
    }
  }
}";

/// Returns the access level in the response for a project: direct or inherited from its groups, but not through a
/// shared group.
pub(crate) fn described_level(body: &Value) -> Option<AccessLevel> {
    let level = |member: &str| {
        body.pointer(&format!("/permissions/{member}/access_level"))
            .and_then(Value::as_u64)
    };
    level("project_access").max(level("group_access")).map(AccessLevel)
}

fn is_unfinished(status: &str) -> bool {
    !matches!(status.to_ascii_lowercase().as_str(), "" | "none" | "finished")
}

/// Returns a member that is a non-empty string.
pub(crate) fn text(object: &Value, member: &str) -> Option<String> {
    object
        .get(member)?
        .as_str()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn is_true(object: &Value, member: &str) -> bool {
    object.get(member).and_then(Value::as_bool).unwrap_or(false)
}
