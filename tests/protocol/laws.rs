//! What Terraform demands of every schema, asked of everything that this provider offers.

use serde_json::Value;
use terraform_plugin_protocol::tfplugin6::{
    Schema, get_provider_schema, get_resource_identity_schemas,
    schema::{
        Attribute, Block, NestedBlock, Object, nested_block::NestingMode as BlockNesting,
        object::NestingMode as ObjectNesting,
    },
};

use super::ours::client;

/// Names that Terraform keeps for itself at the root of a resource or data source.
const RESERVED: [&str; 7] = [
    "connection",
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "provider",
    "provisioner",
];

/// Names that Terraform keeps for itself at the root of a provider block.
const RESERVED_FOR_PROVIDERS: [&str; 2] = ["alias", "version"];

async fn schemas() -> get_provider_schema::Response {
    let request = get_provider_schema::Request {};
    client().get_provider_schema(request).await.unwrap().into_inner()
}

/// Every schema with what it is of.
async fn every_schema() -> Vec<(String, Schema)> {
    let schemas = schemas().await;
    let resources = schemas
        .resource_schemas
        .into_iter()
        .map(|(name, it)| (format!("resource {name}"), it));
    let data_sources = schemas
        .data_source_schemas
        .into_iter()
        .map(|(name, it)| (format!("data source {name}"), it));
    let list_resources = schemas
        .list_resource_schemas
        .into_iter()
        .map(|(name, it)| (format!("list resource {name}"), it));
    let provider = ("provider".to_owned(), schemas.provider.expect("a provider block"));
    let kinds = resources.chain(data_sources).chain(list_resources);
    std::iter::once(provider).chain(kinds).collect()
}

