//! What the preflight found, as plain data.

use super::{
    failure::Failure,
    project::{AccessLevel, Project},
    verdict::advising,
    webhook::WebhookStatus,
};

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// GitLab could not be asked.
    Transport,
    /// The token is wrong, expired or revoked.
    InvalidToken,
    /// The token lacks a scope.
    InsufficientScope,
    /// GitLab refuses the question.
    Forbidden,
    /// No project can be seen at the path.
    ProjectHidden,
    /// The project has another path now.
    ProjectMoved,
    /// The path differs from the project's in upper and lower case.
    PathCase,
    /// The project is read-only.
    Archived,
    /// The project is about to be deleted.
    MarkedForDeletion,
    /// The repository has no commit.
    EmptyRepository,
    /// The project's repository is switched off.
    RepositoryDisabled,
    /// The project's import is under way or has failed.
    ImportUnfinished,
    /// The user's level is below Maintainer.
    NotOwner,
    /// The user is a Maintainer, where AWS documents Owner.
    MaintainerOnly,
    /// The user's level could not be determined.
    AccessUnknown,
    /// The user may not read the code.
    CodeHidden,
    /// There is no such branch.
    BranchMissing,
    /// GitLab refuses the branch's name.
    BranchRefused,
    /// No connection's webhook is on the project.
    WebhookAbsent,
    /// GitLab has stopped delivering to the connection's webhook.
    WebhookFailing,
}

/// Which value a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The project's path.
    Path,
    /// The branch.
    Branch,
    /// The preflight's own settings.
    Preflight,
}

/// One thing that the preflight found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// The cause in one or two sentences.
    pub sentence: String,
    /// What to do about it.
    pub hint: String,
    /// The value to write instead, if GitLab returned it.
    pub suggestion: Option<String>,
}

/// Everything that the preflight found out about a project and a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The project; `None` if it could not be seen.
    pub project: Option<Project>,
    /// The level of the token's user; `None` if it is not known.
    pub access_level: Option<AccessLevel>,
    /// Whether the branch exists; `None` if no branch was asked for or it is not known.
    pub branch_exists: Option<bool>,
    /// Whether AWS hears of pushes.
    pub webhook: WebhookStatus,
    /// What is wrong or doubtful, in the order in which it should be fixed.
    pub problems: Vec<Finding>,
    /// Why a part is not known; `None` if every question was answered.
    pub incomplete: Option<Failure>,
}

/// The reason why the AWS console's list of branches is empty; the console gives none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchList {
    /// Nothing explains an empty list.
    Filled,
    /// The path is wrong: misspelled, in another case, or no longer the project's.
    WrongPath,
    /// The project exists, but this user is not its Owner.
    NotOwner,
    /// The user may not see the project, or its code.
    NoAccess,
    /// The path is wrong, or the user may not see the project: GitLab does not report which.
    WrongPathOrNoAccess,
    /// The project has no branches.
    NoBranches,
    /// GitLab did not answer.
    Unknown,
}

impl FindingKind {
    /// Whether the source action cannot work with it; else the pipeline may still work.
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

    /// Which value findings of the kind are about.
    pub fn subject(self) -> Subject {
        match self {
            Self::Transport | Self::InvalidToken | Self::InsufficientScope => Subject::Preflight,
            Self::BranchMissing | Self::BranchRefused => Subject::Branch,
            _ => Subject::Path,
        }
    }
}

impl Finding {
    /// The cause, what to do about it, and the value to write instead.
    pub fn advice(&self) -> String {
        advising(format!("{} {}", self.sentence, self.hint), self.suggestion.as_deref())
    }

    /// Whether GitLab could not be asked, so that nothing is known: a warning unless the preflight is enforced.
    pub fn is_transport(&self) -> bool {
        self.kind == FindingKind::Transport
    }
}

impl Findings {
    /// Whether there is a finding of a kind.
    pub fn has(&self, kind: FindingKind) -> bool {
        self.problems.iter().any(|problem| problem.kind == kind)
    }

    /// Why the AWS console shows no branches for this project.
    pub fn branch_list(&self) -> BranchList {
        match &self.project {
            // A project of a similar path does not prove that it is the one.
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
    /// A stable name in snake case.
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

    /// The answer in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Filled => "GitLab has no reason for an empty list of branches.",
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
