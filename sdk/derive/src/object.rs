//! The struct with `#[derive(Attributes)]`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, Expr, Fields, Ident};

use crate::{
    docs::description,
    errors::Errors,
    field::Field,
    options::{Rule, RuleKind, of_struct},
};

/// A struct that describes an object.
pub(crate) struct Object {
    pub(crate) ident: Ident,
    pub(crate) description: String,
    pub(crate) fields: Vec<Field>,
    /// The conditions on several fields, each condition once.
    pub(crate) rules: Vec<(RuleKind, Vec<String>)>,
    /// The code of what is wrong with a field that names none.
    pub(crate) code: Option<Expr>,
}

/// Reads the struct; `None` if it cannot be expanded.
pub(crate) fn read(input: TokenStream, errors: &mut Errors) -> Option<Object> {
    let input: DeriveInput = errors.collect(syn::parse2(input))?;
    if !input.generics.params.is_empty() {
        errors.at(&input.generics, "the struct of an object cannot have parameters");
        return None;
    }
    let fields = match &input.data {
        Data::Struct(data) if !matches!(data.fields, Fields::Unnamed(_)) => &data.fields,
        _ => {
            errors.at(
                &input.ident,
                "an object must be described by a struct with named fields",
            );
            return None;
        }
    };
    let description = description(&input.attrs).unwrap_or_else(|| {
        errors.at(&input.ident, "a doc comment is missing: it is the object's description");
        String::new()
    });
    let fields: Vec<Field> = fields.iter().filter_map(|field| Field::read(field, errors)).collect();
    let options = of_struct(&input.attrs, errors);
    let rules = collect_rules(&options.rules, &fields, errors);
    check_names(&fields, errors);
    Some(Object {
        ident: input.ident,
        description,
        fields,
        rules,
        code: options.code,
    })
}

/// The conditions of the struct and of its fields, without repetitions: two fields may name each other.
fn collect_rules(of_struct: &[Rule], fields: &[Field], errors: &mut Errors) -> Vec<(RuleKind, Vec<String>)> {
    let known: BTreeSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let mut seen = BTreeSet::new();
    let mut rules = Vec::new();
    let mut add = |kind: RuleKind, names: Vec<String>| {
        let mut sorted = names.clone();
        sorted.sort_unstable();
        if seen.insert((kind as u8, sorted)) {
            rules.push((kind, names));
        }
    };
    for rule in of_struct {
        let names = rule.names.iter().map(syn::LitStr::value).collect();
        add(rule.kind, names);
    }
    for field in fields {
        for other in &field.options.conflicts_with {
            add(RuleKind::ConflictsWith, vec![field.name.clone(), other.value()]);
        }
    }
    let of_fields = fields.iter().flat_map(|field| &field.options.conflicts_with);
    for name in of_struct.iter().flat_map(|rule| &rule.names).chain(of_fields) {
        if !known.contains(name.value().as_str()) {
            errors.at(name, format!("the struct has no field named `{}`", name.value()));
        }
    }
    rules
}

fn check_names(fields: &[Field], errors: &mut Errors) {
    let mut seen = BTreeSet::new();
    for field in fields {
        if !seen.insert(&field.name) {
            errors.at(&field.ident, format!("`{}` is the name of two fields", field.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn mistakes(input: TokenStream) -> Vec<String> {
        let mut errors = Errors::default();
        read(input, &mut errors);
        errors.messages()
    }

    #[test]
    fn all_mistakes_of_a_struct_are_reported_at_once() {
        let found = mistakes(quote! {
            #[attr(exactly_one_of("name", "arn"))]
            struct Arguments {
                #[attr(lenght(1..=32), computed)]
                name: String,
                /// Documented.
                #[attr(default = "x")]
                Type: Option<String>,
            }
        });
        assert_eq!(
            found,
            [
                "a doc comment is missing: it is the object's description",
                "a doc comment is missing: it is the attribute's description",
                "no such option; `derive(Attributes)` lists them",
                "only an `Option` can be computed; values that only the provider sets belong in the struct of \
                 computed values",
                "an argument with a default always has a value: remove the `Option`",
                "`Type` is not a valid name in Terraform: it must begin with a-z, followed by a-z, 0-9 and _",
                "the struct has no field named `arn`",
            ]
        );
    }

    #[test]
    fn options_that_do_not_fit_are_refused() {
        let table = [
            (quote!(#[attr(length(1..=32))] a: Vec<String>), "write `each(…)`"),
            (quote!(#[attr(each(length(1..=32)))] a: String), "not a collection"),
            (quote!(#[attr(each(sensitive))] a: Vec<String>), "not a limit"),
            (quote!(#[attr(length(5..=1))] a: String), "the range is empty"),
            (quote!(#[attr(length(1))] a: String), "expected `..`"),
            (quote!(#[attr(min_items = 1)] a: Vec<String>), "is for blocks"),
            (quote!(#[attr(block, sensitive)] a: Option<Inner>), "a block can have"),
            (
                quote!(#[attr(block)] a: BTreeMap<String, Inner>),
                "blocks cannot be a map",
            ),
            (
                quote!(#[attr(block = "map")] a: Vec<Inner>),
                "expected `\"list\"` or `\"set\"`",
            ),
            (
                quote!(#[attr(block, min_items = 3, max_items = 2)] a: Vec<Inner>),
                "less than",
            ),
            (quote!(#[attr(computed, computed)] a: Option<String>), "given twice"),
            (
                quote!(#[attr(write_only, computed)] a: Option<String>),
                "never in a plan",
            ),
            (quote!(#[attr(default = 1, computed)] a: i64), "computed already"),
            (
                quote!(#[attr(exactly_one_of("a", "b"))] a: String),
                "on the struct, not on a field",
            ),
            (quote!(#[attr(conflicts_with("b"))] a: String), "no field named `b`"),
            (quote!(#[attr(name = "Bad-Name")] a: String), "is not a valid name"),
        ];
        for (field, expected) in table {
            let found = mistakes(quote! {
                /// Documented.
                struct Arguments {
                    /// Documented.
                    #field
                }
            });
            assert!(
                found.iter().any(|message| message.contains(expected)),
                "{field}: {found:?}"
            );
        }
    }

    #[test]
    fn only_structs_with_named_fields_describe_objects() {
        for input in [
            quote!(
                enum A {
                    B,
                }
            ),
            quote!(
                struct A(String);
            ),
            quote!(
                struct A<T> {
                    a: T,
                }
            ),
        ] {
            assert_eq!(mistakes(input).len(), 1);
        }
    }

    #[test]
    fn two_fields_that_name_each_other_make_one_rule() {
        let mut errors = Errors::default();
        let object = read(
            quote! {
                /// Documented.
                struct Arguments {
                    /// Documented.
                    #[attr(conflicts_with("b"))]
                    a: Option<String>,
                    /// Documented.
                    #[attr(conflicts_with("a"))]
                    b: Option<String>,
                }
            },
            &mut errors,
        );
        assert_eq!(errors.messages(), Vec::<String>::new());
        assert_eq!(
            object.map(|object| object.rules),
            Some(vec![(RuleKind::ConflictsWith, vec!["a".to_owned(), "b".to_owned()])])
        );
    }
}
