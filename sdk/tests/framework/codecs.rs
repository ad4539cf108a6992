//! The codecs: MessagePack, plain JSON, and the JSON of types.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use terraform_provider_sdk::value::{
    Number, Path, Refinements, Type, Value, json,
    msgpack::{decode, encode},
};

use super::values::typed;

fn object<const N: usize>(attributes: [(&str, Type); N]) -> Type {
    Type::Object(attributes.map(|(name, ty)| (name.to_owned(), ty)).into())
}

fn number(digits: &str) -> Value {
    Value::Number(digits.parse().expect("these are digits"))
}

fn decode_error(bytes: &[u8], ty: &Type) -> String {
    decode(bytes, ty)
        .expect_err("these bytes are no such value")
        .to_string()
}

/// The value as a state file holds it.
fn written(value: &Value, ty: &Type) -> Json {
    let each = |list: &[Value], ty: &Type| list.iter().map(|element| written(element, ty)).collect();
    match (value, ty) {
        (Value::Null, _) => Json::Null,
        (Value::Bool(truth), Type::Bool) => json!(truth),
        (Value::Number(number), Type::Number) => number.to_string().parse().map(Json::Number).expect("it is a number"),
        (Value::String(text), Type::String) => json!(text),
        (Value::List(list), Type::List(ty)) | (Value::Set(list), Type::Set(ty)) => each(list, ty),
        (Value::List(tuple), Type::Tuple(types)) => tuple
            .iter()
            .zip(types)
            .map(|(element, ty)| written(element, ty))
            .collect(),
        (Value::Map(map), Type::Map(ty)) => map
            .iter()
            .map(|(key, element)| (key.clone(), written(element, ty)))
            .collect(),
        (Value::Map(attributes), Type::Object(types)) => {
            let attribute = |(name, ty): (&String, &Type)| (name.clone(), written(&attributes[name], ty));
            types.iter().map(attribute).collect()
        }
        (Value::Dynamic(ty, value), Type::Dynamic) => json!({ "type": ty.to_json(), "value": written(value, ty) }),
        (other, ty) => panic!("{other:?} is no {ty:?}"),
    }
}

proptest! {
    #[test]
    fn every_value_survives_messagepack(typed in typed(true)) {
        let bytes = encode(&typed.value, &typed.ty).unwrap();
        prop_assert_eq!(decode(&bytes, &typed.ty).unwrap(), typed.value);
    }

    #[test]
    fn every_known_value_survives_json(typed in typed(false)) {
        let text = written(&typed.value, &typed.ty).to_string();
        prop_assert_eq!(json::decode(&serde_json::from_str(&text).unwrap(), &typed.ty).unwrap(), typed.value);
    }

    #[test]
    fn every_type_survives_json(typed in typed(false)) {
        prop_assert_eq!(Type::from_json(&typed.ty.to_json()).unwrap(), typed.ty);
    }

    #[test]
    fn arbitrary_bytes_are_a_value_or_an_error(typed in typed(true), bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(value) = decode(&bytes, &typed.ty) {
            prop_assert!(encode(&value, &typed.ty).is_ok());
        }
    }

    #[test]
    fn a_flipped_or_missing_byte_is_a_value_or_an_error(typed in typed(true), at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = encode(&typed.value, &typed.ty).unwrap();
        let at = at.index(bytes.len());
        prop_assert!(at == 0 || decode(&bytes[..at], &typed.ty).is_err());
        bytes[at] = to;
        let _ = decode(&bytes, &typed.ty);
    }
}

