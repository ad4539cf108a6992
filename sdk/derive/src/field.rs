//! One field of a struct, and whether its type and options fit together.

use quote::format_ident;
use syn::{Ident, LitInt, Type, Visibility, ext::IdentExt, spanned::Spanned};

use crate::{
    docs::description,
    errors::Errors,
    options::{BlockNesting, FieldOptions},
    types::{Container, container, without_option},
};

/// A field that is an attribute or nested blocks.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    /// The attribute's or block's name.
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) options: FieldOptions,
    /// Set for nested blocks.
    pub(crate) blocks: Option<Blocks>,
}

/// How many nested blocks a field holds.
pub(crate) struct Blocks {
    pub(crate) nesting: BlockNesting,
    pub(crate) min_items: u64,
    pub(crate) max_items: u64,
}

impl Field {
    /// Reads a field of a struct.
    pub(crate) fn read(field: &syn::Field, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident.clone()?;
        let description = description(&field.attrs).unwrap_or_else(|| {
            errors.at(&ident, "a doc comment is missing: it is the attribute's description");
            String::new()
        });
        let options = FieldOptions::parse(&field.attrs, errors);
        let blocks = blocks(&field.ty, &options, errors);
        check(&field.ty, &options, errors);
        let name = name(&ident, &options, errors);
        Some(Self {
            vis: field.vis.clone(),
            ty: field.ty.clone(),
            ident,
            name,
            description,
            options,
            blocks,
        })
    }

    /// The container that its type is.
    pub(crate) fn container(&self) -> Container {
        container(&self.ty).0
    }

    /// The type without the `Option` around it.
    pub(crate) fn inner(&self) -> &Type {
        without_option(&self.ty)
    }

    /// The name of the constant that stands for it.
    pub(crate) fn constant(&self) -> Ident {
        let name = self.ident.unraw().to_string().to_uppercase();
        Ident::new(&name, self.ident.span())
    }

    /// The local variable that holds it while the struct is read.
    pub(crate) fn variable(&self) -> Ident {
        format_ident!("{}_field", self.ident.unraw())
    }
}

fn name(ident: &Ident, options: &FieldOptions, errors: &mut Errors) -> String {
    let name = options
        .name
        .as_ref()
        .map_or_else(|| ident.unraw().to_string(), syn::LitStr::value);
    let well_formed = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !well_formed {
        let message = format!(
            "`{name}` is not a valid name in Terraform: it must begin with a-z, followed by a-z, \
                               0-9 and _"
        );
        errors.at(ident, message);
    }
    name
}

/// How many blocks a field of this type and these options holds; none if it is an attribute.
fn blocks(ty: &Type, options: &FieldOptions, errors: &mut Errors) -> Option<Blocks> {
    let Some(block) = &options.block else {
        for items in options.min_items.iter().chain(&options.max_items) {
            errors.at(items, "this option is for blocks; for a collection, use `items(…)`");
        }
        return None;
    };
    let (container, _) = container(ty);
    let natural = match container {
        Container::Vec => BlockNesting::List,
        Container::Set => BlockNesting::Set,
        Container::Option | Container::Plain => BlockNesting::Single,
        Container::Map => {
            errors.at(ty, "blocks cannot be a map");
            BlockNesting::Single
        }
    };
    if container == Container::Set && block.nesting == Some(BlockNesting::List) {
        errors.at(ty, "a list of blocks loses its order in a BTreeSet");
    }
    let min_items = count(options.min_items.as_ref(), errors).unwrap_or(u64::from(container == Container::Plain));
    let max_items = count(options.max_items.as_ref(), errors).unwrap_or(u64::from(!container.is_collection()));
    if let Some(most) = options.max_items.as_ref().filter(|_| max_items < min_items) {
        errors.at(most, "`max_items` is less than the minimum number of blocks");
    }
    Some(Blocks {
        nesting: block.nesting.unwrap_or(natural),
        min_items,
        max_items,
    })
}

fn count(literal: Option<&LitInt>, errors: &mut Errors) -> Option<u64> {
    literal.and_then(|literal| errors.collect(literal.base10_parse()))
}

/// Reports the options that do not fit the type or one another.
fn check(ty: &Type, options: &FieldOptions, errors: &mut Errors) {
    let optional = container(ty).0 == Container::Option;
    let default = options.default.as_ref().map(Spanned::span);
    let block = options.block.as_ref().map(|block| block.span);
    let given = options.computed.or(default).or(options.use_state_for_unknown);
    let misfits = [
        (
            options.computed.filter(|_| !optional),
            "only an `Option` can be computed; values that only the provider sets belong in the struct of computed \
             values",
        ),
        (
            default.filter(|_| options.computed.is_some()),
            "an argument with a default is computed already",
        ),
        (
            default.filter(|_| optional),
            "an argument with a default always has a value: remove the `Option`",
        ),
        (
            options.same.as_ref().map(Spanned::span).filter(|_| !optional),
            "only an `Option` can be unset",
        ),
        (
            options.same.as_ref().map(Spanned::span).and(given),
            "an argument with `same` is neither computed nor has a default",
        ),
        (
            options.write_only.and(given),
            "a write-only argument is never in a plan or state: it cannot be computed or have a default",
        ),
        (
            block.filter(|_| is_attribute(options)),
            "a block can have `name`, `requires_replace`, `conflicts_with`, `min_items` and `max_items` only",
        ),
    ];
    for (span, message) in misfits {
        if let Some(span) = span {
            errors.add(syn::Error::new(span, message));
        }
    }
    let (within, _) = container(without_option(ty));
    for (span, validator) in &options.validators {
        if let Some(problem) = validator.misplaced(within) {
            errors.add(syn::Error::new(*span, problem));
        }
    }
}

/// Whether there are options that only an attribute can have.
const fn is_attribute(options: &FieldOptions) -> bool {
    options.computed.is_some()
        || options.default.is_some()
        || options.use_state_for_unknown.is_some()
        || options.same.is_some()
        || options.sensitive.is_some()
        || options.write_only.is_some()
        || options.deprecated.is_some()
        || options.code.is_some()
        || !options.validators.is_empty()
}
