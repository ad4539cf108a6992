//! Null for a required argument or for an element, and a value for a read-only attribute, in every schema: each is an error
//! before a replacement is planned.

use std::collections::BTreeMap;

use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::{
        plan::{self, PlanRequest},
        validate::validate,
    },
    schema::{Attribute, Block, Configurability, Nesting, Schema, Shape},
    typed::Attributes,
    value::{Type, Value},
};

/// Collections whose elements may be null, with the reason.
const NULL_ELEMENTS: [(&str, &str); 6] = [
    ("configuration", "a key that is null is omitted"),
    ("configuration_wo", "a key that is null is omitted"),
    ("tags", "a tag that is null counts as omitted"),
    ("tags_all", "a tag that is null counts as omitted"),
    ("default_tags.tags", "a tag that is null counts as omitted"),
    ("assume_role.tags", "a tag that is null counts as omitted"),
];

/// A step to an attribute inside a root object.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Member(&'static str),
    Element,
}

/// An attribute and the way to it.
struct Place {
    steps: Vec<Step>,
    attribute: Attribute,
}

impl Place {
    /// Returns the names on the way.
    fn name(&self) -> String {
        let names = self.steps.iter().filter_map(|step| match step {
            Step::Member(name) => Some(*name),
            Step::Element => None,
        });
        names.collect::<Vec<_>>().join(".")
    }
}

