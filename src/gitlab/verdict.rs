//! The result of checking a string against a grammar: accepted, possibly with warnings, or refused with the reason and the
//! right value.

/// The verdict on one string; `R` is the grammar's list of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<R> {
    /// The string can be used as it is; the problems are warnings.
    Accepted(Vec<Problem<R>>),
    /// The string is invalid.
    Refused(Problem<R>),
}

/// One problem of a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem<R> {
    /// The broken rule.
    pub rule: R,
    /// The cause in one or two sentences, without credentials or control characters, and with only a short quotation of
    /// the string.
    pub sentence: String,
    /// The value to write instead, if one is certain enough. It is always a valid value.
    pub suggestion: Option<String>,
}

impl<R> Problem<R> {
    /// Returns a problem without a suggestion.
    pub(crate) fn new(rule: R, sentence: impl Into<String>) -> Self {
        Self {
            rule,
            sentence: sentence.into(),
            suggestion: None,
        }
    }

    /// Returns the problem with the value to write instead.
    pub(crate) fn suggesting(self, suggestion: impl Into<String>) -> Self {
        Self {
            suggestion: Some(suggestion.into()),
            ..self
        }
    }

    /// Returns the cause and the value to write instead.
    pub fn advice(&self) -> String {
        advising(self.sentence.clone(), self.suggestion.as_deref())
    }
}

impl<R> Verdict<R> {
    /// Returns the problem that makes the string invalid, if any.
    pub fn refusal(&self) -> Option<&Problem<R>> {
        match self {
            Self::Accepted(_) => None,
            Self::Refused(problem) => Some(problem),
        }
    }

    /// Whether the string can be used as it is.
    pub fn is_accepted(&self) -> bool {
        self.refusal().is_none()
    }
}

/// Returns the sentence and the value to write instead, if any.
pub(crate) fn advising(said: String, suggestion: Option<&str>) -> String {
    match suggestion {
        Some(suggestion) => format!("{said} Write {suggestion:?}."),
        None => said,
    }
}

/// Declares a list of rules: an enum whose variants have a code, as in the test vectors, and a sentence for the user.
macro_rules! rules {
    ($(#[$outer:meta])* $name:ident, $text:ident { $($(#[$doc:meta])* $variant:ident = $code:literal: $words:literal,)* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// All variants, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// Returns the stable name of the variant, in snake case.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }

            /// Returns the message for the user.
            pub fn $text(self) -> &'static str {
                match self { $($name::$variant => $words,)* }
            }
        }
    };
}
pub(crate) use rules;
