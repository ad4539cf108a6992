//! Checks of source actions: repositories, branches, full clones.

use super::{Check, Severity};

/// Repository that a source cannot fetch.
pub const REPOSITORY: Check = Check {
    code: "CPGL001",
    severity: Severity::Either,
    title: "Repository that a source cannot fetch",
    cause: "The repository of a source action is not an id as AWS takes it: it is a URL, a display name, a \
            number, or a path that GitLab cannot have. What is merely unusual is a warning.",
    fix: "Write the path from the address of the project, with every group and without host and `.git`: \
          `group/subgroup/project`. For GitHub and Bitbucket write `owner/repository`.",
    example: r#"FullRepositoryId = "acme/platform/payments-api""#,
};

/// Branch that a source cannot follow.
pub const BRANCH: Check = Check {
    code: "CPGL002",
    severity: Severity::Either,
    title: "Branch that a source cannot follow",
    cause: "The branch of a source action is not the name of one branch: it is a URL, a full ref name, a \
            commit, or a pattern. What is merely unusual is a warning.",
    fix: "Write the name alone. Patterns belong into the filters of a trigger.",
    example: r#"BranchName = "main""#,
};

/// Two branches of one repository.
pub const TWO_BRANCHES: Check = Check {
    code: "CPGL003",
    severity: Severity::Warning,
    title: "Two branches of one repository",
    cause: "Two sources of a pipeline detect changes on different branches of one repository. AWS documents that only one \
            of them starts the pipeline reliably.",
    fix: "Write DetectChanges = \"false\" for one of them, or make a pipeline for each branch.",
    example: r#"DetectChanges = "false""#,
};

/// Full clone for an action that cannot clone.
pub const CLONE: Check = Check {
    code: "CPGL020",
    severity: Severity::Error,
    title: "Full clone for an action that cannot clone",
    cause: "A source of a connection or of CodeCommit with OutputArtifactFormat = \"CODEBUILD_CLONE_REF\" hands on a \
            reference, which only CodeBuild can clone. Any other action fails when the pipeline runs.",
    fix: "Write CODE_ZIP, or put a CodeBuild action between. The role of the CodeBuild project needs \
          codeconnections:UseConnection and codestar-connections:UseConnection on the connection, whichever of the two \
          its ARN has (the function full_clone_policy gives the policy), or codecommit:GitPull on a repository of \
          CodeCommit.",
    example: r#"OutputArtifactFormat = "CODE_ZIP""#,
};

/// Full clone for an action that may not be able to clone.
pub const DOUBTFUL_CLONE: Check = Check {
    code: "CPGL021",
    severity: Severity::Warning,
    title: "Full clone for an action that may not be able to clone",
    cause: "AWS documents CodeBuild as the only consumer of a full clone. Whether the actions Commands and \
            ECRBuildAndPublish, which run in CodeBuild, can clone is not documented.",
    fix: "If the action fails, write CODE_ZIP, or use a CodeBuild action.",
    example: r#"OutputArtifactFormat = "CODE_ZIP""#,
};

/// Value that a source does not know.
pub const SETTING_VALUE: Check = Check {
    code: "CPGL022",
    severity: Severity::Either,
    title: "Value that a source does not know",
    cause: "OutputArtifactFormat and DetectChanges of a source of a connection know a few values only.",
    fix: "Write CODE_ZIP or CODEBUILD_CLONE_REF, and true or false.",
    example: r#"OutputArtifactFormat = "CODEBUILD_CLONE_REF"
DetectChanges        = "false""#,
};

/// All of them.
pub(super) const CHECKS: &[Check] = &[REPOSITORY, BRANCH, TWO_BRANCHES, CLONE, DOUBTFUL_CLONE, SETTING_VALUE];
