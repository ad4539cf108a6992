//! `#[derive(Json)]`: a struct is an object in the JSON of a service.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Expr, Fields, Ident, LitStr, Path, Type, ext::IdentExt, meta::ParseNestedMeta};

use crate::{
    errors::Errors,
    expansion::{default_value, sdk},
    options::{FieldOptions, each_option},
};

/// A field that is a member of the object.
struct Member {
    ident: Ident,
    ty: Type,
    /// What an argument has that is not there, from `#[attr(default = …)]`.
    default: Option<Expr>,
    options: MemberOptions,
}

/// The `#[json(…)]` options of a field.
#[derive(Default)]
struct MemberOptions {
    name: Option<LitStr>,
    filled_in: Option<LitStr>,
    with: Option<Path>,
    is_key: bool,
    is_skipped: bool,
}

/// Returns the code that `#[derive(Json)]` generates for `input`.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let expanded = read(input, &mut errors);
    let mut output = errors.to_compile_errors();
    output.extend(expanded);
    output
}

fn read(input: TokenStream, errors: &mut Errors) -> Option<TokenStream> {
    let input: DeriveInput = errors.collect(syn::parse2(input))?;
    let Data::Struct(data) = &input.data else {
        errors.at(&input.ident, "an object must be a struct with named fields");
        return None;
    };
    let Fields::Named(fields) = &data.fields else {
        errors.at(&input.ident, "an object must be a struct with named fields");
        return None;
    };
    let mut rest = None;
    each_option(&input.attrs, "json", errors, |meta| {
        if !meta.path.is_ident("rest") {
            return Err(meta.error("a struct can have `rest = MODULE` only"));
        }
        rest = Some(meta.value()?.parse::<Path>()?);
        Ok(())
    });
    let members: Vec<Member> = fields.named.iter().filter_map(|field| member(field, errors)).collect();
    Some(expand(&input.ident, &members, rest.as_ref()))
}

fn member(field: &syn::Field, errors: &mut Errors) -> Option<Member> {
    let mut options = MemberOptions::default();
    each_option(&field.attrs, "json", errors, |meta| options.read(meta));
    Some(Member {
        ident: field.ident.clone()?,
        ty: field.ty.clone(),
        // `derive(Attributes)` reports what is wrong with these.
        default: FieldOptions::parse(&field.attrs, &mut Errors::default()).default,
        options,
    })
}

impl MemberOptions {
    fn read(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let option = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
        match option.as_str() {
            "name" => self.name = Some(meta.value()?.parse()?),
            "filled_in" => self.filled_in = Some(meta.value()?.parse()?),
            "with" => self.with = Some(meta.value()?.parse()?),
            "key" => self.is_key = true,
            "skip" => self.is_skipped = true,
            _ => return Err(meta.error("no such option; `derive(Json)` lists them")),
        }
        Ok(())
    }
}

