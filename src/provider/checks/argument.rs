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
    cause: "Each name, number, string and list of a pipeline has limits. Names of pipelines, stages and actions have 1 to 100 \
            letters, digits and . @ _ -, those of artifacts letters, digits, _ and - only, a run_order is 1 to 999, and so \
            on. Some arguments allow certain values only.",
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
