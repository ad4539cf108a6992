//! Types as JSON.

use terraform_provider_sdk::value::Type;

use super::super::{choices::Choices, configurations, json::mutate, target::Target};

pub(crate) const TARGET: Target = Target {
    name: "type_json",
    input: "JSON, and the types of all schemas with changes",
    run,
    seeds: || {
        let types = configurations::types();
        types.iter().map(|ty| format!("\u{0}{}", ty.to_json()).into()).collect()
    },
};

/// A type that can be read is written as JSON that reads the same.
fn run(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let json = match choices.below(2) {
        0 => serde_json::from_slice(&choices.rest()).ok(),
        _ => {
            let mut json = choices.pick(configurations::types()).to_json();
            mutate(&mut json, &mut choices);
            Some(json)
        }
    };
    let Some(json) = json else { return };
    if let Ok(ty) = Type::from_json(&json) {
        assert_eq!(Type::from_json(&ty.to_json()), Ok(ty));
    }
}
