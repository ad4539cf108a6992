//! A strict fake GitLab: it answers the calls of the preflight and no others, and records each with its headers.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// The only token that the fake accepts.
pub(crate) const TOKEN: &str = "glpat-fake-0123456789abcdef";

/// The number of the token's user.
pub(crate) const USER: u64 = 42;

/// How the fake answers the GraphQL call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GraphQl {
    Knows,
    LacksField,
    IsAbsent,
}

/// A project, as the REST API describes it, and what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    pub(crate) json: Value,
    /// The user's effective level, `None` if the user is not a member.
    pub(crate) level: Option<u64>,
    pub(crate) branches: Vec<&'static str>,
    /// `None` answers 403, as for every user below Maintainer.
    pub(crate) hooks: Option<Vec<Value>>,
}

impl Project {
    /// A healthy project of which the user is Owner.
    pub(crate) fn new(id: u64, path: &str) -> Self {
        Self {
            json: json!({
                "id": id, "path_with_namespace": path, "default_branch": "main", "empty_repo": false, "archived": false,
                "visibility": "private", "repository_access_level": "enabled", "import_status": "none", "mirror": false,
                "permissions": { "project_access": { "access_level": 50 }, "group_access": null },
            }),
            level: Some(50),
            branches: vec!["main", "develop", "feature/x#1"],
            hooks: Some(Vec::new()),
        }
    }

    /// The same project with another member of its description.
    pub(crate) fn with(mut self, member: &str, value: Value) -> Self {
        self.json[member] = value;
        self
    }

    /// The same project with another level, which only `members/all` returns.
    pub(crate) fn with_level(self, level: Option<u64>) -> Self {
        let shared = json!({ "project_access": null, "group_access": null });
        Self { level, ..self }.with("permissions", shared)
    }

    fn id(&self) -> u64 {
        self.json["id"].as_u64().unwrap()
    }

    fn path(&self) -> &str {
        self.json["path_with_namespace"].as_str().unwrap()
    }
}

/// An answer given in place of the real one.
#[derive(Clone, Debug)]
pub(crate) struct Canned {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Method, and path with query, undecoded.
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
}

/// Everything that the fake holds.
#[derive(Debug)]
pub(crate) struct Contents {
    pub(crate) graphql: GraphQl,
    pub(crate) projects: Vec<Project>,
    /// Former paths.
    pub(crate) moved: BTreeMap<&'static str, u64>,
    pub(crate) groups: BTreeSet<&'static str>,
    pub(crate) users: BTreeSet<&'static str>,
    pub(crate) is_admin: bool,
    /// Given to the next requests, whatever they are.
    pub(crate) canned: VecDeque<Canned>,
    pub(crate) delay: Duration,
    pub(crate) calls: Vec<Call>,
    pub(crate) under_way: usize,
    pub(crate) most_under_way: usize,
}

/// The running fake; it ends with the test.
#[derive(Clone)]
pub(crate) struct Fake {
    contents: Arc<Mutex<Contents>>,
    address: SocketAddr,
}

impl Fake {
    /// Starts a fake on a port of its own.
    pub(crate) async fn start(projects: Vec<Project>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Self {
            contents: Arc::new(Mutex::new(contents(projects))),
            address: listener.local_addr().unwrap(),
        };
        let router = fake.router();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        fake
    }

    /// The fake's routes, for a listener of the test's own.
    pub(crate) fn router(&self) -> Router {
        Router::new().fallback(answer).with_state(self.clone())
    }

