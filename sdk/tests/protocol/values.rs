//! Values on their way through a plan and an apply: nothing of them is lost.

use rmp::encode::{write_map_len, write_nil, write_sint, write_str, write_uint};
use terraform_plugin_protocol::tfplugin6::{
    DynamicValue, apply_resource_change, call_function, plan_resource_change, validate_provider_config,
};
use terraform_provider_sdk::value::Value;

use super::{
    core::{Core, bytes, dynamic, note_type, note_value, read_note},
    provider::note,
};

const NULL: Value = Value::Null;

/// A note as Terraform writes it, with its size in the given bytes.
fn note_of_size(size: &[u8], id: &[u8]) -> DynamicValue {
    let mut message = Vec::new();
    write_map_len(&mut message, 5).unwrap();
    for (name, value) in [
        ("fate", [0xc0].as_slice()),
        ("id", id),
        ("name", b"\xa1a"),
        ("size", size),
        ("text", b"\xc0"),
    ] {
        write_str(&mut message, name).unwrap();
        message.extend(value);
    }
    bytes(message)
}

/// How Terraform writes a number that is not an integer of 64 bits, and no float is equal to.
fn decimal(digits: &str) -> Vec<u8> {
    let mut message = Vec::new();
    write_str(&mut message, digits).unwrap();
    message
}

fn integer(number: i64) -> Vec<u8> {
    let mut message = Vec::new();
    write_sint(&mut message, number).unwrap();
    message
}

#[tokio::test]
async fn numbers_pass_plan_and_apply_without_loss() {
    let mut natural = Vec::new();
    write_uint(&mut natural, u64::MAX).unwrap();
    let mut float = vec![0xcb];
    float.extend(1.5_f64.to_be_bytes());
    for (sent, number) in [
        (decimal("0.1"), "0.1"),
        (decimal("9223372036854775808"), "9223372036854775808"),
        (
            decimal("1000000000000000000000000000000"),
            "1000000000000000000000000000000",
        ),
        (
            decimal("0.30000000000000000000000000000000000001"),
            "0.30000000000000000000000000000000000001",
        ),
        (integer(i64::MIN), "-9223372036854775808"),
        (integer(0), "0"),
        (natural, "18446744073709551615"),
        (float, "1.5"),
    ] {
        let mut expected = note("a", "note-a");
        expected
            .as_map_mut()
            .unwrap()
            .insert("size".into(), Value::Number(number.parse().unwrap()));
        assert_eq!(made_with_size(&sent).await, expected, "{number}");
    }
}

/// What is made of a note whose size is sent so.
async fn made_with_size(size: &[u8]) -> Value {
    let mut core = Core::configured().await;
    let config = Some(note_of_size(size, b"\xc0"));
    let request = plan_resource_change::Request {
        type_name: "toy_note".into(),
        prior_state: Some(note_value(&NULL)),
        proposed_new_state: config.clone(),
        config: config.clone(),
        ..Default::default()
    };
    let planned = core.client.plan_resource_change(request).await.unwrap().into_inner();
    assert_eq!(planned.diagnostics, []);
    let request = apply_resource_change::Request {
        type_name: "toy_note".into(),
        prior_state: Some(note_value(&NULL)),
        planned_state: planned.planned_state,
        planned_private: planned.planned_private,
        config,
        ..Default::default()
    };
    let applied = core.client.apply_resource_change(request).await.unwrap().into_inner();
    assert_eq!(applied.diagnostics, []);
    read_note(applied.new_state.as_ref())
}

