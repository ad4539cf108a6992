//! Checks of a configuration against the schema alone.

use std::collections::{BTreeMap, BTreeSet};

use terraform_provider_sdk::{
    engine::validate::validate,
    schema::validators::Complaint,
    typed::{Attributes, Choice, Duration, Secret},
    value::Value,
};

/// A kind of fruit.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fruit {
    /// Red pears.
    RedPear,
    /// Marmalade of red pears.
    RedPearMarmalade,
}

fn not_root(value: &Value) -> Result<(), Complaint> {
    match value.as_str() {
        Some(name) if name.starts_with("root") => Err(Complaint::new(
            "No root",
            format!("{name} is root. Write another name."),
        )),
        _ => Ok(()),
    }
}

/// A filter.
#[derive(Attributes)]
struct Filter {
    /// Globs.
    #[attr(items(1..=2), each(length(1..=5)))]
    includes: Vec<String>,
    /// A rank.
    #[attr(range(1..=9))]
    rank: Option<i64>,
}

/// A block.
#[derive(Attributes)]
#[attr(exactly_one_of("by_name", "by_arn"))]
struct Target {
    /// By name.
    #[attr(pattern("[a-z]+"))]
    by_name: Option<String>,
    /// By ARN.
    by_arn: Option<String>,
}

/// Everything at once.
#[derive(Attributes)]
#[attr(at_least_one_of("name", "inner"), conflicts_with("old", "inner", "targets"))]
struct Arguments {
    /// A name.
    #[attr(length(2..=5), pattern("[A-Za-z0-9_-]+"), check = not_root)]
    name: Option<String>,
    /// A fruit.
    fruit: Option<Fruit>,
    /// Fruits.
    fruits: Option<BTreeSet<Fruit>>,
    /// A duration.
    patience: Option<Duration>,
    /// Whole numbers.
    often: Option<BTreeSet<i64>>,
    /// A count.
    #[attr(range(1..))]
    count_of: Option<i64>,
    /// Tags.
    #[attr(items(..=2), each(length(..=3)))]
    tags: Option<BTreeMap<String, String>>,
    /// Old.
    #[attr(deprecated = "Use `name`.")]
    old: Option<String>,
    /// A secret.
    #[attr(length(..=4), pattern("[a-z]*"), check = not_root)]
    secret: Option<Secret<String>>,
    /// A secret that is not stored.
    #[attr(write_only)]
    token: Option<String>,
    /// A filter.
    filter: Option<Filter>,
    /// Filters.
    filters: Option<Vec<Filter>>,
    /// Filters by name.
    named: Option<BTreeMap<String, Filter>>,
    /// A block.
    #[attr(block)]
    inner: Option<Target>,
    /// Blocks.
    #[attr(block)]
    targets: Vec<Target>,
    /// Blocks in a set.
    #[attr(block = "set")]
    others: Vec<Target>,
}

fn config<const N: usize>(arguments: [(&str, Value); N]) -> Value {
    let mut config = Value::object([("name", Value::from("main"))]);
    config
        .as_map_mut()
        .expect("it is an object")
        .extend(arguments.map(|(name, value)| (name.to_owned(), value)));
    config
}

/// `path: summary: detail` of each problem.
fn problems<const N: usize>(arguments: [(&str, Value); N]) -> Vec<String> {
    validate(&Arguments::block(), &config(arguments), false)
        .iter()
        .map(|problem| {
            let severity = if problem.is_error() { "" } else { "warning " };
            format!("{severity}{}: {}: {}", problem.path, problem.summary, problem.detail)
        })
        .collect()
}

fn list(elements: &[&str]) -> Value {
    Value::List(elements.iter().copied().map(Value::from).collect())
}

fn target(name: &str, value: impl Into<Value>) -> Value {
    Value::object([(name, value.into())])
}

#[test]
fn a_right_configuration_has_no_problem() {
    let none: [String; 0] = [];
    assert_eq!(problems([]), none);
    assert_eq!(
        problems([
            ("fruit", "RedPear".into()),
            ("fruits", Value::set(vec!["RedPearMarmalade".into()])),
            ("tags", Value::object([("a", "abc".into())])),
            (
                "filter",
                Value::object([("includes", list(&["a", "b"])), ("rank", Value::from(9))])
            ),
            ("others", Value::set(vec![target("by_arn", "x")])),
        ]),
        none
    );
}

