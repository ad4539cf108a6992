//! `#[derive(Attributes)]` and `#[derive(Choice)]`: a plain Rust type becomes the single source of an attribute's
//! schema, codec, validators, plan behavior and registry page. `#[derive(Json)]` adds the JSON of a service.
//!
//! The expansion names `::terraform_provider_sdk`, which also works inside that crate (see `extern crate self` there).
//! All mistakes of one type are reported together. The rest of the type is still expanded, so that a missing comma
//! does not also cause errors about missing traits.

mod attributes;
mod choice;
mod docs;
mod errors;
mod expansion;
mod field;
mod json;
mod object;
mod options;
mod types;
mod validators;

use proc_macro::TokenStream;

/// Makes the fields of a struct the attributes and nested blocks of a resource, data source, block or nested object.
///
/// The doc comments are the descriptions. `#[attr(…)]` adds what the types do not contain:
///
/// | option | meaning |
/// | --- | --- |
/// | `computed` | on an `Option`: filled in by the provider if the practitioner does not |
/// | `default = EXPRESSION` | the value of an omitted argument; the type is not an `Option` then |
/// | `requires_replace` | a change requires replacement |
/// | `use_state_for_unknown` | the prior value stays in the plan while the configuration gives none |
/// | `same = FUNCTION` | on an `Option`: when two values mean the same, see `schema::Same`. The prior value stays in the plan while the configuration means the same, and a value that means the same as none has no limits |
/// | `sensitive`, `write_only` | hidden by Terraform; never in plan or state |
/// | `deprecated = "REASON"` | a warning wherever it is used |
/// | `name = "NAME"` | another name than the field's |
/// | `length(1..=32)`, `pattern("[A-Za-z]+")` | limits of a string |
/// | `range(1..=999)` | limits of a whole number |
/// | `items(1..=8)`, `each(…)` | limits of a collection, and of each of its elements |
/// | `check = FUNCTION` | a condition written in Rust |
/// | `code = EXPRESSION` | the code of the check that finds what is wrong with the value |
/// | `conflicts_with("OTHER", …)` | not together with any of these |
/// | `block`, `block = "list"`, `block = "set"` | nested blocks; alone, the type says which: `Vec`, `BTreeSet` or one object |
/// | `min_items = 1`, `max_items = 50` | how many blocks |
///
/// On the struct itself stand `exactly_one_of("A", "B")`, `at_least_one_of("A", "B")`, `conflicts_with("A", "B")`, and the
/// `code` of all fields that name no other.
#[proc_macro_derive(Attributes, attributes(attr))]
pub fn derive_attributes(input: TokenStream) -> TokenStream {
    attributes::derive(input.into()).into()
}

/// Makes an enum without fields the valid values of an attribute, each with its doc comment as the description.
///
/// The value of a variant is its name, or `#[choice("TEXT")]`; `#[choice(rename = "SCREAMING_SNAKE_CASE")]` on the enum
/// (or `snake_case`, `kebab-case`) converts the names. One variant `#[choice(other)] Other(String)` is for values that
/// a service may add later; it is not valid in a configuration.
#[proc_macro_derive(Choice, attributes(choice))]
pub fn derive_choice(input: TokenStream) -> TokenStream {
    choice::derive(input.into()).into()
}

/// Makes a struct an object in the JSON of a service: see `typed::json`.
///
/// A field is a member of the same name in camel case. A missing member reads as the `#[attr(default = …)]` of its
/// field, and an empty value is omitted. `#[json(…)]` changes this:
///
/// | option | meaning |
/// | --- | --- |
/// | `name = "NAME"`, `name = "OUTER.NAME"` | another name, also of a member of a nested object |
/// | `filled_in = "TEXT"` | the text that the service fills in where the member is omitted |
/// | `key` | the field by which the service's element of a list is recognized |
/// | `with = TYPE` | the member has the form that this implementation of `JsonAs` gives it |
/// | `skip` | the field is not in the JSON |
///
/// On the struct itself stands `rest = MODULE`, whose functions `read(&mut Self, &Value)`, `write(&Self, &mut Value)` and
/// `keep_form(&mut Self, &Self)` take care of the skipped fields.
#[proc_macro_derive(Json, attributes(json))]
pub fn derive_json(input: TokenStream) -> TokenStream {
    json::derive(input.into()).into()
}
