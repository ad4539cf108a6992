//! Answers of GitLab about the project and the branch of a source, while the preflight is on.
//!
//! What the message of a check says comes from [`crate::gitlab`]; with `preflight = "warn"` each of them is a warning.

use super::{
    check::{Check, Judge, Severity},
    example::{Example, Place},
};
use crate::gitlab::finding::FindingKind;

/// GitLab did not answer.
pub const TRANSPORT: Check = Check {
    code: "CPGL070",
    severity: Severity::ErrorOrWarning,
    title: "GitLab did not answer",
    cause: "GitLab limits the rate of requests, fails, is too slow, cannot be reached, or has a certificate that \
            is not trusted, so the project is not checked. A source whose connection leads to another GitLab \
            than `base_url` is not checked either, which is always a warning.",
    fix: "Follow the message, try again later, or set `preflight` to `off` where GitLab cannot be reached. For \
            a self-managed GitLab set `base_url` to its URL.",
    example: Example::of_gitlab(
        Place::File,
        r#"provider "codepipeline" {
  gitlab {
    base_url  = "https://gitlab.example.com"
    preflight = "warn"
  }
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::Transport),
};

/// Token refused by GitLab.
pub const INVALID_TOKEN: Check = Check {
    code: "CPGL071",
    severity: Severity::ErrorOrWarning,
    title: "Token refused by GitLab",
    cause: "The token of the block `gitlab` or of `GITLAB_TOKEN` is wrong, expired or revoked, or is a token of \
            another GitLab.",
    fix: "Create a token with the scope `read_api` for the user who authorizes the connection, and set it in \
            `GITLAB_TOKEN`. `base_url` must be the URL of the GitLab that issued the token.",
    example: Example::of_gitlab(
        Place::File,
        r#"provider "codepipeline" {
  gitlab {
    base_url  = "https://gitlab.example.com" # the GitLab that issued the token
    token     = var.gitlab_token
    preflight = "enforce"
  }
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::InvalidToken),
};

/// Token without the scope read_api.
pub const INSUFFICIENT_SCOPE: Check = Check {
    code: "CPGL072",
    severity: Severity::ErrorOrWarning,
    title: "Token without the scope read_api",
    cause: "The token is valid, but may not read the API.",
    fix: "Create a token with the scope `read_api`.",
    example: Example::of_gitlab(
        Place::File,
        r#"resource "gitlab_personal_access_token" "pipelines" {
  user_id    = data.gitlab_user.pipelines.id
  name       = "pipelines"
  expires_at = "2026-12-31"
  scopes     = ["read_api"]
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::InsufficientScope),
};

/// Request refused by GitLab.
pub const FORBIDDEN: Check = Check {
    code: "CPGL073",
    severity: Severity::ErrorOrWarning,
    title: "Request refused by GitLab",
    cause: "GitLab refuses to answer for a reason of its own: an IP address that is not allowed, terms that are \
            not accepted, a login that must be renewed.",
    fix: "Follow GitLab's words in the message, or set `preflight` to `off` where GitLab does not allow the \
            requests.",
    example: Example::of_gitlab(
        Place::File,
        r#"provider "codepipeline" {
  gitlab {
    preflight = "off" # GitLab does not allow the IP address of this runner
  }
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::Forbidden),
};

/// Project not found or not visible.
pub const PROJECT_HIDDEN: Check = Check {
    code: "CPGL074",
    severity: Severity::ErrorOrWarning,
    title: "Project not found or not visible",
    cause: "The path has no project, or the user of the token may not see it: GitLab gives the same answer in \
            both cases. The connection acts as the user who authorized it and most likely sees no more, so the \
            source action fails.",
    fix: "Check the spelling of each group. The message names the first one that is not visible, or a similar \
            project. If the path is right, make the user a member of the project.",
    example: Example::of_gitlab(
        Place::SourceConfiguration,
        r#"FullRepositoryId = "acme/platform/payments-api" # every group, as in the URL of the project"#,
    ),
    judge: Judge::Gitlab(FindingKind::ProjectHidden),
};

/// Project moved.
pub const PROJECT_MOVED: Check = Check {
    code: "CPGL075",
    severity: Severity::ErrorOrWarning,
    title: "Project moved",
    cause: "The project was renamed or moved to another group. GitLab redirects from the old path until another \
            project takes it, but AWS compares events with the configured path, so pushes do not start the \
            pipeline.",
    fix: "Write the new path, which the message names.",
    example: Example::of_gitlab(
        Place::SourceConfiguration,
        r#"FullRepositoryId = "acme/payments/api" # was acme/platform/payments-api"#,
    ),
    judge: Judge::Gitlab(FindingKind::ProjectMoved),
};

