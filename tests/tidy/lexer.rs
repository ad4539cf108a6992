//! The parts of Rust source text that a parser drops or scatters: comments and strings apart from code.

/// A source text, in three texts of the same lines. What belongs to another is blank.
pub(crate) struct Parts {
    /// Code. The content of strings is blank, their quotes are not.
    pub(crate) code: String,
    pub(crate) comments: String,
    /// Strings and characters with their quotes.
    pub(crate) strings: String,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Code,
    Line,
    /// A block comment and its depth.
    Block(usize),
    Text,
    /// A raw string and its number of `#`.
    Raw(usize),
}

/// Splits a source text.
pub(crate) fn split(text: &str) -> Parts {
    let mut parts = Parts {
        code: String::with_capacity(text.len()),
        comments: String::with_capacity(text.len()),
        strings: String::with_capacity(text.len()),
    };
    let (mut state, mut rest) = (State::Code, text);
    while let Some(first) = rest.chars().next() {
        let (next, length) = step(state, rest).unwrap_or((state, first.len_utf8()));
        let owner = match first {
            // A character may be a quote or a brace.
            '\'' if state == State::Code && length > 1 => State::Text,
            _ if next == state => state,
            _ => delimiter(state, next),
        };
        for letter in rest[..length].chars() {
            parts.push(owner, letter);
        }
        (state, rest) = (next, &rest[length..]);
    }
    parts
}

impl Parts {
    fn push(&mut self, owner: State, letter: char) {
        let blank = if letter == '\n' { '\n' } else { ' ' };
        let pick = |is_owner: bool| if is_owner { letter } else { blank };
        self.code.push(pick(owner == State::Code));
        self.comments.push(pick(matches!(owner, State::Line | State::Block(_))));
        self.strings.push(pick(
            (owner == State::Code && letter == '"') || matches!(owner, State::Text | State::Raw(_)),
        ));
    }
}

/// Returns the state to which the start of the text leads, and the length of what leads there.
fn step(state: State, rest: &str) -> Option<(State, usize)> {
    match state {
        State::Code => open(rest),
        State::Line => rest.starts_with('\n').then_some((State::Code, 1)),
        State::Block(depth) if rest.starts_with("/*") => Some((State::Block(depth + 1), 2)),
        State::Block(depth) if rest.starts_with("*/") => match depth {
            1 => Some((State::Code, 2)),
            _ => Some((State::Block(depth - 1), 2)),
        },
        State::Text if rest.starts_with('\\') => {
            let escaped = rest[1..].chars().next().map_or(0, char::len_utf8);
            Some((State::Text, 1 + escaped))
        }
        State::Text => rest.starts_with('"').then_some((State::Code, 1)),
        State::Raw(hashes) => {
            let end = format!("\"{}", "#".repeat(hashes));
            rest.starts_with(&end).then_some((State::Code, end.len()))
        }
        State::Block(_) => None,
    }
}

fn open(rest: &str) -> Option<(State, usize)> {
    if rest.starts_with("//") {
        return Some((State::Line, 2));
    }
    if rest.starts_with("/*") {
        return Some((State::Block(1), 2));
    }
    if rest.starts_with('"') {
        return Some((State::Text, 1));
    }
    if let Some(raw) = rest.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            return Some((State::Raw(hashes), hashes + 2));
        }
    }
    // A character is read whole, and an identifier, which may end in `r`.
    let mut letters = rest.chars();
    let (first, second) = (letters.next()?, letters.next()?);
    if first == '\'' {
        let content = if second == '\\' { 2 } else { second.len_utf8() };
        return rest[1 + content..]
            .find('\'')
            .filter(|end| *end == 0 || second == '\\')
            .map(|end| (State::Code, 2 + content + end));
    }
    let word = rest
        .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(rest.len());
    (word > 1).then_some((State::Code, word))
}

/// Returns what a delimiter belongs to: the comment or the code that it opens or closes.
fn delimiter(state: State, next: State) -> State {
    match (state, next) {
        (State::Line | State::Block(_), _) => state,
        (_, State::Line | State::Block(_)) => next,
        _ => State::Code,
    }
}

#[test]
fn comments_strings_and_code_are_told_apart() {
    let text = "let a = \"x // \\\" y\"; // c \"d\"\nlet b = r#\"e \"f\" \"#; /* g /* h */ */ '\"' '\\'' for 'a";
    let parts = split(text);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(&parts.strings), "\"x // \\\" y\" \"e \"f\" \" '\"' '\\''");
    assert_eq!(words(&parts.comments), "// c \"d\" /* g /* h */ */");
    assert_eq!(words(&parts.code), "let a = \" \"; let b = r#\" \"#; for 'a");
    assert_eq!(parts.code.len(), text.len());
}