#[test]
fn each_fault_is_reported_once_with_what_to_write() {
    let table: [(&str, Value, &str); 15] = [
        (
            "name",
            "x".into(),
            "name: String too short: \"x\" has 1 character. Write 2 to 5 characters.",
        ),
        (
            "name",
            "grüße!".into(),
            "name: String too long: \"grüße!\" has 6 characters. Write 2 to 5 characters.",
        ),
        (
            "name",
            "a b".into(),
            "name: Invalid character: \"a b\" contains \" \", which is not allowed here. Use only letters, digits and `_` `-`.",
        ),
        (
            "name",
            "".into(),
            "name: String too short: \"\" has 0 characters. Write 2 to 5 characters.",
        ),
        (
            "name",
            "root1".into(),
            "name: No root: root1 is root. Write another name.",
        ),
        (
            "fruit",
            "redpear".into(),
            "fruit: Invalid value: \"redpear\" is not a valid value. Did you mean \
             \"RedPear\"? Write `RedPear` or `RedPearMarmalade`.",
        ),
        (
            "fruit",
            "fig".into(),
            "fruit: Invalid value: \"fig\" is not a valid value. Write `RedPear` or \
             `RedPearMarmalade`.",
        ),
        (
            "fruits",
            Value::set(vec!["red_pear".into()]),
            "fruits: Invalid value: \"red_pear\" is not a valid value. Did you mean \
             \"RedPear\"? Write `RedPear` or `RedPearMarmalade`.",
        ),
        (
            "count_of",
            Value::from(0),
            "count_of: Number out of range: 0 is not allowed here. Write a whole number of at least 1.",
        ),
        (
            "count_of",
            Value::Number("1.5".parse().unwrap()),
            "count_of: Number out of range: 1.5 is not allowed here. Write a whole number of at least 1.",
        ),
        (
            "tags",
            Value::object([("a", "x".into()), ("b", "y".into()), ("c", "z".into())]),
            "tags: Too many elements: There are 3 elements. Write at most 2 elements.",
        ),
        (
            "tags",
            Value::object([("a", "long".into())]),
            "tags[\"a\"]: String too long: \"long\" has 4 characters. Write at most 3 characters.",
        ),
        (
            "patience",
            "30".into(),
            "patience: Invalid duration: \"30\" is not a duration. Write a number with a unit, h, m, s or ms, such as \
             \"30m\" or \"1h30m\".",
        ),
        (
            "often",
            Value::set(vec![Value::Number("0.5".parse().unwrap())]),
            "often: Number out of range: 0.5 is not allowed here. Write a whole number.",
        ),
        ("old", "x".into(), "warning old: `old` is deprecated: Use `name`."),
    ];
    for (name, value, expected) in table {
        let found = problems([(name, value)]);
        assert_eq!(found, [expected]);
    }
}

#[test]
fn paths_lead_to_the_argument_at_fault_but_not_into_sets() {
    let bad = || Value::object([("includes", list(&["a", "longer"])), ("rank", Value::from(0))]);
    let long = "String too long: \"longer\" has 6 characters. Write 1 to 5 characters.";
    let rank = "Number out of range: 0 is not allowed here. Write a whole number between 1 and 9.";
    assert_eq!(
        problems([("filter", bad())]),
        [format!("filter.includes[1]: {long}"), format!("filter.rank: {rank}")]
    );
    assert_eq!(
        problems([("filters", Value::List(vec![Value::Null, bad()]))]),
        [
            format!("filters[1].includes[1]: {long}"),
            format!("filters[1].rank: {rank}")
        ]
    );
    assert_eq!(
        problems([("named", Value::object([("k", bad())]))])[1],
        format!("named[\"k\"].rank: {rank}")
    );
    let wrong = || target("by_name", "A");
    let capital = "Invalid character: \"A\" contains \"A\", which is not allowed here. Use only lowercase letters.";
    assert_eq!(
        problems([("targets", Value::List(vec![target("by_arn", "x"), wrong()]))]),
        [format!("targets[1].by_name: {capital}")]
    );
    assert_eq!(problems([("inner", wrong())]), [format!("inner.by_name: {capital}")]);
    let (summary, detail) = capital.split_once(": ").unwrap();
    assert_eq!(
        problems([("others", Value::set(vec![wrong()]))]),
        [format!(
            "others: {summary}: In one of the elements, `by_name`: {detail}"
        )]
    );
}

