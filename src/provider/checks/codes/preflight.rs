//! What GitLab says of the project and the branch of a source, if the preflight is on.

use super::{Check, Severity};

/// A provider block with the preflight on.
const ENFORCED: &str = "provider \"codepipeline\" {\n  gitlab {\n    preflight = \"enforce\"\n  }\n}";
/// A source with a path and a branch.
const SOURCE: &str = "full_repository_id = \"acme/platform/web\"\nbranch_name        = \"main\"";

/// GitLab could not be asked.
pub const TRANSPORT: Check = Check {
    code: "CPGL070",
    severity: Severity::Either,
    title: "GitLab could not be asked",
    cause: "GitLab was asked and did not answer: it limits the rate of requests, fails, is too slow, cannot be \
            reached, or its certificate is not trusted. Nothing is known of the project. With `preflight = \"warn\"` that is \
            a warning, with `enforce` an error. A source whose connection leads to another GitLab than the one that \
            `base_url` names is not asked about, which is a warning in both cases.",
    fix: "Do what the message says, try again later, or leave `preflight` off where GitLab cannot be reached. For a \
          self-managed GitLab set `base_url` to its address.",
    example: "provider \"codepipeline\" {\n  gitlab {\n    base_url  = \"https://gitlab.example.com\"\n    preflight = \
              \"warn\"\n  }\n}",
};

/// The token is wrong, expired or revoked.
pub const INVALID_TOKEN: Check = Check {
    code: "CPGL071",
    severity: Severity::Either,
    title: "Token refused by GitLab",
    cause: "The token of the block `gitlab`, or of `GITLAB_TOKEN`, is wrong, expired or revoked, or is that of another \
            GitLab.",
    fix: "Make a token with the scope `read_api` for the user who authorises the connection, and give it in `GITLAB_TOKEN`. \
          `base_url` must be the address of the GitLab that made the token.",
    example: ENFORCED,
};

/// The token lacks a scope.
pub const INSUFFICIENT_SCOPE: Check = Check {
    code: "CPGL072",
    severity: Severity::Either,
    title: "Token without the scope read_api",
    cause: "GitLab knows the token, and the token may not read the API.",
    fix: "Make a token with the scope `read_api`.",
    example: ENFORCED,
};

/// GitLab refuses the question.
pub const FORBIDDEN: Check = Check {
    code: "CPGL073",
    severity: Severity::Either,
    title: "Question refused by GitLab",
    cause: "GitLab refuses to answer for a reason of its own: an address that is not allowed, terms that were not accepted, \
            a login that must be renewed.",
    fix: "Do what GitLab's words in the message ask for.",
    example: ENFORCED,
};

/// No project can be seen at the path.
pub const PROJECT_HIDDEN: Check = Check {
    code: "CPGL074",
    severity: Severity::Either,
    title: "No project to be seen",
    cause: "There is no project at the path, or the token's user may not see it: GitLab answers the same in both cases. The \
            connection, which acts as the user who authorised it, will most likely see no more, and the source action will \
            fail.",
    fix: "Check the spelling of each group; the message names the first that cannot be seen, or the project that was \
          probably meant. If the path is right, make the user a member of the project.",
    example: SOURCE,
};

/// The project has another path now.
pub const PROJECT_MOVED: Check = Check {
    code: "CPGL075",
    severity: Severity::Either,
    title: "Project moved",
    cause: "The project was renamed or moved to another group. GitLab redirects from the old path until somebody takes it, \
            while AWS goes on comparing events with the path that is written: pushes start nothing.",
    fix: "Write the new path, which the message names.",
    example: SOURCE,
};

/// The path differs from the project's in upper and lower case.
pub const PATH_CASE: Check = Check {
    code: "CPGL076",
    severity: Severity::Warning,
    title: "Path in another spelling",
    cause: "GitLab does not care about upper and lower case in paths, but its events carry the project's own spelling, with \
            which triggers are compared.",
    fix: "Write the path as the message spells it.",
    example: SOURCE,
};

/// The project is read-only.
pub const ARCHIVED: Check = Check {
    code: "CPGL077",
    severity: Severity::Either,
    title: "Project archived",
    cause: "An archived project takes no pushes and no webhooks, so that nothing starts the pipeline.",
    fix: "Unarchive the project in its settings, or use the project that took its place.",
    example: SOURCE,
};

/// The project is about to be deleted.
pub const MARKED_FOR_DELETION: Check = Check {
    code: "CPGL078",
    severity: Severity::Either,
    title: "Project about to be deleted",
    cause: "Somebody has deleted the project. GitLab keeps it for some days.",
    fix: "Restore the project in its settings, or use another.",
    example: SOURCE,
};

/// The repository has no commit.
pub const EMPTY_REPOSITORY: Check = Check {
    code: "CPGL079",
    severity: Severity::Either,
    title: "Repository without commits",
    cause: "The repository is empty: there is no branch that the source action could fetch.",
    fix: "Push a first commit.",
    example: SOURCE,
};

