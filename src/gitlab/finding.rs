//! The findings of the preflight as plain data.

use super::{
    failure::Failure,
    project::{AccessLevel, Project},
    verdict::advising,
    webhook::WebhookStatus,
};

/// The kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// GitLab could not be reached.
    Transport,
    /// The token is invalid, expired or revoked.
    InvalidToken,
    /// The token does not have the required scope.
    InsufficientScope,
    /// GitLab refuses the request.
    Forbidden,
    /// No project is visible at the path.
    ProjectHidden,
    /// The project was moved to another path.
    ProjectMoved,
    /// The path differs from the project's path in case only.
    PathCase,
    /// The project is read-only.
    Archived,
    /// The project is marked for deletion.
    MarkedForDeletion,
    /// The repository has no commit.
    EmptyRepository,
    /// The project's repository is disabled.
    RepositoryDisabled,
    /// The project's import is under way or has failed.
    ImportUnfinished,
    /// The user's role is below Maintainer.
    NotOwner,
    /// The user is a Maintainer, but AWS documents Owner.
    MaintainerOnly,
    /// The user's role could not be determined.
    AccessUnknown,
    /// The user has no permission to read the code.
    CodeHidden,
    /// The branch does not exist.
    BranchMissing,
    /// GitLab rejects the branch name.
    BranchRefused,
    /// The project has no webhook of a connection.
    WebhookAbsent,
    /// GitLab has stopped delivering to the connection's webhook.
    WebhookFailing,
}

/// The value that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The project's path.
    Path,
    /// The branch.
    Branch,
    /// The preflight's own settings.
    Preflight,
}

/// One finding of the preflight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Kind of the finding.
    pub kind: FindingKind,
    /// The cause in one or two sentences.
    pub sentence: String,
    /// The fix.
    pub hint: String,
    /// The value to write instead, if GitLab returned it.
    pub suggestion: Option<String>,
}

/// All findings of the preflight about a project and a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The project; `None` if it is not visible.
    pub project: Option<Project>,
    /// The role of the token's user; `None` if unknown.
    pub access_level: Option<AccessLevel>,
    /// Whether the branch exists; `None` if no branch was requested or if unknown.
    pub branch_exists: Option<bool>,
    /// Whether GitLab notifies AWS of pushes.
    pub webhook: WebhookStatus,
    /// The findings, in the order in which to fix them.
    pub problems: Vec<Finding>,
    /// The failure that left the findings incomplete; `None` if they are complete.
    pub incomplete: Option<Failure>,
}

/// The reason for an empty list of branches in the AWS console, which the console does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchList {
    /// The list should not be empty.
    Filled,
    /// The path is wrong: misspelled, in another case, or a former path of the project.
    WrongPath,
    /// The project exists, but this user is not its Owner.
    NotOwner,
    /// The user has no access to the project or its code.
    NoAccess,
    /// The path is wrong, or the user has no access to the project. GitLab does not distinguish these.
    WrongPathOrNoAccess,
    /// The project has no branches.
    NoBranches,
    /// GitLab did not respond.
    Unknown,
}

impl FindingKind {
    /// Whether the source action cannot work. Otherwise, the pipeline may still work.
    pub fn is_severe(self) -> bool {
        !matches!(
            self,
            Self::Transport
                | Self::PathCase
                | Self::MaintainerOnly
                | Self::AccessUnknown
                | Self::WebhookAbsent
                | Self::WebhookFailing
        )
    }

    /// Returns the value that findings of this kind are about.
    pub fn subject(self) -> Subject {
        match self {
            Self::Transport | Self::InvalidToken | Self::InsufficientScope => Subject::Preflight,
            Self::BranchMissing | Self::BranchRefused => Subject::Branch,
            _ => Subject::Path,
        }
    }
}

impl Finding {
    /// Returns the cause, the fix, and the value to write instead.
    pub fn advice(&self) -> String {
        advising(format!("{} {}", self.sentence, self.hint), self.suggestion.as_deref())
    }

    /// Whether GitLab could not be reached, so that nothing is known. This is a warning unless the preflight is
    /// enforced.
    pub fn is_transport(&self) -> bool {
        self.kind == FindingKind::Transport
    }
}

impl Findings {
    /// Whether there is a finding of this kind.
    pub fn has(&self, kind: FindingKind) -> bool {
        self.problems.iter().any(|problem| problem.kind == kind)
    }

    /// Returns why the AWS console shows no branches for this project.
    pub fn branch_list(&self) -> BranchList {
        match &self.project {
            // A similar path does not prove that the project is the intended one.
            None if self.has(FindingKind::ProjectHidden) => BranchList::WrongPathOrNoAccess,
            None => BranchList::Unknown,
            _ if self.has(FindingKind::ProjectMoved) || self.has(FindingKind::PathCase) => BranchList::WrongPath,
            _ if self.has(FindingKind::CodeHidden) => BranchList::NoAccess,
            _ if self.has(FindingKind::EmptyRepository) || self.has(FindingKind::RepositoryDisabled) => {
                BranchList::NoBranches
            }
            _ if self.access_level.is_some_and(|level| level < AccessLevel::OWNER) => BranchList::NotOwner,
            _ => BranchList::Filled,
        }
    }
}

impl BranchList {
    /// Returns a stable name in snake case.
    pub fn code(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::WrongPath => "wrong_path",
            Self::NotOwner => "not_owner",
            Self::NoAccess => "no_access",
            Self::WrongPathOrNoAccess => "wrong_path_or_no_access",
            Self::NoBranches => "no_branches",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the reason in one sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Filled => "Nothing in GitLab would cause an empty list of branches.",
            Self::WrongPath => "The list of branches is empty because the path is not the project's current path.",
            Self::NotOwner => "The list of branches may be empty because the user is not an Owner of the project.",
            Self::NoAccess => {
                "The list of branches is empty because the user has no permission to read the project's \
                               code."
            }
            Self::WrongPathOrNoAccess => {
                "The list of branches is empty because the path is wrong or the user has no access to the project. \
                 GitLab returns the same response in both cases."
            }
            Self::NoBranches => "The list of branches is empty because the project's repository has no branches.",
            Self::Unknown => "The reason for an empty list of branches is unknown, because GitLab did not respond.",
        }
    }
}