#[test]
fn what_is_unknown_or_null_is_passed_over() {
    let none: [String; 0] = [];
    for name in [
        "name", "fruit", "fruits", "tags", "secret", "filter", "filters", "inner", "others",
    ] {
        assert_eq!(problems([(name, Value::unknown())]), none, "{name}");
    }
    assert_eq!(
        problems([("name", Value::Null), ("inner", target("by_arn", Value::unknown()))]),
        none
    );
    let unknown = || Value::unknown();
    assert_eq!(
        problems([("fruits", Value::set(vec![unknown(), unknown(), unknown()]))]),
        none
    );
    assert_eq!(
        problems([("filter", Value::object([("includes", Value::List(vec![unknown()]))]))]),
        none
    );
    // The number of elements of a list is known even if they are not.
    let three = Value::List(vec![unknown(), unknown(), unknown()]);
    assert_eq!(problems([("filter", Value::object([("includes", three)]))]).len(), 1);
}

#[test]
fn rules_hold_between_arguments_and_blocks() {
    let both = "Conflicting arguments: Only one of `old`, `inner` and `targets` can be set, but `inner` and `targets` \
                are. Remove all but one.";
    let found = problems([
        ("inner", target("by_arn", "x")),
        ("targets", Value::List(vec![target("by_arn", "x")])),
    ]);
    assert_eq!(found, [format!("targets: {both}")]);
    // No block at all is an empty list.
    let none: [String; 0] = [];
    assert_eq!(
        problems([("inner", target("by_arn", "x")), ("targets", Value::List(vec![]))]),
        none
    );
    assert_eq!(
        problems([("name", Value::Null)]),
        [": Missing argument: `name` and `inner` are null or omitted. Set at least one of them."]
    );
    assert_eq!(problems([("name", Value::unknown())]), none);
    assert_eq!(
        problems([("inner", Value::object::<&str>([]))]),
        ["inner: Missing argument: `by_name` and `by_arn` are null or omitted. Set one of them."]
    );
    let two = Value::object([("by_name", "x".into()), ("by_arn", "y".into())]);
    assert_eq!(
        problems([("targets", Value::List(vec![two]))]),
        [
            "targets[0].by_arn: Conflicting arguments: Only one of `by_name` and `by_arn` can be set, but `by_name` and \
             `by_arn` are. Remove all but one."
        ]
    );
}

#[test]
fn a_secret_is_not_quoted() {
    for (secret, expected) in [
        (
            "SECRET",
            "secret: String too long: The value has 6 characters. Write at most 4 characters.",
        ),
        (
            "SEC",
            "secret: Invalid character: The value contains a character that is not allowed here. Use only lowercase \
             letters.",
        ),
        ("root", "secret: No root: The value is not allowed here."),
    ] {
        assert_eq!(problems([("secret", secret.into())]), [expected]);
    }
}

#[test]
fn a_write_only_argument_needs_a_client_that_can_carry_it() {
    let found = problems([("token", "x".into())]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("token: Write-only arguments are not supported"),
        "{found:?}"
    );
    let block = Arguments::block();
    assert!(validate(&block, &config([("token", "x".into())]), true).is_empty());
    assert_eq!(problems([("token", Value::unknown())]).len(), 1);
}

#[test]
fn a_hostile_text_is_cut_and_escaped() {
    let text = format!("\u{202e}\u{1b}[2J{}", "x".repeat(1_000_000));
    let found = problems([("fruit", Value::String(text))]);
    assert!(found[0].len() < 400, "{}", found[0].len());
    assert!(found[0].contains(r#""\u{202e}\u{1b}[2Jxxx"#), "{}", found[0]);
}

/// Arguments of a check with a code.
#[derive(Attributes)]
#[attr(code = "TEST001")]
struct Coded {
    /// A name.
    #[attr(length(1..=2))]
    name: Option<String>,
    /// A role.
    #[attr(length(1..=2), code = "TEST002")]
    role: Option<String>,
}

#[test]
fn what_is_wrong_with_a_value_has_the_code_of_its_field_or_else_of_its_struct() {
    let config = Value::object([("name", "long".into()), ("role", "long".into())]);
    let found = validate(&Coded::block(), &config, true);
    let codes: Vec<_> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Some("TEST001"), Some("TEST002")]);
}
