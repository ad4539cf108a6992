//! Expands a struct for `#[derive(Attributes)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, ExprLit, Lit};

use crate::{
    field::{Blocks, Field},
    object::Object,
    options::{BlockNesting, RuleKind},
    types::{Container, container},
};

/// The sdk, from wherever the struct stands: see `extern crate self` in the crate.
pub(crate) fn sdk() -> TokenStream {
    quote!(::terraform_provider_sdk)
}

/// The implementations and constants of `object`.
pub(crate) fn expand(object: &Object) -> TokenStream {
    let sdk = sdk();
    let ident = &object.ident;
    let block = block(object);
    let from_object = from_object(object);
    let to_object = to_object(object);
    let constants = object.fields.iter().map(constant);
    quote! {
        #[automatically_derived]
        impl #sdk::typed::Attributes for #ident {
            #block
            #from_object
            #to_object
        }

        #[automatically_derived]
        impl #sdk::typed::AttributeValue for #ident {
            fn shape() -> #sdk::schema::Shape {
                #sdk::typed::nested_shape::<Self>()
            }

            fn from_value(
                value: &#sdk::value::Value,
            ) -> ::core::result::Result<Self, #sdk::diagnostics::Diagnostics> {
                #sdk::typed::derived::object_from_value(value)
            }

            fn to_value(&self) -> #sdk::value::Value {
                #sdk::typed::derived::object_to_value(self)
            }
        }

        #[allow(dead_code, unreachable_pub, reason = "every field has its constant, whether it is used or not")]
        impl #ident {
            #(#constants)*
        }
    }
}

