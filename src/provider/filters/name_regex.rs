//! Regular expressions that select objects by their names.

use regex_lite::Regex;
use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics, quote},
    schema::{
        Shape,
        validators::{Check, Complaint, Validator},
    },
    typed::{AttributeValue, wrong_type},
    value::{Type, Value},
};

/// A regular expression that is searched in a name. It takes time linear in the length of the name.
///
/// Syntax: that of RE2, which Terraform's `regex` has, without classes of Unicode characters.
#[derive(Clone, Debug)]
pub struct NameRegex(Regex);

impl NameRegex {
    /// Returns whether a part of the name matches.
    pub fn matches(&self, name: &str) -> bool {
        self.0.is_match(name)
    }

    fn parse(text: &str) -> Result<Self, Complaint> {
        let malformed = |cause: regex_lite::Error| {
            let detail = format!(
                "{} is malformed: {cause}. Write an expression such as \"^gitlab-\", and a backslash twice in a quoted string.",
                quote(text)
            );
            Complaint::new("Malformed regular expression", detail)
        };
        Regex::new(text).map(Self).map_err(malformed)
    }
}

fn check(value: &Value) -> Result<(), Complaint> {
    value.as_str().map_or(Ok(()), |text| NameRegex::parse(text).map(drop))
}

impl AttributeValue for NameRegex {
    fn shape() -> Shape {
        Shape::Plain(Type::String)
    }

    fn validators() -> Vec<Validator> {
        vec![Validator::Custom(Check(check))]
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        let text = value
            .as_str()
            .ok_or_else(|| wrong_type("a regular expression", value))?;
        Self::parse(text).map_err(|Complaint { summary, detail }| Diagnostic::error(summary, detail).into())
    }

    fn to_value(&self) -> Value {
        Value::string(self.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_part_of_a_name_matches_unless_the_expression_is_anchored() {
        for (expression, name, is_match) in [
            ("lab", "gitlab-web", true),
            ("^gitlab", "gitlab-web", true),
            ("^web$", "gitlab-web", false),
            ("", "web", true),
            ("(?i)GITLAB", "gitlab", true),
            ("^(web|api)-[0-9]{2}$", "api-07", true),
        ] {
            assert_eq!(
                NameRegex::parse(expression).unwrap().matches(name),
                is_match,
                "{expression}"
            );
        }
    }

    #[test]
    fn a_malformed_expression_is_quoted_with_the_cause() {
        for expression in ["(", "[a-", "*web", "a{2,1}", "(?=web)", "\\p{Lu}", "a{9999}{9999}"] {
            let complaint = check(&expression.into()).unwrap_err();
            assert_eq!(complaint.summary, "Malformed regular expression");
            assert!(complaint.detail.starts_with(&quote(expression)), "{complaint:?}");
        }
    }

    proptest! {
        #[test]
        fn any_string_is_an_expression_or_malformed(text in ".{0,40}", name in ".{0,40}") {
            match NameRegex::parse(&text) {
                Ok(regex) => {
                    regex.matches(&name);
                    prop_assert_eq!(regex.to_value(), Value::string(&text));
                }
                Err(complaint) => prop_assert!(!complaint.detail.is_empty()),
            }
        }
    }
}
