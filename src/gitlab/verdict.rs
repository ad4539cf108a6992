//! The result of checking a string against a grammar: accepted, possibly with warnings, or refused with the reason and the
//! right value.

/// The verdict on one string; `R` is the grammar's list of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<R> {
    /// The string can be used as it is; the problems are warnings.
    Accepted(Vec<Problem<R>>),
    /// The string cannot work.
    Refused(Problem<R>),
}

/// One thing that is wrong, or doubtful, about a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem<R> {
    /// Which rule is broken.
    pub rule: R,
    /// The cause in one or two sentences; never holds credentials, control characters, or more than a little of the input.
    pub sentence: String,
    /// The value to write instead, if one is certain enough to offer; it is itself accepted.
    pub suggestion: Option<String>,
}

impl<R> Problem<R> {
    /// A problem without a suggestion.
    pub(crate) fn new(rule: R, sentence: impl Into<String>) -> Self {
        Self {
            rule,
            sentence: sentence.into(),
            suggestion: None,
        }
    }

    /// The same problem with the value to write instead.
    pub(crate) fn suggesting(self, suggestion: impl Into<String>) -> Self {
        Self {
            suggestion: Some(suggestion.into()),
            ..self
        }
    }

    /// The cause, and the value to write instead.
    pub fn advice(&self) -> String {
        advising(self.sentence.clone(), self.suggestion.as_deref())
    }
}

impl<R> Verdict<R> {
    /// The problem that makes the string unusable, if there is one.
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

/// What is said, and the value to write instead, if there is one.
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
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The variant's stable name, in snake case.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)* }
            }

            /// The sentence that the user reads about it.
            pub fn $text(self) -> &'static str {
                match self { $($name::$variant => $words,)* }
            }
        }
    };
}
pub(crate) use rules;
