//! The registry page of checks.

use std::fmt::Write as _;

use terraform_provider_sdk::pages::Page;

use super::{ALL, check::Check};

/// URL of the page in the registry. The code of each check in lowercase is an anchor of it.
pub const URL: &str = "https://registry.terraform.io/providers/gitlab-aws/codepipeline/latest/docs/guides/checks";

/// The introduction before the checks.
const HEAD: &str = "---
page_title: \"Checks\"
subcategory: \"\"
description: |-
  The checks that the provider runs before it creates anything, with the cause, the fix and an example for each code.
---

# Checks

Most mistakes in a GitLab source surface only when the pipeline runs. This provider finds them before it creates anything. \
Each check has a code that never changes. Its message contains the code and links to its section on this page.

If a check is wrong for your account, skip it and report the problem:

```terraform
provider \"codepipeline\" {
  skip_checks = [\"CPGL010\"]
}
```

Most checks need no network: `terraform validate` reports their findings, or the plan does once the values are known. Two kinds of checks send requests:

- The checks from CPGL070 to CPGL089 call GitLab, and only if `preflight` is `warn` or `enforce` in the `gitlab` block of the provider.
- CPGL001 and the checks of `codepipeline_source_action` call AWS: they read the provider type of a source's connection, \
and the pipeline that the source action changes. A problem that depends on the provider type is an error at plan. A problem that depends \
on the pipeline is a warning at plan and an error at apply, before anything is written.
";

/// Renders the page from the list of checks.
pub fn page() -> Page {
    let mut text = HEAD.to_owned();
    for check in ALL {
        write(&mut text, check).expect("writing to a String cannot fail");
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
        ..
    } = check;
    let anchor = code.to_ascii_lowercase();
    let severity = check.severity.as_str();
    let place = example.place.introduction();
    let introduction = place.map(|place| format!("{place}:\n\n")).unwrap_or_default();
    write!(
        text,
        "\n<a id=\"{anchor}\"></a>\n## {code}: {title}\n\n**Severity.** {severity}.\n\n**Cause.** {cause}\n\n**Fix.** {fix}\n\n{introduction}\
         ```terraform\n{}\n```\n",
        example.passes
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_have_one_form() {
        let codes: Vec<&str> = ALL.iter().map(|check| check.code).collect();
        assert!(codes.is_sorted_by(|one, next| one < next), "{codes:?}");
        for code in codes {
            let number = code.strip_prefix("CPGL").expect("the prefix of every code");
            assert!(
                number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()),
                "{code}"
            );
        }
    }

    #[test]
    fn every_check_is_explained() {
        for check in ALL {
            for text in [check.title, check.cause, check.fix, check.example.passes] {
                assert!(!text.trim().is_empty(), "{}", check.code);
            }
            assert!(
                !check.title.ends_with('.') && check.cause.ends_with('.') && check.fix.ends_with('.'),
                "{}",
                check.code
            );
        }
    }

    #[test]
    fn every_check_has_its_own_title_and_example() {
        let titles: BTreeSet<_> = ALL.iter().map(|check| check.title).collect();
        assert_eq!(titles.len(), ALL.len());
        let examples = ALL.iter().map(|check| (check.example.passes, check.example.failing()));
        assert_eq!(examples.collect::<BTreeSet<_>>().len(), ALL.len());
    }

    #[test]
    fn the_edit_that_makes_an_example_fail_has_one_place() {
        for (check, edit) in ALL.iter().filter_map(|check| Some((check, check.example.fails_with?))) {
            assert_eq!(check.example.passes.matches(edit.replace).count(), 1, "{}", check.code);
        }
    }
}