#[tokio::test]
async fn every_schema_is_one_that_terraform_takes() {
    let mut broken = Vec::new();
    for (name, schema) in every_schema().await {
        let root = schema
            .block
            .as_ref()
            .expect("a schema without a block crashes Terraform");
        let mut laws = Laws { broken: &mut broken };
        laws.assert(schema.version >= 0, &name, "has a version below zero");
        laws.root_names(&name, root);
        laws.block(&name, root);
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[tokio::test]
async fn every_resource_has_an_identity_that_terraform_takes() {
    let request = get_resource_identity_schemas::Request {};
    let identities = client()
        .get_resource_identity_schemas(request)
        .await
        .unwrap()
        .into_inner();
    assert!(
        identities
            .identity_schemas
            .keys()
            .eq(schemas().await.resource_schemas.keys())
    );
    for (name, identity) in &identities.identity_schemas {
        assert!(identity.version >= 0, "{name}");
        assert!(!identity.identity_attributes.is_empty(), "{name}");
        for attribute in &identity.identity_attributes {
            let place = format!("{name}: {}", attribute.name);
            assert!(
                attribute.required_for_import != attribute.optional_for_import,
                "{place}"
            );
            let ty: Value = serde_json::from_slice(&attribute.r#type).expect("JSON");
            let element = ty.as_array().filter(|ty| ty[0] == "list").map_or(&ty, |ty| &ty[1]);
            assert!(
                ["string", "number", "bool"].iter().any(|plain| element == plain),
                "{place} is {ty}"
            );
        }
    }
}

/// The `config` block takes arguments only, and Terraform identifies what a list finds by the identity of the resource.
#[tokio::test]
async fn every_list_resource_has_only_arguments_and_the_name_of_a_resource_with_an_identity() {
    let schemas = schemas().await;
    assert!(!schemas.list_resource_schemas.is_empty());
    let request = get_resource_identity_schemas::Request {};
    let identities = client().get_resource_identity_schemas(request).await;
    let identities = identities.unwrap().into_inner().identity_schemas;
    for (name, schema) in schemas.list_resource_schemas {
        assert!(schemas.resource_schemas.contains_key(&name), "{name}");
        assert!(identities.contains_key(&name), "{name}");
        for attribute in schema.block.expect("a block").attributes {
            assert!(
                !attribute.computed && !attribute.write_only,
                "{name}.{}",
                attribute.name
            );
        }
    }
}

#[tokio::test]
async fn every_function_has_distinct_names_and_types() {
    for (name, function) in schemas().await.functions {
        assert!(is_name(&name), "{name}");
        assert!(
            function.r#return.is_some_and(|result| is_type(&result.r#type)),
            "{name}"
        );
        let mut names: Vec<_> = function.parameters.iter().map(|parameter| &parameter.name).collect();
        assert!(names.iter().all(|parameter| is_name(parameter)), "{name}");
        assert!(
            function.parameters.iter().all(|parameter| is_type(&parameter.r#type)),
            "{name}"
        );
        names.sort();
        names.dedup();
        assert_eq!(names.len(), function.parameters.len(), "{name}");
    }
}

/// Collects the places that break a law.
struct Laws<'b> {
    broken: &'b mut Vec<String>,
}

impl Laws<'_> {
    fn assert(&mut self, kept: bool, place: &str, problem: &str) {
        if !kept {
            self.broken.push(format!("{place} {problem}"));
        }
    }

    fn root_names(&mut self, place: &str, root: &Block) {
        let reserved: &[&str] = if place == "provider" {
            &RESERVED_FOR_PROVIDERS
        } else {
            &RESERVED
        };
        for name in member_names(root) {
            self.assert(
                !reserved.contains(&name),
                &format!("{place}.{name}"),
                "has a reserved name",
            );
        }
    }

    fn block(&mut self, place: &str, block: &Block) {
        let mut names = member_names(block);
        names.sort_unstable();
        names.dedup();
        let count = block.attributes.len() + block.block_types.len();
        self.assert(names.len() == count, place, "has a name twice");
        for attribute in &block.attributes {
            self.attribute(&format!("{place}.{}", attribute.name), attribute);
        }
        for nested in &block.block_types {
            self.nested_block(&format!("{place}.{}", nested.type_name), nested);
        }
    }

    fn attribute(&mut self, place: &str, attribute: &Attribute) {
        let Attribute {
            required,
            optional,
            computed,
            ..
        } = *attribute;
        self.assert(is_name(&attribute.name), place, "has no valid name");
        self.assert(!attribute.description.is_empty(), place, "has no description");
        self.assert(
            required || optional || computed,
            place,
            "is neither required, optional nor computed",
        );
        self.assert(
            !(required && (optional || computed)),
            place,
            "is required and something else",
        );
        self.assert(!attribute.write_only || !computed, place, "is write-only and computed");
        let told = attribute.deprecation_message.is_empty() || attribute.deprecated;
        self.assert(told, place, "has a deprecation message without being deprecated");
        let Some(object) = &attribute.nested_type else {
            self.assert(is_type(&attribute.r#type), place, "has no type");
            return;
        };
        self.assert(attribute.r#type.is_empty(), place, "has two types");
        self.assert(object.nesting() != ObjectNesting::Invalid, place, "has no nesting");
        for inner in &object.attributes {
            let place = format!("{place}.{}", inner.name);
            self.attribute(&place, inner);
            let in_set = object.nesting() == ObjectNesting::Set;
            self.assert(!(in_set && cannot_be_in_a_set(inner)), &place, "cannot be in a set");
        }
    }

    fn nested_block(&mut self, place: &str, nested: &NestedBlock) {
        let (least, most) = (nested.min_items, nested.max_items);
        let bounded = match nested.nesting() {
            BlockNesting::Invalid => false,
            BlockNesting::Single => least == most && (0..=1).contains(&least),
            BlockNesting::List | BlockNesting::Set => least >= 0 && (most == 0 || least <= most),
            BlockNesting::Map | BlockNesting::Group => least == 0 && most == 0,
        };
        self.assert(is_name(&nested.type_name), place, "has no valid name");
        self.assert(bounded, place, "has bounds that its nesting cannot have");
        let block = nested
            .block
            .as_ref()
            .expect("a nested block without a block crashes Terraform");
        self.block(place, block);
        let in_set = nested.nesting() == BlockNesting::Set;
        self.assert(
            !(in_set && holds_what_cannot_be_in_a_set(block)),
            place,
            "cannot be a set",
        );
    }
}

fn member_names(block: &Block) -> Vec<&str> {
    let attributes = block.attributes.iter().map(|attribute| attribute.name.as_str());
    let blocks = block.block_types.iter().map(|nested| nested.type_name.as_str());
    attributes.chain(blocks).collect()
}

fn is_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.bytes().next().is_some_and(|first| first.is_ascii_lowercase()) && name.bytes().all(letter)
}

fn is_type(json: &[u8]) -> bool {
    serde_json::from_slice(json).is_ok_and(|ty: Value| is_type_value(&ty))
}

fn is_type_value(ty: &Value) -> bool {
    match ty {
        Value::String(plain) => ["string", "number", "bool", "dynamic"].contains(&plain.as_str()),
        Value::Array(parts) => match parts.as_slice() {
            [kind, element] if kind == "list" || kind == "set" || kind == "map" => is_type_value(element),
            [kind, Value::Object(members)] if kind == "object" => members.values().all(is_type_value),
            [kind, Value::Array(elements)] if kind == "tuple" => elements.iter().all(is_type_value),
            _ => false,
        },
        _ => false,
    }
}

/// Terraform refuses write-only and dynamic values in sets, however deep.
fn cannot_be_in_a_set(attribute: &Attribute) -> bool {
    let inner = attribute.nested_type.iter().flat_map(|object| &object.attributes);
    attribute.write_only
        || attribute.r#type.windows(9).any(|window| window == b"\"dynamic\"")
        || inner.into_iter().any(cannot_be_in_a_set)
}

fn holds_what_cannot_be_in_a_set(block: &Block) -> bool {
    let inner = block.block_types.iter().filter_map(|nested| nested.block.as_ref());
    block.attributes.iter().any(cannot_be_in_a_set) || inner.into_iter().any(holds_what_cannot_be_in_a_set)
}

#[test]
fn what_cannot_be_in_a_set_is_found_however_deep() {
    let plain = || Attribute {
        name: "plain".into(),
        r#type: b"\"string\"".to_vec(),
        ..Default::default()
    };
    let within = |attribute| Attribute {
        nested_type: Some(Object {
            attributes: vec![plain(), attribute],
            ..Default::default()
        }),
        ..Default::default()
    };
    let secret = Attribute {
        write_only: true,
        ..plain()
    };
    let any = Attribute {
        r#type: b"[\"list\",\"dynamic\"]".to_vec(),
        ..plain()
    };
    assert!(!cannot_be_in_a_set(&within(within(plain()))));
    for odd in [secret, any] {
        assert!(cannot_be_in_a_set(&within(within(odd.clone()))));
        let block = Block {
            attributes: vec![within(odd)],
            ..Default::default()
        };
        let nested = NestedBlock {
            block: Some(block),
            ..Default::default()
        };
        let outer = Block {
            block_types: vec![nested],
            ..Default::default()
        };
        assert!(holds_what_cannot_be_in_a_set(&outer));
    }
}
