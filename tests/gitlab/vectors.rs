//! Reads the vectors: one a line, an input, a tab, and what is expected of it.

use terraform_provider_codepipeline::gitlab::verdict::{Problem, Verdict};

/// One line of a vector file.
#[derive(Clone)]
pub(crate) struct Vector {
    pub(crate) input: String,
    pub(crate) expected: String,
}

/// The vectors of a file. `\s`, `\t` and `\x7f` in the input stand for the character; another `\` is itself.
pub(crate) fn parse(file: &str) -> Vec<Vector> {
    let lines = file.lines().filter(|line| !line.starts_with("# ") && !line.is_empty());
    lines
        .map(|line| {
            let (input, expected) = line.split_once('\t').expect("a vector has a tab");
            let input = input
                .replace("\\s", " ")
                .replace("\\t", "\t")
                .replace("\\x7f", "\u{7f}")
                .replace("\\n", "\n");
            Vector {
                input,
                expected: expected.to_owned(),
            }
        })
        .collect()
}

/// A verdict in the words of the vector files; `accepted` is what stands for an accepted text.
pub(crate) fn describe<R: Copy>(verdict: &Verdict<R>, accepted: &str, code: impl Fn(R) -> &'static str) -> String {
    let words = |problem: &Problem<R>| match &problem.suggestion {
        Some(suggestion) => format!("{}=>{suggestion}", code(problem.rule)),
        None => code(problem.rule).to_owned(),
    };
    match verdict {
        Verdict::Accepted(warnings) if warnings.is_empty() => accepted.to_owned(),
        Verdict::Accepted(warnings) => format!(
            "{accepted}~{}",
            warnings.iter().map(words).collect::<Vec<_>>().join(",")
        ),
        Verdict::Refused(problem) => format!("!{}", words(problem)),
    }
}
