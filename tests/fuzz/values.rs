//! Terraform's values in msgpack and JSON: whatever can be read is written so that it reads the same again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use terraform_provider_sdk::value::{Type, json, msgpack};

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let types = types();
    let ty = &types[usize::from(*choice) % types.len()];
    if let Ok(value) = msgpack::decode(bytes, ty) {
        let written = msgpack::encode(&value, ty).expect("what was read can be written");
        assert_eq!(msgpack::decode(&written, ty).as_ref(), Ok(&value), "{ty:?}");
    }
    let Ok(document) = serde_json::from_slice(bytes) else {
        return;
    };
    if let Ok(value) = json::decode(&document, ty) {
        let written = json::encode(&value, ty).expect("what was read can be written");
        assert_eq!(json::decode(&written, ty).as_ref(), Ok(&value), "{ty:?}");
    }
});

fn types() -> Vec<Type> {
    let simple = [Type::Bool, Type::Number, Type::String, Type::Dynamic];
    let object = Type::Object([("a".to_owned(), Type::String), ("b".to_owned(), Type::Dynamic)].into());
    let nested = simple.clone().into_iter().chain([object.clone()]).flat_map(|element| {
        let element = Box::new(element);
        [
            Type::List(element.clone()),
            Type::Set(element.clone()),
            Type::Map(element),
        ]
    });
    let whole = [object, Type::Tuple(vec![Type::Number, Type::Dynamic])];
    simple.into_iter().chain(whole).chain(nested).collect()
}
