//! Whether a writer's change of a declaration is in force.

use serde_json::{Map, Value};

use super::named_items::{find, has_names};

/// What AWS returns in place of a secret value.
const MASK: &str = "****";

const VERSION: &str = "version";
const TRIGGERS: &str = "triggers";

/// Returns whether the declarations are equal except for the version.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    without(a, VERSION) == without(b, VERSION)
}

/// Returns whether `there` contains every change from `before` to `after`. It may contain more, since AWS adds members.
///
/// AWS may also add a removed member again, such as a trigger. The removal counts as in force if anything else was changed,
/// or if the member is a different one now. A masked secret counts as in force.
pub(super) fn is_in_force(before: &Value, after: &Value, there: &Value) -> bool {
    let mut base = without_removed_members(before, after);
    if same(&base, after) {
        base = before.clone();
        retain_triggers(&mut base, |trigger| {
            is_in(after, trigger) || list(there).contains(trigger)
        });
    }
    has(Some(&base), Some(after), Some(there))
}

/// Returns whether the change of one value is in force; `None` is an absent value.
fn has(before: Option<&Value>, after: Option<&Value>, there: Option<&Value>) -> bool {
    if before == after {
        return true;
    }
    match (after, there) {
        (Some(Value::Object(after)), Some(Value::Object(there))) => {
            let before = before.and_then(Value::as_object);
            let names = after.keys().chain(before.into_iter().flat_map(Map::keys));
            let mut names = names.filter(|name| *name != VERSION);
            names.all(|name| {
                has(
                    before.and_then(|before| before.get(name)),
                    after.get(name),
                    there.get(name),
                )
            })
        }
        (Some(Value::Array(after)), Some(Value::Array(there))) => {
            let before = before.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            if [before, after, there].into_iter().all(has_names) {
                return lists_have(before, after, there);
            }
            after == there
        }
        (Some(Value::String(_)), Some(Value::String(there))) if there == MASK => true,
        _ => after == there,
    }
}

/// Compares items by their names. Their order counts if it was changed.
fn lists_have(before: &[Value], after: &[Value], there: &[Value]) -> bool {
    let has_item = |item| has(find(before, item), find(after, item), find(there, item));
    let order = |list: &[Value]| -> Vec<Value> {
        let stays = |item: &&Value| find(before, item).is_some();
        let items = list.iter().filter(stays).filter_map(|item| find(after, item));
        items.cloned().collect()
    };
    before.iter().chain(after).all(has_item) && (order(before) == order(after) || order(there) == order(after))
}

/// Returns `before` without the members, and the triggers, that `after` lacks.
fn without_removed_members(before: &Value, after: &Value) -> Value {
    let mut rest = common(before, after);
    retain_triggers(&mut rest, |trigger| is_in(after, trigger));
    rest
}

fn common(before: &Value, after: &Value) -> Value {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            let kept = before
                .iter()
                .filter_map(|(name, value)| Some((name, value, after.get(name)?)));
            kept.map(|(name, value, after)| (name.clone(), common(value, after)))
                .collect()
        }
        (Value::Array(before), Value::Array(after)) => before
            .iter()
            .map(|item| find(after, item).map_or_else(|| item.clone(), |after| common(item, after)))
            .collect(),
        _ => before.clone(),
    }
}

fn retain_triggers(declaration: &mut Value, keep: impl Fn(&Value) -> bool) {
    let Some(triggers) = declaration.get_mut(TRIGGERS).and_then(Value::as_array_mut) else {
        return;
    };
    triggers.retain(|trigger| keep(trigger));
    if triggers.is_empty() {
        *declaration = without(declaration, TRIGGERS);
    }
}

/// Returns whether the declaration has a trigger of the same source.
fn is_in(declaration: &Value, trigger: &Value) -> bool {
    find(list(declaration), trigger).is_some()
}

fn without(declaration: &Value, member: &str) -> Value {
    let mut rest = declaration.clone();
    if let Some(members) = rest.as_object_mut() {
        members.remove(member);
    }
    rest
}

fn list(declaration: &Value) -> &[Value] {
    declaration[TRIGGERS].as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn trigger(branch: &str) -> Value {
        json!({"gitConfiguration": {"sourceActionName": "a", "push": [{"branches": {"includes": [branch]}}]}})
    }

    fn with_actions(names: &[&str], version: u64) -> Value {
        let actions: Vec<Value> = names.iter().map(|name| json!({"name": name, "runOrder": 1})).collect();
        json!({"version": version, "stages": [{"name": "Source", "actions": actions}]})
    }

    #[test]
    fn additions_of_aws_and_of_other_teams_do_not_hide_a_change() {
        let (before, after) = (with_actions(&["s"], 1), with_actions(&["s", "a"], 1));
        let mut there = with_actions(&["s", "b", "a"], 3);
        there["stages"][0]["actions"][2]["inputArtifacts"] = json!([]);
        there[TRIGGERS] = json!([trigger("main")]);
        assert!(is_in_force(&before, &after, &there));
        assert!(
            is_in_force(&before, &with_actions(&["a", "s"], 1), &there),
            "the order was not changed"
        );
        assert!(
            !is_in_force(&with_actions(&["s", "a"], 1), &with_actions(&["a", "s"], 1), &there),
            "the order was changed"
        );
        assert!(!is_in_force(&before, &after, &before));
        assert!(!is_in_force(&after, &before, &there));
        assert!(is_in_force(&after, &before, &with_actions(&["s", "b"], 3)));
    }

    #[test]
    fn a_removed_trigger_may_return_as_the_default_of_aws() {
        let with = |trigger: Value, order: u64| json!({"x": order, TRIGGERS: [trigger]});
        let plain = |order: u64| json!({ "x": order });
        assert!(is_in_force(
            &with(trigger("release/*"), 1),
            &plain(1),
            &with(trigger("main"), 1)
        ));
        assert!(!is_in_force(
            &with(trigger("release/*"), 1),
            &plain(1),
            &with(trigger("release/*"), 1)
        ));
        assert!(is_in_force(
            &with(trigger("main"), 1),
            &plain(2),
            &with(trigger("main"), 2)
        ));
        assert!(!is_in_force(
            &with(trigger("main"), 1),
            &plain(2),
            &with(trigger("main"), 1)
        ));
        assert!(is_in_force(&with(trigger("main"), 1), &plain(1), &plain(1)));
    }

    #[test]
    fn a_removed_member_may_return_as_the_default_of_aws() {
        let full = |project: &str| json!({"actions": [{"name": "a", "project": project, "inputs": []}]});
        let sent = |project: &str| json!({"actions": [{"name": "a", "project": project}]});
        assert!(is_in_force(&full("x"), &sent("y"), &full("y")));
        assert!(!is_in_force(&full("x"), &sent("y"), &full("x")));
        assert!(!is_in_force(&full("x"), &sent("x"), &full("x")));
        assert!(is_in_force(&full("x"), &sent("x"), &sent("x")));
    }

    #[test]
    fn a_masked_secret_is_in_force() {
        let token = |token: &str| json!({"actions": [{"name": "a", "configuration": {"OAuthToken": token}}]});
        assert!(is_in_force(&token("****"), &token("new"), &token("****")));
        assert!(!is_in_force(&token("****"), &token("new"), &token("old")));
    }
}
