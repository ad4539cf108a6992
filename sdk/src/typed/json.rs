//! Converts between Rust structs and the JSON of a service's API.
//!
//! Responses of a service are not validated: a member that is missing or has another type reads as absent. Writes are
//! based on the JSON of the service, so that members without a field are preserved.

use std::collections::BTreeMap;

use serde_json::Map;
pub use serde_json::Value;

/// A type with a form in JSON. `#[derive(Json)]` implements it for structs, `#[derive(Choice)]` for open choices.
pub trait Json: Sized {
    /// Reads a value; returns `None` if it has another type.
    fn read(json: &Value) -> Option<Self>;

    /// Returns the value of a required member that is missing.
    fn missing() -> Self;

    /// Returns the value to write instead of `base`, which is null if the service has no value; `None` to omit the
    /// member.
    fn write(&self, base: &Value) -> Option<Value>;

    /// Whether the service treats this value and an absent one as equal: for an object, if it would be sent without members.
    fn is_empty(&self) -> bool {
        let written = self.write(&Value::Null);
        written.is_none_or(|written| written.as_object().is_some_and(Map::is_empty))
    }

    /// Returns the key that identifies an element of a list. Elements without a key are identified by their index.
    fn key(&self) -> Option<&str> {
        None
    }

    /// Keeps the form of `prior` if the service treats both forms as equal.
    fn keep_form(&mut self, _prior: &Self) {}
}

/// An alternative JSON form of `T`, for `#[json(with = …)]`. The functions are those of [`Json`].
pub trait JsonAs<T> {
    /// See [`Json::read`].
    fn read(json: &Value) -> Option<T>;

    /// See [`Json::missing`].
    fn missing() -> T;

    /// See [`Json::write`].
    fn write(value: &T, base: &Value) -> Option<Value>;

    /// See [`Json::keep_form`].
    fn keep_form(value: &mut T, prior: &T);
}

/// The JSON form that a type itself has.
#[derive(Clone, Copy, Debug)]
pub struct Own;

impl<T: Json> JsonAs<T> for Own {
    fn read(json: &Value) -> Option<T> {
        T::read(json)
    }

    fn missing() -> T {
        T::missing()
    }

    fn write(value: &T, base: &Value) -> Option<Value> {
        value.write(base)
    }

    fn keep_form(value: &mut T, prior: &T) {
        value.keep_form(prior);
    }
}

/// A member of a JSON object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its path.
    pub path: &'static [&'static str],
    /// The string that the service fills in if the member is omitted.
    pub filled_in: Option<&'static str>,
}

impl Member {
    /// Returns the member of `object`; null if it is not there.
    pub fn get<'a>(&self, object: &'a Value) -> &'a Value {
        self.path.iter().fold(object, |object, name| &object[*name])
    }

    /// Writes a field to the member of `object`. An absent field keeps an equivalent value of the service.
    pub fn write<T, A: JsonAs<T>>(&self, object: &mut Value, field: &T) {
        let base = self.get(object);
        let written = A::write(field, base);
        if written.is_none() && (self.is_filled_in(base) || means_nothing::<T, A>(base)) {
            return;
        }
        set(object, self.path, written);
    }

    /// Keeps the form of `prior`: an absent member and the value that the service fills in are equal.
    pub fn keep_form<T: Clone, A: JsonAs<T>>(&self, field: &mut T, prior: &T) {
        A::keep_form(field, prior);
        let is_default = |value: &T| A::write(value, &Value::Null).is_none_or(|written| self.is_filled_in(&written));
        if self.filled_in.is_some() && is_default(field) && is_default(prior) {
            field.clone_from(prior);
        }
    }

    fn is_filled_in(&self, value: &Value) -> bool {
        self.filled_in.is_some() && value.as_str() == self.filled_in
    }
}

fn means_nothing<T, A: JsonAs<T>>(json: &Value) -> bool {
    A::read(json).is_none_or(|value| A::write(&value, &Value::Null).is_none())
}

/// Returns `base` if it is an object, else an empty one.
pub fn object(base: &Value) -> Value {
    if base.is_object() {
        base.clone()
    } else {
        Value::Object(Map::new())
    }
}

/// Sets or removes the member at `path`, and creates the objects on the path.
fn set(object: &mut Value, path: &[&str], value: Option<Value>) {
    let [name, rest @ ..] = path else { return };
    if !object.is_object() {
        *object = Value::Object(Map::new());
    }
    let Some(members) = object.as_object_mut() else { return };
    match value {
        value if !rest.is_empty() => set(members.entry(*name).or_insert(Value::Null), rest, value),
        Some(value) => drop(members.insert((*name).to_owned(), value)),
        None => drop(members.remove(*name)),
    }
}

