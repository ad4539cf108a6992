//! The registry page of checks.

use std::fmt::Write as _;

use terraform_provider_sdk::pages::Page;

use super::codes::{Check, all};

/// What stands before the checks.
const HEAD: &str = "---
page_title: \"Checks\"
subcategory: \"\"
description: |-
  What is judged before anything is created: the cause, the fix and an example for each code.
---

# Checks

What goes wrong with a source from GitLab usually shows only when the pipeline runs, and not in Terraform. This provider looks \
before anything is created. Each check has a code that never changes, which its message names.

A check that is wrong about your account can be silenced, and should be reported:

```terraform
provider \"codepipeline\" {
  skip_checks = [\"CPGL010\"]
}
```

Most checks need no network, and what they find is found by `terraform validate` or, as soon as the values are known, by the plan. \
Two kinds ask:

- The checks from CPGL070 on ask GitLab, and only if `preflight` is `warn` or `enforce` in the block `gitlab` of the provider.
- AWS is asked where the connection of a source leads (CPGL001), and `codepipeline_source_action` is judged together with the \
pipeline that AWS has. What depends on such an answer is a warning at plan and an error at apply, before anything is written.
";

/// The page, from the list of checks.
pub fn page() -> Page {
    let mut text = HEAD.to_owned();
    for check in all() {
        write(&mut text, check).expect("a String takes all that is written");
    }
    Page {
        path: "guides/checks.md".to_owned(),
        text,
    }
}

fn write(text: &mut String, check: &Check) -> std::fmt::Result {
    let Check {
        code,
        severity,
        title,
        cause,
        fix,
        example,
    } = check;
    write!(
        text,
        "\n## {code}: {title}\n\n**Severity.** {}.\n\n**Cause.** {cause}\n\n**What to do.** {fix}\n\n```terraform\n{example}\n```\n",
        severity.as_str()
    )
}
