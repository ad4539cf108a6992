//! `#[derive(Choice)]`: an enum of the valid values of an attribute.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Ident, LitStr, Token, ext::IdentExt, meta::ParseNestedMeta};

use crate::{docs::description, errors::Errors, expansion::sdk, options::each_option};

/// An enum of strings.
struct Choices {
    ident: Ident,
    variants: Vec<Variant>,
    /// The variant for any other string.
    other: Option<Ident>,
}

/// One string.
struct Variant {
    ident: Ident,
    text: String,
    description: String,
}

/// The case conversion of variant names.
#[derive(Clone, Copy)]
enum Rename {
    Unchanged,
    ScreamingSnakeCase,
    SnakeCase,
    KebabCase,
}

/// The `#[choice(…)]` options of a variant.
#[derive(Default)]
struct VariantOptions {
    text: Option<LitStr>,
    other: bool,
}

/// Returns the code that `#[derive(Choice)]` generates for `input`.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let choices = read(input, &mut errors);
    let mut output = errors.to_compile_errors();
    output.extend(choices.as_ref().map(expand));
    output
}

fn read(input: TokenStream, errors: &mut Errors) -> Option<Choices> {
    let input: DeriveInput = errors.collect(syn::parse2(input))?;
    let Data::Enum(data) = &input.data else {
        errors.at(&input.ident, "`Choice` can be derived for enums only");
        return None;
    };
    let rename = rename(&input, errors);
    let mut choices = Choices {
        ident: input.ident.clone(),
        variants: Vec::new(),
        other: None,
    };
    for variant in &data.variants {
        read_variant(variant, rename, &mut choices, errors);
    }
    if choices.variants.is_empty() {
        errors.at(&input.ident, "a choice needs at least one variant");
    }
    let mut seen = BTreeSet::new();
    for variant in &choices.variants {
        if !seen.insert(&variant.text) {
            errors.at(
                &variant.ident,
                format!("\"{}\" is the string of two variants", variant.text),
            );
        }
    }
    Some(choices)
}

fn rename(input: &DeriveInput, errors: &mut Errors) -> Rename {
    let mut rename = Rename::Unchanged;
    each_option(&input.attrs, "choice", errors, |meta| {
        if !meta.path.is_ident("rename") {
            return Err(meta.error("an enum can have `rename = \"…\"` only"));
        }
        let text: LitStr = meta.value()?.parse()?;
        rename = match text.value().as_str() {
            "SCREAMING_SNAKE_CASE" => Rename::ScreamingSnakeCase,
            "snake_case" => Rename::SnakeCase,
            "kebab-case" => Rename::KebabCase,
            _ => {
                let message = "expected \"SCREAMING_SNAKE_CASE\", \"snake_case\" or \"kebab-case\"";
                return Err(syn::Error::new_spanned(text, message));
            }
        };
        Ok(())
    });
    rename
}

fn read_variant(variant: &syn::Variant, rename: Rename, choices: &mut Choices, errors: &mut Errors) {
    let options = variant_options(variant, errors);
    let ident = variant.ident.clone();
    if options.other {
        if !matches!(&variant.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1) {
            errors.at(&ident, "the variant for other strings must contain a `String`");
        } else if choices.other.replace(ident.clone()).is_some() {
            errors.at(&ident, "only one variant can be for other strings");
        }
        return;
    }
    if !matches!(variant.fields, Fields::Unit) {
        errors.at(
            &ident,
            "a variant has no fields, unless it is marked `#[choice(other)]`",
        );
    }
    let description = description(&variant.attrs).unwrap_or_else(|| {
        errors.at(&ident, "a doc comment is missing: it is the choice's description");
        String::new()
    });
    let text = options
        .text
        .map_or_else(|| rename.apply(&ident.unraw().to_string()), |text| text.value());
    choices.variants.push(Variant {
        ident,
        text,
        description,
    });
}

