//! The contents of a registry page.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    author::{AnyFunction, Configured, Function, FunctionError, Provider},
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

struct Boxes;

impl Provider for Boxes {
    type Config = Config;
    type Client = ();

    const NAME: &'static str = "boxes";
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
        ]
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into(),
        permissions: [("index.md".to_owned(), "None.".to_owned())].into(),
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
