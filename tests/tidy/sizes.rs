//! Files and functions stay small enough to be read at once.

use super::{
    lexer,
    tree::{self, Source},
};

const LONGEST_FILE: usize = 600;
const LONGEST_FUNCTION: usize = 60;
/// A test may hold a table of cases.
const LONGEST_TEST: usize = 100;

/// A folder with this many files may not consist of tiny ones for the most part.
const MANY: usize = 8;
const TINY: usize = 40;

fn long_files(sources: &[Source]) -> Vec<String> {
    rust(sources)
        .map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(source, lines)| format!("{}: {lines} lines", source.path))
        .collect()
}

fn long_functions(sources: &[Source]) -> Vec<String> {
    rust(sources)
        .flat_map(|source| {
            functions(&source.text)
                .into_iter()
                .map(move |function| (source, function))
        })
        .filter(|(source, function)| {
            function.lines
                > if source.is_code() {
                    LONGEST_FUNCTION
                } else {
                    LONGEST_TEST
                }
        })
        .map(|(source, function)| format!("{}: {} has {} lines", source.path, function.name, function.lines))
        .collect()
}

struct Function {
    name: String,
    lines: usize,
}

/// Returns the functions of a source text with the lines from signature to closing brace.
fn functions(text: &str) -> Vec<Function> {
    let code = lexer::split(text).code;
    let starts = code
        .match_indices("fn ")
        .filter(|(at, _)| !code[..*at].ends_with(char::is_alphanumeric));
    starts
        .filter_map(|(at, _)| {
            let rest = &code[at..];
            let end = closing_brace(rest)?;
            let name = rest[3..].split(['(', '<']).next()?.to_owned();
            let lines = rest[..end].lines().count();
            name.starts_with(char::is_alphabetic)
                .then_some(Function { name, lines })
        })
        .collect()
}

/// Returns where the body of a function ends, or nothing for a declaration without a body.
fn closing_brace(code: &str) -> Option<usize> {
    let (mut depth, mut in_body) = (0, false);
    for (at, letter) in code.char_indices() {
        match letter {
            ';' if depth == 0 => return None,
            '{' if depth == 0 => (depth, in_body) = (1, true),
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if in_body && depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

fn crumbled_folders(sources: &[Source]) -> Vec<String> {
    let mut folders: Vec<&str> = rust(sources).filter_map(|source| folder(&source.path)).collect();
    folders.dedup();
    let crumbled = |name: &&str| {
        let files =
            rust(sources).filter(|source| folder(&source.path) == Some(name) && !source.path.ends_with("/mod.rs"));
        let (tiny, others): (Vec<_>, Vec<_>) = files.partition(|source| source.text.lines().count() < TINY);
        tiny.len() + others.len() >= MANY && tiny.len() > others.len()
    };
    folders
        .into_iter()
        .filter(crumbled)
        .map(|name| format!("{name} consists of tiny files"))
        .collect()
}

fn folder(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

fn rust(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|source| source.is_rust())
}

#[test]
fn no_source_file_is_too_long() {
    tree::assert_none("long files", &long_files(&tree::REPOSITORY));
}

#[test]
fn no_function_is_too_long() {
    tree::assert_none("functions", &long_functions(&tree::REPOSITORY));
}

#[test]
fn no_folder_consists_of_tiny_files() {
    tree::assert_none("crumbled folders", &crumbled_folders(&tree::REPOSITORY));
}

#[test]
fn a_file_of_more_than_600_lines_is_found() {
    let long = "// line\n".repeat(601);
    assert_eq!(long_files(&tree::tree(&[("src/a.rs", &long)])), ["src/a.rs: 601 lines"]);
}

#[test]
fn a_function_of_more_than_60_lines_is_found() {
    let text = format!(
        "trait T {{ fn short(); }}\nfn long(x: [u8; 2]) {{\n{}}}\n",
        "    '}';\n".repeat(59)
    );
    assert_eq!(
        long_functions(&tree::tree(&[("src/a.rs", &text)])),
        ["src/a.rs: long has 61 lines"]
    );
}

#[test]
fn a_folder_of_tiny_files_is_found() {
    let paths: Vec<String> = (1..=MANY).map(|number| format!("src/a/{number}.rs")).collect();
    let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "// tiny\n")).collect();
    assert_eq!(crumbled_folders(&tree::tree(&files)), ["src/a consists of tiny files"]);
}
