//! Values in MessagePack.

use terraform_provider_sdk::value::msgpack::{decode, encode};

use super::super::{choices::Choices, configurations, target::Target, value::arbitrary};

pub(crate) const TARGET: Target = Target {
    name: "msgpack",
    input: "MessagePack of the types of all schemas",
    run,
    seeds,
};

/// A value that can be read is written as bytes that read the same, and every value can be written.
fn run(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let ty = choices.pick(configurations::types());
    let bytes = match choices.below(2) {
        0 => choices.rest(),
        _ => encode(&arbitrary(ty, &mut choices), ty).expect("a value of the type"),
    };
    if let Ok(value) = decode(&bytes, ty) {
        let written = encode(&value, ty).expect("what was read can be written");
        assert_eq!(decode(&written, ty).as_ref(), Ok(&value), "{ty:?}");
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let types = configurations::types().iter().enumerate().take(256);
    types
        .map(|(index, ty)| {
            let value = arbitrary(ty, &mut Choices::new(&[7; 1000]));
            let written = encode(&value, ty).expect("a value of the type");
            [vec![index as u8, 0], written].concat()
        })
        .collect()
}
