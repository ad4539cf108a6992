//! The regular expressions of the service models.

use std::{
    collections::BTreeMap,
    sync::{PoisonError, RwLock},
};

use regex_lite::Regex;

/// The expressions used so far. Compiling one costs more than a thousand matches.
static COMPILED: RwLock<BTreeMap<&'static str, Regex>> = RwLock::new(BTreeMap::new());

/// Returns whether the whole of `text` matches `pattern`.
pub(crate) fn matches(pattern: &'static str, text: &str) -> bool {
    if let Some(regex) = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(pattern) {
        return regex.is_match(text);
    }
    let regex = compile(pattern);
    let is_match = regex.is_match(text);
    COMPILED
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(pattern, regex);
    is_match
}

/// Compiles a pattern with Java's reading of the dot, which stops at every line terminator.
fn compile(pattern: &str) -> Regex {
    const DOT: &str = r"[^\n\r\u{85}\u{2028}\u{2029}]";
    let pattern = pattern
        .replace(".*", &format!("{DOT}*"))
        .replace(".+", &format!("{DOT}+"));
    Regex::new(&format!("^(?:{pattern})$")).expect("the pattern of a model is valid")
}
