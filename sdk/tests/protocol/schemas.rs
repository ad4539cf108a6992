//! The schemas that the provider returns to Terraform.

use terraform_plugin_protocol::tfplugin6::{
    Function, Schema, StringKind, get_functions, get_metadata, get_provider_schema, get_resource_identity_schemas,
    schema::{self, nested_block, object},
};

use super::core::Core;

async fn schemas() -> get_provider_schema::Response {
    let request = get_provider_schema::Request {};
    let mut core = Core::unconfigured();
    core.client.get_provider_schema(request).await.unwrap().into_inner()
}

async fn shapes() -> schema::Block {
    let mut schemas = schemas().await;
    let shapes = schemas.resource_schemas.remove("toy_shapes").expect("a schema");
    shapes.block.expect("a block")
}

fn attribute<'a>(attributes: &'a [schema::Attribute], name: &str) -> &'a schema::Attribute {
    let found = attributes.iter().find(|attribute| attribute.name == name);
    found.unwrap_or_else(|| panic!("no attribute {name}"))
}

fn type_of(attribute: &schema::Attribute) -> &str {
    std::str::from_utf8(&attribute.r#type).expect("JSON")
}

#[tokio::test]
async fn the_schema_answer_holds_everything_and_the_capabilities() {
    let schemas = schemas().await;
    assert_eq!(schemas.diagnostics, []);
    assert_eq!(
        schemas.resource_schemas.keys().collect::<Vec<_>>(),
        ["toy_note", "toy_shapes"]
    );
    assert_eq!(schemas.data_source_schemas.keys().collect::<Vec<_>>(), ["toy_echo"]);
    assert_eq!(schemas.functions.keys().collect::<Vec<_>>(), ["shout"]);
    let provider = schemas
        .provider
        .and_then(|schema| schema.block)
        .expect("the provider block");
    assert_eq!(provider.attributes[0].name, "greeting");
    let capabilities = schemas.server_capabilities.expect("capabilities");
    assert!(capabilities.plan_destroy && capabilities.get_provider_schema_optional && capabilities.move_resource_state);
    assert!(!capabilities.generate_resource_config);
}

#[tokio::test]
async fn the_metadata_are_the_names_of_the_schemas() {
    let mut core = Core::unconfigured();
    let metadata = core
        .client
        .get_metadata(get_metadata::Request {})
        .await
        .unwrap()
        .into_inner();
    let schemas = schemas().await;
    let resources = metadata.resources.iter().map(|resource| &resource.type_name);
    assert!(resources.eq(schemas.resource_schemas.keys()));
    let data_sources = metadata.data_sources.iter().map(|data_source| &data_source.type_name);
    assert!(data_sources.eq(schemas.data_source_schemas.keys()));
    let functions = metadata.functions.iter().map(|function| &function.name);
    assert!(functions.eq(schemas.functions.keys()));
    assert_eq!(metadata.server_capabilities, schemas.server_capabilities);
}

#[tokio::test]
async fn the_version_of_the_state_is_the_schemas() {
    let Schema { version, block } = schemas().await.resource_schemas["toy_note"].clone();
    assert_eq!((version, block.expect("a block").version), (1, 1));
}

#[tokio::test]
async fn plain_attributes_have_a_type_and_no_nested_type() {
    let block = shapes().await;
    for (name, ty) in [
        ("text", r#""string""#),
        ("number", r#""number""#),
        ("switch", r#""bool""#),
        ("list", r#"["list","string"]"#),
        ("set", r#"["set","string"]"#),
        ("map", r#"["map","string"]"#),
    ] {
        let attribute = attribute(&block.attributes, name);
        assert_eq!((type_of(attribute), &attribute.nested_type), (ty, &None), "{name}");
    }
}

#[tokio::test]
async fn nested_attributes_have_a_nested_type_of_their_nesting_and_no_type() {
    use object::NestingMode::{List, Map, Set, Single};
    let block = shapes().await;
    for (name, nesting) in [
        ("pair", Single),
        ("pair_list", List),
        ("pair_set", Set),
        ("pair_map", Map),
    ] {
        let attribute = attribute(&block.attributes, name);
        let object = attribute.nested_type.as_ref().expect("a nested type");
        assert_eq!((type_of(attribute), object.nesting()), ("", nesting), "{name}");
        let members: Vec<_> = object
            .attributes
            .iter()
            .map(|it| (it.name.as_str(), type_of(it)))
            .collect();
        assert_eq!(members, [("first", r#""string""#), ("second", r#""bool""#)], "{name}");
    }
}

#[tokio::test]
async fn blocks_have_their_nesting_and_their_bounds() {
    use nested_block::NestingMode::{List, Set, Single};
    let block = shapes().await;
    let blocks: Vec<_> = block
        .block_types
        .iter()
        .map(|it| (it.type_name.as_str(), it.nesting(), it.min_items, it.max_items))
        .collect();
    assert_eq!(
        blocks,
        [
            ("single", Single, 0, 0),
            ("required", Single, 1, 1),
            ("many", List, 1, 3),
            ("some", Set, 0, 0),
        ]
    );
    for nested in &block.block_types {
        let inner = nested
            .block
            .as_ref()
            .expect("a block without a block crashes Terraform");
        assert_eq!(inner.attributes.len(), 2, "{}", nested.type_name);
    }
}

#[tokio::test]
async fn attributes_say_who_gives_them_and_how_they_are_treated() {
    let block = shapes().await;
    let configurability = |name| {
        let attribute = attribute(&block.attributes, name);
        (attribute.required, attribute.optional, attribute.computed)
    };
    assert_eq!(configurability("text"), (true, false, false));
    assert_eq!(configurability("list"), (false, true, false));
    assert_eq!(configurability("number"), (false, true, true));
    assert_eq!(configurability("id"), (false, false, true));
    let secret = attribute(&block.attributes, "secret");
    assert!(secret.write_only && !secret.sensitive);
    let switch = attribute(&block.attributes, "switch");
    assert_eq!(
        (switch.deprecated, switch.deprecation_message.as_str()),
        (true, "Use text.")
    );
    let text = attribute(&block.attributes, "text");
    assert_eq!((text.deprecated, text.deprecation_message.as_str()), (false, ""));
    assert_eq!(
        (text.description.as_str(), text.description_kind()),
        ("Some **text**.", StringKind::Markdown)
    );
}

#[tokio::test]
async fn identity_attributes_are_required_or_optional_for_import() {
    let mut core = Core::unconfigured();
    let request = get_resource_identity_schemas::Request {};
    let response = core
        .client
        .get_resource_identity_schemas(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(response.diagnostics, []);
    assert_eq!(response.identity_schemas.len(), 2);
    let attributes = &response.identity_schemas["toy_shapes"].identity_attributes;
    let (account, id) = (&attributes[0], &attributes[1]);
    assert_eq!(
        (account.required_for_import, account.optional_for_import),
        (false, true)
    );
    assert_eq!((id.required_for_import, id.optional_for_import), (true, false));
    assert_eq!(
        (id.name.as_str(), id.r#type.as_slice()),
        ("id", br#""string""#.as_slice())
    );
}

#[tokio::test]
async fn functions_have_the_same_signature_in_both_answers() {
    let mut core = Core::unconfigured();
    let functions = core
        .client
        .get_functions(get_functions::Request {})
        .await
        .unwrap()
        .into_inner();
    assert_eq!(functions.functions, schemas().await.functions);
    let Function {
        parameters,
        r#return,
        summary,
        ..
    } = &functions.functions["shout"];
    let parameters: Vec<_> = parameters
        .iter()
        .map(|it| (it.name.as_str(), it.allow_null_value))
        .collect();
    assert_eq!(parameters, [("text", false), ("marks", true)]);
    assert_eq!(
        r#return
            .as_ref()
            .expect("a return crashes Terraform if it is missing")
            .r#type,
        br#""string""#
    );
    assert_eq!(summary, "Converts text to a shout.");
}