/// The project's repository is switched off.
pub const REPOSITORY_DISABLED: Check = Check {
    code: "CPGL080",
    severity: Severity::Either,
    title: "Repository switched off",
    cause: "The project has no repository, or its settings hide the repository from everybody.",
    fix: "Enable the repository under Visibility, project features, permissions in the project's settings.",
    example: SOURCE,
};

/// The project's import is under way or has failed.
pub const IMPORT_UNFINISHED: Check = Check {
    code: "CPGL081",
    severity: Severity::Either,
    title: "Project not imported yet",
    cause: "GitLab is still importing the project, or the import has failed.",
    fix: "Wait for the import to end, or import the project again.",
    example: SOURCE,
};

/// The user's level is below Maintainer.
pub const NOT_OWNER: Check = Check {
    code: "CPGL082",
    severity: Severity::Either,
    title: "Not an Owner of the project",
    cause: "AWS connects projects of which the authorising user is Owner. With a lesser role it cannot put its webhook on \
            the project, and the list of branches in the console stays empty.",
    fix: "Make the user who authorises the connection an Owner of the project; that of its group is not needed.",
    example: SOURCE,
};

/// The user is a Maintainer, where AWS documents Owner.
pub const MAINTAINER_ONLY: Check = Check {
    code: "CPGL083",
    severity: Severity::Warning,
    title: "Maintainer instead of Owner",
    cause: "AWS documents that the user must be Owner of the project. A Maintainer may add webhooks, so that some of it \
            works.",
    fix: "Make the user who authorises the connection an Owner of the project.",
    example: SOURCE,
};

/// The user's level could not be determined.
pub const ACCESS_UNKNOWN: Check = Check {
    code: "CPGL084",
    severity: Severity::Warning,
    title: "Role in the project not known",
    cause: "GitLab does not tell which role the token's user has in the project, as for somebody who only sees it because it \
            is public, or where no token is given.",
    fix: "Use a token of the user who authorises the connection, and make that user an Owner of the project.",
    example: ENFORCED,
};

/// The user may not read the code.
pub const CODE_HIDDEN: Check = Check {
    code: "CPGL085",
    severity: Severity::Either,
    title: "Code not to be read",
    cause: "The user sees the project but may not read its code, as Guests of a private project may not.",
    fix: "Make the user who authorises the connection an Owner of the project.",
    example: SOURCE,
};

/// There is no such branch.
pub const BRANCH_MISSING: Check = Check {
    code: "CPGL086",
    severity: Severity::Either,
    title: "No such branch",
    cause: "The project has no branch of this name; upper and lower case count. The source action would fail when the \
            pipeline runs.",
    fix: "Write a branch that is there: the message names one that is probably meant, or the default branch. A new branch \
          must be pushed first.",
    example: SOURCE,
};

/// GitLab refuses the branch's name.
pub const BRANCH_REFUSED: Check = Check {
    code: "CPGL087",
    severity: Severity::Either,
    title: "Branch name refused by GitLab",
    cause: "GitLab does not take the text for the name of a branch.",
    fix: "Write the name of one branch, as GitLab lists it.",
    example: SOURCE,
};

/// No connection's webhook is on the project.
pub const WEBHOOK_ABSENT: Check = Check {
    code: "CPGL088",
    severity: Severity::Warning,
    title: "No webhook of AWS on the project",
    cause: "The pipeline was saved while its connection was available, so AWS should have put a webhook on the project. It is \
            not there: somebody deleted it, or the user who authorised the connection was no Owner. Pushes do not start the \
            pipeline.",
    fix: "Make the user an Owner, then save the pipeline again: change `resave`, or apply a change of its stages or triggers.",
    example: "resource \"codepipeline_pipeline\" \"web\" {\n  # …\n  resave = \"2026-01-15\"\n}",
};

/// GitLab has stopped delivering to the connection's webhook.
pub const WEBHOOK_FAILING: Check = Check {
    code: "CPGL089",
    severity: Severity::Warning,
    title: "Webhook of AWS failing",
    cause: "GitLab switches off webhooks whose deliveries fail again and again, for a while or for good. Pushes do not start \
            the pipeline.",
    fix: "Look at the recent deliveries of the webhook in the project's settings, mend the cause, and send a test push to \
          switch it on again.",
    example: SOURCE,
};

/// All of them.
pub(super) const CHECKS: &[Check] = &[
    TRANSPORT,
    INVALID_TOKEN,
    INSUFFICIENT_SCOPE,
    FORBIDDEN,
    PROJECT_HIDDEN,
    PROJECT_MOVED,
    PATH_CASE,
    ARCHIVED,
    MARKED_FOR_DELETION,
    EMPTY_REPOSITORY,
    REPOSITORY_DISABLED,
    IMPORT_UNFINISHED,
    NOT_OWNER,
    MAINTAINER_ONLY,
    ACCESS_UNKNOWN,
    CODE_HIDDEN,
    BRANCH_MISSING,
    BRANCH_REFUSED,
    WEBHOOK_ABSENT,
    WEBHOOK_FAILING,
];
