//! Limits of single arguments, which are part of the schema.

use super::{
    check::{Check, Judge, Severity},
    example::{Edit, Example, Place},
};

/// Value outside AWS's limits.
pub const LIMITS: Check = Check {
    code: "CPGL068",
    severity: Severity::Error,
    title: "Value outside AWS's limits",
    cause: "AWS limits the names, numbers, strings and lists of a pipeline. For example, the name of a pipeline, \
            stage or action has 1 to 100 letters, digits and `.` `@` `_` `-`, the name of an artifact has only \
            letters, digits, `_` and `-`, and a `run_order` is between 1 and 999. Some arguments allow certain values only.",
    fix: "Use a value that the message allows.",
    example: Example::new(
        Place::Pipeline,
        r#"stage {
  name = "Deploy-to-EU"

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"
  }
}"#,
        Edit {
            replace: r#""Deploy-to-EU""#,
            with: r#""Deploy to EU""#,
        },
    ),
    judge: Judge::Argument,
};
