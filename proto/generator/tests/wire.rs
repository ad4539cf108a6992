//! The wire: our definitions against a list of all methods, enums, messages and fields of the protocol.

use std::collections::BTreeMap;

use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto, MethodDescriptorProto,
    field_descriptor_proto::{Label, Type},
};
use terraform_plugin_protocol_generator::descriptors;

/// One line for each method, enum and message, an indented one for each value and field.
const LIST: &str = include_str!("wire.txt");

/// What a definition is called, with its sorted members.
type Definitions = BTreeMap<String, Vec<String>>;

#[test]
fn every_method_message_and_field_is_the_protocols() {
    let (listed, compiled) = (listed(), compiled());
    for (name, members) in &listed {
        assert_eq!(compiled.get(name), Some(members), "{name}");
    }
    let more: Vec<_> = compiled.keys().filter(|name| !listed.contains_key(*name)).collect();
    assert!(more.is_empty(), "not in the protocol: {more:?}");
}

#[test]
fn the_protocol_has_36_methods_143_messages_5_enums_and_296_fields() {
    let compiled = compiled();
    let count = |kind: &str| compiled.keys().filter(|name| name.starts_with(kind)).count();
    assert_eq!([count("method "), count("message "), count("enum ")], [36, 143, 5]);
    let fields = compiled.iter().filter(|(name, _)| name.starts_with("message "));
    assert_eq!(fields.map(|(_, fields)| fields.len()).sum::<usize>(), 296);
}

fn listed() -> Definitions {
    let mut definitions = Definitions::new();
    let mut current = String::new();
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            Some(member) => definitions.entry(current.clone()).or_default().push(member.to_owned()),
            None => {
                line.clone_into(&mut current);
                definitions.insert(current.clone(), Vec::new());
            }
        }
    }
    definitions.values_mut().for_each(|members| members.sort());
    definitions
}

fn compiled() -> Definitions {
    let files = descriptors().unwrap().file;
    let file = files
        .iter()
        .find(|file| file.package() == "tfplugin6")
        .expect("our package");
    assert_eq!(file.syntax(), "proto3");
    let mut definitions = Definitions::new();
    add_services(file, &mut definitions);
    file.enum_type.iter().for_each(|it| add_enum("", it, &mut definitions));
    file.message_type
        .iter()
        .for_each(|it| add_message("", it, &mut definitions));
    definitions.values_mut().for_each(|members| members.sort());
    definitions
}

fn add_services(file: &FileDescriptorProto, definitions: &mut Definitions) {
    let names: Vec<_> = file.service.iter().map(|service| service.name()).collect();
    assert_eq!(names, ["Provider"]);
    for method in &file.service[0].method {
        definitions.insert(method_line(method), Vec::new());
    }
}

fn method_line(method: &MethodDescriptorProto) -> String {
    let stream = |is_stream| if is_stream { "stream " } else { "" };
    format!(
        "method {} {}{} {}{}",
        method.name(),
        stream(method.client_streaming()),
        short(method.input_type()),
        stream(method.server_streaming()),
        short(method.output_type()),
    )
}

fn add_enum(outer: &str, definition: &EnumDescriptorProto, definitions: &mut Definitions) {
    let values = definition
        .value
        .iter()
        .map(|value| format!("{} {}", value.number(), value.name()));
    definitions.insert(format!("enum {outer}{}", definition.name()), values.collect());
}

fn add_message(outer: &str, message: &DescriptorProto, definitions: &mut Definitions) {
    if message.options.as_ref().is_some_and(|options| options.map_entry()) {
        return;
    }
    let name = format!("{outer}{}", message.name());
    let fields = message.field.iter().map(|field| field_line(message, field)).collect();
    definitions.insert(format!("message {name}"), fields);
    let inner = format!("{name}.");
    message
        .enum_type
        .iter()
        .for_each(|it| add_enum(&inner, it, definitions));
    message
        .nested_type
        .iter()
        .for_each(|it| add_message(&inner, it, definitions));
}

fn field_line(message: &DescriptorProto, field: &FieldDescriptorProto) -> String {
    let line = format!("{} {}", field.number(), field.name());
    if let Some(entry) = map_entry(message, field) {
        let (key, value) = (type_name(&entry.field[0]), type_name(&entry.field[1]));
        return format!("{line} map<{key},{value}>");
    }
    let line = format!("{line} {}", type_name(field));
    if field.label() == Label::Repeated {
        format!("{line} repeated")
    } else if field.proto3_optional() {
        format!("{line} optional")
    } else if let Some(index) = field.oneof_index {
        format!("{line} oneof {}", message.oneof_decl[index as usize].name())
    } else {
        line
    }
}

fn map_entry<'m>(message: &'m DescriptorProto, field: &FieldDescriptorProto) -> Option<&'m DescriptorProto> {
    let name = field.type_name().rsplit('.').next()?;
    let is_map = |nested: &&DescriptorProto| nested.options.as_ref().is_some_and(|options| options.map_entry());
    message
        .nested_type
        .iter()
        .filter(is_map)
        .find(|nested| nested.name() == name)
}

fn type_name(field: &FieldDescriptorProto) -> String {
    match field.r#type() {
        Type::Message | Type::Enum => short(field.type_name()).to_owned(),
        scalar => scalar.as_str_name().trim_start_matches("TYPE_").to_lowercase(),
    }
}

fn short(name: &str) -> &str {
    let name = name.trim_start_matches('.');
    name.strip_prefix("tfplugin6.").unwrap_or(name)
}
