//! The public behavior of `#[derive(Attributes)]` and `#[derive(Choice)]`.

use std::collections::{BTreeMap, BTreeSet};

use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    schema::{
        Configurability, Nesting, Rule, Shape,
        validators::{Complaint, Validator},
    },
    typed::{AttributeValue, Attributes, Choice, Document, Maybe, Secret, derived::NotAChoice},
    value::{Type, Value},
};

/// How the source arrives.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
enum Format {
    /// A ZIP file.
    CodeZip,
    /// A reference to clone.
    #[choice("CODEBUILD_CLONE_REF")]
    Clone,
}

/// What a service says.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
enum Status {
    /// Ready.
    #[choice("AVAILABLE")]
    Available,
    #[choice(other)]
    Other(String),
}

/// A filter.
#[derive(Attributes, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Filter {
    /// What to let in.
    #[attr(items(1..=8), each(length(1..=255), pattern("[a-z*/]+")))]
    includes: Vec<String>,
    /// What to keep out.
    excludes: Option<BTreeSet<String>>,
}

/// An action.
#[derive(Attributes, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Action {
    /// The action's name.
    name: String,
    /// The order.
    #[attr(default = 1, range(1..=999))]
    run_order: i64,
}

/// A store.
#[derive(Attributes, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Store {
    /// Where.
    r#type: String,
}

fn no_secret_names(_: &Value) -> Result<(), Complaint> {
    Ok(())
}

/// Everything at once,
/// on two lines.
///
/// And a paragraph.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[attr(exactly_one_of("arn", "nickname"))]
struct Arguments {
    /// The name.
    #[attr(requires_replace, length(1..=32), pattern("[A-Za-z0-9_-]+"), check = no_secret_names)]
    name: String,
    /// The ARN.
    #[attr(computed, use_state_for_unknown, conflicts_with("nickname"))]
    arn: Option<String>,
    /// The nickname.
    #[attr(deprecated = "Use `arn`.", conflicts_with("arn"))]
    nickname: Option<String>,
    /// The format.
    #[attr(default = Format::CodeZip)]
    format: Format,
    /// A string with a default.
    #[attr(default = "Apple")]
    fruit: String,
    /// The formats.
    formats: Option<BTreeSet<Format>>,
    /// The token.
    #[attr(write_only)]
    token: Option<Secret<String>>,
    /// The password.
    #[attr(sensitive)]
    password: Option<String>,
    /// The switch.
    #[attr(name = "enabled")]
    switch: Option<bool>,
    /// The tags.
    tags: Option<BTreeMap<String, String>>,
    /// One filter.
    filter: Option<Filter>,
    /// Filters by name.
    filters: Option<BTreeMap<String, Filter>>,
    /// The actions.
    #[attr(block, min_items = 1, max_items = 50, requires_replace)]
    action: Vec<Action>,
    /// The stores.
    #[attr(block)]
    store: BTreeSet<Store>,
    /// One store as a list.
    #[attr(block = "list")]
    settings: Option<Store>,
    /// The one store that must be there.
    #[attr(block)]
    main: Store,
    /// One store or none.
    #[attr(block)]
    spare: Option<Store>,
    /// Stores as a set.
    #[attr(block = "set")]
    others: Vec<Store>,
}

/// Nothing.
#[derive(Attributes, Debug, PartialEq)]
struct Nothing {}

fn store(r#type: &str) -> Store {
    Store {
        r#type: r#type.to_owned(),
    }
}

fn full() -> Arguments {
    Arguments {
        name: "main".into(),
        arn: Some("arn:1".into()),
        nickname: None,
        format: Format::Clone,
        fruit: "Cherry".into(),
        formats: Some(BTreeSet::from([Format::CodeZip, Format::Clone])),
        token: Some(Secret::new("t".into())),
        password: Some("p".into()),
        switch: Some(false),
        tags: Some(BTreeMap::from([("a".into(), "b".into())])),
        filter: Some(filter()),
        filters: Some(BTreeMap::from([("one".into(), filter())])),
        action: vec![
            Action {
                name: "b".into(),
                run_order: 7,
            },
            Action {
                name: "a".into(),
                run_order: 1,
            },
        ],
        store: BTreeSet::from([store("S3"), store("EFS")]),
        settings: Some(store("x")),
        main: store("y"),
        spare: Some(store("z")),
        others: vec![store("o")],
    }
}

fn filter() -> Filter {
    Filter {
        includes: vec!["main".into()],
        excludes: None,
    }
}

