//! The contents of a registry page.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    author::{
        Action, AnyAction, AnyEphemeralResource, AnyFunction, AnyListResource, AnyResource, Checkpoint, Configured,
        Context, EphemeralResource, Failure, Function, FunctionError, ListResource, Opened, Planned, Progress,
        Provider, Resource, Results, State,
    },
    diagnostics::Diagnostics,
    pages::{Sources, pages},
    typed::{Attributes, Choice, Document, Secret},
    value::Value,
};

/// How to wrap.
#[derive(Choice, Clone, Copy, Debug)]
enum Wrapping {
    /// In paper.
    Paper,
    /// In nothing
    /// at all.
    #[choice("NONE")]
    Nothing,
}

/// A corner.
#[derive(Attributes)]
struct Corner {
    /// Its angle.
    #[attr(range(1..=179), default = 90)]
    angle: i64,
}

/// An edge.
#[derive(Attributes)]
#[attr(exactly_one_of("length", "endless"))]
struct Edge {
    /// Its length.
    length: Option<i64>,
    /// Whether it has no end.
    endless: Option<bool>,
    /// Its corners.
    corners: Option<Vec<Corner>>,
}

/// A toy provider for boxes
/// of every kind.
///
/// Second paragraph.
#[derive(Attributes)]
struct Config {
    /// The key.
    #[attr(length(1..=32), pattern("[a-z-]+"))]
    key: Secret<String>,
    /// How boxes are wrapped.
    #[attr(default = Wrapping::Paper)]
    wrapping: Wrapping,
    /// Old.
    #[attr(deprecated = "Use `key`.", conflicts_with("labels"))]
    old: Option<String>,
    /// Labels.
    #[attr(items(..=5), each(length(1..=9)))]
    labels: Option<BTreeSet<String>>,
    /// The edges.
    #[attr(block, min_items = 1, max_items = 12)]
    edge: Vec<Edge>,
    /// A lid.
    #[attr(block)]
    lid: Option<Corner>,
}

/// Wraps text.
#[derive(Attributes)]
struct Parameters {
    /// The text.
    text: String,
    /// How.
    wrapping: Option<Wrapping>,
}

struct Wrap;

impl Function for Wrap {
    type Parameters = Parameters;
    type Output = Vec<String>;

    const NAME: &'static str = "wrap";

    fn call(&self, parameters: Parameters) -> Result<Vec<String>, FunctionError> {
        Ok(vec![parameters.text])
    }
}

/// Finds boxes.
#[derive(Attributes)]
struct Filter {
    /// Only boxes of this color.
    color: Option<String>,
}

/// A box.
struct Carton;

/// What identifies a box.
#[derive(Attributes, serde::Serialize, serde::Deserialize)]
struct Label {
    /// The label.
    label: String,
}

impl Resource for Carton {
    type Client = ();
    type Arguments = Filter;
    type Computed = ();
    type Identity = Label;
    type Private = ();

    const NAME: &'static str = "boxes_carton";

    fn identity(_: &Filter, (): &()) -> Label {
        Label { label: String::new() }
    }

    async fn create(
        &self,
        _: &Context<'_, Self>,
        _: Planned<Self>,
        _: &Checkpoint<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        Err(Diagnostics::new().into())
    }

    async fn read(
        &self,
        _: &Context<'_, Self>,
        _: &Label,
        _: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        Ok(None)
    }

    async fn update(
        &self,
        _: &Context<'_, Self>,
        _: State<Self>,
        _: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        Err(Diagnostics::new().into())
    }

    async fn delete(&self, _: &Context<'_, Self>, _: State<Self>) -> Result<(), Diagnostics> {
        Ok(())
    }
}

impl ListResource for Carton {
    type Resource = Self;
    type Arguments = Filter;

    async fn list(&self, (): &(), _: Filter, _: &Results<'_>) -> Result<(), Diagnostics> {
        Ok(())
    }
}

impl Action for Carton {
    type Client = ();
    type Arguments = Filter;

    const NAME: &'static str = "boxes_stack";

    async fn invoke(&self, (): &(), _: Filter, _: &Progress) -> Result<(), Diagnostics> {
        Ok(())
    }
}

impl EphemeralResource for Carton {
    type Client = ();
    type Arguments = Filter;
    type Computed = ();
    type Private = ();

    const NAME: &'static str = "boxes_key";

    async fn open(&self, (): &(), _: Filter) -> Result<Opened<Self>, Diagnostics> {
        Err(Diagnostics::new())
    }
}

struct Boxes;

impl Provider for Boxes {
    type Config = Config;
    type Client = ();

