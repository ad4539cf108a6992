//! Schemas.

use terraform_plugin_protocol::tfplugin6::{self as wire, StringKind};

use crate::{
    schema::{Attribute, Block, Configurability, NestedBlock, Nesting, Rule, Schema, Shape, description},
    value::Type,
};

/// The schema of a resource, a data source or the provider block.
pub(in crate::rpc) fn to_wire(schema: &Schema) -> wire::Schema {
    wire::Schema {
        version: schema.version,
        block: Some(wire::schema::Block {
            version: schema.version,
            ..block(&schema.block)
        }),
    }
}

/// A type, as the JSON that Terraform expects wherever a field is called `type`.
pub(in crate::rpc) fn type_to_wire(ty: &Type) -> Vec<u8> {
    ty.to_json().to_string().into_bytes()
}

fn block(block: &Block) -> wire::schema::Block {
    wire::schema::Block {
        attributes: attributes(&block.attributes, &block.rules),
        block_types: block
            .blocks
            .iter()
            .map(|nested| nested_block(nested, &block.rules))
            .collect(),
        description: description::of_doc_comment(block.description),
        description_kind: StringKind::Markdown.into(),
        ..Default::default()
    }
}

fn attributes(attributes: &[Attribute], rules: &[Rule]) -> Vec<wire::schema::Attribute> {
    attributes.iter().map(|one| attribute(one, rules)).collect()
}

fn attribute(attribute: &Attribute, rules: &[Rule]) -> wire::schema::Attribute {
    let (r#type, nested_type) = match &attribute.shape {
        Shape::Plain(plain) => (type_to_wire(plain), None),
        Shape::Nested(nesting, attributes) => (Vec::new(), Some(object(*nesting, attributes))),
    };
    wire::schema::Attribute {
        name: attribute.name.to_owned(),
        r#type,
        nested_type,
        description: description::of_attribute(attribute, rules),
        description_kind: StringKind::Markdown.into(),
        required: attribute.configurability == Configurability::Required,
        optional: matches!(
            attribute.configurability,
            Configurability::Optional | Configurability::OptionalComputed
        ),
        computed: attribute.configurability.is_computed(),
        // Plan and state contain no write-only value. A state whose sensitive paths differ from those of the schema, such as
        // one that was moved and not read yet, would be planned as an update.
        sensitive: attribute.sensitive && !attribute.write_only,
        write_only: attribute.write_only,
        deprecated: attribute.deprecated.is_some(),
        deprecation_message: attribute.deprecated.unwrap_or_default().to_owned(),
    }
}

fn object(nesting: Nesting, members: &[Attribute]) -> wire::schema::Object {
    use wire::schema::object::NestingMode;
    wire::schema::Object {
        attributes: attributes(members, &[]),
        nesting: match nesting {
            Nesting::Single => NestingMode::Single,
            Nesting::List => NestingMode::List,
            Nesting::Set => NestingMode::Set,
            Nesting::Map => NestingMode::Map,
        }
        .into(),
        ..Default::default()
    }
}

fn nested_block(nested: &NestedBlock, rules: &[Rule]) -> wire::schema::NestedBlock {
    use wire::schema::nested_block::NestingMode;
    let items = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    // Terraform refuses a single block with other bounds than 0 and 0, or 1 and 1, and a map of blocks with any.
    let (nesting, min_items, max_items) = match nested.nesting {
        Nesting::Single => (NestingMode::Single, items(nested.min_items), items(nested.min_items)),
        Nesting::List => (NestingMode::List, items(nested.min_items), items(nested.max_items)),
        Nesting::Set => (NestingMode::Set, items(nested.min_items), items(nested.max_items)),
        Nesting::Map => (NestingMode::Map, 0, 0),
    };
    wire::schema::NestedBlock {
        type_name: nested.name.to_owned(),
        block: Some(wire::schema::Block {
            description: description::of_block(nested, rules),
            ..block(&nested.block)
        }),
        nesting: nesting.into(),
        min_items,
        max_items,
    }
}
