//! Describes the place of a diagnostic: Terraform shows the line of an argument, but not that of a list element or a
//! dynamic block.

use crate::{
    diagnostics::{Diagnostic, quote},
    value::{Path, Step, Value},
};

/// Returns the diagnostic with its place as the last sentence of the detail if its path leads into a list. `root` is the
/// object that it is about.
pub(super) fn located(mut diagnostic: Diagnostic, root: &Value) -> Diagnostic {
    let steps = diagnostic.path.steps();
    if steps.iter().any(|step| matches!(step, Step::Index(_))) {
        let place = place(steps, root);
        diagnostic.detail = format!("{}\n\nLocation: {place}.", diagnostic.detail);
    }
    diagnostic
}

/// Returns the named blocks on the way, from the outside in, and then the argument.
fn place(steps: &[Step], root: &Value) -> String {
    let mut parts = Vec::new();
    let (mut rest, mut value) = (steps, root);
    while let [Step::Attribute(block), Step::Index(index), inner @ ..] = rest {
        let Some(element) = value
            .get(block)
            .elements()
            .get(*index)
            .filter(|element| element.as_map().is_some())
        else {
            break;
        };
        parts.push(match element.get("name").as_str() {
            Some(name) => format!("{block} {}", quote(name)),
            None => format!("{block}[{index}]"),
        });
        (rest, value) = (inner, element);
    }
    if !rest.is_empty() {
        let argument = rest.iter().cloned().fold(Path::root(), Path::then);
        parts.push(format!("argument {argument}"));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail_at(path: Path) -> String {
        let row = Value::object([("name", "left".into()), ("seeds", Value::List(vec!["a".into()]))]);
        let nameless = Value::object([("seeds", Value::Null)]);
        let bed = Value::object([("row", Value::List(vec![row, nameless]))]);
        let garden = Value::object([("bed", Value::List(vec![bed]))]);
        located(Diagnostic::error("Broken", "It is.").at(path), &garden).detail
    }

    #[test]
    fn a_path_into_a_list_is_named() {
        let row = |index| Path::attribute("bed").index(0).name("row").index(index);
        for (path, place) in [
            (row(0), "bed[0], row \"left\""),
            (row(0).name("seeds").index(0), "bed[0], row \"left\", argument seeds[0]"),
            (row(1).name("seeds"), "bed[0], row[1], argument seeds"),
            (row(2).name("seeds"), "bed[0], argument row[2].seeds"),
        ] {
            assert_eq!(detail_at(path), format!("It is.\n\nLocation: {place}."));
        }
    }

    #[test]
    fn a_path_that_terraform_can_show_is_not_repeated() {
        assert_eq!(detail_at(Path::root()), "It is.");
        assert_eq!(detail_at(Path::attribute("settings").key("a")), "It is.");
    }
}
