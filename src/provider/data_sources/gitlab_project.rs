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
        destination::Destination,
    },
};

/// Asks GitLab about a project.
#[derive(Debug)]
pub struct GitlabProject;

/// Asks GitLab about a project: whether it is there, who may connect it, whether a branch exists and AWS hears of pushes.
///
/// It also answers why the list of branches in the AWS console is empty, of which the console gives no reason.
///
/// The answers are those that the token's user gets. A connection acts as the user who authorised it, so use a token of
/// that user, with the scope `read_api`; without a token only public projects can be seen. A project that cannot be seen is
/// no error: `diagnosis` says so.
#[derive(Attributes, Debug)]
pub struct Arguments {
    /// Branch to look for.
    pub branch: Option<String>,
    /// Full path of the project, such as `acme/platform/web`.
    pub project: String,
}

/// What GitLab says of the project. What is not known is null.
#[derive(Attributes, Debug)]
pub struct Computed {
    /// Role of the token's user in the project, such as `Owner`, which is the one that AWS documents for connections.
    pub access_level: Option<String>,
    /// Whether the project is read-only.
    pub archived: Option<bool>,
    /// Whether the branch exists.
    pub branch_exists: Option<bool>,
    /// Path of the project as GitLab spells it; the present one of a project that was moved.
    pub canonical_path: Option<String>,
    /// Default branch.
    pub default_branch: Option<String>,
    /// Why the list of branches in the AWS console is empty: `not_owner`, `wrong_path`, `no_access`,
    /// `wrong_path_or_no_access` where GitLab does not tell which, `no_branches`, `filled` where nothing speaks for an empty
    /// list, or `unknown`.
    pub diagnosis: String,
    /// Whether the repository has no commit.
    pub empty: Option<bool>,
    /// The diagnosis in a sentence.
    pub explanation: String,
    /// Number of the project, which survives renaming.
    pub id: Option<String>,
    /// All that is wrong, each with what to do about it. A webhook that is not there is not among it, since AWS makes it
    /// when a pipeline is saved: see `webhook_present`.
    pub problems: Vec<String>,
    /// Who may see the project: `private`, `internal` or `public`.
    pub visibility: Option<String>,
    /// Page of the project.
    pub web_url: Option<String>,
    /// Whether GitLab delivers to a webhook of AWS's connections, without which pushes start nothing.
    pub webhook_healthy: Option<bool>,
    /// Whether a webhook of AWS's connections is on the project, which only Maintainers and Owners may know.
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

/// What is wrong with the path for its form alone. Without an address any GitLab may be meant.
fn form(project: &str, address: Option<&str>) -> Diagnostics {
    let path = Arguments::PROJECT.path();
    let gitlab = Destination {
        endpoint: address.map(str::to_owned),
        ..Destination::of(ProviderType::GitLabSelfManaged.as_str())
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
    // Before a pipeline is saved no webhook can be there.
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