impl Member {
    /// The path of the member, as a constant of the SDK.
    fn constant(&self) -> TokenStream {
        let sdk = sdk();
        let name = self
            .options
            .name
            .as_ref()
            .map_or_else(|| camel_case(&self.ident.unraw().to_string()), LitStr::value);
        let path = name.split('.');
        let filled_in = self.options.filled_in.as_ref().map_or_else(
            || quote!(::core::option::Option::None),
            |text| quote!(::core::option::Option::Some(#text)),
        );
        quote!(#sdk::typed::json::Member { path: &[#(#path),*], filled_in: #filled_in })
    }

    /// The type that knows the JSON form.
    fn form(&self) -> TokenStream {
        let sdk = sdk();
        match &self.options.with {
            Some(with) => quote!(#with),
            None => quote!(#sdk::typed::json::Own),
        }
    }

    /// The expression that reads the field from `json`.
    fn read(&self) -> TokenStream {
        let sdk = sdk();
        let (ty, form, constant) = (&self.ty, self.form(), self.constant());
        if self.options.is_skipped {
            return quote!(::core::default::Default::default());
        }
        let missing = match &self.default {
            Some(default) => {
                let default = default_value(default);
                quote!(|| #default)
            }
            None => quote!(<#form as #sdk::typed::json::JsonAs<#ty>>::missing),
        };
        quote!(<#form as #sdk::typed::json::JsonAs<#ty>>::read(#constant.get(json)).unwrap_or_else(#missing))
    }
}

fn expand(ident: &Ident, members: &[Member], rest: Option<&Path>) -> TokenStream {
    let sdk = sdk();
    let idents = members.iter().map(|member| &member.ident);
    let reads = members.iter().map(Member::read);
    let rest_read = rest.iter().map(|rest| quote!(#rest::read(&mut value, json);));
    let rest_write = rest.iter().map(|rest| quote!(#rest::write(self, &mut object);));
    let rest_keep = rest.iter().map(|rest| quote!(#rest::keep_form(self, prior);));
    let sent = || members.iter().filter(|member| !member.options.is_skipped);
    let writes = sent().map(|member| {
        let (ident, ty, form, constant) = (&member.ident, &member.ty, member.form(), member.constant());
        quote!(#constant.write::<#ty, #form>(&mut object, &self.#ident);)
    });
    let keeps = sent().map(|member| {
        let (ident, ty, form, constant) = (&member.ident, &member.ty, member.form(), member.constant());
        quote!(#constant.keep_form::<#ty, #form>(&mut self.#ident, &prior.#ident);)
    });
    let key = members.iter().find(|member| member.options.is_key).map(|member| {
        let ident = &member.ident;
        quote! {
            fn key(&self) -> ::core::option::Option<&str> {
                #sdk::typed::json::Json::key(&self.#ident)
            }
        }
    });
    quote! {
        impl #ident {
            #[allow(unused_mut, reason = "mutable only in structs with `rest`")]
            fn read_members(json: &#sdk::typed::json::Value) -> Self {
                let mut value = Self { #(#idents: #reads),* };
                #(#rest_read)*
                value
            }
        }

        #[automatically_derived]
        impl #sdk::typed::json::Json for #ident {
            fn read(json: &#sdk::typed::json::Value) -> ::core::option::Option<Self> {
                json.is_object().then(|| Self::read_members(json))
            }

            fn missing() -> Self {
                Self::read_members(&#sdk::typed::json::Value::Null)
            }

            fn write(&self, base: &#sdk::typed::json::Value) -> ::core::option::Option<#sdk::typed::json::Value> {
                let mut object = #sdk::typed::json::object(base);
                #(#writes)*
                #(#rest_write)*
                ::core::option::Option::Some(object)
            }

            #key

            fn keep_form(&mut self, prior: &Self) {
                #(#keeps)*
                #(#rest_keep)*
            }
        }
    }
}

/// `snake_case` as `snakeCase`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.len().min(1));
        text.push_str(&first.to_uppercase());
        text.push_str(rest);
    }
    text
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
    fn options_that_do_not_exist_are_refused() {
        let found = mistakes(quote! {
            #[json(all)]
            struct Job {
                #[json(nmae = "x")]
                name: String,
            }
        });
        assert_eq!(
            found,
            [
                "a struct can have `rest = MODULE` only",
                "no such option; `derive(Json)` lists them"
            ]
        );
        assert_eq!(
            mistakes(quote!(
                struct Job(String);
            ))
            .len(),
            1
        );
        assert_eq!(
            mistakes(quote!(
                enum Job {
                    A,
                }
            ))
            .len(),
            1
        );
    }

    #[test]
    fn names_are_in_camel_case() {
        for (name, expected) in [
            ("name", "name"),
            ("timeout_in_minutes", "timeoutInMinutes"),
            ("a_b", "aB"),
        ] {
            assert_eq!(camel_case(name), expected);
        }
    }
}
