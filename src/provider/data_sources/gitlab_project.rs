//! `data.codepipeline_gitlab_project`.

use terraform_provider_sdk::{
    author::DataSource,
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Document, Maybe},
};

use crate::{
    gitlab::{
        finding::{FindingKind, Findings, Subject},
        preflight::{Preflight, Question},
        provider_type::ProviderType,
        webhook::WebhookStatus,
    },
    provider::{
        checks::{preflight, repository},
        client::Client,
        source_provider::SourceProvider,
    },
};

/// Reads a project from GitLab.
#[derive(Debug)]
pub struct GitlabProject;

/// Reads a project from GitLab: whether it exists, whether the token's user may connect it, whether a branch exists,
/// and whether GitLab notifies AWS of pushes.
///
/// It also returns the reason for an empty list of branches in the AWS console, which the console does not show.
///
/// The data source returns what the token's user can see. A connection acts as the user who authorized it, so use a
/// token of that user, with the `read_api` scope. Without a token, only public projects are visible. A project that is
/// not visible causes no error: see `diagnosis`.
#[derive(Attributes, Debug)]
pub struct Arguments {
    /// Branch to check.
    pub branch: Option<String>,
    /// Full path of the project, such as `acme/platform/web`.
    pub project: String,
}

/// The computed attributes. Unavailable values are null.
#[derive(Attributes, Debug)]
pub struct Computed {
    /// Role of the token's user in the project, such as `Owner`, which AWS requires for connections.
    pub access_level: Option<String>,
    /// Whether the project is read-only.
    pub archived: Option<bool>,
    /// Whether the branch in `branch` exists.
    pub branch_exists: Option<bool>,
    /// Path of the project as GitLab spells it; the current path of a project that was moved.
    pub canonical_path: Option<String>,
    /// Default branch.
    pub default_branch: Option<String>,
    /// Reason for an empty list of branches in the AWS console: `not_owner`, `wrong_path`, `no_access`,
    /// `wrong_path_or_no_access` if GitLab does not distinguish them, `no_branches`, `filled` if the list should not be
    /// empty, or `unknown`.
    pub diagnosis: String,
    /// Whether the repository has no commits.
    pub empty: Option<bool>,
    /// The diagnosis in a sentence.
    pub explanation: String,
    /// Numeric ID of the project, which does not change when the project is renamed.
    pub id: Option<String>,
    /// Problems, each with its fix. A missing webhook is not included, because AWS creates it when a pipeline is saved: see
    /// `webhook_present`.
    pub problems: Vec<String>,
    /// Visibility of the project: `private`, `internal` or `public`.
    pub visibility: Option<String>,
    /// URL of the project.
    pub web_url: Option<String>,
    /// Whether GitLab delivers pushes to the webhook of an AWS connection. Otherwise, pushes do not start pipelines.
    pub webhook_healthy: Option<bool>,
    /// Whether the project has the webhook of an AWS connection; null if unknown, for example because only Maintainers
    /// and Owners can read webhooks.
    pub webhook_present: Option<bool>,
}

impl DataSource for GitlabProject {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;

    const NAME: &'static str = "codepipeline_gitlab_project";

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        let mut problems = Diagnostics::new();
        if let Maybe::Known(project) = config.get(Arguments::PROJECT) {
            problems.extend(form(&project, None));
        }
        if let Maybe::Known(branch) = config.get(Arguments::BRANCH) {
            problems.extend(repository::branch(&branch, &Arguments::BRANCH.path()));
        }
        problems
    }

    async fn read(
        &self,
        client: &Client,
        arguments: Arguments,
        warn: &(dyn Fn(Diagnostic) + Send + Sync),
    ) -> Result<(Arguments, Computed), Diagnostics> {
        let questions = client.gitlab.questions()?;
        form(&arguments.project, Some(questions.address())).or_value(|| ())?;
        let question = Question {
            path: arguments.project.clone(),
            branch: arguments.branch.clone(),
            expects_webhook: true,
        };
        let findings = questions.examine(&question).await;
        let unanswered = findings.problems.iter();
        let unanswered = unanswered.filter(|finding| finding.kind.subject() == Subject::Preflight);
        for finding in unanswered {
            let found = preflight::unanswered(finding, &arguments.project, client.gitlab.mode());
            if found.is_error() {
                return Err(found.into());
            }
            warn(found);
        }
        let computed = answer(findings, questions);
        Ok((arguments, computed))
    }
}

/// Returns the problems of a malformed path; without a URL, for any GitLab.
fn form(project: &str, address: Option<&str>) -> Diagnostics {
    let path = Arguments::PROJECT.path();
    let gitlab = SourceProvider {
        endpoint: address.map(str::to_owned),
        ..SourceProvider::of(ProviderType::GitLabSelfManaged.as_str())
    };
    repository::id(project, Some(&gitlab), &path)
}

fn answer(findings: Findings, questions: &Preflight) -> Computed {
    let (present, healthy) = match &findings.webhook {
        WebhookStatus::Unknown => (None, None),
        WebhookStatus::Absent | WebhookStatus::OldStyleOnly => (Some(false), Some(false)),
        WebhookStatus::Failing(_) => (Some(true), Some(false)),
        WebhookStatus::Healthy => (Some(true), Some(true)),
    };
    let list = findings.branch_list();
    // No webhook exists before a pipeline is saved.
    let problems = findings
        .problems
        .iter()
        .filter(|finding| finding.kind != FindingKind::WebhookAbsent);
    let problems = problems.map(|finding| finding.advice());
    let project = findings.project.as_ref();
    Computed {
        access_level: findings.access_level.map(|level| level.name()),
        archived: project.map(|project| project.is_archived),
        branch_exists: findings.branch_exists,
        canonical_path: project.map(|project| project.path.clone()),
        default_branch: project.and_then(|project| project.default_branch.clone()),
        diagnosis: list.code().to_owned(),
        empty: project.map(|project| project.is_empty),
        explanation: list.sentence().to_owned(),
        id: project.map(|project| project.id.to_string()),
        problems: problems.collect(),
        visibility: project.and_then(|project| project.visibility.clone()),
        web_url: project.map(|project| questions.page(&project.path)),
        webhook_healthy: healthy,
        webhook_present: present,
    }
}