    /// A fake without a listener.
    pub(crate) fn unserved(projects: Vec<Project>, address: SocketAddr) -> Self {
        Self {
            contents: Arc::new(Mutex::new(contents(projects))),
            address,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Changes what the fake holds.
    pub(crate) fn edit(&self, edit: impl FnOnce(&mut Contents)) {
        edit(&mut self.contents.lock().unwrap());
    }

    /// The requests so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.contents
            .lock()
            .unwrap()
            .calls
            .iter()
            .map(|call| call.line.clone())
            .collect()
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.contents.lock().unwrap().calls.clone()
    }

    pub(crate) fn most_under_way(&self) -> usize {
        self.contents.lock().unwrap().most_under_way
    }
}

fn contents(projects: Vec<Project>) -> Contents {
    Contents {
        graphql: GraphQl::LacksField,
        projects,
        moved: BTreeMap::new(),
        groups: BTreeSet::from(["group", "group/sub"]),
        users: BTreeSet::new(),
        is_admin: false,
        canned: VecDeque::new(),
        delay: Duration::ZERO,
        calls: Vec::new(),
        under_way: 0,
        most_under_way: 0,
    }
}

async fn answer(State(fake): State<Fake>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let (canned, delay) = {
        let mut contents = fake.contents.lock().unwrap();
        contents.calls.push(Call {
            line: format!("{method} {uri}"),
            headers: headers.clone(),
        });
        contents.under_way += 1;
        contents.most_under_way = contents.most_under_way.max(contents.under_way);
        (contents.canned.pop_front(), contents.delay)
    };
    tokio::time::sleep(delay).await;
    let mut contents = fake.contents.lock().unwrap();
    contents.under_way -= 1;
    match canned {
        Some(canned) => canned.into_response(),
        None => contents.answer(&method, &uri, &headers, &body),
    }
}

impl IntoResponse for Canned {
    fn into_response(self) -> Response {
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        response.body(self.body.into()).unwrap()
    }
}

impl Contents {
    fn answer(&self, method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Response {
        let bearer = headers
            .get(header::AUTHORIZATION)
            .map(|value| value.to_str().unwrap().to_owned());
        if bearer.is_some_and(|bearer| bearer != format!("Bearer {TOKEN}")) {
            return reply(401, json!({ "message": "401 Unauthorized" }));
        }
        let is_known = headers.contains_key(header::AUTHORIZATION);
        let segments: Vec<&str> = uri.path().trim_start_matches('/').split('/').collect();
        match (method.as_str(), segments.as_slice()) {
            ("POST", ["api", "graphql"]) => self.graphql(body),
            ("GET", ["api", "v4", "user"]) if is_known => reply(
                200,
                json!({ "id": USER, "username": "alice", "is_admin": self.is_admin }),
            ),
            ("GET", ["api", "v4", "projects"]) if is_known => self.own_projects(uri),
            ("GET", ["api", "v4", "projects", id]) => self.project(&decode_once(id)),
            ("GET", ["api", "v4", "projects", id, rest @ ..]) => self.within(id, rest, uri),
            ("GET", ["api", "v4", "groups", path]) => found(self.groups.contains(decode_once(path).as_str()), "Group"),
            ("GET", ["api", "v4", "users"]) => {
                let name = uri.query().unwrap().strip_prefix("username=").unwrap();
                let users: Vec<Value> = self
                    .users
                    .iter()
                    .filter(|user| **user == name)
                    .map(|user| json!(user))
                    .collect();
                reply(200, json!(users))
            }
            _ => reply(
                401,
                json!({ "message": format!("the fake does not answer {method} {uri}") }),
            ),
        }
    }

    fn project(&self, id: &str) -> Response {
        let is_asked = |project: &&Project| project.path().eq_ignore_ascii_case(id) || id.parse() == Ok(project.id());
        if let Some(project) = self.projects.iter().find(is_asked) {
            return reply(200, project.json.clone());
        }
        match self.moved.get(id) {
            Some(number) => {
                let target = format!("/api/v4/projects/{number}");
                let body = json!({ "message": format!("This resource has been moved permanently to {target}") });
                ([(header::LOCATION, target)], reply(301, body)).into_response()
            }
            None => reply(404, json!({ "message": "404 Project Not Found" })),
        }
    }

    fn own_projects(&self, uri: &Uri) -> Response {
        let query = uri.query().unwrap();
        assert!(query.contains("membership=true&simple=true"), "{query}");
        let search = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("search="))
            .map(decode_once)
            .unwrap_or_default();
        let found = self
            .projects
            .iter()
            .filter(|project| project.level.is_some() && project.path().contains(&search));
        reply(200, found.map(|project| project.json.clone()).collect())
    }

