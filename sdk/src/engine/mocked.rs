//! The values that `terraform test` and `tofu test` generate for the computed attributes of mocked resources.

use crate::value::{Path, Step, Value};

/// Returns whether a test may have generated this value: Terraform generates 8 lowercase letters and digits, and OpenTofu
/// 4 to 15 letters and digits.
pub(super) fn is_generated(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    (4..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Returns the value at a path; null if the path leads nowhere.
pub(super) fn value_at<'a>(root: &'a Value, path: &Path) -> &'a Value {
    path.steps().iter().fold(root, |value, step| match step {
        Step::Attribute(name) => value.get(name),
        Step::Key(name) => value.get(name),
        Step::Index(index) => value.elements().get(*index).unwrap_or(&Value::Null),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_values_are_short_and_contain_only_letters_and_digits() {
        for text in ["rwz66wst", "tyF2cRf", "abcd", "abcdefghijklmno"] {
            assert!(is_generated(&text.into()), "{text}");
        }
        for text in ["", "abc", "abcdefghijklmnop", "note:x:1", "git-lab1", "gitläb12"] {
            assert!(!is_generated(&text.into()), "{text}");
        }
        assert!(!is_generated(&Value::Null));
        assert!(!is_generated(&Value::unknown()));
    }

    #[test]
    fn a_path_leads_through_blocks_lists_and_maps() {
        let action = Value::object([("configuration", Value::object([("ConnectionArn", "rwz66wst".into())]))]);
        let root = Value::object([("action", Value::List(vec![action]))]);
        let path = Path::attribute("action")
            .index(0)
            .name("configuration")
            .key("ConnectionArn");
        assert_eq!(value_at(&root, &path), &"rwz66wst".into());
        assert_eq!(
            value_at(&root, &Path::attribute("action").index(1).name("x")),
            &Value::Null
        );
    }
}