#[test]
fn numbers_take_the_form_that_loses_nothing() {
    let table: [(&str, &[u8]); 8] = [
        ("7", &[0x07]),
        ("-1", &[0xff]),
        (
            "9223372036854775807",
            &[0xcf, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ),
        ("9223372036854775808", b"\xb39223372036854775808"),
        ("1.5", &[0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0]),
        ("0.1", b"\xa30.1"),
        ("1e30", b"\xbf1000000000000000000000000000000"),
        ("-0.25", &[0xcb, 0xbf, 0xd0, 0, 0, 0, 0, 0, 0]),
    ];
    for (digits, bytes) in table {
        assert_eq!(encode(&number(digits), &Type::Number).unwrap(), bytes, "{digits}");
        assert_eq!(decode(bytes, &Type::Number).unwrap(), number(digits), "{digits}");
    }
    assert_eq!(
        decode(&[0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], &Type::Number).unwrap(),
        number("18446744073709551615")
    );
    assert_eq!(decode(&[0xca, 0x3f, 0, 0, 0], &Type::Number).unwrap(), number("0.5"));
}

#[test]
fn nothing_at_all_is_null() {
    assert_eq!(decode(&[], &object([("a", Type::Bool)])).unwrap(), Value::Null);
    assert_eq!(encode(&Value::Null, &Type::String).unwrap(), [0xc0]);
}

#[test]
fn an_unknown_value_says_what_is_known_of_it() {
    assert_eq!(encode(&Value::unknown(), &Type::String).unwrap(), [0xd4, 0, 0]);
    let refined = Value::Unknown(Some(Box::new(Refinements {
        not_null: true,
        prefix: Some("a".into()),
        ..Refinements::default()
    })));
    let bytes = [0xc7, 6, 12, 0x82, 1, 0xc2, 2, 0xa1, b'a'];
    assert_eq!(encode(&refined, &Type::String).unwrap(), bytes);
    assert_eq!(decode(&bytes, &Type::String).unwrap(), refined);
    // What no value of the type can have is not sent: Terraform would refuse it.
    assert_eq!(encode(&refined, &Type::Bool).unwrap(), [0xc7, 3, 12, 0x81, 1, 0xc2]);
    assert_eq!(encode(&refined, &Type::Dynamic).unwrap(), [0xd4, 0, 0]);
}

#[test]
fn extensions_of_later_versions_are_unknown_values() {
    assert_eq!(decode(&[0xd4, 99, 7], &Type::Bool).unwrap(), Value::unknown());
    assert_eq!(decode(&[0xc7, 3, 99, 1, 2, 3], &Type::Bool).unwrap(), Value::unknown());
    // Refinement 9, a map, is passed over; refinement 1 is kept.
    let bytes = [0xc7, 7, 12, 0x82, 9, 0x81, 1, 2, 1, 0xc2];
    let not_null = Refinements {
        not_null: true,
        ..Refinements::default()
    };
    assert_eq!(
        decode(&bytes, &Type::Bool).unwrap(),
        Value::Unknown(Some(Box::new(not_null)))
    );
    assert!(decode_error(&[0xc7, 1, 12, 0x81], &Type::Bool).contains("early"));
    // Whatever stands there is passed over: texts, numbers, extensions, and arrays however deep.
    for value in [
        &b"\xc4\x01x"[..],
        &[0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
        &[0xc7, 1, 5, 9],
        &[0x91; 900],
    ] {
        let mut payload = [&[0x81, 9], value].concat();
        if value == [0x91; 900] {
            payload.push(0xc0);
        }
        let [high, low] = u16::try_from(payload.len()).unwrap().to_be_bytes();
        let bytes = [&[0xc8, high, low, 12], payload.as_slice()].concat();
        assert_eq!(decode(&bytes, &Type::Bool).unwrap(), Value::unknown(), "{value:?}");
    }
}

#[test]
fn a_long_prefix_is_cut_at_a_character() {
    let long = Value::Unknown(Some(Box::new(Refinements {
        prefix: Some(format!("a{}", "é".repeat(300))),
        ..Refinements::default()
    })));
    match decode(&encode(&long, &Type::String).unwrap(), &Type::String).unwrap() {
        Value::Unknown(Some(known)) => assert_eq!(known.prefix.map(|prefix| prefix.len()), Some(255)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn objects_have_exactly_their_attributes() {
    let ty = object([("a", Type::Bool), ("b", Type::list(Type::String))]);
    let whole = Value::object([("a", true.into()), ("b", Value::List(vec!["x".into()]))]);
    assert_eq!(
        encode(&whole, &ty).unwrap(),
        [0x82, 0xa1, b'a', 0xc3, 0xa1, b'b', 0x91, 0xa1, b'x']
    );
    // Any order will do.
    assert_eq!(
        decode(&[0x82, 0xa1, b'b', 0x91, 0xa1, b'x', 0xa1, b'a', 0xc3], &ty).unwrap(),
        whole
    );
    assert_eq!(
        decode_error(&[0x81, 0xa1, b'a', 0xc3], &ty),
        "b: this attribute is missing"
    );
    assert_eq!(
        decode_error(&[0x81, 0xa1, b'c', 0xc3], &ty),
        "c: there is no such attribute"
    );
    assert_eq!(
        decode_error(&[0x82, 0xa1, b'a', 0xc3, 0xa1, b'b', 0x91, 0x05], &ty),
        "b[0]: expected a string, found a number"
    );
    let error = encode(&Value::object([("a", true.into())]), &ty).unwrap_err();
    assert_eq!(error.to_string(), "b: this attribute is missing");
    let error = encode(&Value::object([("z", true.into())]), &ty).unwrap_err();
    assert_eq!(error.to_string(), "z: there is no such attribute");
}

#[test]
fn what_is_no_such_value_is_refused() {
    let table: [(&[u8], Type, &str); 10] = [
        (&[0xc2, 0xc2], Type::Bool, "1 bytes follow the value"),
        (&[0xa5, b'a'], Type::String, "the bytes end early"),
        (
            &[0xdd, 0xff, 0xff, 0xff, 0xff],
            Type::list(Type::Bool),
            "the bytes end early",
        ),
        (
            &[0xdf, 0xff, 0xff, 0xff, 0xff],
            Type::map(Type::Bool),
            "the bytes end early",
        ),
        (&[0xa1, 0xff], Type::String, "this string is not UTF-8"),
        (
            &[0xc1],
            Type::Bool,
            "expected a bool, found a byte that is invalid in MessagePack",
        ),
        (
            &[0x91, 0xc2],
            Type::Tuple(vec![]),
            "expected a tuple of 0 elements, found 1",
        ),
        (&[0xcb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0], Type::Number, "infinite"),
        (&[0xa1, b'x'], Type::Number, "this string is not a number"),
        (&[0x92, 0xa1, b'x', 0xc0], Type::Dynamic, "the type is not JSON"),
    ];
    for (bytes, ty, expected) in table {
        let error = decode_error(bytes, &ty);
        assert!(error.contains(expected), "{bytes:?}: {error}");
    }
}

#[test]
fn a_value_of_any_type_brings_its_type() {
    let value = Value::Dynamic(Box::new(Type::String), Box::new("x".into()));
    let bytes = [
        0x92, 0xc4, 8, b'"', b's', b't', b'r', b'i', b'n', b'g', b'"', 0xa1, b'x',
    ];
    assert_eq!(encode(&value, &Type::Dynamic).unwrap(), bytes);
    assert_eq!(decode(&bytes, &Type::Dynamic).unwrap(), value);
    assert_eq!(decode(&[0xc0], &Type::Dynamic).unwrap(), Value::Null);
    assert_eq!(decode(&[0xd4, 0, 0], &Type::Dynamic).unwrap(), Value::unknown());
    let state = json!({ "value": "x", "type": "string" });
    assert_eq!(json::decode(&state, &Type::Dynamic).unwrap(), value);
    let error = encode(&"x".into(), &Type::Dynamic).unwrap_err();
    assert_eq!(error.to_string(), "expected a value with its type, found a string");
}

#[test]
fn texts_come_in_normal_form() {
    // A letter with a combining accent, as bytes of a string and as a key.
    let bytes = [0x81, 0xa3, b'e', 0xcc, 0x81, 0xa3, b'e', 0xcc, 0x81];
    let map = Value::object([("\u{e9}", "\u{e9}".into())]);
    assert_eq!(decode(&bytes, &Type::map(Type::String)).unwrap(), map);
    assert_eq!(
        json::decode(&json!({ "e\u{301}": "e\u{301}" }), &Type::map(Type::String)).unwrap(),
        map
    );
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    let error = decode_error(&b"\x92\xa9\"dynamic\"".repeat(10_000), &Type::Dynamic);
    assert!(error.contains("deep"), "{error}");

    let mut value = Value::Null;
    let mut state = serde_json::Value::Null;
    for _ in 0..1_000 {
        value = Value::Dynamic(Box::new(Type::Dynamic), Box::new(value));
        state = json!({ "type": "dynamic", "value": state });
    }
    assert!(encode(&value, &Type::Dynamic).is_err());
    assert!(json::decode(&state, &Type::Dynamic).is_err());

    let mut ty = json!("string");
    for _ in 0..1_000 {
        ty = json!(["list", ty]);
    }
    assert!(Type::from_json(&ty).is_err());
}

#[test]
fn a_state_loses_unknown_members_and_gains_missing_ones() {
    let ty = object([
        ("name", Type::String),
        ("tags", Type::map(Type::String)),
        ("inner", Type::list(object([("a", Type::Number)]))),
        ("names", Type::set(Type::String)),
    ]);
    let state = serde_json::from_str(
        r#"{"name": "n", "old": 1, "inner": [{"a": 0.30000000000000000000000000001, "b": true}], "names": ["b", "a"]}"#,
    )
    .unwrap();
    assert_eq!(
        json::decode(&state, &ty).unwrap(),
        Value::object([
            ("name", "n".into()),
            ("tags", Value::Null),
            (
                "inner",
                Value::List(vec![Value::object([("a", number("0.30000000000000000000000000001"))])])
            ),
            ("names", Value::set(vec!["a".into(), "b".into()])),
        ])
    );
    let error = json::decode(&json!({ "inner": [{ "a": [] }] }), &ty).unwrap_err();
    assert_eq!(error.to_string(), "inner[0].a: expected a number, found an array");
}

#[test]
fn a_state_of_another_primitive_type_is_converted_where_it_can_be() {
    for (state, ty, expected) in [
        (json!("5"), Type::Number, Value::Number(Number::from(5_i64))),
        (json!(5), Type::String, "5".into()),
        (json!(true), Type::String, "true".into()),
        (json!("false"), Type::Bool, false.into()),
    ] {
        assert_eq!(json::decode(&state, &ty).unwrap(), expected);
    }
    for (state, ty) in [
        (json!("five"), Type::Number),
        (json!("yes"), Type::Bool),
        (json!(1), Type::Bool),
    ] {
        assert!(json::decode(&state, &ty).is_err());
    }
}

#[test]
fn types_have_the_json_of_terraform() {
    let ty = object([
        ("a", Type::list(Type::Bool)),
        ("b", Type::Tuple(vec![Type::Dynamic, Type::map(Type::Number)])),
    ]);
    let json = json!(["object", { "a": ["list", "bool"], "b": ["tuple", ["dynamic", ["map", "number"]]] }]);
    assert_eq!(ty.to_json(), json);
    assert_eq!(
        Type::from_json(&json!(["object", { "a": "bool" }, ["a"]])).unwrap(),
        Type::Object(BTreeMap::from([("a".to_owned(), Type::Bool)]))
    );
    for wrong in [
        json!("text"),
        json!(["list"]),
        json!(["list", "bool", []]),
        json!(["object", []]),
        json!(null),
    ] {
        assert!(Type::from_json(&wrong).is_err(), "{wrong}");
    }
}

#[test]
fn an_error_in_a_set_is_located_at_the_set() {
    let ty = object([("tags", Type::set(object([("a", Type::String)])))]);
    let other = object([("tags", Type::list(object([("a", Type::list(Type::Bool))])))]);
    let wrong = Value::object([("a", Value::List(Vec::new()))]);
    let tags = |elements| Value::object([("tags", elements)]);
    let written = encode(&tags(Value::List(vec![wrong.clone()])), &other).unwrap();
    for error in [
        decode(&written, &ty).unwrap_err(),
        json::decode(&json!({ "tags": [{ "a": [] }] }), &ty).unwrap_err(),
        encode(&tags(Value::Set(vec![wrong])), &ty).unwrap_err(),
    ] {
        assert_eq!(error.path, Path::attribute("tags"));
        assert!(error.problem.starts_with("a: expected a string"), "{error}");
    }
}
