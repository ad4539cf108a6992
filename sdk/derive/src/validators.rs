//! The options that limit a configured value.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{LitInt, LitStr, Path, Result, Token, meta::ParseNestedMeta, parenthesized, parse::ParseStream};

use crate::types::Container;

/// One limit, as written.
pub(crate) enum Validator {
    Length(u64, u64),
    Items(u64, u64),
    Range(i64, i64),
    Pattern(LitStr),
    Check(Path),
    Each(Vec<Self>),
}

impl Validator {
    /// Reads the option that `meta` has come to; none if it is no limit.
    pub(crate) fn parse(meta: &ParseNestedMeta<'_>) -> Result<Option<Self>> {
        let Some(option) = meta.path.get_ident() else {
            return Ok(None);
        };
        Ok(Some(match option.to_string().as_str() {
            "length" => {
                let (least, most) = range(meta, 0, u64::MAX)?;
                Self::Length(least, most)
            }
            "items" => {
                let (least, most) = range(meta, 0, u64::MAX)?;
                Self::Items(least, most)
            }
            "range" => {
                let (least, most) = range(meta, i64::MIN, i64::MAX)?;
                Self::Range(least, most)
            }
            "pattern" => Self::Pattern(argument(meta)?.parse()?),
            "check" => Self::Check(meta.value()?.parse()?),
            "each" => Self::Each(each(meta)?),
            _ => return Ok(None),
        }))
    }

    /// What is wrong with this limit on a value of such a kind.
    pub(crate) const fn misplaced(&self, container: Container) -> Option<&'static str> {
        match (self, container.is_collection()) {
            (Self::Length(..) | Self::Range(..) | Self::Pattern(_), true) => {
                Some("this limits one value, not a collection: write `each(…)` around it")
            }
            (Self::Items(..) | Self::Each(_), false) => {
                Some("this limits a collection, but the field is not a collection")
            }
            _ => None,
        }
    }

    /// The expressions of type `Validator` that this stands for: an `each` of several limits is one for each of them.
    pub(crate) fn expand(&self, sdk: &TokenStream) -> Vec<TokenStream> {
        let validator = quote!(#sdk::schema::validators::Validator);
        match self {
            Self::Length(least, most) => vec![quote!(#validator::Length(#least..=#most))],
            Self::Items(least, most) => vec![quote!(#validator::Items(#least..=#most))],
            Self::Range(least, most) => vec![quote!(#validator::Range(#least..=#most))],
            Self::Pattern(class) => {
                // Judged by the compiler, with the code that will match it.
                let checked = quote_spanned!(class.span()=> const { #sdk::schema::class::checked(#class) });
                vec![quote!(#validator::Pattern(#checked))]
            }
            Self::Check(function) => vec![quote!(#validator::Custom(#sdk::schema::validators::Check(#function)))],
            Self::Each(limits) => limits
                .iter()
                .flat_map(|limit| limit.expand(sdk))
                .map(|limit| quote!(#validator::Each(::std::boxed::Box::new(#limit))))
                .collect(),
        }
    }
}

/// The limits in `each(…)`.
fn each(meta: &ParseNestedMeta<'_>) -> Result<Vec<Validator>> {
    let mut limits = Vec::new();
    meta.parse_nested_meta(|inner| {
        let limit = Validator::parse(&inner)?;
        limits.push(limit.ok_or_else(|| inner.error("this is not a limit for elements"))?);
        Ok(())
    })?;
    Ok(limits)
}

/// The stream in the parentheses behind an option's name.
fn argument<'a>(meta: &ParseNestedMeta<'a>) -> Result<syn::parse::ParseBuffer<'a>> {
    let content;
    parenthesized!(content in meta.input);
    Ok(content)
}

/// Returns the ends of `(1..=32)`, `(1..)` or `(..=32)`; `lowest` and `highest` replace an omitted end.
fn range<N>(meta: &ParseNestedMeta<'_>, lowest: N, highest: N) -> Result<(N, N)>
where
    N: std::str::FromStr<Err: std::fmt::Display> + PartialOrd,
{
    let content = argument(meta)?;
    let least = integer(&content)?.unwrap_or(lowest);
    let most = if content.peek(Token![..=]) {
        content.parse::<Token![..=]>()?;
        integer(&content)?.ok_or_else(|| content.error("expected the upper end, as in `1..=32`"))?
    } else {
        content.parse::<Token![..]>()?;
        highest
    };
    if !content.is_empty() {
        return Err(content.error("expected a range such as `1..=32`, `1..` or `..=32`"));
    }
    if least > most {
        return Err(syn::Error::new_spanned(&meta.path, "the range is empty"));
    }
    Ok((least, most))
}

fn integer<N>(input: ParseStream<'_>) -> Result<Option<N>>
where
    N: std::str::FromStr<Err: std::fmt::Display>,
{
    let minus: Option<Token![-]> = input.parse()?;
    if minus.is_none() && !input.peek(LitInt) {
        return Ok(None);
    }
    let digits: LitInt = input.parse()?;
    let sign = if minus.is_some() { "-" } else { "" };
    let number = format!("{sign}{}", digits.base10_digits());
    let number = number.parse().map_err(|error| syn::Error::new(digits.span(), error))?;
    Ok(Some(number))
}
