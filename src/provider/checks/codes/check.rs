//! What there is to say of a check.

use super::{connections, preflight, sources, structure, triggers, variables};

/// How bad it is what a check finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// AWS refuses it, or it cannot work.
    Error,
    /// It is probably a mistake, or AWS's answer is not documented.
    Warning,
    /// The one or the other; the check says when.
    Either,
}

impl Severity {
    /// As the page prints it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::Warning => "Warning",
            Self::Either => "Error or warning",
        }
    }
}

/// A check that practitioners can meet, look up and silence.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The code: `CPGL010`. It never changes, and is never used again.
    pub code: &'static str,
    /// How bad it is what it finds.
    pub severity: Severity,
    /// What is checked, in a few words.
    pub title: &'static str,
    /// Why it fails.
    pub cause: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// A configuration that passes.
    pub example: &'static str,
}

/// Every check, in the order of the codes.
pub fn all() -> impl Iterator<Item = &'static Check> {
    let tables = [
        sources::CHECKS,
        connections::CHECKS,
        triggers::CHECKS,
        structure::CHECKS,
        variables::CHECKS,
        preflight::CHECKS,
    ];
    let mut all: Vec<&Check> = tables.into_iter().flatten().collect();
    all.sort_by_key(|check| check.code);
    all.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_the_same_form_and_is_there_once() {
        let codes: Vec<&str> = all().map(|check| check.code).collect();
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
        for check in all() {
            for text in [check.title, check.cause, check.fix, check.example] {
                assert!(!text.trim().is_empty(), "{}", check.code);
            }
            assert!(
                !check.title.ends_with('.') && check.cause.ends_with('.') && check.fix.ends_with('.'),
                "{}",
                check.code
            );
        }
    }
}
