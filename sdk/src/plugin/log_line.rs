//! The form of a log line: one JSON object that go-plugin parses and Terraform prints.
//!
//! go-plugin is strict: a number as the message crashes Terraform, a timestamp with another number of digits makes the
//! whole line raw text, and a line over 64 KiB is split.

use std::{
    fmt,
    io::{self, Write},
};

use serde_json::{Map, Value};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{
    Layer,
    fmt::{
        format::Writer,
        time::{FormatTime, SystemTime},
    },
    layer::Context,
    registry::LookupSpan,
};

/// Maximum bytes of a line; go-plugin's buffer has 64 KiB.
const LIMIT: usize = 60 << 10;

/// The layer that writes each event to stderr, with the fields of the spans around it.
pub(super) struct JsonLines;

/// The fields of a span, for the events inside it.
struct SpanFields(Fields);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for JsonLines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(SpanFields(fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(SpanFields(fields)) = span.extensions_mut().get_mut()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        for span in context
            .event_scope(event)
            .into_iter()
            .flat_map(|scope| scope.from_root())
        {
            if let Some(SpanFields(outer)) = span.extensions().get() {
                fields.0.extend(outer.0.clone());
            }
        }
        event.record(&mut fields);
        let metadata = event.metadata();
        let line = line(metadata.level(), metadata.target(), fields);
        // Written at once, so that lines of other threads cannot interleave. A failure cannot be reported anywhere.
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }
}

/// Fields of an event or span under the names of their line.
#[derive(Clone, Default)]
struct Fields(Map<String, Value>);

const MESSAGE: &str = "@message";

impl Fields {
    fn insert(&mut self, field: &Field, value: Value) {
        let name = if field.name() == "message" {
            MESSAGE
        } else {
            field.name()
        };
        self.0.insert(name.to_owned(), value);
    }
}

impl Visit for Fields {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.insert(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.insert(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.insert(field, value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.insert(field, value.into());
    }

    /// Everything else, errors and floating-point numbers included, in the form that it prints itself.
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.insert(field, format!("{value:?}").into());
    }
}

fn line(level: &Level, target: &str, Fields(mut fields): Fields) -> String {
    let message = match fields.remove(MESSAGE) {
        Some(Value::String(message)) => message,
        other => other.map(|value| value.to_string()).unwrap_or_default(),
    };
    fields.insert(MESSAGE.into(), message.into());
    fields.insert("@level".into(), level.as_str().to_ascii_lowercase().into());
    fields.insert("@module".into(), module(target).into());
    fields.insert("@timestamp".into(), timestamp().into());
    let mut line = shortened(fields);
    line.push('\n');
    line
}

/// Returns the module that logs, such as `sdk.plugin.server`, without the name of the program, which the host adds.
fn module(target: &str) -> String {
    target
        .strip_prefix("terraform_provider_")
        .unwrap_or(target)
        .replace("::", ".")
}

/// Returns the current time in RFC 3339 format with six fractional digits.
fn timestamp() -> String {
    let mut text = String::new();
    // Writing to a `String` does not fail.
    let _written = SystemTime.format_time(&mut Writer::new(&mut text));
    text
}

/// Returns the object as JSON, with its longest strings truncated until it fits.
fn shortened(mut fields: Map<String, Value>) -> String {
    loop {
        let line = Value::Object(fields.clone()).to_string();
        if line.len() <= LIMIT {
            return line;
        }
        let longest = fields.values_mut().filter_map(text).max_by_key(|text| text.len());
        match longest {
            Some(text) if text.len() > CUT.len() * 2 => halve(text),
            _ => return line,
        }
    }
}

const CUT: &str = " (cut)";

fn text(value: &mut Value) -> Option<&mut String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn halve(text: &mut String) {
    text.truncate(text.floor_char_boundary(text.len() / 2 - CUT.len()));
    text.push_str(CUT);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, Value)]) -> Fields {
        Fields(
            pairs
                .iter()
                .map(|(name, value)| (name.to_string(), value.clone()))
                .collect(),
        )
    }

    fn parsed(line: &str) -> Map<String, Value> {
        assert!(line.len() <= 64 << 10, "{} bytes", line.len());
        assert_eq!(line.find('\n'), Some(line.len() - 1), "one line");
        serde_json::from_str(line).unwrap()
    }

    #[test]
    fn the_timestamp_has_six_digits_of_a_second() {
        let timestamp = timestamp();
        let shape: String = timestamp
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        assert_eq!(shape, "0000-00-00T00:00:00.000000Z", "{timestamp}");
    }

    #[test]
    fn the_hosts_fields_are_strings_whatever_was_logged() {
        for message in [Value::from(42), Value::from(true), Value::from("a\nb"), Value::Null] {
            let line = parsed(&line(
                &Level::WARN,
                "a::b",
                fields(&[(MESSAGE, message), ("count", 3.into())]),
            ));
            for name in [MESSAGE, "@level", "@timestamp", "@module"] {
                assert!(line[name].is_string(), "{name}");
            }
            assert_eq!(line["@level"], "warn");
            assert_eq!(line["@module"], "a.b");
            assert_eq!(line["count"], 3);
        }
        assert_eq!(parsed(&line(&Level::INFO, "a", fields(&[])))[MESSAGE], "");
    }

    #[test]
    fn a_long_line_is_cut_and_stays_json() {
        for text in ["é".repeat(200_000), "\u{1}".repeat(100_000), "\"\\".repeat(100_000)] {
            let line = parsed(&line(
                &Level::INFO,
                "a",
                fields(&[(MESSAGE, text.into()), ("arn", "kept".into())]),
            ));
            assert!(line[MESSAGE].as_str().unwrap().ends_with(CUT));
            assert_eq!(line["arn"], "kept");
        }
    }
}
