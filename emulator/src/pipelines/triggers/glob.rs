//! The globs of trigger filters.
//!
//! `*` is any run without `/`, `**` any run, `?` one character other than `/`, `[abc]`, `[a-z]` and `[!…]` one
//! character of a set, `{a,b}` alternatives that do not nest; `\` takes the next character literally.

/// Returns whether the glob matches the whole of `name`.
pub(super) fn matches(glob: &str, name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let mut reachable = vec![false; name.len() + 1];
    reachable[0] = true;
    for token in parse(glob) {
        reachable = token.advance(&reachable, &name);
    }
    reachable[name.len()]
}

/// One step of a glob.
enum Token {
    Literal(char),
    One,
    Run,
    LongRun,
    Set { not: bool, ranges: Vec<(char, char)> },
    Alternatives(Vec<Vec<Self>>),
}

impl Token {
    /// From the positions in `name` that were reachable before this token to those reachable after it.
    fn advance(&self, from: &[bool], name: &[char]) -> Vec<bool> {
        match self {
            Self::Literal(literal) => step(from, name, |c| c == *literal),
            Self::One => step(from, name, |c| c != '/'),
            Self::Set { not, ranges } => step(from, name, |c| {
                c != '/' && *not != ranges.iter().any(|(first, last)| (*first..=*last).contains(&c))
            }),
            Self::Run => run(from, name, |c| c != '/'),
            Self::LongRun => run(from, name, |_| true),
            Self::Alternatives(alternatives) => {
                let mut to = vec![false; from.len()];
                for alternative in alternatives {
                    let reached = alternative
                        .iter()
                        .fold(from.to_vec(), |at, token| token.advance(&at, name));
                    to.iter_mut().zip(reached).for_each(|(to, reached)| *to |= reached);
                }
                to
            }
        }
    }
}

fn step(from: &[bool], name: &[char], accepts: impl Fn(char) -> bool) -> Vec<bool> {
    let mut to = vec![false; from.len()];
    for (at, c) in name.iter().enumerate() {
        to[at + 1] = from[at] && accepts(*c);
    }
    to
}

fn run(from: &[bool], name: &[char], accepts: impl Fn(char) -> bool) -> Vec<bool> {
    let mut to = from.to_vec();
    for (at, c) in name.iter().enumerate() {
        to[at + 1] |= to[at] && accepts(*c);
    }
    to
}

fn parse(glob: &str) -> Vec<Token> {
    let glob: Vec<char> = glob.chars().collect();
    let (mut tokens, mut at) = (Vec::new(), 0);
    while at < glob.len() {
        let (token, next) = token(&glob, at);
        tokens.push(token);
        at = next;
    }
    tokens
}

/// The token at `at`, and where the next one begins. A bracket or brace that is never closed stands for itself.
fn token(glob: &[char], at: usize) -> (Token, usize) {
    match glob[at] {
        '\\' if at + 1 < glob.len() => (Token::Literal(glob[at + 1]), at + 2),
        '*' if glob.get(at + 1) == Some(&'*') => (Token::LongRun, at + 2),
        '*' => (Token::Run, at + 1),
        '?' => (Token::One, at + 1),
        '[' => set(glob, at + 1).unwrap_or((Token::Literal('['), at + 1)),
        '{' => alternatives(glob, at + 1).unwrap_or((Token::Literal('{'), at + 1)),
        literal => (Token::Literal(literal), at + 1),
    }
}

/// A set that opened just before `start`. A `]` right at its beginning belongs to it.
fn set(glob: &[char], start: usize) -> Option<(Token, usize)> {
    let not = glob.get(start) == Some(&'!');
    let first = start + usize::from(not);
    let end = first + 1 + glob.get(first + 1..)?.iter().position(|c| *c == ']')?;
    let (mut ranges, mut at) = (Vec::new(), first);
    while at < end {
        let is_range = at + 2 < end && glob[at + 1] == '-';
        let last = if is_range { at + 2 } else { at };
        ranges.push((glob[at], glob[last]));
        at = last + 1;
    }
    Some((Token::Set { not, ranges }, end + 1))
}

/// Alternatives that opened just before `start`.
fn alternatives(glob: &[char], start: usize) -> Option<(Token, usize)> {
    let (mut all, mut current, mut at) = (Vec::new(), Vec::new(), start);
    loop {
        match glob.get(at)? {
            '}' => break,
            ',' => {
                all.push(std::mem::take(&mut current));
                at += 1;
            }
            // Braces do not nest: an inner one stands for itself.
            '{' => {
                current.push(Token::Literal('{'));
                at += 1;
            }
            _ => {
                let (token, next) = token(glob, at);
                current.push(token);
                at = next;
            }
        }
    }
    all.push(current);
    Some((Token::Alternatives(all), at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_as_aws_documents() {
        let table: &[(&str, &[&str], &[&str])] = &[
            ("main", &["main"], &["Main", "main2", "", "xmain"]),
            ("*", &["main", ""], &["feature/x"]),
            ("**", &["main", "a/b/c", ""], &[]),
            ("feature/*", &["feature/x", "feature/"], &["feature/x/y", "feature"]),
            ("feature/**", &["feature/x/y", "feature/x"], &["features/x"]),
            ("**/*.tf", &["a/b/c.tf", "a/.tf"], &["c.tf", "a/b.tfx"]),
            ("v?", &["v1", "vé"], &["v", "v12", "v/"]),
            ("v[0-9].[ab]", &["v1.a", "v9.b"], &["v10.a", "v1.c"]),
            ("v[!0-9]", &["va"], &["v1", "v/"]),
            ("[*?\\]", &["*", "?", "\\"], &["a"]),
            ("[]a]", &["]", "a"], &["b"]),
            ("[a-]", &["a", "-"], &["b"]),
            (
                "{main,release-*}",
                &["main", "release-1"],
                &["release", "main,release-1"],
            ),
            ("x{a,}y", &["xay", "xy"], &["xaay"]),
            ("a\\*b", &["a*b"], &["axb"]),
            ("a\\", &["a\\"], &["a"]),
            ("[ab", &["[ab"], &["a"]),
            ("{a,b", &["{a,b"], &["a"]),
            ("{a,{b}", &["a", "{b"], &["b"]),
        ];
        for (glob, matching, others) in table {
            for name in *matching {
                assert!(matches(glob, name), "{glob} should match {name:?}");
            }
            for name in *others {
                assert!(!matches(glob, name), "{glob} should not match {name:?}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn no_glob_panics(glob in "[a-c*?\\[\\]!{},\\\\/-]{0,24}", name in "[a-c/\\[{]{0,12}") {
            matches(&glob, &name);
        }

        #[test]
        fn an_escaped_name_matches_itself_only(name in "[a-c*?\\[{}]{1,8}", other in "[a-c*?\\[{}]{1,8}") {
            let glob: String = name.chars().flat_map(|c| ['\\', c]).collect();
            proptest::prop_assert_eq!(matches(&glob, &other), name == other);
        }
    }
}
