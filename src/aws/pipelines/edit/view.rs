//! What another writer had read when it wrote a version.

use std::iter;

use serde_json::{Map, Value};

use crate::aws::pipelines::named_items::{find, has_names};

/// Returns the pipeline that the writer of `found` started from: `last`, the version before it, but without the changes that
/// the writer had not read.
///
/// `older` holds versions before `last`, the latest first. Where `found` differs from `last` and equals an older version, its
/// writer may have read that version and changed nothing there. The version that leaves the fewest changes to the writer is
/// the most likely one; a writer changes something, though.
pub(super) fn read_by<'a>(found: &Value, last: &Value, older: impl Iterator<Item = &'a Value>) -> Value {
    let views = older.filter_map(|older| unread(Some(found), Some(last), Some(older)));
    let views = iter::once(last.clone()).chain(views);
    let views = views.map(|view| (changes(Some(&view), Some(found)), view));
    let views = views.filter(|(changes, _)| *changes > 0);
    let view = views.min_by_key(|(changes, _)| *changes);
    view.map_or_else(|| last.clone(), |(_, view)| view)
}

/// Returns the value in `found` where the older version has it too, else the one in `last`; `None` is an absent value.
fn unread(found: Option<&Value>, last: Option<&Value>, older: Option<&Value>) -> Option<Value> {
    if found == last {
        return last.cloned();
    }
    match (found, last) {
        (Some(Value::Object(found)), Some(Value::Object(last))) => {
            let member = |name: &String| {
                let value = unread(found.get(name), last.get(name), older.and_then(|older| older.get(name)))?;
                Some((name.clone(), value))
            };
            Some(Value::Object(names(last, found).filter_map(member).collect()))
        }
        (Some(Value::Array(found)), Some(Value::Array(last))) if has_names(found) && has_names(last) => {
            let older = older.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let item = |item| unread(find(found, item), find(last, item), find(older, item));
            Some(Value::Array(all(last, found).filter_map(item).collect()))
        }
        _ if found == older => found.cloned(),
        _ => last.cloned(),
    }
}

/// Counts the values that differ.
fn changes(before: Option<&Value>, after: Option<&Value>) -> usize {
    if before == after {
        return 0;
    }
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => names(before, after)
            .filter(|name| *name != "version")
            .map(|name| changes(before.get(name), after.get(name)))
            .sum(),
        (Some(Value::Array(before)), Some(Value::Array(after))) if has_names(before) && has_names(after) => {
            all(before, after)
                .map(|item| changes(find(before, item), find(after, item)))
                .sum()
        }
        _ => 1,
    }
}

fn names<'a>(one: &'a Map<String, Value>, other: &'a Map<String, Value>) -> impl Iterator<Item = &'a String> {
    one.keys().chain(other.keys().filter(|name| !one.contains_key(*name)))
}

fn all<'a>(one: &'a [Value], other: &'a [Value]) -> impl Iterator<Item = &'a Value> {
    one.iter().chain(other.iter().filter(|item| find(one, item).is_none()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(names: &[&str]) -> Value {
        let variables: Vec<Value> = names.iter().map(|name| json!({"name": name})).collect();
        json!({"variables": variables})
    }

    /// Returns what the writer of `found` read, if the versions before it were these.
    fn read(found: &[&str], before: &[&[&str]]) -> Value {
        let before: Vec<Value> = before.iter().map(|names| with(names)).collect();
        let (last, older) = before.split_last().unwrap();
        read_by(&with(found), last, older.iter().rev())
    }

    #[test]
    fn a_writer_that_only_adds_read_the_last_version() {
        assert_eq!(read(&["a", "b", "w"], &[&["a"], &["a", "b"]]), with(&["a", "b"]));
    }

    #[test]
    fn what_was_added_of_late_and_is_missing_was_not_read() {
        assert_eq!(
            read(&["a", "w"], &[&["a"], &["a", "b"], &["a", "b", "c"]]),
            with(&["a"])
        );
    }

    #[test]
    fn a_writer_that_restored_only_a_part_read_that_part() {
        let before: &[&[&str]] = &[&["a"], &["a", "b"], &["a", "b", "c"]];
        assert_eq!(read(&["a", "c", "w"], before), with(&["a", "c"]));
        assert_eq!(read(&["a", "b", "w"], before), with(&["a", "b"]));
    }

    #[test]
    fn what_was_always_there_and_is_missing_was_removed() {
        assert_eq!(read(&["b", "w"], &[&["a"], &["a", "b"]]), with(&["a", "b"]));
        assert_eq!(read(&["w"], &[&["a"], &["a", "b"]]), with(&["a"]));
    }

    #[test]
    fn a_writer_that_changes_nothing_else_reverts_what_was_changed_first() {
        assert_eq!(read(&["a"], &[&["a"], &["a", "b"]]), with(&["a", "b"]));
        let before: &[&[&str]] = &[&["a"], &["a", "b"], &["a", "b", "c"]];
        assert_eq!(read(&["a"], before), with(&["a", "b"]));
    }

    #[test]
    fn what_was_removed_of_late_and_is_there_was_not_read() {
        assert_eq!(read(&["b"], &[&["a", "b"], &["b"], &["a", "b"]]), with(&["a", "b"]));
        assert_eq!(
            read(&["a", "c"], &[&["a", "b", "c"], &["b", "c"]]),
            with(&["b", "c", "a"])
        );
    }
}
