//! Finds a project with one GraphQL call if the server supports it, otherwise with REST.

use serde_json::{Value, json};

use super::{
    base_url::encoded,
    client::{Client, Reply},
    failure::Failure,
    nearest::nearest,
    project::{AccessLevel, Project, QUERY, described_level, text},
};

/// The result of looking for a project with the token's permissions.
#[derive(Clone, Debug)]
pub(crate) enum Sighting {
    /// A visible project, which may have another path.
    Visible(Box<Visible>),
    /// No visible project: GitLab returns the same response for a project that does not exist and for one that the user
    /// has no access to.
    Hidden(Hidden),
}

/// A project that is visible to the token's user.
#[derive(Clone, Debug)]
pub(crate) struct Visible {
    pub(crate) project: Project,
    /// The user's role; `None` if it could not be determined.
    pub(crate) level: Option<AccessLevel>,
    /// Whether GitLab redirected from a former path.
    pub(crate) moved: bool,
    /// The result for the branch of the same request, if known.
    pub(crate) branch: Option<(String, bool)>,
}

/// A path without a project that is visible to the token's user.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hidden {
    /// The first group or user in the path that is not visible; `None` if all are visible.
    pub(crate) missing_parent: Option<String>,
    /// The closest match among the visible projects.
    pub(crate) suggestion: Option<String>,
}

/// The result of the GraphQL call.
#[derive(Debug)]
pub(crate) enum OneCall {
    /// Everything.
    Answered(Box<Visible>),
    /// REST is required: the project or its repository is not visible, or only REST returns the role.
    AskRest,
    /// The server does not support the API or some of its fields.
    Unsupported,
}

/// Maximum projects in which to look for the closest match.
const CANDIDATES: u32 = 50;

/// Requests everything in one GraphQL call.
pub(crate) async fn over_graphql(client: &Client, path: &str, branch: Option<&str>) -> Result<OneCall, Failure> {
    let variables = json!({ "path": path, "branch": branch.unwrap_or(""), "asksBranch": branch.is_some() });
    match client.graphql(&json!({ "query": QUERY, "variables": variables })).await {
        Ok(reply) if reply.is_success() && reply.body.get("errors").is_none() => {
            let answer = reply
                .body
                .pointer("/data/project")
                .and_then(|project| of_graphql(project, path, branch));
            Ok(answer.map_or(OneCall::AskRest, |visible| OneCall::Answered(Box::new(visible))))
        }
        Ok(_) | Err(Failure::NotGitLab(_) | Failure::Server(_) | Failure::InsufficientScope) => {
            Ok(OneCall::Unsupported)
        }
        Err(failure) => Err(failure),
    }
}

fn of_graphql(answer: &Value, path: &str, branch: Option<&str>) -> Option<Visible> {
    let project = Project::of_graphql(answer)?;
    // For an administrator who is not a member, GraphQL reports no access, but REST returns the role.
    let level = answer
        .pointer("/maxAccessLevel/integerValue")
        .and_then(Value::as_u64)
        .filter(|level| *level > 0)?;
    let names = answer.pointer("/repository/branchNames").and_then(Value::as_array);
    let is_listed = |branch: &str| names.map(|names| names.iter().any(|name| name.as_str() == Some(branch)));
    let branch = branch.and_then(|branch| Some((branch.to_owned(), is_listed(branch)?)));
    let moved = !project.path.eq_ignore_ascii_case(path);
    Some(Visible {
        project,
        level: Some(AccessLevel(level)),
        moved,
        branch,
    })
}

/// Uses REST, and looks for similar projects if the project is not visible.
pub(crate) async fn over_rest(client: &Client, path: &str) -> Result<Sighting, Failure> {
    match at(client, &encoded(path), path).await? {
        Some(visible) => Ok(Sighting::Visible(Box::new(visible))),
        None => around(client, path).await,
    }
}

/// Returns the project with an ID, which is a number or an encoded path; `None` if it is not visible.
async fn at(client: &Client, id: &str, path: &str) -> Result<Option<Visible>, Failure> {
    let reply = client.get(&format!("projects/{id}")).await?;
    if reply.status == 404 {
        // With a token, the next request shows whether this is a GitLab. Without one, only the format of the response
        // does.
        return if reply.is_json || client.has_token() {
            Ok(None)
        } else {
            Err(Failure::NotGitLab(
                "the response with the status 404 is not JSON".to_owned(),
            ))
        };
    }
    let project = described(&reply)?;
    let moved = reply.moved && !project.path.eq_ignore_ascii_case(path);
    let level = level(client, &project, &reply.body).await?;
    Ok(Some(Visible {
        project,
        level,
        moved,
        branch: None,
    }))
}

