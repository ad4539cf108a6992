//! What a command answered, with assertions that show all of it when they fail.

use std::{fmt, process::ExitStatus};

/// The end of one command: its exit status and everything it wrote.
pub(crate) struct Outcome {
    pub(crate) command: String,
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Returns the `import` blocks of a message, as it shows them.
pub(crate) fn import_blocks(text: &str) -> Vec<String> {
    let blocks = text.split("  import {\n").skip(1);
    blocks
        .map(|block| format!("  import {{\n{}  }}\n", block.split("  }").next().unwrap()))
        .collect()
}

impl Outcome {
    /// The `import` blocks in everything that it wrote, as it shows them.
    pub(crate) fn import_blocks(&self) -> Vec<String> {
        import_blocks(&format!("{}\n{}", self.stdout, self.stderr))
    }

    /// The exit code; -1 when a signal ended the command.
    pub(crate) fn code(&self) -> i32 {
        self.status.code().unwrap_or(-1)
    }

    /// Asserts success. A plan with changes (exit code 2 of `-detailed-exitcode`) is a success as well.
    #[track_caller]
    pub(crate) fn succeeds(&self) -> &Self {
        let accepted = self.code() == 0 || (self.code() == 2 && self.is_plan());
        assert!(accepted, "expected success\n{self}");
        self
    }

    /// Asserts a failure that Terraform itself reported (exit code 1), not a crash or a signal.
    #[track_caller]
    pub(crate) fn fails(&self) -> &Self {
        assert_eq!(self.code(), 1, "expected an error\n{self}");
        self
    }

    /// Asserts that the text was written, whatever Terraform's line wrapping and diagnostic boxes did to it.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.mentions(text), "expected to read: {text}\n{self}");
        self
    }

    /// Asserts that the text was not written.
    #[track_caller]
    pub(crate) fn says_not(&self, text: &str) -> &Self {
        assert!(!self.mentions(text), "expected not to read: {text}\n{self}");
        self
    }

    /// Whether the text was written, compared as [`Outcome::says`] does.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        unwrapped(&format!("{}\n{}", self.stdout, self.stderr)).contains(&unwrapped(text))
    }

    /// Asserts a plan that creates, changes in place and destroys so many objects (a replacement counts in both ends).
    #[track_caller]
    pub(crate) fn plans(&self, add: u32, change: u32, destroy: u32) -> &Self {
        self.succeeds();
        assert_eq!(
            tally(&self.stdout, "Plan: "),
            Some([add, change, destroy]),
            "expected another plan\n{self}"
        );
        self
    }

    /// Asserts an apply that created, changed and destroyed so many objects.
    #[track_caller]
    pub(crate) fn applied(&self, added: u32, changed: u32, destroyed: u32) -> &Self {
        self.succeeds();
        let done = tally(&self.stdout, "Apply complete! Resources: ");
        assert_eq!(
            done,
            Some([added, changed, destroyed]),
            "expected another result\n{self}"
        );
        self
    }

    /// Asserts a plan with nothing to do, not even in the outputs.
    #[track_caller]
    pub(crate) fn has_no_changes(&self) -> &Self {
        assert!(self.is_plan(), "only a plan can have no changes\n{self}");
        assert_eq!(self.code(), 0, "expected an empty plan\n{self}");
        self.says("No changes.")
    }

    fn is_plan(&self) -> bool {
        self.command.contains("-detailed-exitcode")
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            command,
            status,
            stdout,
            stderr,
        } = self;
        write!(f, "$ {command}\n{status}\n--- stdout\n{stdout}\n--- stderr\n{stderr}")
    }
}

/// Returns the text without colors and diagnostic boxes, with every run of white space as one space.
pub(crate) fn unwrapped(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let plain = parts
        .next()
        .into_iter()
        .chain(parts.map(|part| part.split_once('m').map_or(part, |(_, rest)| rest)));
    let unboxed = plain.collect::<String>().replace(['│', '╷', '╵'], " ");
    unboxed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The three counts of Terraform's summary line; others in it (imported, forgotten, actions) are passed over.
fn tally(text: &str, prefix: &str) -> Option<[u32; 3]> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix(prefix))?;
    let line = line.split(". Actions: ").next()?;
    let count = |words: [&str; 2]| {
        let part = line
            .split(", ")
            .find(|part| words.iter().any(|word| part.trim_end_matches('.').ends_with(word)))?;
        part.split(' ').next()?.parse().ok()
    };
    Some([
        count(["add", "added"])?,
        count(["change", "changed"])?,
        count(["destroy", "destroyed"])?,
    ])
}

#[test]
fn text_is_found_across_wrapped_lines_in_a_box() {
    let boxed = "╷\n│ \u{1b}[31mError: \u{1b}[0mthe connection\n│   is\n│   PENDING\n╵\n";
    assert!(unwrapped(boxed).contains(&unwrapped("Error: the connection is PENDING")));
    assert!(!unwrapped(boxed).contains(&unwrapped("the connection is AVAILABLE")));
}

#[test]
fn a_summary_line_is_counted_with_and_without_imports() {
    assert_eq!(
        tally("x\nPlan: 1 to add, 2 to change, 3 to destroy.\n", "Plan: "),
        Some([1, 2, 3])
    );
    assert_eq!(
        tally("Plan: 4 to import, 0 to add, 10 to change, 0 to destroy.", "Plan: "),
        Some([0, 10, 0])
    );
    let applied = "Apply complete! Resources: 1 imported, 2 added, 0 changed, 1 destroyed.";
    assert_eq!(tally(applied, "Apply complete! Resources: "), Some([2, 0, 1]));
    let with_actions = "Apply complete! Resources: 2 added, 0 changed, 0 destroyed. Actions: 1 invoked.";
    assert_eq!(tally(with_actions, "Apply complete! Resources: "), Some([2, 0, 0]));
    assert_eq!(tally("No changes.", "Plan: "), None);
}