fn problems(result: Result<impl std::fmt::Debug, Diagnostics>) -> Vec<(String, String)> {
    result
        .expect_err("the value is wrong")
        .iter()
        .map(|problem| (problem.path.to_string(), problem.summary.clone()))
        .collect()
}

#[test]
fn a_struct_becomes_a_value_and_back() {
    let value = full().to_value();
    assert_eq!(Arguments::from_value(&value).unwrap(), full());
    assert_eq!(value.get("enabled"), &Value::Bool(false));
    assert_eq!(value.get("format").as_str(), Some("CODEBUILD_CLONE_REF"));
    assert_eq!(
        value.get("settings"),
        &Value::List(vec![Value::object([("type", "x".into())])])
    );
    assert_eq!(value.get("main"), &Value::object([("type", "y".into())]));
    assert_eq!(
        value.get("others"),
        &Value::set(vec![Value::object([("type", "o".into())])])
    );
    assert_eq!(value.get("nickname"), &Value::Null);
    assert_eq!(Nothing::from_value(&Nothing {}.to_value()).unwrap(), Nothing {});
}

#[test]
fn an_omitted_argument_has_its_default_and_an_omitted_block_has_no_value() {
    let value = Value::object([
        ("name", "main".into()),
        ("format", Value::Null),
        ("fruit", Value::unknown()),
        ("main", Value::object([("type", "y".into())])),
        ("settings", Value::List(vec![])),
    ]);
    let read = Arguments::from_value(&value).unwrap();
    assert_eq!(read.format, Format::CodeZip);
    assert_eq!(read.fruit, "Apple");
    assert_eq!((read.settings, read.spare, read.action), (None, None, vec![]));
    assert_eq!(read.arn, None);
}

