//! The grammar of `#[attr(…)]`.

use proc_macro2::{Span, TokenTree};
use syn::{
    Attribute, Expr, Ident, LitInt, LitStr, Path, Result, Token, meta::ParseNestedMeta, parse::ParseStream,
    spanned::Spanned,
};

use crate::{errors::Errors, validators::Validator};

/// The `#[attr(…)]` options of a field. Each flag contains its position.
#[derive(Default)]
pub(crate) struct FieldOptions {
    pub(crate) name: Option<LitStr>,
    pub(crate) computed: Option<Span>,
    pub(crate) requires_replace: Option<Span>,
    pub(crate) use_state_for_unknown: Option<Span>,
    pub(crate) same: Option<Path>,
    pub(crate) sensitive: Option<Span>,
    pub(crate) write_only: Option<Span>,
    pub(crate) deprecated: Option<LitStr>,
    pub(crate) default: Option<Expr>,
    pub(crate) code: Option<Expr>,
    pub(crate) block: Option<BlockOption>,
    pub(crate) min_items: Option<LitInt>,
    pub(crate) max_items: Option<LitInt>,
    pub(crate) validators: Vec<(Span, Validator)>,
    pub(crate) conflicts_with: Vec<LitStr>,
}

/// `block`, or `block = "list"` or `"set"`.
pub(crate) struct BlockOption {
    pub(crate) span: Span,
    pub(crate) nesting: Option<BlockNesting>,
}

/// The nesting in `block = …`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockNesting {
    Single,
    List,
    Set,
}

/// A condition on several fields, from the struct's own `#[attr(…)]`.
pub(crate) struct Rule {
    pub(crate) kind: RuleKind,
    pub(crate) names: Vec<LitStr>,
}

/// The kinds of conditions on several fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleKind {
    ConflictsWith,
    ExactlyOneOf,
    AtLeastOneOf,
}

impl FieldOptions {
    /// The options of a field with these attributes.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut options = Self::default();
        each_option(attributes, "attr", errors, |meta| options.read(meta));
        options
    }

    fn read(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        if let Some(validator) = Validator::parse(meta)? {
            self.validators.push((meta.path.span(), validator));
            return Ok(());
        }
        match name_of(meta).as_str() {
            "computed" => flag(&mut self.computed, meta),
            "requires_replace" => flag(&mut self.requires_replace, meta),
            "use_state_for_unknown" => flag(&mut self.use_state_for_unknown, meta),
            "same" => value(&mut self.same, meta),
            "sensitive" => flag(&mut self.sensitive, meta),
            "write_only" => flag(&mut self.write_only, meta),
            "name" => value(&mut self.name, meta),
            "deprecated" => value(&mut self.deprecated, meta),
            "default" => value(&mut self.default, meta),
            "code" => value(&mut self.code, meta),
            "min_items" => value(&mut self.min_items, meta),
            "max_items" => value(&mut self.max_items, meta),
            "block" => once(&mut self.block, meta, block(meta)?),
            "conflicts_with" => {
                self.conflicts_with.extend(names(meta)?);
                Ok(())
            }
            "exactly_one_of" | "at_least_one_of" => {
                Err(meta.error("this option belongs on the struct, not on a field"))
            }
            _ => Err(meta.error("no such option; `derive(Attributes)` lists them")),
        }
    }
}

/// The `#[attr(…)]` options of a struct.
#[derive(Default)]
pub(crate) struct StructOptions {
    pub(crate) rules: Vec<Rule>,
    /// The code of what is wrong with a field that names none.
    pub(crate) code: Option<Expr>,
}

/// The options in the `#[attr(…)]` of a struct.
pub(crate) fn of_struct(attributes: &[Attribute], errors: &mut Errors) -> StructOptions {
    let mut options = StructOptions::default();
    each_option(attributes, "attr", errors, |meta| {
        let kind = match name_of(meta).as_str() {
            "conflicts_with" => RuleKind::ConflictsWith,
            "exactly_one_of" => RuleKind::ExactlyOneOf,
            "at_least_one_of" => RuleKind::AtLeastOneOf,
            "code" => return value(&mut options.code, meta),
            _ => {
                return Err(
                    meta.error("a struct can have `conflicts_with`, `exactly_one_of`, `at_least_one_of` and `code`")
                );
            }
        };
        let names = names(meta)?;
        if names.len() < 2 {
            return Err(meta.error("this needs at least two names"));
        }
        options.rules.push(Rule { kind, names });
        Ok(())
    });
    options
}

/// Calls `read` for each option in each `#[attribute(…)]`. After a mistake it goes on with the next option.
pub(crate) fn each_option(
    attributes: &[Attribute],
    attribute: &str,
    errors: &mut Errors,
    mut read: impl FnMut(&ParseNestedMeta<'_>) -> Result<()>,
) {
    for found in attributes.iter().filter(|found| found.path().is_ident(attribute)) {
        let parsed = found.parse_nested_meta(|meta| {
            if let Err(error) = read(&meta) {
                errors.add(error);
                skip_to_comma(meta.input)?;
            }
            Ok(())
        });
        if let Err(error) = parsed {
            errors.add(error);
        }
    }
}

fn skip_to_comma(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn name_of(meta: &ParseNestedMeta<'_>) -> String {
    meta.path.get_ident().map(Ident::to_string).unwrap_or_default()
}

fn flag(slot: &mut Option<Span>, meta: &ParseNestedMeta<'_>) -> Result<()> {
    once(slot, meta, meta.path.span())
}

fn value<T: syn::parse::Parse>(slot: &mut Option<T>, meta: &ParseNestedMeta<'_>) -> Result<()> {
    let value = meta.value()?.parse()?;
    once(slot, meta, value)
}

fn once<T>(slot: &mut Option<T>, meta: &ParseNestedMeta<'_>, value: T) -> Result<()> {
    if slot.replace(value).is_some() {
        Err(meta.error("this option is given twice"))
    } else {
        Ok(())
    }
}

fn block(meta: &ParseNestedMeta<'_>) -> Result<BlockOption> {
    let span = meta.path.span();
    if !meta.input.peek(Token![=]) {
        return Ok(BlockOption { span, nesting: None });
    }
    let text: LitStr = meta.value()?.parse()?;
    let nesting = match text.value().as_str() {
        "list" => BlockNesting::List,
        "set" => BlockNesting::Set,
        _ => return Err(syn::Error::new_spanned(text, "expected `\"list\"` or `\"set\"`")),
    };
    Ok(BlockOption {
        span,
        nesting: Some(nesting),
    })
}

fn names(meta: &ParseNestedMeta<'_>) -> Result<Vec<LitStr>> {
    let content;
    syn::parenthesized!(content in meta.input);
    let names = content.parse_terminated(|input: ParseStream<'_>| input.parse::<LitStr>(), Token![,])?;
    Ok(names.into_iter().collect())
}