/// Path in another case.
pub const PATH_CASE: Check = Check {
    code: "CPGL076",
    severity: Severity::Warning,
    title: "Path in another case",
    cause: "Paths of GitLab are not case-sensitive, but its events have the project's own spelling, with which \
            AWS compares the configured path.",
    fix: "Write the path as the message spells it.",
    example: Example::of_gitlab(
        Place::SourceConfiguration,
        r#"FullRepositoryId = "acme/platform/payments-api" # not Acme/Platform/Payments-API"#,
    ),
    judge: Judge::Gitlab(FindingKind::PathCase),
};

/// Project archived.
pub const ARCHIVED: Check = Check {
    code: "CPGL077",
    severity: Severity::ErrorOrWarning,
    title: "Project archived",
    cause: "An archived project is read-only: it accepts neither pushes nor webhooks, so nothing starts the \
            pipeline.",
    fix: "Unarchive the project in its settings, or use its successor.",
    example: Example::of_gitlab(
        Place::File,
        r#"resource "gitlab_project" "payments_api" {
  name         = "payments-api"
  namespace_id = gitlab_group.platform.id
  archived     = false
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::Archived),
};

/// Project marked for deletion.
pub const MARKED_FOR_DELETION: Check = Check {
    code: "CPGL078",
    severity: Severity::ErrorOrWarning,
    title: "Project marked for deletion",
    cause: "The project was deleted. GitLab keeps it for some days.",
    fix: "Restore the project in its settings, or use another one.",
    example: Example::of_gitlab(
        Place::SourceConfiguration,
        r#"FullRepositoryId = "acme/platform/payments-api-v2" # a project that is not deleted"#,
    ),
    judge: Judge::Gitlab(FindingKind::MarkedForDeletion),
};

/// Repository without commits.
pub const EMPTY_REPOSITORY: Check = Check {
    code: "CPGL079",
    severity: Severity::ErrorOrWarning,
    title: "Repository without commits",
    cause: "The repository is empty, so it has no branch that the source action could fetch.",
    fix: "Push a first commit.",
    example: Example::of_gitlab(
        Place::File,
        r#"resource "gitlab_project" "payments_api" {
  name                   = "payments-api"
  namespace_id           = gitlab_group.platform.id
  initialize_with_readme = true
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::EmptyRepository),
};

/// Repository disabled.
pub const REPOSITORY_DISABLED: Check = Check {
    code: "CPGL080",
    severity: Severity::ErrorOrWarning,
    title: "Repository disabled",
    cause: "The repository is disabled in the settings of the project.",
    fix: "Enable the repository under Visibility, project features, permissions in the settings of the \
            project.",
    example: Example::of_gitlab(
        Place::File,
        r#"resource "gitlab_project" "payments_api" {
  name                    = "payments-api"
  namespace_id            = gitlab_group.platform.id
  repository_access_level = "enabled"
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::RepositoryDisabled),
};

/// Project not imported yet.
pub const IMPORT_UNFINISHED: Check = Check {
    code: "CPGL081",
    severity: Severity::ErrorOrWarning,
    title: "Project not imported yet",
    cause: "GitLab is still importing the project, or the import has failed.",
    fix: "Wait for the import to end, or import the project again.",
    example: Example::of_gitlab(
        Place::SourceConfiguration,
        r#"FullRepositoryId = gitlab_project.payments_api.path_with_namespace # known once the import has ended"#,
    ),
    judge: Judge::Gitlab(FindingKind::ImportUnfinished),
};

/// Not an Owner of the project.
pub const NOT_OWNER: Check = Check {
    code: "CPGL082",
    severity: Severity::ErrorOrWarning,
    title: "Not an Owner of the project",
    cause: "AWS requires that the user who authorizes the connection is an Owner of the project. With a lower \
            role AWS cannot add its webhook, and the list of branches in the console stays empty.",
    fix: "Make the user an Owner of the project. The user need not be an Owner of its group.",
    example: Example::of_gitlab(
        Place::File,
        r#"resource "gitlab_project_membership" "pipelines" {
  project      = "acme/platform/payments-api"
  user_id      = data.gitlab_user.pipelines.id
  access_level = "owner"
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::NotOwner),
};

