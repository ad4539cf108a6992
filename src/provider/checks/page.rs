//! The registry page of checks.

use std::fmt::Write as _;

use super::codes::{Check, all};
use crate::framework::pages::Page;

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

The checks from CPGL070 on ask GitLab, and only if `preflight` is `warn` or `enforce` in the block `gitlab` of the provider. All \
others ask nobody.
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
        title,
        cause,
        fix,
        example,
    } = check;
    write!(
        text,
        "\n## {code}: {title}\n\n**Cause.** {cause}\n\n**What to do.** {fix}\n\n```terraform\n{example}\n```\n"
    )
}