#[test]
fn every_problem_of_a_value_is_reported_with_its_path() {
    let value = Value::object([
        ("name", Value::unknown()),
        ("format", "ZIP".into()),
        ("tags", Value::object([("a", Value::from(1))])),
        (
            "action",
            Value::List(vec![
                Action {
                    name: "a".into(),
                    run_order: 1,
                }
                .to_value(),
                Value::object([("run_order", Value::from("one"))]),
            ]),
        ),
        (
            "filter",
            Value::object([("includes", Value::List(vec!["a".into(), Value::Null]))]),
        ),
        ("formats", Value::set(vec!["nonsense".into()])),
        ("store", Value::set(vec![Value::object([("type", Value::Null)])])),
    ]);
    assert_eq!(
        problems(Arguments::from_value(&value)),
        [
            ("name", "Missing value"),
            ("format", "Invalid value"),
            ("formats", "Invalid value"),
            (r#"tags["a"]"#, "Wrong type"),
            ("filter.includes[1]", "Wrong type"),
            ("action[1].name", "Missing value"),
            ("action[1].run_order", "Wrong type"),
            ("store.type", "Missing value"),
            ("main", "Missing block"),
        ]
        .map(|(path, summary)| (path.to_owned(), summary.to_owned()))
    );
}

#[test]
fn the_schema_says_what_types_options_and_comments_say() {
    let block = Arguments::block();
    assert_eq!(
        block.description,
        "Everything at once,\non two lines.\n\nAnd a paragraph."
    );
    let attribute = |name: &str| block.attribute(name).unwrap().clone();

    let name = attribute("name");
    assert_eq!(
        (name.configurability, name.requires_replace),
        (Configurability::Required, true)
    );
    assert_eq!(name.description, "The name.");
    assert!(
        matches!(
            name.validators.as_slice(),
            [Validator::Length(length), Validator::Pattern("[A-Za-z0-9_-]+"), Validator::Custom(_)] if *length == (1..=32)
        ),
        "{:?}",
        name.validators
    );
    let arn = attribute("arn");
    assert_eq!(
        (arn.configurability, arn.use_state_for_unknown),
        (Configurability::OptionalComputed, true)
    );
    assert_eq!(attribute("nickname").deprecated, Some("Use `arn`."));
    let format = attribute("format");
    assert_eq!(
        (format.configurability, format.default),
        (Configurability::OptionalComputed, Some("CODE_ZIP".into()))
    );
    assert_eq!(format.validators, [Validator::OneOf(Format::CHOICES)]);
    assert_eq!(attribute("fruit").default, Some("Apple".into()));
    let formats = attribute("formats");
    assert_eq!(
        formats.validators,
        [
            Validator::Each(Box::new(Validator::NotNull)),
            Validator::Each(Box::new(Validator::OneOf(Format::CHOICES))),
        ]
    );
    assert_eq!(formats.shape, Shape::Plain(Type::set(Type::String)));
    let token = attribute("token");
    assert!(token.sensitive && token.write_only);
    assert!(attribute("password").sensitive);
    assert_eq!(attribute("enabled").shape, Shape::Plain(Type::Bool));
    assert!(block.attribute("switch").is_none());
    assert!(matches!(attribute("filter").shape, Shape::Nested(Nesting::Single, members) if members.len() == 2));
    assert!(matches!(attribute("filters").shape, Shape::Nested(Nesting::Map, _)));
}

#[test]
fn limits_of_elements_stand_each_for_itself() {
    let includes = Filter::block().attribute("includes").unwrap().clone();
    assert_eq!(
        includes.validators,
        [
            Validator::Items(1..=8),
            Validator::Each(Box::new(Validator::Length(1..=255))),
            Validator::Each(Box::new(Validator::Pattern("[a-z*/]+"))),
            Validator::Each(Box::new(Validator::NotNull)),
        ]
    );
}

#[test]
fn blocks_have_the_nesting_of_their_type_or_option() {
    let block = Arguments::block();
    let found: Vec<_> = block
        .blocks
        .iter()
        .map(|nested| (nested.name, nested.nesting, nested.min_items, nested.max_items))
        .collect();
    assert_eq!(
        found,
        [
            ("action", Nesting::List, 1, 50),
            ("store", Nesting::Set, 0, 0),
            ("settings", Nesting::List, 0, 1),
            ("main", Nesting::Single, 1, 1),
            ("spare", Nesting::Single, 0, 1),
            ("others", Nesting::Set, 0, 0),
        ]
    );
    let action = block.nested("action").unwrap();
    assert!(action.requires_replace);
    assert_eq!(action.block.description, "The actions.");
    assert_eq!(
        action.block.attribute("run_order").unwrap().default,
        Some(Value::from(1))
    );
    assert!(block.nested("store").unwrap().block.attribute("type").is_some());
}

#[test]
fn rules_of_struct_and_fields_stand_in_the_block_once() {
    assert_eq!(
        Arguments::block().rules,
        [
            Rule::ExactlyOneOf(&["arn", "nickname"]),
            Rule::ConflictsWith(&["arn", "nickname"]),
        ]
    );
}

#[test]
fn constants_read_documents() {
    let value = full().to_value();
    let document = Document::new(&value);
    assert_eq!(document.get(Arguments::NAME), Maybe::Known("main".to_owned()));
    assert_eq!(document.get(Arguments::SWITCH), Maybe::Known(false));
    assert_eq!(document.get(Arguments::NICKNAME), Maybe::Null);
    assert_eq!(document.get(Arguments::SETTINGS), Maybe::Known(vec![store("x")]));
    assert_eq!(document.get(Arguments::SPARE), Maybe::Known(store("z")));
    assert_eq!(Store::TYPE.name, "type");
}

#[test]
fn a_choice_is_its_text() {
    assert_eq!(Format::CodeZip.as_str(), "CODE_ZIP");
    assert_eq!("CODEBUILD_CLONE_REF".parse(), Ok(Format::Clone));
    assert_eq!(Format::try_from("code_zip"), Err(NotAChoice));
    assert_eq!(Format::CodeZip.to_string(), "CODE_ZIP");
    assert_eq!(Format::CHOICES[1].description, "A reference to clone.");
    assert_eq!(Status::from("AVAILABLE"), Status::Available);
    assert_eq!(
        Status::from_value(&"NEW".into()).unwrap(),
        Status::Other("NEW".to_owned())
    );
    assert_eq!(Status::Other("NEW".into()).to_value(), "NEW".into());
    assert_eq!(Status::CHOICES.len(), 1);
}

#[test]
fn an_invalid_choice_is_reported_with_the_valid_choices() {
    let problems = Format::from_value(&"ZIP".into()).unwrap_err();
    let detail = &problems.iter().next().unwrap().detail;
    assert_eq!(detail, "\"ZIP\" is not one of `CODE_ZIP` and `CODEBUILD_CLONE_REF`.");
}

#[test]
fn texts_are_written_in_normal_form() {
    let tags = BTreeMap::from([("e\u{301}".to_owned(), "e\u{301}".to_owned())]);
    assert_eq!(tags.to_value(), Value::object([("\u{e9}", "\u{e9}".into())]));
}