/// Maintainer instead of Owner.
pub const MAINTAINER_ONLY: Check = Check {
    code: "CPGL083",
    severity: Severity::Warning,
    title: "Maintainer instead of Owner",
    cause: "AWS documents that the user must be an Owner of the project. A Maintainer may add webhooks, so it \
            works in part.",
    fix: "Make the user who authorizes the connection an Owner of the project.",
    example: Example::of_gitlab(
        Place::File,
        r#"resource "gitlab_project_membership" "pipelines" {
  project      = "acme/platform/payments-api"
  user_id      = data.gitlab_user.pipelines.id
  access_level = "owner" # not "maintainer"
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::MaintainerOnly),
};

/// Unknown role in the project.
pub const ACCESS_UNKNOWN: Check = Check {
    code: "CPGL084",
    severity: Severity::Warning,
    title: "Unknown role in the project",
    cause: "GitLab does not report the role of the token's user in the project, such as for a user who sees it \
            only because it is public, or when no token is set.",
    fix: "Use a token of the user who authorizes the connection, and make that user an Owner of the project.",
    example: Example::of_gitlab(
        Place::File,
        r#"provider "codepipeline" {
  gitlab {
    token     = var.gitlab_token # of the user who authorizes the connection
    preflight = "enforce"
  }
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::AccessUnknown),
};

/// No permission to read the code.
pub const CODE_HIDDEN: Check = Check {
    code: "CPGL085",
    severity: Severity::ErrorOrWarning,
    title: "No permission to read the code",
    cause: "The user sees the project but may not read its code, such as a Guest of a private project.",
    fix: "Make the user who authorizes the connection an Owner of the project.",
    example: Example::of_gitlab(
        Place::File,
        r#"resource "gitlab_project_membership" "pipelines" {
  project      = "acme/platform/payments-api"
  user_id      = data.gitlab_user.pipelines.id
  access_level = "owner" # not "guest"
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::CodeHidden),
};

/// Branch not found.
pub const BRANCH_MISSING: Check = Check {
    code: "CPGL086",
    severity: Severity::ErrorOrWarning,
    title: "Branch not found",
    cause: "The project has no branch of this name. Names are case-sensitive. The source action fails when the \
            pipeline runs.",
    fix: "Use an existing branch: the message names a similar one, or the default branch. Push a new branch \
            first.",
    example: Example::of_gitlab(
        Place::File,
        r#"resource "gitlab_branch" "release" {
  project = "acme/platform/payments-api"
  name    = "release"
  ref     = "main"
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::BranchMissing),
};

/// Branch name refused by GitLab.
pub const BRANCH_REFUSED: Check = Check {
    code: "CPGL087",
    severity: Severity::ErrorOrWarning,
    title: "Branch name refused by GitLab",
    cause: "GitLab does not accept the string as the name of a branch.",
    fix: "Write the name of one branch as GitLab lists it.",
    example: Example::of_gitlab(Place::SourceConfiguration, r#"BranchName = "release/2.0""#),
    judge: Judge::Gitlab(FindingKind::BranchRefused),
};

/// No webhook of AWS on the project.
pub const WEBHOOK_ABSENT: Check = Check {
    code: "CPGL088",
    severity: Severity::Warning,
    title: "No webhook of AWS on the project",
    cause: "The pipeline was saved while its connection was available, so AWS should have added a webhook to the \
            project, and the project has no such webhook: it was deleted, or the user who authorized the \
            connection was not an Owner. Pushes do not start the pipeline.",
    fix: "Make the user an Owner, then save the pipeline again: change `resave`, or apply a change of its \
            stages or triggers.",
    example: Example::of_gitlab(
        Place::Pipeline,
        r#"resave = "2026-01-15" # any other value than before"#,
    ),
    judge: Judge::Gitlab(FindingKind::WebhookAbsent),
};

/// Webhook of AWS failing.
pub const WEBHOOK_FAILING: Check = Check {
    code: "CPGL089",
    severity: Severity::Warning,
    title: "Webhook of AWS failing",
    cause: "GitLab disables webhooks whose deliveries fail repeatedly, for a while or permanently. Pushes do not \
            start the pipeline.",
    fix: "Look at the recent deliveries of the webhook in the settings of the project, fix the cause, and send \
            a test push to enable it again.",
    example: Example::of_gitlab(
        Place::File,
        r#"provider "codepipeline" {
  gitlab {
    preflight = "warn" # each plan reports the webhook until a delivery succeeds
  }
}"#,
    ),
    judge: Judge::Gitlab(FindingKind::WebhookFailing),
};