fn described(reply: &Reply) -> Result<Project, Failure> {
    if reply.is_success() {
        Project::of_rest(&reply.body).ok_or(Failure::NotGitLab("the response does not contain a project".to_owned()))
    } else {
        Err(Failure::Forbidden(reply.message()))
    }
}

/// Returns the user's effective role; `None` if unknown. The project does not include roles from shared groups, so a
/// role below Owner requires another request.
async fn level(client: &Client, project: &Project, body: &Value) -> Result<Option<AccessLevel>, Failure> {
    let told = described_level(body);
    if told >= Some(AccessLevel::OWNER) || !client.has_token() {
        return Ok(told);
    }
    let user = client.get("user").await?;
    let Some(id) = user
        .body
        .get("id")
        .and_then(Value::as_u64)
        .filter(|_| user.is_success())
    else {
        return Ok(told);
    };
    if user.body.get("is_admin").and_then(Value::as_bool) == Some(true) {
        return Ok(Some(AccessLevel::ADMIN));
    }
    // Older servers return Maintainer for the owner of a personal project.
    if body.pointer("/owner/id").and_then(Value::as_u64) == Some(id) {
        return Ok(Some(AccessLevel::OWNER));
    }
    let member = client.get(&format!("projects/{}/members/all/{id}", project.id)).await?;
    let effective = member
        .body
        .get("access_level")
        .and_then(Value::as_u64)
        .filter(|_| member.is_success());
    Ok(told.max(effective.map(AccessLevel)))
}

/// Looks for the first group that is not visible, and for the closest match.
async fn around(client: &Client, path: &str) -> Result<Sighting, Failure> {
    let mut suggestion = None;
    if client.has_token() {
        sign_in(client).await?;
        let (same, others): (Vec<_>, Vec<_>) = candidates(client, path)
            .await?
            .into_iter()
            .partition(|candidate| candidate.path.eq_ignore_ascii_case(path));
        // Behind a proxy that decodes %2F, no project can be requested by its path.
        if let Some(same) = same.first()
            && let Some(visible) = at(client, &same.id.to_string(), path).await?
        {
            return Ok(Sighting::Visible(Box::new(visible)));
        }
        suggestion = nearest(path, others.into_iter().map(|candidate| candidate.path).collect());
    }
    Ok(Sighting::Hidden(Hidden {
        missing_parent: missing_parent(client, path).await?,
        suggestion,
    }))
}

/// Verifies that the server is a GitLab and accepts the token: with an invalid token, no project is visible either.
async fn sign_in(client: &Client) -> Result<(), Failure> {
    let user = client.get("user").await?;
    match user.status {
        _ if user.is_success() => Ok(()),
        403 => Err(Failure::Forbidden(user.message())),
        status => Err(Failure::NotGitLab(format!(
            "the request for the token's user returns the status {status}"
        ))),
    }
}

/// Returns the first group in the path that is not visible.
async fn missing_parent(client: &Client, path: &str) -> Result<Option<String>, Failure> {
    let ends: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
    for (depth, end) in ends.iter().enumerate() {
        let parent = &path[..*end];
        let group = client
            .get(&format!("groups/{}?with_projects=false", encoded(parent)))
            .await?;
        if group.is_success() {
            continue;
        }
        if depth == 0 && ends.len() == 1 && is_user(client, parent).await? {
            return Ok(None);
        }
        return Ok(Some(parent.to_owned()));
    }
    Ok(None)
}

async fn is_user(client: &Client, name: &str) -> Result<bool, Failure> {
    let users = client.get(&format!("users?username={}", encoded(name))).await?;
    Ok(users.is_success() && users.body.as_array().is_some_and(|users| !users.is_empty()))
}

/// A project that may be the intended one.
struct Candidate {
    id: u64,
    path: String,
}

/// Returns the user's own projects that may be the intended one.
async fn candidates(client: &Client, path: &str) -> Result<Vec<Candidate>, Failure> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let found = projects(client, &format!("&search={}", encoded(name))).await?;
    if found.is_empty() {
        projects(client, "&order_by=last_activity_at").await
    } else {
        Ok(found)
    }
}

async fn projects(client: &Client, filter: &str) -> Result<Vec<Candidate>, Failure> {
    let query = format!("projects?membership=true&simple=true&per_page={CANDIDATES}{filter}");
    let reply = client.get(&query).await?;
    let projects = reply.body.as_array().cloned().unwrap_or_default();
    let candidate = |project: &Value| {
        Some(Candidate {
            id: project.get("id")?.as_u64()?,
            path: text(project, "path_with_namespace")?,
        })
    };
    Ok(projects.iter().filter_map(candidate).collect())
}
