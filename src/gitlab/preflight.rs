//! Checks with GitLab whether a source action can work, before anything is created.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::OnceCell;

use super::{
    assessment,
    branch_lookup::{self, BranchSighting},
    client::{Client, Settings},
    failure::Failure,
    finding::Findings,
    hosts::Hosts,
    lookup::{self, Sighting, Visible},
    requester::Requester,
    webhook::{self, WebhookStatus},
};

/// The project and branch to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The project's path, whose grammar is valid.
    pub path: String,
    /// The branch to look for, if any, whose grammar is valid.
    pub branch: Option<String>,
    /// Whether AWS's webhook must exist, because a pipeline was saved while its connection was available.
    pub expects_webhook: bool,
}

/// The preflight against one GitLab. Each result is requested once.
#[derive(Debug)]
pub struct Preflight {
    client: Client,
    sightings: Answers<String, Result<Sighting, Failure>>,
    branches: Answers<(u64, String), Result<BranchSighting, Failure>>,
    webhooks: Answers<u64, Result<WebhookStatus, Failure>>,
    /// Whether this server does not support the GraphQL call.
    lacks_graphql: AtomicBool,
}

impl Preflight {
    /// Returns a preflight that has sent no request yet.
    pub fn new(settings: Settings) -> Self {
        Self {
            client: Client::new(settings),
            sightings: Answers::default(),
            branches: Answers::default(),
            webhooks: Answers::default(),
            lacks_graphql: AtomicBool::new(false),
        }
    }

    /// Returns the host of GitLab.
    pub fn host(&self) -> &str {
        self.client.host()
    }

    /// Whether the preflight uses GitLab.com.
    pub fn is_gitlab_com(&self) -> bool {
        Hosts::gitlab_com().owns(self.host())
    }

    /// Whether this GitLab may be the one of `hosts`. A URL on this machine may be the local end of a tunnel to any
    /// GitLab.
    pub fn may_be(&self, hosts: &Hosts) -> bool {
        self.client.is_loopback() || hosts.owns(self.host())
    }

    /// Returns the URL of GitLab.
    pub fn address(&self) -> &str {
        self.client.address()
    }

    /// Returns the web page of a project.
    pub fn page(&self, project: &str) -> String {
        self.client.page(project)
    }

    /// Returns all findings. Failures are findings too, so this function never fails.
    pub async fn examine(&self, question: &Question) -> Findings {
        let branch = question.branch.as_deref();
        let sighting = self
            .sightings
            .once(question.path.clone(), || self.sight(&question.path, branch))
            .await;
        match sighting {
            Ok(Sighting::Visible(visible)) => self.examine_visible(question, *visible).await,
            Ok(Sighting::Hidden(hidden)) => {
                let mut findings = Findings::nothing();
                findings
                    .problems
                    .push(assessment::hidden(&hidden, &question.path, &self.client.requester()));
                findings
            }
            Err(failure) => {
                let mut findings = Findings::nothing();
                findings.add_failure(failure, &self.client.requester());
                findings
            }
        }
    }

    /// Uses GraphQL if it returns everything, otherwise REST.
    async fn sight(&self, path: &str, branch: Option<&str>) -> Result<Sighting, Failure> {
        if self.client.has_token() && !self.lacks_graphql.load(Ordering::Relaxed) {
            match lookup::over_graphql(&self.client, path, branch).await? {
                lookup::OneCall::Answered(visible) => return Ok(Sighting::Visible(visible)),
                lookup::OneCall::AskRest => {}
                lookup::OneCall::Unsupported => self.lacks_graphql.store(true, Ordering::Relaxed),
            }
        }
        lookup::over_rest(&self.client, path).await
    }

    async fn examine_visible(&self, question: &Question, visible: Visible) -> Findings {
        let mut findings = Findings {
            access_level: visible.level,
            ..Findings::nothing()
        };
        findings.problems = assessment::visible(&visible, &question.path, &self.client.requester());
        let has_branches = !visible.project.is_empty && !visible.project.is_repository_disabled;
        match question.branch.as_deref() {
            Some(branch) if has_branches => self.examine_branch(branch, &visible, &mut findings).await,
            Some(_) => findings.branch_exists = Some(false),
            None => {}
        }
        if question.expects_webhook && !visible.project.is_archived {
            let id = visible.project.id;
            match self.webhooks.once(id, || webhook::status(&self.client, id)).await {
                Ok(status) => {
                    findings
                        .problems
                        .extend(assessment::webhook(&status, &visible.project.path));
                    findings.webhook = status;
                }
                Err(failure) => findings.add_failure(failure, &self.client.requester()),
            }
        }
        findings.project = Some(visible.project);
        findings
    }

    async fn examine_branch(&self, branch: &str, visible: &Visible, findings: &mut Findings) {
        if visible
            .branch
            .as_ref()
            .is_some_and(|(asked, exists)| asked == branch && *exists)
        {
            findings.branch_exists = Some(true);
            return;
        }
        let id = visible.project.id;
        match self
            .branches
            .once((id, branch.to_owned()), || {
                branch_lookup::find(&self.client, id, branch)
            })
            .await
        {
            Ok(sighting) => {
                findings.branch_exists = sighting.exists();
                findings.problems.extend(assessment::branch(
                    &sighting,
                    branch,
                    &visible.project,
                    &self.client.requester(),
                ));
            }
            Err(failure) => findings.add_failure(failure, &self.client.requester()),
        }
    }
}

impl Findings {
    fn nothing() -> Self {
        Self {
            project: None,
            access_level: None,
            branch_exists: None,
            webhook: WebhookStatus::Unknown,
            problems: Vec::new(),
            incomplete: None,
        }
    }

    fn add_failure(&mut self, failure: Failure, requester: &Requester<'_>) {
        self.problems.push(assessment::failure(&failure, requester));
        self.incomplete = Some(failure);
    }
}

/// Results by question: concurrent callers with the same question share one request.
#[derive(Debug)]
struct Answers<K, V>(Mutex<BTreeMap<K, Arc<OnceCell<V>>>>);

impl<K, V> Default for Answers<K, V> {
    fn default() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }
}

impl<K: Ord, V: Clone> Answers<K, V> {
    async fn once<F: Future<Output = V>>(&self, key: K, ask: impl FnOnce() -> F) -> V {
        let cell = self.0.lock().expect("no holder panics").entry(key).or_default().clone();
        cell.get_or_init(ask).await.clone()
    }
}
