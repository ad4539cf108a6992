//! Colors of the output, on a terminal only.

use std::{
    io::{IsTerminal as _, stdout},
    sync::LazyLock,
};

/// Parts of the output.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Title,
    Time,
    Added,
    Failure,
}

impl Style {
    /// Returns the text in this style, or unchanged if standard output is no terminal or `NO_COLOR` is set.
    pub(crate) fn paint(self, text: &str) -> String {
        if !*IS_COLORED {
            return text.to_owned();
        }
        let code = match self {
            Self::Title => "1",
            Self::Time => "2",
            Self::Added => "32",
            Self::Failure => "1;31",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

#[expect(clippy::disallowed_methods, reason = "the user of the demo chooses")]
static IS_COLORED: LazyLock<bool> = LazyLock::new(|| {
    let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    stdout().is_terminal() && !is_refused
});
