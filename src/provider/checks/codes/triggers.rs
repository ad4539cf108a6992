//! Checks of triggers.

use super::{Check, Severity};

/// Trigger for no source of a connection.
pub const TRIGGER_SOURCE: Check = Check {
    code: "CPGL030",
    severity: Severity::Error,
    title: "Trigger for no source of a connection",
    cause: "A trigger names an action that is not there, or that does not fetch through a connection.",
    fix: "Name a source action of the provider CodeStarSourceConnection.",
    example: r#"trigger {
  provider_type = "CodeStarSourceConnection"
  git_configuration {
    source_action_name = "GitLab"
    push {
      branches { includes = ["main"] }
    }
  }
}"#,
};

/// Two triggers for one source.
pub const TRIGGER_TWICE: Check = Check {
    code: "CPGL031",
    severity: Severity::Error,
    title: "Two triggers for one source",
    cause: "AWS takes one trigger for each source action.",
    fix: "Put the filters of both into one trigger: what passes one of its filters starts the pipeline.",
    example: r#"trigger {
  provider_type = "CodeStarSourceConnection"
  git_configuration {
    source_action_name = "GitLab"
    push {
      branches { includes = ["main"] }
    }
    push {
      tags { includes = ["v*"] }
    }
  }
}"#,
};

/// Trigger in a pipeline of type V1.
pub const TRIGGER_V2: Check = Check {
    code: "CPGL032",
    severity: Severity::Error,
    title: "Trigger in a pipeline of type V1",
    cause: "Triggers can only be used in pipelines of type V2.",
    fix: "Write pipeline_type = \"V2\", or remove the triggers.",
    example: r#"pipeline_type = "V2""#,
};

/// Filters that do not go together.
pub const FILTER_COMBINATION: Check = Check {
    code: "CPGL033",
    severity: Severity::Either,
    title: "Filters that do not go together",
    cause: "A push filter with tags cannot have branches, since a push is never both, and no two filters of one \
            kind may ask for the same. Tags with file paths are not documented: that is a warning.",
    fix: "Write one `push` filter for the tags and another one for the branches.",
    example: r#"trigger {
  provider_type = "CodeStarSourceConnection"
  git_configuration {
    source_action_name = "GitLab"
    push {
      branches { includes = ["main"] }
    }
    push {
      tags { includes = ["v*"] }
    }
  }
}"#,
};

/// More triggers, filters or patterns than AWS takes.
pub const TRIGGER_LIMITS: Check = Check {
    code: "CPGL034",
    severity: Severity::Error,
    title: "More triggers, filters or patterns than AWS takes",
    cause: "A pipeline can have 50 triggers, a trigger 3 filters of each kind, a filter 8 includes and 8 \
            excludes of each criterion, a pattern 255 characters, and all triggers together 200 KB.",
    fix: "Join patterns with braces, as in `{main,release/*}`, or leave some out.",
    example: r#"trigger {
  provider_type = "CodeStarSourceConnection"
  git_configuration {
    source_action_name = "GitLab"
    push {
      branches { includes = ["{main,release/*}"] }
    }
  }
}"#,
};

/// Pattern that matches nothing.
pub const PATTERN: Check = Check {
    code: "CPGL035",
    severity: Severity::Either,
    title: "Pattern that matches nothing",
    cause: "A pattern in a filter is broken, or has a form that no name has. A line break in it is an error, since \
            AWS refuses that.",
    fix: "A pattern knows `*` (not across slashes), `**`, `?`, `[abc]`, `[!abc]` and `{a,b}`. Names are \
          matched without refs/heads/ and refs/tags/, and file paths without a slash at either end: `src/**`.",
    example: r#"trigger {
  provider_type = "CodeStarSourceConnection"
  git_configuration {
    source_action_name = "GitLab"
    push {
      branches { includes = ["release/**"] }
    }
  }
}"#,
};

/// Trigger beside the detection of changes.
pub const TRIGGER_DETECTION: Check = Check {
    code: "CPGL036",
    severity: Severity::Warning,
    title: "Trigger beside the detection of changes",
    cause: "A trigger takes the place of the detection of changes. What AWS makes of DetectChanges = \"true\" \
            beside a trigger is not documented.",
    fix: "Remove DetectChanges, or write \"false\".",
    example: r#"DetectChanges = "false""#,
};

/// Filter that asks for nothing.
pub const EMPTY_FILTER: Check = Check {
    code: "CPGL037",
    severity: Severity::Warning,
    title: "Filter that asks for nothing",
    cause: "A trigger without filters, a filter without criteria, or a criterion without patterns: AWS does \
            not document what passes it.",
    fix: "Add what is to start the pipeline, or remove the block.",
    example: r#"trigger {
  provider_type = "CodeStarSourceConnection"
  git_configuration {
    source_action_name = "GitLab"
    push {
      branches { includes = ["main"] }
    }
  }
}"#,
};

/// All of them.
pub(super) const CHECKS: &[Check] = &[
    TRIGGER_SOURCE,
    TRIGGER_TWICE,
    TRIGGER_V2,
    FILTER_COMBINATION,
    TRIGGER_LIMITS,
    PATTERN,
    TRIGGER_DETECTION,
    EMPTY_FILTER,
];
