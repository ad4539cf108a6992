//! Pairs the elements of sets. They have neither index nor key, so each one is paired with its best match.

use crate::value::Value;

/// Returns, for each of `elements`, the matching configured and prior element, or null if there is no match.
///
/// A configured element is paired with one that contains all of its configured values; the most specific configured
/// element takes precedence. The remaining elements are paired in order if both sides have the same number, because
/// then no element was added or removed.
pub(super) fn set_pairs<'a>(config: &'a Value, prior: &'a Value, elements: &[Value]) -> Vec<(&'a Value, &'a Value)> {
    let configured = config.elements();
    let mut order: Vec<usize> = (0..configured.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(values_set(&configured[*index])));
    let mut paired: Vec<Option<&Value>> = vec![None; elements.len()];
    let mut left_over = Vec::new();
    for index in order {
        let configured = &configured[index];
        let free = (0..elements.len()).filter(|element| paired[*element].is_none());
        match free.into_iter().find(|element| agrees(configured, &elements[*element])) {
            Some(element) => paired[element] = Some(configured),
            None => left_over.push(index),
        }
    }
    if configured.len() == elements.len() {
        left_over.sort_unstable();
        let free = paired.iter_mut().filter(|configured| configured.is_none());
        free.zip(left_over)
            .for_each(|(free, index)| *free = Some(&configured[index]));
    }
    let mut priors: Vec<&Value> = prior.elements().iter().collect();
    let with_prior = |configured: Option<&'a Value>| {
        let configured = configured.unwrap_or(&Value::Null);
        (configured, take_agreeing(configured, &mut priors))
    };
    paired.into_iter().map(with_prior).collect()
}

/// Takes the prior element that matches `configured`, so that it is not paired with another one.
fn take_agreeing<'a>(configured: &Value, priors: &mut Vec<&'a Value>) -> &'a Value {
    let found = priors.iter().position(|prior| agrees(configured, prior));
    match found {
        Some(found) if !configured.is_null() => priors.remove(found),
        _ => &Value::Null,
    }
}

/// Whether `element` contains all values of `configured`.
fn agrees(configured: &Value, element: &Value) -> bool {
    match (configured, element) {
        (Value::Null, _) | (Value::Unknown(_), Value::Unknown(_)) => true,
        (Value::Map(configured), Value::Map(_)) => configured
            .iter()
            .all(|(name, configured)| agrees(configured, element.get(name))),
        (Value::List(configured), Value::List(elements)) => {
            configured.len() == elements.len()
                && configured
                    .iter()
                    .zip(elements)
                    .all(|(configured, element)| agrees(configured, element))
        }
        (Value::Set(configured), Value::Set(elements)) => {
            configured.len() == elements.len()
                && configured
                    .iter()
                    .all(|configured| elements.iter().any(|element| agrees(configured, element)))
        }
        _ => configured == element,
    }
}

/// Returns the number of values in `configured`.
fn values_set(configured: &Value) -> usize {
    match configured {
        Value::Null => 0,
        Value::Map(members) => members.values().map(values_set).sum(),
        Value::List(elements) | Value::Set(elements) => elements.iter().map(values_set).sum(),
        _ => 1,
    }
}