/// Reads `#[choice("TEXT")]` and `#[choice(other)]`.
fn variant_options(variant: &syn::Variant, errors: &mut Errors) -> VariantOptions {
    let mut options = VariantOptions::default();
    for attribute in variant.attrs.iter().filter(|found| found.path().is_ident("choice")) {
        if let Ok(text) = attribute.parse_args::<LitStr>() {
            options.text = Some(text);
            continue;
        }
        let read = |meta: ParseNestedMeta<'_>| {
            if !meta.path.is_ident("other") || meta.input.peek(Token![=]) {
                return Err(meta.error("expected a string or `other`"));
            }
            options.other = true;
            Ok(())
        };
        let parsed = attribute.parse_nested_meta(read);
        errors.collect(parsed);
    }
    options
}

impl Rename {
    fn apply(self, name: &str) -> String {
        match self {
            Self::Unchanged => name.to_owned(),
            Self::ScreamingSnakeCase => words(name, '_').to_uppercase(),
            Self::SnakeCase => words(name, '_').to_lowercase(),
            Self::KebabCase => words(name, '-').to_lowercase(),
        }
    }
}

/// `name` with `separator` before each capital that follows a small letter or a digit.
fn words(name: &str, separator: char) -> String {
    let mut text = String::new();
    let mut small = false;
    for letter in name.chars() {
        if small && letter.is_ascii_uppercase() {
            text.push(separator);
        }
        small = !letter.is_ascii_uppercase();
        text.push(letter);
    }
    text
}

fn expand(choices: &Choices) -> TokenStream {
    let sdk = sdk();
    let ident = &choices.ident;
    let list = choices.variants.iter().map(|variant| {
        let Variant { text, description, .. } = variant;
        quote!(#sdk::typed::Choice { value: #text, description: #description })
    });
    let as_str = as_str(choices);
    let conversions = conversions(choices);
    let json = json(choices);
    quote! {
        #[allow(dead_code, unreachable_pub, reason = "derived for every choice, whether it is used or not")]
        impl #ident {
            /// The valid values in a configuration, with their descriptions.
            pub const CHOICES: &'static [#sdk::typed::Choice] = &[#(#list),*];

            #as_str
        }

        #conversions

        #json

        #[automatically_derived]
        impl ::core::fmt::Display for #ident {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #[automatically_derived]
        impl #sdk::typed::AttributeValue for #ident {
            fn shape() -> #sdk::schema::Shape {
                #sdk::schema::Shape::Plain(#sdk::value::Type::String)
            }

            fn validators() -> ::std::vec::Vec<#sdk::schema::validators::Validator> {
                ::std::vec![#sdk::schema::validators::Validator::OneOf(Self::CHOICES)]
            }

            fn from_value(
                value: &#sdk::value::Value,
            ) -> ::core::result::Result<Self, #sdk::diagnostics::Diagnostics> {
                #sdk::typed::derived::choice_from_value(value, Self::CHOICES)
            }

            fn to_value(&self) -> #sdk::value::Value {
                #sdk::value::Value::string(self.as_str())
            }
        }
    }
}

fn as_str(choices: &Choices) -> TokenStream {
    let variants = choices.variants.iter().map(|variant| &variant.ident);
    let texts = choices.variants.iter().map(|variant| &variant.text);
    let other = choices.other.iter();
    let result = if choices.other.is_some() {
        quote!(&str)
    } else {
        quote!(&'static str)
    };
    quote! {
        /// Returns the string.
        pub const fn as_str(&self) -> #result {
            match self {
                #(Self::#variants => #texts,)*
                #(Self::#other(text) => text.as_str(),)*
            }
        }
    }
}

/// The JSON of a service, which may contain other strings than a configuration.
fn json(choices: &Choices) -> Option<TokenStream> {
    let sdk = sdk();
    let ident = &choices.ident;
    choices.other.as_ref().map(|_| {
        quote! {
            #[automatically_derived]
            impl #sdk::typed::json::Json for #ident {
                fn read(json: &#sdk::typed::json::Value) -> ::core::option::Option<Self> {
                    json.as_str().map(::core::convert::From::from)
                }

                fn missing() -> Self {
                    ::core::convert::From::from("")
                }

                fn write(&self, _base: &#sdk::typed::json::Value) -> ::core::option::Option<#sdk::typed::json::Value> {
                    ::core::option::Option::Some(#sdk::typed::json::Value::from(self.as_str()))
                }
            }
        }
    })
}

