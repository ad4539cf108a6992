//! The glob patterns of trigger filters.

/// A glob pattern of CodePipeline's triggers, matched against whole branch names, tag names and file paths.
///
/// `*` is any run of characters without `/`, `**` any run at all, `?` one character other than `/`; `[abc]`, `[a-z]` and
/// `[!…]` are one character of a set (inside, `*`, `?` and `\` stand for themselves, and so does `-` in the first place);
/// `{a,b}` is one of several patterns, without a further group inside; `\` takes the next character as it is.
/// Source: the CodePipeline user guide, "Working with glob patterns in syntax".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    source: String,
    steps: Vec<Step>,
}

/// The reason why a string is not a valid glob pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobError {
    /// Position of the error: the number of characters before it.
    pub position: usize,
    /// The cause, to follow a colon.
    pub cause: &'static str,
}

/// One instruction of the automaton that a pattern is compiled to; its states are the positions in the list of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Exactly this character.
    Literal(char),
    /// One character other than `/`.
    One,
    /// One character of the ranges, or of all others but `/`.
    Set { negated: bool, ranges: Vec<(char, char)> },
    /// Any number of characters, `/` among them or not.
    Run { across: bool },
    /// Continues at any of these steps.
    Fork(Vec<usize>),
    /// Continues at this step.
    Jump(usize),
}

impl Glob {
    /// Parses a pattern.
    ///
    /// # Errors
    /// If a group or set has no end, a group contains a group, a set is empty, a range is reversed, or the pattern ends
    /// with `\`.
    pub fn parse(source: &str) -> Result<Self, GlobError> {
        let mut parser = Parser {
            characters: source.chars().collect(),
            position: 0,
            steps: Vec::new(),
        };
        while parser.position < parser.characters.len() {
            parser.step(false)?;
        }
        Ok(Self {
            source: source.to_owned(),
            steps: parser.steps,
        })
    }

    /// Returns the pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether the pattern matches all of `name`. Takes time proportional to at most the product of both lengths.
    pub fn matches(&self, name: &str) -> bool {
        let mut states = vec![false; self.steps.len() + 1];
        self.enter(0, &mut states);
        for character in name.chars() {
            let mut next = vec![false; states.len()];
            for state in (0..self.steps.len()).filter(|state| states[*state]) {
                if let Some(target) = self.steps[state].after(state, character) {
                    self.enter(target, &mut next);
                }
            }
            states = next;
        }
        states[self.steps.len()]
    }

    /// Adds a state and all states that it reaches without reading a character.
    fn enter(&self, state: usize, states: &mut [bool]) {
        let mut open = vec![state];
        while let Some(state) = open.pop() {
            if std::mem::replace(&mut states[state], true) {
                continue;
            }
            match self.steps.get(state) {
                Some(Step::Fork(targets)) => open.extend(targets),
                Some(Step::Jump(target)) => open.push(*target),
                Some(Step::Run { .. }) => open.push(state + 1),
                _ => {}
            }
        }
    }
}

impl std::fmt::Display for Glob {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.source)
    }
}

impl Step {
    /// Returns the state after reading `character` in the state `at`, if it can be read there.
    fn after(&self, at: usize, character: char) -> Option<usize> {
        let reads = match self {
            Self::Literal(literal) => *literal == character,
            Self::One => character != '/',
            Self::Set { negated, ranges } => {
                let is_listed = ranges.iter().any(|(from, to)| (*from..=*to).contains(&character));
                character != '/' && is_listed != *negated
            }
            Self::Run { across } => return (*across || character != '/').then_some(at),
            Self::Fork(_) | Self::Jump(_) => false,
        };
        reads.then_some(at + 1)
    }
}

/// Compiles a pattern from left to right.
struct Parser {
    characters: Vec<char>,
    position: usize,
    steps: Vec<Step>,
}

impl Parser {
    /// Compiles the construct at the position, which is inside the pattern.
    fn step(&mut self, in_group: bool) -> Result<(), GlobError> {
        let start = self.position;
        let character = self.next().expect("the position is inside the pattern");
        let step = match character {
            '*' => {
                let across = self.eat('*');
                while self.eat('*') {}
                Step::Run { across }
            }
            '?' => Step::One,
            '[' => self.set(start)?,
            '{' if in_group => return Err(error(start, "a group cannot contain another group")),
            '{' => return self.group(start),
            '\\' => Step::Literal(self.next().ok_or(error(start, "\"\\\" at the end escapes nothing"))?),
            literal => Step::Literal(literal),
        };
        self.steps.push(step);
        Ok(())
    }

    /// Compiles `{a,b}` after its brace: a fork to each alternative, and from the end of each a jump behind the group.
    fn group(&mut self, start: usize) -> Result<(), GlobError> {
        let fork = self.steps.len();
        self.steps.push(Step::Fork(Vec::new()));
        let (mut starts, mut ends) = (vec![fork + 1], Vec::new());
        loop {
            match self.characters.get(self.position) {
                None => return Err(error(start, "the group has no \"}\"")),
                Some(',' | '}') => {
                    ends.push(self.steps.len());
                    self.steps.push(Step::Jump(0)); // Its target is known once the group is complete.
                    if self.next() == Some('}') {
                        break;
                    }
                    starts.push(self.steps.len());
                }
                Some(_) => self.step(true)?,
            }
        }
        let behind = self.steps.len();
        ends.into_iter().for_each(|end| self.steps[end] = Step::Jump(behind));
        self.steps[fork] = Step::Fork(starts);
        Ok(())
    }

    /// Reads `[…]` after its bracket.
    fn set(&mut self, start: usize) -> Result<Step, GlobError> {
        const OPEN: &str = "the set has no \"]\"";
        let negated = self.eat('!');
        let mut ranges = Vec::new();
        loop {
            let at = self.position;
            let from = self.next().ok_or(error(start, OPEN))?;
            if from == ']' {
                break;
            }
            let is_range = self.characters.get(self.position) == Some(&'-')
                && self.characters.get(self.position + 1).is_some_and(|end| *end != ']');
            if !is_range {
                ranges.push((from, from));
                continue;
            }
            self.position += 1;
            let to = self.next().ok_or(error(start, OPEN))?;
            if to < from {
                return Err(error(at, "the range is reversed"));
            }
            ranges.push((from, to));
        }
        if ranges.is_empty() {
            return Err(error(start, "the set is empty"));
        }
        Ok(Step::Set { negated, ranges })
    }

    fn next(&mut self) -> Option<char> {
        let character = self.characters.get(self.position).copied();
        self.position += usize::from(character.is_some());
        character
    }

    fn eat(&mut self, expected: char) -> bool {
        let is_there = self.characters.get(self.position) == Some(&expected);
        self.position += usize::from(is_there);
        is_there
    }
}

fn error(position: usize, cause: &'static str) -> GlobError {
    GlobError { position, cause }
}
