//! Forms that AWS's JSON gives to parts of a pipeline.

use std::collections::BTreeMap;

use terraform_provider_sdk::typed::{
    Json,
    json::{JsonAs, Value},
};

/// Names of artifacts: `["source"]` is `[{ "name": "source" }]`. An empty name is not sent.
pub(super) struct Names;

#[derive(Json)]
struct Named {
    #[json(key)]
    name: String,
}

impl JsonAs<Option<Vec<String>>> for Names {
    fn read(json: &Value) -> Option<Option<Vec<String>>> {
        let artifacts = Vec::<Named>::read(json).filter(|artifacts| !artifacts.is_empty());
        Some(artifacts.map(|artifacts| artifacts.into_iter().map(|artifact| artifact.name).collect()))
    }

    fn missing() -> Option<Vec<String>> {
        None
    }

    fn write(value: &Option<Vec<String>>, base: &Value) -> Option<Value> {
        let names = value.iter().flatten().filter(|name| !name.is_empty());
        let artifacts: Vec<Named> = names.map(|name| Named { name: name.clone() }).collect();
        artifacts.write(base)
    }

    fn keep_form(value: &mut Option<Vec<String>>, prior: &Option<Vec<String>>) {
        keep_names(value, prior);
    }
}

/// Keeps the form of `prior` if both have the same names. An empty name does not count.
pub(super) fn keep_names(value: &mut Option<Vec<String>>, prior: &Option<Vec<String>>) {
    fn names(value: &Option<Vec<String>>) -> impl Iterator<Item = &String> {
        value.iter().flatten().filter(|name| !name.is_empty())
    }
    if names(value).eq(names(prior)) {
        value.clone_from(prior);
    }
}

/// The only element of a list.
pub(super) struct Single;

impl<T: Json> JsonAs<T> for Single {
    fn read(json: &Value) -> Option<T> {
        T::read(&json[0])
    }

    fn missing() -> T {
        T::missing()
    }

    fn write(value: &T, base: &Value) -> Option<Value> {
        value.write(&base[0]).map(|only| Value::Array(vec![only]))
    }

    fn keep_form(value: &mut T, prior: &T) {
        value.keep_form(prior);
    }
}

type Configuration = Option<BTreeMap<String, Option<String>>>;

/// The configuration of an action or rule. A key whose value is null is not sent.
pub(super) struct Settings;

impl JsonAs<Configuration> for Settings {
    fn read(json: &Value) -> Option<Configuration> {
        let members = json.as_object().filter(|members| !members.is_empty());
        let settings = members.map(|members| {
            members
                .iter()
                .map(|(key, value)| (key.clone(), Some(text(value))))
                .collect()
        });
        Some(settings)
    }

    fn missing() -> Configuration {
        None
    }

    fn write(value: &Configuration, base: &Value) -> Option<Value> {
        let settings = value.iter().flatten().filter_map(|(key, value)| {
            let (value, base) = (value.as_ref()?, &base[key]);
            let same = (text(base) == *value).then(|| base.clone());
            Some((key.clone(), same.unwrap_or_else(|| Value::from(value.as_str()))))
        });
        let settings: serde_json::Map<_, _> = settings.collect();
        (!settings.is_empty()).then_some(Value::Object(settings))
    }

    fn keep_form(value: &mut Configuration, prior: &Configuration) {
        let Some(prior) = prior else { return };
        if value.is_none() && prior.is_empty() {
            *value = Some(BTreeMap::new());
        }
        for (key, _) in prior.iter().filter(|(_, value)| value.is_none()) {
            value.get_or_insert_default().entry(key.clone()).or_insert(None);
        }
    }
}

/// The string value of a setting; AWS has strings only.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