fn block(object: &Object) -> TokenStream {
    let sdk = sdk();
    let description = &object.description;
    let attributes = object
        .fields
        .iter()
        .filter(|field| field.blocks.is_none())
        .map(|field| attribute(field, object.code.as_ref()));
    let blocks = object
        .fields
        .iter()
        .filter_map(|field| field.blocks.as_ref().map(|blocks| nested_block(field, blocks)));
    let rules = object.rules.iter().map(|(kind, names)| {
        let kind = match kind {
            RuleKind::ConflictsWith => quote!(ConflictsWith),
            RuleKind::ExactlyOneOf => quote!(ExactlyOneOf),
            RuleKind::AtLeastOneOf => quote!(AtLeastOneOf),
        };
        quote!(#sdk::schema::Rule::#kind(&[#(#names),*]))
    });
    quote! {
        fn block() -> #sdk::schema::Block {
            #sdk::schema::Block {
                description: #description,
                attributes: ::std::vec![#(#attributes),*],
                blocks: ::std::vec![#(#blocks),*],
                rules: ::std::vec![#(#rules),*],
            }
        }
    }
}

fn attribute(field: &Field, code: Option<&Expr>) -> TokenStream {
    let sdk = sdk();
    let Field {
        ty,
        name,
        description,
        options,
        ..
    } = field;
    let validators = options
        .validators
        .iter()
        .flat_map(|(_, validator)| validator.expand(&sdk));
    let plain = quote!(#sdk::typed::derived::attribute::<#ty>(#name, #description, ::std::vec![#(#validators),*]));
    let mut members = Vec::new();
    if options.computed.is_some() || options.default.is_some() || options.same.is_some() {
        members.push(quote!(configurability: #sdk::schema::Configurability::OptionalComputed));
    }
    if let Some(default) = options.default.as_ref().map(default_value) {
        members.push(quote!(
            default: ::core::option::Option::Some(
                <#ty as #sdk::typed::AttributeValue>::to_value(&#default)
            )
        ));
    }
    if let Some(same) = &options.same {
        members.push(quote!(same: ::core::option::Option::Some(#sdk::schema::Same(#same))));
    }
    if let Some(reason) = &options.deprecated {
        members.push(quote!(deprecated: ::core::option::Option::Some(#reason)));
    }
    if let Some(code) = options.code.as_ref().or(code) {
        members.push(quote!(code: ::core::option::Option::Some(#code)));
    }
    for (flag, member) in [
        (options.requires_replace, quote!(requires_replace: true)),
        (options.use_state_for_unknown, quote!(use_state_for_unknown: true)),
        (options.sensitive, quote!(sensitive: true)),
        (options.write_only, quote!(write_only: true)),
    ] {
        members.extend(flag.map(|_| member));
    }
    if members.is_empty() {
        plain
    } else {
        quote!(#sdk::schema::Attribute { #(#members,)* ..#plain })
    }
}

/// Returns a default as written. A string literal is converted to the field's type.
pub(crate) fn default_value(default: &Expr) -> TokenStream {
    match default {
        Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => quote!(::core::convert::From::from(#default)),
        other => quote!((#other)),
    }
}

fn nesting(nesting: BlockNesting) -> TokenStream {
    let sdk = sdk();
    let nesting = match nesting {
        BlockNesting::Single => quote!(Single),
        BlockNesting::List => quote!(List),
        BlockNesting::Set => quote!(Set),
    };
    quote!(#sdk::schema::Nesting::#nesting)
}

fn nested_block(field: &Field, blocks: &Blocks) -> TokenStream {
    let sdk = sdk();
    let Field { name, description, .. } = field;
    let (_, object) = container(&field.ty);
    let nesting = nesting(blocks.nesting);
    let Blocks {
        min_items, max_items, ..
    } = blocks;
    let requires_replace = field.options.requires_replace.is_some();
    quote! {
        #sdk::schema::NestedBlock {
            name: #name,
            block: #sdk::schema::Block {
                description: #description,
                ..<#object as #sdk::typed::Attributes>::block()
            },
            nesting: #nesting,
            min_items: #min_items,
            max_items: #max_items,
            requires_replace: #requires_replace,
        }
    }
}

fn from_object(object: &Object) -> TokenStream {
    let sdk = sdk();
    let result = quote!(::core::result::Result<Self, #sdk::diagnostics::Diagnostics>);
    let map = quote!(&::std::collections::BTreeMap<::std::string::String, #sdk::value::Value>);
    if object.fields.is_empty() {
        return quote! {
            fn from_object(_: #map) -> #result {
                ::core::result::Result::Ok(Self {})
            }
        };
    }
    let idents: Vec<_> = object.fields.iter().map(|field| &field.ident).collect();
    let variables: Vec<_> = object.fields.iter().map(Field::variable).collect();
    let reads = object.fields.iter().map(read);
    quote! {
        fn from_object(object: #map) -> #result {
            let mut problems = #sdk::diagnostics::Diagnostics::new();
            #(let #variables = problems.collect(#reads);)*
            let (#(::core::option::Option::Some(#variables),)*) = (#(#variables,)*) else {
                return ::core::result::Result::Err(problems);
            };
            ::core::result::Result::Ok(Self { #(#idents: #variables),* })
        }
    }
}

/// The expression that reads one field from `object`.
fn read(field: &Field) -> TokenStream {
    let sdk = sdk();
    let Field { ty, name, .. } = field;
    if field.blocks.is_none() {
        return match field.options.default.as_ref().map(default_value) {
            Some(default) => quote!(#sdk::typed::derived::read_or::<#ty>(object, #name, || #default)),
            None => quote!(#sdk::typed::derived::read::<#ty>(object, #name)),
        };
    }
    let (holder, block) = container(ty);
    let blocks = quote!(#sdk::typed::derived::blocks::<#block>(object, #name));
    match holder {
        Container::Vec => blocks,
        Container::Set => quote!(#blocks.map(<#ty as ::core::iter::FromIterator<_>>::from_iter)),
        Container::Option => quote!(#blocks.map(|blocks| blocks.into_iter().next())),
        Container::Map | Container::Plain => quote!(#sdk::typed::derived::one_block::<#block>(object, #name)),
    }
}

fn to_object(object: &Object) -> TokenStream {
    let sdk = sdk();
    let map = quote!(&mut ::std::collections::BTreeMap<::std::string::String, #sdk::value::Value>);
    if object.fields.is_empty() {
        return quote!(fn to_object(&self, _: #map) {});
    }
    let writes = object.fields.iter().map(write);
    quote! {
        fn to_object(&self, object: #map) {
            #(#writes;)*
        }
    }
}

/// The statement that writes one field into `object`.
fn write(field: &Field) -> TokenStream {
    let sdk = sdk();
    let Field { ident, name, .. } = field;
    let Some(blocks) = &field.blocks else {
        return quote!(#sdk::typed::derived::write(object, #name, &self.#ident));
    };
    let nesting = nesting(blocks.nesting);
    let elements = match field.container() {
        Container::Plain => quote!(::core::iter::once(&self.#ident)),
        _ => quote!(self.#ident.iter()),
    };
    quote!(#sdk::typed::derived::write_blocks(object, #name, #nesting, #elements))
}

/// The constant that stands for a field. Its type is that of the value in Terraform's documents, where even a single
/// block of a list is a list.
fn constant(field: &Field) -> TokenStream {
    let sdk = sdk();
    let Field { vis, name, .. } = field;
    let constant = field.constant();
    let inner = field.inner();
    let docs = format!("The field of `{name}`.");
    let holds_list = field
        .blocks
        .as_ref()
        .is_some_and(|blocks| blocks.nesting != BlockNesting::Single);
    let ty = if holds_list && !field.container().is_collection() {
        quote!(::std::vec::Vec<#inner>)
    } else {
        quote!(#inner)
    };
    quote! {
        #[doc = #docs]
        #vis const #constant: #sdk::typed::Field<#ty> = #sdk::typed::Field::new(#name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{errors::Errors, object::read};

    fn expanded(input: TokenStream) -> String {
        let mut errors = Errors::default();
        let object = read(input, &mut errors).expect("this is a struct");
        assert_eq!(errors.messages(), Vec::<String>::new());
        expand(&object).to_string()
    }

    /// The text of what `expected` would expand to.
    fn tokens(expected: TokenStream) -> String {
        expected.to_string()
    }

    #[test]
    fn a_field_becomes_an_attribute_a_read_and_a_write() {
        let output = expanded(quote! {
            /// Documented.
            struct Arguments {
                /// The type.
                #[attr(requires_replace, length(1..=32))]
                r#type: Option<String>,
            }
        });
        let sdk = sdk();
        for part in [
            quote! {
                #sdk::schema::Attribute {
                    requires_replace: true,
                    ..#sdk::typed::derived::attribute::<Option<String> >(
                        "type",
                        "The type.",
                        ::std::vec![#sdk::schema::validators::Validator::Length(1u64..=32u64)]
                    )
                }
            },
            quote!(problems.collect(#sdk::typed::derived::read::<Option<String> >(object, "type"))),
            quote!(::core::result::Result::Ok(Self { r#type: type_field })),
            quote!(#sdk::typed::derived::write(object, "type", &self.r#type)),
        ] {
            let part = tokens(part);
            assert!(output.contains(&part), "{part}\nnot in\n{output}");
        }
    }

    #[test]
    fn a_constant_is_as_visible_as_its_field_and_has_the_type_in_the_document() {
        let output = expanded(quote! {
            /// Documented.
            struct Arguments {
                /// A name.
                pub(crate) name: Option<String>,
                /// A block that is a list of at most one.
                #[attr(block = "list")]
                vpc_configuration: Option<Vpc>,
            }
        });
        let sdk = sdk();
        for part in [
            quote!(pub(crate) const NAME: #sdk::typed::Field<String> = #sdk::typed::Field::new("name");),
            quote!(const VPC_CONFIGURATION: #sdk::typed::Field<::std::vec::Vec<Vpc> >),
        ] {
            let part = tokens(part);
            assert!(output.contains(&part), "{part}\nnot in\n{output}");
        }
    }

    #[test]
    fn mistakes_do_not_hide_the_rest() {
        let output = crate::attributes::derive(quote! {
            /// Documented.
            struct Arguments {
                /// Documented.
                #[attr(nonsense)]
                name: String,
            }
        });
        let output = output.to_string();
        assert!(output.contains("compile_error"), "{output}");
        assert!(output.contains("fn from_object"), "{output}");
    }
}
