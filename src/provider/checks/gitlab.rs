//! Checks of the project and the branch of a source against GitLab, if the preflight is enabled.
//!
//! The messages come from [`crate::gitlab`]. With `preflight = "warn"`, all findings are warnings.

use super::{
    check::{Check, Judge, Severity},
    example::{Example, Place},
};
use crate::gitlab::finding::FindingKind;

/// GitLab did not respond.
pub const TRANSPORT: Check = Check {
    code: "CPGL070",
    severity: Severity::ErrorOrWarning,
    title: "GitLab did not respond",
    cause: "GitLab limits the request rate, returns an error, responds too slowly, is not reachable, or has an \
            untrusted certificate, so the project is not checked. A source with a connection to a GitLab other than `base_url` \
            is not checked either, which is always a warning.",
    fix: "Follow the message, try again later, or set `preflight` to `off` if GitLab is not reachable from your \
          machine. For a self-managed GitLab, set `base_url` to its URL.",
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

/// Token rejected by GitLab.
pub const INVALID_TOKEN: Check = Check {
    code: "CPGL071",
    severity: Severity::ErrorOrWarning,
    title: "Token rejected by GitLab",
    cause: "The token in the `gitlab` block or in `GITLAB_TOKEN` is invalid, expired or revoked, or was issued by \
            another GitLab.",
    fix: "Create a token with the `read_api` scope for the user who authorizes the connection, and set it in \
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

/// Token without the read_api scope.
pub const INSUFFICIENT_SCOPE: Check = Check {
    code: "CPGL072",
    severity: Severity::ErrorOrWarning,
    title: "Token without the read_api scope",
    cause: "The token is valid, but has no permission to read the API.",
    fix: "Create a token with the `read_api` scope.",
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

/// Request rejected by GitLab.
pub const FORBIDDEN: Check = Check {
    code: "CPGL073",
    severity: Severity::ErrorOrWarning,
    title: "Request rejected by GitLab",
    cause: "GitLab rejects the request, for example because of an IP address that is not allowed, terms of service \
            that are not accepted, or an expired password.",
    fix: "Follow GitLab's message, or set `preflight` to `off` if GitLab does not allow the requests.",
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
    cause: "No project has this path, or the token's user has no access to it: GitLab returns the same response in \
            both cases. The connection acts as the user who authorized it, who most likely has no access either, so \
            the source action fails.",
    fix: "Check the spelling of each group. The message names the first group that is not visible, or a similar \
          project. If the path is right, make the user an Owner of the project.",
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
            project uses it, but AWS compares events with the configured path, so pushes do not start the pipeline.",
    fix: "Use the new path in the message.",
    example: Example::of_gitlab(
        Place::SourceConfiguration,
        r#"FullRepositoryId = "acme/payments/api" # was acme/platform/payments-api"#,
    ),
    judge: Judge::Gitlab(FindingKind::ProjectMoved),
};

/// Path with different capitalization.
pub const PATH_CASE: Check = Check {
    code: "CPGL076",
    severity: Severity::Warning,
    title: "Path with different capitalization",
    cause: "Paths are not case-sensitive in GitLab, but AWS compares the configured path with GitLab's events, which \
            contain the project's own spelling.",
    fix: "Use the spelling in the message.",
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
    fix: "Unarchive the project in its settings, or use another project.",
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
    cause: "The project was deleted. GitLab keeps it for a few days before removing it permanently.",
    fix: "Restore the project in its settings, or use another project.",
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
    cause: "The repository is empty, so it has no branch for the source action to fetch.",
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
    fix: "Enable the repository in the settings of the project, under **Visibility, project features, permissions**.",
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
    fix: "Wait until the import is finished, or import the project again.",
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
    cause: "AWS requires the user who authorizes the connection to be an Owner of the project. With a lower role, AWS \
            cannot add its webhook, and the list of branches in the console stays empty.",
    fix: "Make the user an Owner of the project. Ownership of the group is not required.",
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
    cause: "AWS documents that the user must be an Owner of the project. A Maintainer is allowed to add webhooks, so \
            some features work.",
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
    cause: "GitLab does not return the role of the token's user in the project, for example if the user can read the \
            project only because it is public, or if no token is set.",
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
    cause: "The user has access to the project but no permission to read its code, such as a Guest of a private \
            project.",
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
    cause: "The project has no branch with this name. Names are case-sensitive. The source action fails when the \
            pipeline runs.",
    fix: "Use an existing branch: the message names a similar branch or the default branch. Push a new branch before \
          you use it.",
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

/// Branch name rejected by GitLab.
pub const BRANCH_REFUSED: Check = Check {
    code: "CPGL087",
    severity: Severity::ErrorOrWarning,
    title: "Branch name rejected by GitLab",
    cause: "GitLab does not accept the string as a branch name.",
    fix: "Use the name of one branch, as GitLab shows it.",
    example: Example::of_gitlab(Place::SourceConfiguration, r#"BranchName = "release/2.0""#),
    judge: Judge::Gitlab(FindingKind::BranchRefused),
};

/// No AWS webhook on the project.
pub const WEBHOOK_ABSENT: Check = Check {
    code: "CPGL088",
    severity: Severity::Warning,
    title: "No AWS webhook on the project",
    cause: "The pipeline was saved while its connection was available, but the project has no AWS webhook: it was \
            deleted, or the user who authorized the connection was not an Owner. Pushes do not start the pipeline.",
    fix: "Make the user an Owner, then save the pipeline again: change `resave`, or apply a change to its \
            stages or triggers.",
    example: Example::of_gitlab(
        Place::Pipeline,
        r#"resave = "2026-01-15" # any other value than before"#,
    ),
    judge: Judge::Gitlab(FindingKind::WebhookAbsent),
};

/// AWS webhook failing.
pub const WEBHOOK_FAILING: Check = Check {
    code: "CPGL089",
    severity: Severity::Warning,
    title: "AWS webhook failing",
    cause: "GitLab temporarily or permanently disables webhooks whose deliveries fail repeatedly. Pushes do not start \
            the pipeline.",
    fix: "Check the recent deliveries of the webhook in the settings of the project, fix the cause, and send a test \
          push to enable the webhook again.",
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