    fn within(&self, id: &str, rest: &[&str], uri: &Uri) -> Response {
        let Some(project) = self.projects.iter().find(|project| id.parse() == Ok(project.id())) else {
            return reply(404, json!({ "message": "404 Project Not Found" }));
        };
        match rest {
            ["repository", ..] if project.json["repository_access_level"] == "disabled" => {
                reply(404, json!({ "message": "404 Repository Not Found" }))
            }
            ["repository", ..] if project.level.is_some_and(|level| level < 20) => {
                reply(403, json!({ "message": "403 Forbidden" }))
            }
            ["repository", "branches"] => {
                let search = uri
                    .query()
                    .unwrap()
                    .split('&')
                    .find_map(|pair| pair.strip_prefix("search="));
                let search = search.map(decode_once).unwrap_or_default().to_lowercase();
                let branches = project
                    .branches
                    .iter()
                    .filter(|name| name.to_lowercase().contains(&search));
                reply(200, branches.map(|name| json!({ "name": name })).collect())
            }
            ["repository", "branches", name] => {
                match project.branches.iter().find(|branch| **branch == decode_once(name)) {
                    Some(branch) => reply(200, json!({ "name": branch, "protected": *branch == "main" })),
                    None => reply(404, json!({ "message": "404 Branch Not Found" })),
                }
            }
            ["members", "all", user] if *user == USER.to_string() => match project.level {
                Some(level) => reply(200, json!({ "id": USER, "access_level": level })),
                None => reply(404, json!({ "message": "404 Not found" })),
            },
            ["hooks"] => project
                .hooks
                .as_ref()
                .map_or(reply(403, json!({ "message": "403 Forbidden" })), |hooks| {
                    page(hooks, uri)
                }),
            _ => reply(404, json!({ "error": "404 Not Found" })),
        }
    }

    fn graphql(&self, body: &[u8]) -> Response {
        let request: Value = serde_json::from_slice(body).unwrap();
        let query = request["query"].as_str().unwrap();
        assert!(
            query.matches('{').count() == query.matches('}').count(),
            "braces of the query match"
        );
        match self.graphql {
            GraphQl::IsAbsent => return reply(404, json!({ "error": "404 Not Found" })),
            GraphQl::LacksField => {
                let message = "Field 'maxAccessLevel' doesn't exist on type 'Project'";
                return reply(200, json!({ "errors": [{ "message": message }] }));
            }
            GraphQl::Knows => {}
        }
        let path = request["variables"]["path"].as_str().unwrap();
        let project = self
            .projects
            .iter()
            .find(|project| project.path().eq_ignore_ascii_case(path));
        let branch = request["variables"]["branch"].as_str().unwrap();
        reply(
            200,
            json!({ "data": { "project": project.map(|project| graphql_project(project, branch)) } }),
        )
    }
}

fn graphql_project(project: &Project, branch: &str) -> Value {
    let is_disabled = project.json["repository_access_level"] == "disabled";
    let names: Vec<&&str> = project.branches.iter().filter(|name| **name == branch).collect();
    let repository = json!({
        "exists": true, "empty": project.json["empty_repo"], "rootRef": project.json["default_branch"], "branchNames": names,
    });
    json!({
        "id": format!("gid://gitlab/Project/{}", project.json["id"]),
        "fullPath": project.path(),
        "archived": project.json["archived"],
        "visibility": project.json["visibility"],
        "importStatus": project.json["import_status"],
        "markedForDeletionOn": project.json["marked_for_deletion_on"],
        "maxAccessLevel": { "integerValue": project.level.unwrap_or(0) },
        "repository": if is_disabled { Value::Null } else { repository },
    })
}

/// A page of at most two webhooks, whatever size is asked for, so that following pages is needed.
fn page(hooks: &[Value], uri: &Uri) -> Response {
    let query = uri.query().unwrap();
    let number: usize = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("page="))
        .unwrap()
        .parse()
        .unwrap();
    let shown: Vec<Value> = hooks.iter().skip((number - 1) * 2).take(2).cloned().collect();
    let next = if number * 2 < hooks.len() {
        (number + 1).to_string()
    } else {
        String::new()
    };
    ([("x-next-page", next)], reply(200, json!(shown))).into_response()
}

/// A segment that was encoded exactly once.
fn decode_once(segment: &str) -> String {
    let decoded = percent_decode_str(segment).decode_utf8().unwrap().into_owned();
    assert!(!decoded.contains("%2F"), "{segment} is encoded twice");
    decoded
}

fn found(is_there: bool, kind: &str) -> Response {
    match is_there {
        true => reply(200, json!({})),
        false => reply(404, json!({ "message": format!("404 {kind} Not Found") })),
    }
}

fn reply(status: u16, body: Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
