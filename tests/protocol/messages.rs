//! What the tests write into messages and read out of them.

use terraform_plugin_protocol::tfplugin6::{Diagnostic, DynamicValue, diagnostic};
use terraform_provider_sdk::value::{Type, Value, msgpack};

/// A value in a message.
pub(crate) fn dynamic(value: &Value, ty: &Type) -> DynamicValue {
    DynamicValue {
        msgpack: msgpack::encode(value, ty).expect("a value of the type"),
        json: Vec::new(),
    }
}

/// Bytes in the place of a value.
pub(crate) fn bytes(msgpack: impl Into<Vec<u8>>) -> DynamicValue {
    DynamicValue {
        msgpack: msgpack.into(),
        json: Vec::new(),
    }
}

/// Asserts that there are diagnostics, all of them errors, and that they say `text`.
#[track_caller]
pub(crate) fn assert_error(diagnostics: &[Diagnostic], text: &str) {
    let said = said(diagnostics);
    assert!(said.contains(text), "expected {text:?} in {said:?}");
    for diagnostic in diagnostics {
        assert_eq!(diagnostic.severity(), diagnostic::Severity::Error, "{said}");
    }
}

/// All that the diagnostics say.
pub(crate) fn said(diagnostics: &[Diagnostic]) -> String {
    let texts = diagnostics.iter().map(|it| format!("{}: {}\n", it.summary, it.detail));
    texts.collect()
}
