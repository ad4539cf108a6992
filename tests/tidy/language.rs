//! The language of comments, strings, names and pages: plain American English, and no product in the SDK.

use super::{
    lexer,
    tree::{self, Source},
};

/// Each line: a phrase, and what to write instead.
const PHRASES: &str = include_str!("phrases.txt");
const SPELLINGS: &str = include_str!("spelling.txt");

/// Words of the product, which the SDK does not contain.
const PRODUCT: [&str; 5] = ["aws", "codepipeline", "cpgl", "gitlab", "pipeline"];

/// Files with sentences. Licenses and tables of facts are others' words.
const PROSE: [&str; 7] = [".css", ".hcl", ".md", ".proto", ".rs", ".tf", ".toml"];

fn is_prose(source: &Source) -> bool {
    source.path == ".ci/run" || PROSE.iter().any(|ending| source.path.ends_with(ending))
}

/// Returns the entries of a table: what is banned, and the alternative.
fn entries(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.lines().filter_map(|line| line.split_once(" | "))
}

fn banned_phrases(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| is_prose(source)) {
        let paragraphs: Vec<_> = paragraphs(source)
            .iter()
            .map(|(line, text)| (*line, words(text)))
            .collect();
        for (phrase, but) in entries(PHRASES) {
            let padded = format!(" {phrase} ");
            let found = paragraphs.iter().filter(|(_, words)| words.contains(&padded));
            breaches.extend(found.map(|(line, _)| format!("{}:{line}: {phrase:?}, not {but:?}", source.path)));
        }
    }
    breaches
}

/// Returns the paragraphs of a file, each with the line on which it starts. Of Rust code these are comments, strings and the
/// names of functions.
fn paragraphs(source: &Source) -> Vec<(usize, String)> {
    if !source.is_rust() {
        return blocks(&source.text);
    }
    let parts = lexer::split(&source.text);
    let mut paragraphs = blocks(&parts.comments);
    paragraphs.extend(blocks(&parts.strings));
    for (line, code) in (1..).zip(parts.code.lines()) {
        let name = code
            .split_once("fn ")
            .and_then(|(_, rest)| rest.split(['(', '<']).next());
        paragraphs.extend(name.map(|name| (line, name.replace('_', " "))));
    }
    paragraphs
}

/// Returns the runs of lines that are not blank.
fn blocks(text: &str) -> Vec<(usize, String)> {
    let mut blocks: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for (number, line) in (1..).zip(text.lines()) {
        let is_blank = !line.contains(char::is_alphanumeric);
        match blocks.last_mut().filter(|_| is_open) {
            Some((_, block)) if !is_blank => block.extend([" ", line]),
            _ if !is_blank => blocks.push((number, line.to_owned())),
            _ => {}
        }
        is_open = !is_blank;
    }
    blocks
}

/// Returns the words in lower case, a space around each. The end of a sentence or a string is a word as well, and so is
/// a name in `snake_case`.
fn words(text: &str) -> String {
    let mut words = String::from(" ");
    for letter in text.chars() {
        match letter {
            '.' | '"' | ';' | ':' | ',' | '(' | ')' | '|' => words.push_str(" . "),
            _ if letter.is_alphanumeric() || matches!(letter, '\'' | '_') => words.extend(letter.to_lowercase()),
            _ if !words.ends_with(' ') => words.push(' '),
            _ => {}
        }
    }
    words.push(' ');
    words.replace("  ", " ")
}

fn british_spellings(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| is_prose(source)) {
        let text = source.text.to_lowercase();
        for (british, but) in entries(SPELLINGS).filter(|(british, _)| text.contains(british)) {
            let found = (1..)
                .zip(text.lines())
                .filter(|(_, line): &(usize, &str)| line.contains(british));
            breaches.extend(found.map(|(number, _)| format!("{}:{number}: {british}, not {but}", source.path)));
        }
    }
    breaches
}

fn products_in_the_sdk(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with("sdk/")) {
        for (number, line) in (1..).zip(source.text.lines()) {
            let found = PRODUCT.iter().filter(|word| contains_word(line, word));
            breaches.extend(found.map(|word| format!("{}:{number}: {word}", source.path)));
        }
    }
    breaches
}

/// Returns whether a word starts with the given one, in prose, `snake_case` or `CamelCase`. The TLS backend has its maker's
/// name: that is no product.
fn contains_word(line: &str, word: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lower.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at..].chars().nth(1);
        let is_hump =
            line[at..].starts_with(char::is_uppercase) && [before, after].iter().flatten().any(|it| it.is_lowercase());
        let is_backend = lower[at..].starts_with("aws_lc") || lower[at..].starts_with("aws-lc");
        (is_hump || !before.is_some_and(char::is_alphabetic)) && !is_backend
    })
}

#[test]
fn no_comment_string_or_page_contains_a_banned_phrase() {
    tree::assert_none("phrases", &banned_phrases(&tree::REPOSITORY));
}

#[test]
fn spelling_is_american() {
    tree::assert_none("spelling", &british_spellings(&tree::REPOSITORY));
}

#[test]
fn the_sdk_knows_no_product() {
    tree::assert_none("products", &products_in_the_sdk(&tree::REPOSITORY));
}

#[test]
fn every_phrase_is_found_in_comments_strings_names_and_pages() {
    for (phrase, _) in entries(PHRASES) {
        let (first, rest) = phrase.split_at(phrase.find(' ').unwrap_or(phrase.len()));
        let comment = format!("/// It {first}\n    ///{rest} here.\nfn f() {{}}");
        let string = format!("const A: &str = \"It {phrase}.\";");
        let name = format!("fn it_{}() {{}}", phrase.replace(' ', "_"));
        let page = format!("It {first}\n{rest}, here.");
        for (path, text) in [("a.rs", &comment), ("a.rs", &string), ("a.rs", &name), ("a.md", &page)] {
            assert!(!banned_phrases(&tree::tree(&[(path, text)])).is_empty(), "{text}");
        }
    }
}

#[test]
fn code_and_separate_strings_are_no_phrase() {
    let text = "fn f() { x.is_none(); [\"a\", \"text\", \"Option::is_none\"]; } // It is. None is left.";
    assert_eq!(banned_phrases(&tree::tree(&[("a.rs", text)])), [""; 0]);
}

#[test]
fn every_british_spelling_is_found() {
    for (british, american) in entries(SPELLINGS) {
        let text = format!("fn {british}() {{}}\nfn {american}() {{}}\n");
        assert_eq!(british_spellings(&tree::tree(&[("a.rs", &text)])).len(), 1, "{text}");
    }
}

#[test]
fn a_product_word_in_the_sdk_is_found() {
    let text = "use rustls::crypto::aws_lc_rs;\nconst CODE: &str = \"CPGL001\";\n// As AWS does.\nstruct APipeline(RawState); // Laws.\n";
    let found = products_in_the_sdk(&tree::tree(&[("sdk/src/a.rs", text), ("src/b.rs", text)]));
    assert_eq!(
        found,
        [
            "sdk/src/a.rs:2: cpgl",
            "sdk/src/a.rs:3: aws",
            "sdk/src/a.rs:4: pipeline"
        ]
    );
}