/// Returns every attribute of a block, however deep.
fn places(attributes: &[Attribute], blocks: Option<&Block>, outer: &[Step]) -> Vec<Place> {
    let step = |name, nesting| {
        let element = (nesting != Nesting::Single).then_some(Step::Element);
        let steps = outer.iter().cloned().chain([Step::Member(name)]).chain(element);
        steps.collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    for attribute in attributes {
        found.push(Place {
            steps: outer.iter().cloned().chain([Step::Member(attribute.name)]).collect(),
            attribute: attribute.clone(),
        });
        if let Shape::Nested(nesting, members) = &attribute.shape
            && attribute.configurability.is_argument()
        {
            found.extend(places(members, None, &step(attribute.name, *nesting)));
        }
    }
    for nested in blocks.into_iter().flat_map(|block| &block.blocks) {
        let steps = step(nested.name, nested.nesting);
        found.extend(places(&nested.block.attributes, Some(&nested.block), &steps));
    }
    found
}

fn of_type(ty: &Type) -> Value {
    match ty {
        Type::Bool => Value::Bool(true),
        Type::Number => Value::Number(1_i64.into()),
        Type::String | Type::Dynamic => Value::string("x"),
        Type::List(element) => Value::List(vec![of_type(element)]),
        Type::Set(element) => Value::set(vec![of_type(element)]),
        Type::Map(element) => Value::Map(BTreeMap::from([("k".to_owned(), of_type(element))])),
        Type::Tuple(types) => Value::List(types.iter().map(of_type).collect()),
        Type::Object(types) => Value::Map(types.iter().map(|(name, ty)| (name.clone(), of_type(ty))).collect()),
    }
}

fn nested_in(nesting: Nesting, object: Value) -> Value {
    match nesting {
        Nesting::Single => object,
        Nesting::List => Value::List(vec![object]),
        Nesting::Set => Value::set(vec![object]),
        Nesting::Map => Value::Map(BTreeMap::from([("k".to_owned(), object)])),
    }
}

/// Returns an object with a value for each argument, and for each read-only attribute if `whole`.
fn object(attributes: &[Attribute], blocks: Option<&Block>, whole: bool) -> Value {
    let attributes = attributes.iter().map(|attribute| {
        let value = match &attribute.shape {
            _ if !whole && !attribute.configurability.is_argument() => Value::Null,
            Shape::Plain(ty) => of_type(ty),
            Shape::Nested(nesting, members) => nested_in(*nesting, object(members, None, whole)),
        };
        (attribute.name.to_owned(), value)
    });
    let blocks = blocks.into_iter().flat_map(|block| &block.blocks).map(|nested| {
        let inner = object(&nested.block.attributes, Some(&nested.block), whole);
        (nested.name.to_owned(), nested_in(nested.nesting, inner))
    });
    Value::Map(attributes.chain(blocks).collect())
}

/// Sets `value` at the path.
fn put(into: &mut Value, steps: &[Step], value: Value) {
    match (steps, into) {
        ([], into) => *into = value,
        ([Step::Member(name), rest @ ..], Value::Map(members)) => {
            put(members.get_mut(*name).expect("a member"), rest, value);
        }
        ([Step::Element, rest @ ..], Value::Map(elements)) => {
            put(elements.get_mut("k").expect("an element"), rest, value)
        }
        ([Step::Element, rest @ ..], Value::List(elements)) => put(&mut elements[0], rest, value),
        ([Step::Element, rest @ ..], Value::Set(elements)) => put(&mut elements[0], rest, value),
        (steps, into) => panic!("{steps:?} in {into:?}"),
    }
}

fn set(object: &Value, steps: &[Step], value: Value) -> Value {
    let mut changed = object.clone();
    put(&mut changed, steps, value);
    changed
}

/// Whether there is an error of this summary at, or about, the attribute.
fn has(diagnostics: &Diagnostics, summary: &str, place: &str) -> bool {
    let name = place.rsplit('.').next().expect("a name");
    diagnostics.iter().any(|found| {
        let is_there = found.detail.contains(name) || found.path.to_string().contains(name);
        found.is_error() && found.summary.contains(summary) && is_there
    })
}

fn root_places(block: &Block) -> Vec<Place> {
    places(&block.attributes, Some(block), &[])
}

/// Every schema of the provider.
fn schemas() -> Vec<(String, Block)> {
    use terraform_provider_codepipeline::provider::configuration::Config;
    let resources = Codepipeline::RESOURCES.iter();
    let resources = resources.map(|resource| (resource.name().to_owned(), resource.schema().block));
    let data_sources = Codepipeline::DATA_SOURCES.iter();
    let data_sources = data_sources.map(|data| (format!("data.{}", data.name()), data.schema().block));
    std::iter::once(("provider".to_owned(), Config::block()))
        .chain(resources)
        .chain(data_sources)
        .collect()
}

#[test]
fn a_null_element_is_an_error_in_every_collection_that_does_not_document_it() {
    let mut allowed = Vec::new();
    for (schema, block) in schemas() {
        let whole = object(&block.attributes, Some(&block), false);
        for place in root_places(&block) {
            let Shape::Plain(Type::List(element) | Type::Set(element) | Type::Map(element)) = &place.attribute.shape
            else {
                continue;
            };
            let is_scalar = matches!(**element, Type::Bool | Type::Number | Type::String);
            if !is_scalar || !place.attribute.configurability.is_argument() {
                continue;
            }
            let steps: Vec<Step> = place.steps.iter().cloned().chain([Step::Element]).collect();
            let found = validate(&block, &set(&whole, &steps, Value::Null), true);
            if !has(&found, "Null element", &place.name()) {
                allowed.push(format!("{schema}.{}", place.name()));
            }
        }
    }
    let is_documented = |place: &String| {
        NULL_ELEMENTS
            .iter()
            .any(|(name, _)| place.ends_with(&format!(".{name}")))
    };
    allowed.retain(|place| !is_documented(place));
    assert_eq!(allowed, Vec::<String>::new());
}

#[test]
fn a_value_for_a_read_only_attribute_is_an_error_at_validate_in_every_schema() {
    for (schema, block) in schemas() {
        let whole = object(&block.attributes, Some(&block), false);
        for place in root_places(&block) {
            if place.attribute.configurability != Configurability::Computed {
                continue;
            }
            let value = of_type(&place.attribute.shape.value_type());
            let found = validate(&block, &set(&whole, &place.steps, value), true);
            assert!(
                has(&found, "Read-only", &place.name()),
                "{schema}.{}: {found:?}",
                place.name()
            );
        }
    }
}

#[test]
fn a_value_for_a_write_only_argument_needs_a_client_that_supports_it() {
    let mut judged = Vec::new();
    for (_, block) in schemas() {
        let whole = object(&block.attributes, Some(&block), false);
        for place in root_places(&block).iter().filter(|place| place.attribute.write_only) {
            let value = of_type(&place.attribute.shape.value_type());
            let config = set(&whole, &place.steps, value);
            let is_error = |is_supported| {
                let found = validate(&block, &config, is_supported);
                has(&found, "Write-only arguments are not supported", &place.name())
            };
            assert!(is_error(false) && !is_error(true), "{}", place.name());
            judged.push(place.name());
        }
    }
    assert_eq!(judged, ["stage.action.configuration_wo"]);
}

#[test]
fn a_required_argument_that_is_null_is_an_error_at_validate_in_every_schema() {
    for (schema, block) in schemas() {
        let whole = object(&block.attributes, Some(&block), false);
        for place in root_places(&block) {
            if place.attribute.configurability == Configurability::Required {
                let found = validate(&block, &set(&whole, &place.steps, Value::Null), true);
                assert!(
                    has(&found, "Missing required", &place.name()),
                    "{schema}.{}: {found:?}",
                    place.name()
                );
            }
        }
    }
}

/// Plans the change of an existing object without the provider's configuration.
async fn replan(resource: &str, schema: &Schema, config: &Value) -> plan::PlanResponse {
    let resource = Codepipeline::RESOURCES.iter().find(|found| found.name() == resource);
    let request = PlanRequest {
        config: config.clone(),
        prior: object(&schema.block.attributes, Some(&schema.block), true),
        proposed: config.clone(),
        prior_private: Vec::new(),
        planned_private: Vec::new(),
        prior_identity: None,
    };
    plan::plan(*resource.expect("a resource"), schema, None, request).await
}

#[tokio::test]
async fn a_required_argument_or_element_that_is_null_is_an_error_before_a_replacement_is_planned() {
    for resource in Codepipeline::RESOURCES {
        let schema = resource.schema();
        let whole = object(&schema.block.attributes, Some(&schema.block), false);
        for place in root_places(&schema.block) {
            let (mut steps, is_required) = (
                place.steps.clone(),
                place.attribute.configurability == Configurability::Required,
            );
            let is_not_null = place.attribute.validators.iter().any(|one| one.is_not_null());
            let of_elements = is_not_null && place.attribute.configurability.is_argument();
            if of_elements {
                steps.push(Step::Element);
            } else if !is_required {
                continue;
            }
            let config = set(&whole, &steps, Value::Null);
            let planned = replan(resource.name(), &schema, &config).await;
            let case = format!("{}.{}", resource.name(), place.name());
            assert!(planned.diagnostics.has_errors(), "{case}");
            assert!(
                planned.requires_replace.is_empty(),
                "{case}: {:?}",
                planned.requires_replace
            );
        }
    }
}
