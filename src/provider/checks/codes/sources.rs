//! Checks of source actions: repositories, branches, full clones.

use super::{Check, Severity};

/// Repository that a source cannot fetch.
pub const REPOSITORY: &str = "CPGL001";
/// Branch that a source cannot follow.
pub const BRANCH: &str = "CPGL002";
/// Two branches of one repository.
pub const TWO_BRANCHES: &str = "CPGL003";
/// Full clone for an action that cannot clone.
pub const CLONE: &str = "CPGL020";
/// Full clone for an action that may not be able to clone.
pub const DOUBTFUL_CLONE: &str = "CPGL021";
/// Value that a source does not know.
pub const SETTING_VALUE: &str = "CPGL022";

/// All of them.
pub(super) const CHECKS: &[Check] = &[
    Check {
        code: REPOSITORY,
        severity: Severity::Either,
        title: "Repository that a source cannot fetch",
        cause: "The repository of a source action is not an id as AWS takes it: it is a URL, a display name, a \
                number, or a path that GitLab cannot have. What is merely unusual is a warning.",
        fix: "Write the path from the address of the project, with every group and without host and `.git`: \
                `group/subgroup/project`. For GitHub and Bitbucket write `owner/repository`.",
        example: r#"FullRepositoryId = "acme/platform/payments-api""#,
    },
    Check {
        code: BRANCH,
        severity: Severity::Either,
        title: "Branch that a source cannot follow",
        cause: "The branch of a source action is not the name of one branch: it is a URL, a full ref name, a \
                commit, or a pattern. What is merely unusual is a warning.",
        fix: "Write the name alone. Patterns belong into the filters of a trigger.",
        example: r#"BranchName = "main""#,
    },
    Check {
        code: TWO_BRANCHES,
        severity: Severity::Warning,
        title: "Two branches of one repository",
        cause: "Two sources of a pipeline detect changes on different branches of one repository. AWS documents that only one \
                of them starts the pipeline reliably.",
        fix: "Write DetectChanges = \"false\" for one of them, or make a pipeline for each branch.",
        example: r#"DetectChanges = "false""#,
    },
    Check {
        code: CLONE,
        severity: Severity::Error,
        title: "Full clone for an action that cannot clone",
        cause: "A source of a connection or of CodeCommit with OutputArtifactFormat = \"CODEBUILD_CLONE_REF\" hands on a \
                reference, which only CodeBuild can clone. Any other action fails when the pipeline runs.",
        fix: "Write CODE_ZIP, or put a CodeBuild action between. The role of the CodeBuild project needs \
                codeconnections:UseConnection and codestar-connections:UseConnection on the connection, whichever of the two \
                its ARN has (the function full_clone_policy gives the policy), or codecommit:GitPull on a repository of \
                CodeCommit.",
        example: r#"OutputArtifactFormat = "CODE_ZIP""#,
    },
    Check {
        code: DOUBTFUL_CLONE,
        severity: Severity::Warning,
        title: "Full clone for an action that may not be able to clone",
        cause: "AWS documents CodeBuild as the only consumer of a full clone. Whether the actions Commands and \
                ECRBuildAndPublish, which run in CodeBuild, can clone is not documented.",
        fix: "If the action fails, write CODE_ZIP, or use a CodeBuild action.",
        example: r#"OutputArtifactFormat = "CODE_ZIP""#,
    },
    Check {
        code: SETTING_VALUE,
        severity: Severity::Either,
        title: "Value that a source does not know",
        cause: "OutputArtifactFormat and DetectChanges of a source of a connection know a few values only.",
        fix: "Write CODE_ZIP or CODEBUILD_CLONE_REF, and true or false.",
        example: r#"OutputArtifactFormat = "CODEBUILD_CLONE_REF"
DetectChanges        = "false""#,
    },
];