/// Generates the conversion from a string, which never fails if a variant holds other strings.
fn conversions(choices: &Choices) -> TokenStream {
    let sdk = sdk();
    let ident = &choices.ident;
    let variants = choices.variants.iter().map(|variant| &variant.ident);
    let texts = choices.variants.iter().map(|variant| &variant.text);
    let arms = quote!(#(#texts => Self::#variants,)*);
    match &choices.other {
        Some(other) => quote! {
            #[automatically_derived]
            impl ::core::convert::From<&str> for #ident {
                fn from(text: &str) -> Self {
                    match text {
                        #arms
                        other => Self::#other(::std::borrow::ToOwned::to_owned(other)),
                    }
                }
            }

            #[automatically_derived]
            impl ::core::str::FromStr for #ident {
                type Err = ::core::convert::Infallible;

                fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                    ::core::result::Result::Ok(Self::from(text))
                }
            }
        },
        None => quote! {
            #[automatically_derived]
            impl ::core::str::FromStr for #ident {
                type Err = #sdk::typed::derived::NotAChoice;

                fn from_str(text: &str) -> ::core::result::Result<Self, #sdk::typed::derived::NotAChoice> {
                    ::core::result::Result::Ok(match text {
                        #arms
                        _ => return ::core::result::Result::Err(#sdk::typed::derived::NotAChoice),
                    })
                }
            }

            #[automatically_derived]
            impl ::core::convert::TryFrom<&str> for #ident {
                type Error = #sdk::typed::derived::NotAChoice;

                fn try_from(text: &str) -> ::core::result::Result<Self, #sdk::typed::derived::NotAChoice> {
                    text.parse()
                }
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(input: TokenStream) -> Vec<String> {
        let mut errors = Errors::default();
        read(input, &mut errors);
        errors.messages()
    }

    #[test]
    fn names_become_texts() {
        for (name, screaming, kebab) in [
            ("CodeZip", "CODE_ZIP", "code-zip"),
            ("V2", "V2", "v2"),
            ("RedPearTreeNursery", "RED_PEAR_TREE_NURSERY", "red-pear-tree-nursery"),
        ] {
            assert_eq!(Rename::ScreamingSnakeCase.apply(name), screaming);
            assert_eq!(Rename::KebabCase.apply(name), kebab);
            assert_eq!(Rename::Unchanged.apply(name), name);
        }
        assert_eq!(Rename::SnakeCase.apply("CodeZip"), "code_zip");
    }

    #[test]
    fn all_mistakes_of_an_enum_are_reported_at_once() {
        let found = mistakes(quote! {
            #[choice(rename = "camelCase")]
            enum Format {
                CodeZip,
                /// Documented.
                #[choice("CodeZip")]
                Clone(String),
                #[choice(other)]
                Other,
                /// Documented.
                #[choice(another)]
                Another,
            }
        });
        assert_eq!(
            found,
            [
                "expected \"SCREAMING_SNAKE_CASE\", \"snake_case\" or \"kebab-case\"",
                "a doc comment is missing: it is the choice's description",
                "a variant has no fields, unless it is marked `#[choice(other)]`",
                "the variant for other strings must contain a `String`",
                "expected a string or `other`",
                "\"CodeZip\" is the string of two variants",
            ]
        );
    }

    #[test]
    fn a_struct_is_no_choice() {
        assert_eq!(
            mistakes(quote!(
                struct A {
                    b: String,
                }
            )),
            ["`Choice` can be derived for enums only"]
        );
        assert_eq!(
            mistakes(quote!(
                enum A {}
            )),
            ["a choice needs at least one variant"]
        );
    }
}