impl Json for String {
    fn read(json: &Value) -> Option<Self> {
        json.as_str().map(str::to_owned)
    }

    fn missing() -> Self {
        Self::new()
    }

    fn write(&self, _base: &Value) -> Option<Value> {
        Some(Value::from(self.as_str()))
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }

    fn key(&self) -> Option<&str> {
        Some(self)
    }
}

impl Json for i64 {
    fn read(json: &Value) -> Option<Self> {
        json.as_i64()
    }

    fn missing() -> Self {
        0
    }

    fn write(&self, _base: &Value) -> Option<Value> {
        Some(Value::from(*self))
    }
}

impl<T: Json + Clone> Json for Option<T> {
    fn read(json: &Value) -> Option<Self> {
        Some(T::read(json).filter(|value| !value.is_empty()))
    }

    fn missing() -> Self {
        None
    }

    fn write(&self, base: &Value) -> Option<Value> {
        self.as_ref().filter(|value| !value.is_empty())?.write(base)
    }

    fn is_empty(&self) -> bool {
        self.as_ref().is_none_or(Json::is_empty)
    }

    fn keep_form(&mut self, prior: &Self) {
        match (self.as_mut(), prior) {
            (Some(value), Some(prior)) => value.keep_form(prior),
            (None, Some(prior)) if prior.is_empty() => *self = Some(prior.clone()),
            _ => {}
        }
    }
}

impl<T: Json> Json for Vec<T> {
    fn read(json: &Value) -> Option<Self> {
        let element = |json| T::read(json).unwrap_or_else(T::missing);
        Some(json.as_array()?.iter().map(element).collect())
    }

    fn missing() -> Self {
        Self::new()
    }

    fn write(&self, base: &Value) -> Option<Value> {
        let known = Self::read(base).unwrap_or_default();
        let written = self.iter().enumerate().map(|(place, element)| {
            let base = counterpart(self, place, &known).map_or(&Value::Null, |place| &base[place]);
            element.write(base).unwrap_or(Value::Null)
        });
        (!self.is_empty()).then(|| written.collect())
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }

    fn keep_form(&mut self, prior: &Self) {
        let counterparts: Vec<_> = (0..self.len()).map(|place| counterpart(self, place, prior)).collect();
        for (element, place) in self.iter_mut().zip(counterparts) {
            if let Some(place) = place {
                element.keep_form(&prior[place]);
            }
        }
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn read(json: &Value) -> Option<Self> {
        let element = |(key, json): (&String, _)| (key.clone(), T::read(json).unwrap_or_else(T::missing));
        Some(json.as_object()?.iter().map(element).collect())
    }

    fn missing() -> Self {
        Self::new()
    }

    fn write(&self, base: &Value) -> Option<Value> {
        let element = |(key, element): (&String, &T)| Some((key.clone(), element.write(&base[key])?));
        (!self.is_empty()).then(|| self.iter().filter_map(element).collect())
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }

    fn keep_form(&mut self, prior: &Self) {
        for (key, element) in self {
            if let Some(prior) = prior.get(key) {
                element.keep_form(prior);
            }
        }
    }
}

/// Returns the index in `others` of the element at `place` of `own`: the one with the same key, otherwise the one at the
/// same index, unless another element of `own` has the key of that one.
fn counterpart<T: Json>(own: &[T], place: usize, others: &[T]) -> Option<usize> {
    let position = |list: &[T], key| list.iter().position(|other| other.key() == Some(key));
    let at_place = || {
        let there = others.get(place)?;
        let is_taken = there.key().is_some_and(|key| position(own, key).is_some());
        (!is_taken).then_some(place)
    };
    match own[place].key().and_then(|key| position(others, key)) {
        Some(found) => Some(found),
        None => at_place(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::typed::{Attributes, Choice, Json};

    /// A job.
    #[derive(Attributes, Json, Clone, Debug, PartialEq)]
    struct Job {
        /// Name of the job.
        #[json(key)]
        name: String,
        /// Labels of the job.
        shown_labels: Option<Vec<String>>,
        /// Priority of the job.
        #[attr(default = 1)]
        #[json(name = "spec.priority")]
        priority: i64,
        /// Mode of the job.
        #[json(filled_in = "SLOW")]
        mode: Option<Mode>,
        /// Note, which is not sent.
        #[json(skip)]
        note: Option<String>,
        /// Steps of the job.
        #[attr(block)]
        #[json(name = "steps")]
        step: Vec<Step>,
    }

    /// A step.
    #[derive(Attributes, Json, Clone, Debug, PartialEq)]
    struct Step {
        /// Command of the step.
        command: String,
    }

    /// Mode of a job.
    #[derive(Choice, Clone, Debug, PartialEq, Eq)]
    #[choice(rename = "SCREAMING_SNAKE_CASE")]
    enum Mode {
        /// Slow.
        Slow,
        /// A mode that was added later.
        #[choice(other)]
        Other(String),
    }

    fn job() -> Job {
        Job {
            name: "one".to_owned(),
            shown_labels: Some(vec!["a".to_owned()]),
            priority: 2,
            mode: Some(Mode::Other("FAST".to_owned())),
            note: None,
            step: vec![Step {
                command: "make".to_owned(),
            }],
        }
    }

    #[test]
    fn an_object_is_read_as_it_was_written() {
        let written = job().write(&Value::Null);
        let expected = json!({
            "name": "one", "shownLabels": ["a"], "spec": { "priority": 2 }, "mode": "FAST", "steps": [{ "command": "make" }],
        });
        assert_eq!(written.as_ref(), Some(&expected));
        assert_eq!(Job::read(&expected), Some(job()));
    }

    #[test]
    fn missing_members_read_as_defaults_and_other_types_as_missing() {
        let empty = Job {
            name: String::new(),
            shown_labels: None,
            priority: 1,
            mode: None,
            note: None,
            step: Vec::new(),
        };
        assert_eq!(Job::read(&json!({})), Some(empty.clone()));
        assert_eq!(
            Job::read(&json!({ "name": 1, "shownLabels": "a", "spec": [], "steps": {} })),
            Some(empty)
        );
        assert_eq!(Job::read(&json!([])), None);
    }

    #[test]
    fn members_without_a_field_stay_with_the_element_of_the_same_key_or_place() {
        let base = json!([
            { "name": "two" },
            { "name": "one", "new": 1, "spec": { "new": 2 }, "steps": [{ "command": "old", "new": 3 }] },
        ]);
        let written = vec![job()].write(&base).unwrap();
        let base = &base[1];
        assert_eq!(written[0]["new"], base["new"]);
        assert_eq!(written[0]["spec"], json!({ "new": 2, "priority": 2 }));
        assert_eq!(written[0]["steps"], json!([{ "command": "make", "new": 3 }]));
    }

    #[test]
    fn members_without_a_field_stay_with_a_renamed_element_unless_its_place_is_taken() {
        let named = |name: &str| Job {
            name: name.to_owned(),
            ..job()
        };
        let base = json!([{ "name": "one", "new": 1 }, { "name": "two", "new": 2 }]);
        let new = |jobs: &[Job]| -> Vec<Value> {
            let written = jobs.to_vec().write(&base).unwrap();
            written
                .as_array()
                .unwrap()
                .iter()
                .map(|job| job["new"].clone())
                .collect()
        };
        assert_eq!(new(&[named("first"), named("two")]), [json!(1), json!(2)]);
        assert_eq!(
            new(&[named("new"), named("one"), named("two")]),
            [Value::Null, json!(1), json!(2)]
        );
        assert_eq!(new(&[named("two"), named("first")]), [json!(2), Value::Null]);
    }

    #[test]
    fn an_absent_field_removes_the_member_unless_it_means_the_same() {
        let absent = Job {
            shown_labels: Some(Vec::new()),
            mode: None,
            step: Vec::new(),
            ..job()
        };
        let same = json!({ "name": "one", "spec": { "priority": 2 }, "shownLabels": [], "mode": "SLOW", "steps": [] });
        assert_eq!(absent.write(&same), Some(same));
        let other = json!({ "shownLabels": ["a"], "mode": "FAST", "steps": [{}] });
        assert_eq!(
            absent.write(&other),
            Some(json!({ "name": "one", "spec": { "priority": 2 } }))
        );
    }

    #[test]
    fn the_form_of_the_prior_value_is_kept_where_both_mean_the_same() {
        let prior = Job {
            shown_labels: Some(Vec::new()),
            mode: None,
            ..job()
        };
        let mut found = Job {
            shown_labels: None,
            mode: Some(Mode::Slow),
            ..job()
        };
        found.keep_form(&prior);
        assert_eq!(found, prior);
        found.mode = Some(Mode::Other("FAST".to_owned()));
        found.keep_form(&prior);
        assert_ne!(found, prior);
    }
}
