//! The members of an input that its shape has.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::wire::constraints::shape::Shape;

/// Returns the input without the members that its shape does not have, as AWS ignores them. Members whose names are in
/// `kept` stay, wherever they are.
pub(crate) fn modeled(input: Value, shape: &Shape, kept: &BTreeSet<String>) -> Value {
    match (shape, input) {
        (Shape::Structure(members), Value::Object(object)) => object
            .into_iter()
            .filter_map(|(name, value)| {
                let member = members.iter().find(|member| member.name == name);
                let value = match member {
                    Some(member) => modeled(value, member.shape, kept),
                    None => kept.contains(&name).then_some(value)?,
                };
                Some((name, value))
            })
            .collect(),
        (Shape::List { of, .. }, Value::Array(items)) => {
            items.into_iter().map(|item| modeled(item, of, kept)).collect()
        }
        (Shape::Map { values, .. }, Value::Object(entries)) => entries
            .into_iter()
            .map(|(key, value)| (key, modeled(value, values, kept)))
            .collect(),
        (_, value) => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::constraints::shape::{any_list, map, optional, text};

    const NAME: Shape = text(0, 9);
    const ITEM: Shape = Shape::Structure(&[optional("name", &NAME)]);
    const INPUT: Shape = Shape::Structure(&[
        optional("items", &any_list(&ITEM)),
        optional("map", &map(&NAME, &ITEM, 9)),
    ]);

    #[test]
    fn members_that_the_shape_does_not_have_are_dropped_at_every_depth_unless_kept() {
        let item = json!({ "name": "a", "new": 1, "newer": { "name": "b" } });
        let input = json!({ "items": [item], "map": { "new": item }, "new": [] });
        let dropped = modeled(input.clone(), &INPUT, &BTreeSet::new());
        assert_eq!(
            dropped,
            json!({ "items": [{ "name": "a" }], "map": { "new": { "name": "a" } } })
        );
        let kept = BTreeSet::from(["new".to_owned(), "newer".to_owned()]);
        assert_eq!(modeled(input.clone(), &INPUT, &kept), input);
    }
}
