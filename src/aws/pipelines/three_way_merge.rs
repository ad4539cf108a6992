//! Three-way merge of JSON: the independent changes of two writers in one document.

use serde_json::{Map, Value};

use super::named_items::{find, has_names, position};

/// Returns `ours` with what `theirs` changed in `base`; if both changed the same member, theirs wins.
///
/// Lists whose items have names (stages, actions, variables) or name a source action (triggers) are merged item by
/// item; other lists are taken as a whole.
pub(super) fn merge(base: &Value, ours: &Value, theirs: &Value) -> Value {
    if theirs == base {
        return ours.clone();
    }
    if ours == base {
        return theirs.clone();
    }
    match (base, ours, theirs) {
        (Value::Object(base), Value::Object(ours), Value::Object(theirs)) => Value::Object(objects(base, ours, theirs)),
        (Value::Array(base), Value::Array(ours), Value::Array(theirs)) => {
            lists(base, ours, theirs).map_or_else(|| Value::Array(theirs.clone()), Value::Array)
        }
        _ => theirs.clone(),
    }
}

type Object = Map<String, Value>;

fn objects(base: &Object, ours: &Object, theirs: &Object) -> Object {
    let names = theirs
        .keys()
        .chain(ours.keys().filter(|name| !theirs.contains_key(*name)));
    let merged = |name: &String| {
        let value = members(base.get(name), ours.get(name), theirs.get(name))?;
        Some((name.clone(), value))
    };
    names.filter_map(merged).collect()
}

/// Merges one member; `None` is an absent member.
fn members(base: Option<&Value>, ours: Option<&Value>, theirs: Option<&Value>) -> Option<Value> {
    if theirs == base {
        return ours.cloned();
    }
    match (base, ours, theirs) {
        (Some(base), Some(ours), Some(theirs)) => Some(merge(base, ours, theirs)),
        (None, Some(ours), Some(theirs)) => Some(merge(&empty(theirs), ours, theirs)),
        _ => theirs.cloned(),
    }
}

/// Returns the empty value of the same type, as the base of a member that both added.
fn empty(value: &Value) -> Value {
    match value {
        Value::Object(_) => Value::Object(Map::new()),
        Value::Array(_) => Value::Array(Vec::new()),
        _ => Value::Null,
    }
}

/// Returns `None` if the items have no names.
fn lists(base: &[Value], ours: &[Value], theirs: &[Value]) -> Option<Vec<Value>> {
    if ![base, ours, theirs].into_iter().all(has_names) {
        return None;
    }
    let merged = |item: &Value| members(find(base, item), find(ours, item), find(theirs, item));
    let mut result: Vec<Value> = theirs.iter().filter_map(merged).collect();
    for (index, item) in ours.iter().enumerate() {
        if find(theirs, item).is_some() {
            continue;
        }
        let Some(added) = merged(item) else { continue };
        let before = ours[..index]
            .iter()
            .rev()
            .find_map(|previous| position(&result, previous));
        result.insert(before.map_or(0, |before| before + 1), added);
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_of_both_sides_are_kept() {
        let base = json!({"stages": [{"name": "A", "actions": [{"name": "a", "runOrder": 1}]}, {"name": "B"}], "x": 1});
        let ours = json!({"stages": [{"name": "A", "actions": [{"name": "a", "runOrder": 1}, {"name": "b"}]}, {"name": "B"}], "x": 1});
        let theirs = json!({"stages": [{"name": "A", "actions": [{"name": "a", "runOrder": 2}]}, {"name": "C"}, {"name": "B"}], "y": 2, "x": 1});
        let merged = json!({"stages": [{"name": "A", "actions": [{"name": "a", "runOrder": 2}, {"name": "b"}]}, {"name": "C"}, {"name": "B"}], "y": 2, "x": 1});
        assert_eq!(merge(&base, &ours, &theirs), merged);
        assert_eq!(merge(&base, &theirs, &ours), merged);
    }

    #[test]
    fn removals_of_both_sides_are_kept() {
        let base = json!({"l": [{"name": "a"}, {"name": "b"}, {"name": "c"}], "x": 1, "y": 1});
        let ours = json!({"l": [{"name": "b"}, {"name": "c"}], "y": 1});
        let theirs = json!({"l": [{"name": "a"}, {"name": "b"}], "x": 1});
        assert_eq!(merge(&base, &ours, &theirs), json!({"l": [{"name": "b"}]}));
    }

    #[test]
    fn both_add_triggers_and_both_stay() {
        let trigger = |action: &str| json!({"gitConfiguration": {"sourceActionName": action}});
        let merged = merge(
            &json!({}),
            &json!({"triggers": [trigger("a")]}),
            &json!({"triggers": [trigger("b")]}),
        );
        let triggers = merged["triggers"].as_array().unwrap();
        assert!(
            triggers.contains(&trigger("a")) && triggers.contains(&trigger("b")),
            "{merged}"
        );
    }

    #[test]
    fn theirs_wins_if_both_changed_the_same() {
        let (base, ours, theirs) = (
            json!({"v": [1], "s": "b"}),
            json!({"v": [2], "s": "o"}),
            json!({"v": [3], "s": "t"}),
        );
        assert_eq!(merge(&base, &ours, &theirs), theirs);
    }

    fn document() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0..3).prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let named = ("[a-d]", inner.clone()).prop_map(|(name, value)| json!({"name": name, "v": value}));
            prop_oneof![
                prop::collection::vec(prop_oneof![named, inner.clone()], 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-d]", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_side_without_changes_has_no_effect(base in document(), other in document()) {
            prop_assert_eq!(merge(&base, &other, &base), other.clone());
            prop_assert_eq!(merge(&base, &base, &other), other.clone());
            prop_assert_eq!(merge(&base, &other, &other), other);
        }
    }
}