#[tokio::test]
async fn an_attribute_of_5_mib_passes_plan_and_apply() {
    let mut core = Core::configured().await;
    let long = "0123456789abcdef".repeat(5 << 16);
    let mut large = note("a", NULL);
    large.as_map_mut().unwrap().insert("text".into(), long.as_str().into());
    let planned = core.plan(&NULL, &large).await;
    assert_eq!(planned.diagnostics, []);
    let planned = read_note(planned.planned_state.as_ref());
    assert_eq!(planned.get("text").as_str().map(str::len), Some(5 << 20));
    let applied = core.apply(&NULL, &planned).await;
    assert_eq!(applied.diagnostics, []);
    assert_eq!(
        read_note(applied.new_state.as_ref()).get("text").as_str(),
        Some(long.as_str())
    );
}

#[tokio::test]
async fn a_value_in_json_is_read_too() {
    let mut core = Core::unconfigured();
    let config = |json: &str| validate_provider_config::Request {
        config: Some(DynamicValue {
            msgpack: Vec::new(),
            json: json.into(),
        }),
    };
    let empty = core
        .client
        .validate_provider_config(config(r#"{"greeting":""}"#))
        .await
        .unwrap();
    assert_eq!(empty.into_inner().diagnostics[0].summary, "Empty greeting");
    let word = core
        .client
        .validate_provider_config(config(r#"{"greeting":"hi"}"#))
        .await
        .unwrap();
    assert_eq!(word.into_inner().diagnostics, []);
}

#[tokio::test]
async fn equal_answers_are_equal_bytes() {
    let mut core = Core::configured().await;
    let once = core.plan(&NULL, &note("a", NULL)).await;
    assert_eq!(once, core.plan(&NULL, &note("a", NULL)).await);
    let value = dynamic(&note("a", Value::unknown()), &note_type());
    assert_eq!(once.planned_state, Some(value));
}

/// Calls `shout` with what is sent for its two arguments.
async fn shout(text: &[u8], marks: &[u8]) -> call_function::Response {
    let request = call_function::Request {
        name: "shout".into(),
        arguments: vec![bytes(text), bytes(marks)],
    };
    Core::unconfigured()
        .client
        .call_function(request)
        .await
        .unwrap()
        .into_inner()
}

fn loud(text: &str) -> Option<DynamicValue> {
    let mut message = Vec::new();
    write_str(&mut message, text).unwrap();
    Some(bytes(message))
}

#[tokio::test]
async fn a_function_is_computed_without_configuration() {
    let called = shout(b"\xa2hi", b"\x02").await;
    assert_eq!((called.error, called.result), (None, loud("HI!!")));
}

#[tokio::test]
async fn a_null_argument_is_nil_or_as_in_opentofu_nothing_at_all() {
    let mut nil = Vec::new();
    write_nil(&mut nil).unwrap();
    for null in [nil, Vec::new()] {
        let called = shout(b"\xa2hi", &null).await;
        assert_eq!((called.error, called.result), (None, loud("HI")));
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_argument_is_said_of_that_argument() {
    for (text, marks, argument, why) in [
        (b"\xa2hi".as_slice(), b"\xff".as_slice(), Some(1), "no negative marks"),
        (b"\xa2hi", b"\xc3", Some(1), "marks"),
        (b"\x01", b"\x01", Some(0), "text"),
        (b"\xd4\x00\x00", b"\x01", Some(0), "text is not known yet"),
        (b"\xa5panic", b"\x01", None, "the shout broke"),
    ] {
        let called = shout(text, marks).await;
        let error = called.error.expect(why);
        assert_eq!((called.result, error.function_argument), (None, argument), "{why}");
        assert!(error.text.contains(why), "{why} in {}", error.text);
    }
}

#[tokio::test]
async fn another_number_of_arguments_than_parameters_is_an_error() {
    for count in [0, 1, 3] {
        let request = call_function::Request {
            name: "shout".into(),
            arguments: vec![bytes(b"\xa2hi"); count],
        };
        let called = Core::unconfigured()
            .client
            .call_function(request)
            .await
            .unwrap()
            .into_inner();
        let error = called.error.expect("an error");
        assert_eq!(error.text, format!("shout takes 2 arguments, not {count}"));
    }
}