    const NAME: &'static str = "boxes";
    const RESOURCES: &'static [&'static dyn AnyResource<()>] = &[&Carton];
    const LIST_RESOURCES: &'static [&'static dyn AnyListResource<()>] = &[&Carton];
    const ACTIONS: &'static [&'static dyn AnyAction<()>] = &[&Carton];
    const EPHEMERAL_RESOURCES: &'static [&'static dyn AnyEphemeralResource<()>] = &[&Carton];
    const FUNCTIONS: &'static [&'static dyn AnyFunction] = &[&Wrap];

    async fn configure(&self, _: Document<'_>, _: &str) -> Result<Configured<()>, Diagnostics> {
        Ok(Configured::Ready(()))
    }
}

fn page(path: &str) -> String {
    let sources = Sources {
        examples: [
            ("provider/provider.tf", "provider \"boxes\" {}\n"),
            ("functions/wrap/function.tf", "output \"x\" {}\n"),
            ("list-resources/boxes_carton/red.tfquery.hcl", "# every red box\n"),
            ("actions/boxes_stack/action.tf", "# stacks\n"),
            ("ephemeral-resources/boxes_key/ephemeral-resource.tf", "# opens\n"),
        ]
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into(),
        permissions: [("index.md".to_owned(), "None.".to_owned())].into(),
        guides: "- [Packing](guides/packing.md): How to pack.\n".to_owned(),
    };
    let page = pages::<Boxes>(&sources).into_iter().find(|page| page.path == path);
    page.expect("there is such a page").text
}

#[test]
fn a_page_says_what_the_schema_knows() {
    assert_eq!(
        page("index.md"),
        r#"---
page_title: "boxes Provider"
description: |-
  A toy provider for boxes of every kind.
---

# boxes Provider

A toy provider for boxes of every kind.

Second paragraph.

## Example Usage

```terraform
provider "boxes" {}
```

## Guides

- [Packing](guides/packing.md): How to pack.

## Schema

### Required

- `key` (String, Sensitive) The key. 1 to 32 characters. Only lowercase letters and `-`.
- `edge` (Block List, Min: 1, Max: 12) The edges. See [below](#nested--edge).

### Optional

- `wrapping` (String) How boxes are wrapped. Default: `Paper`. Valid values:
  - `Paper`: In paper.
  - `NONE`: In nothing at all.
- `old` (String, Deprecated) Old. Deprecated: Use `key`. Conflicts with `labels`.
- `labels` (Set of String) Labels. At most 5 elements. Each element: 1 to 9 characters. Conflicts with `old`.
- `lid` (Block) A lid. See [below](#nested--lid).

<a id="nested--edge"></a>
### Nested schema of `edge`

#### Optional

- `length` (Number) Its length. A whole number. Exactly one of `length` and `endless` must be set.
- `endless` (Boolean) Whether it has no end. Exactly one of `length` and `endless` must be set.
- `corners` (Attributes List) Its corners. See [below](#nested--edge--corners).

<a id="nested--edge--corners"></a>
### Nested schema of `edge.corners`

#### Optional

- `angle` (Number) Its angle. Between 1 and 179. Default: `90`.

<a id="nested--lid"></a>
### Nested schema of `lid`

#### Optional

- `angle` (Number) Its angle. Between 1 and 179. Default: `90`.

## Permissions

None.
"#
    );
}

#[test]
fn a_function_has_a_signature_and_its_arguments() {
    let text = page("functions/wrap.md");
    assert!(
        text.contains("\nwrap(text string, wrapping string) list(string)\n"),
        "{text}"
    );
    assert!(
        text.contains("\n1. `text` (String) The text.\n2. `wrapping` (String) How. Valid values:\n"),
        "{text}"
    );
    assert_eq!(
        AnyFunction::call(&Wrap, &Wrap.signature(), vec!["x".into(), Value::Null]),
        Ok(Value::List(vec!["x".into()]))
    );
}

#[test]
fn each_kind_has_a_page_with_its_examples_in_the_layout_of_the_registry() {
    for (path, title, example) in [
        (
            "list-resources/carton.md",
            "boxes_carton (List Resource)",
            "# every red box",
        ),
        ("actions/stack.md", "boxes_stack (Action)", "# stacks"),
        (
            "ephemeral-resources/key.md",
            "boxes_key (Ephemeral Resource)",
            "# opens",
        ),
    ] {
        let text = page(path);
        assert!(text.contains(&format!("\n# {title}\n\nFinds boxes.\n")), "{text}");
        assert!(
            text.contains(&format!("```terraform\n{example}\n```\n\n## Schema\n")),
            "{text}"
        );
        assert!(text.contains("- `color` (String) Only boxes of this color."), "{text}");
    }
}

#[test]
fn the_page_of_a_list_resource_says_where_the_block_and_its_arguments_are_written() {
    let text = page("list-resources/carton.md");
    assert!(
        text.contains("files whose names end in `.tfquery.hcl`") && text.contains("belong in the `config` block"),
        "{text}"
    );
}

#[test]
fn the_page_of_a_resource_without_timeouts_says_so() {
    assert!(page("resources/carton.md").contains("\n## Timeouts\n\nThis resource has no `timeouts` block"));
    assert!(!page("actions/stack.md").contains("Timeouts"));
}
