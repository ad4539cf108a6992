//! The type of a field, by its spelling, because a macro has no other information on types.

use syn::{GenericArgument, PathArguments, Type};

/// The container that a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    /// `Option<T>`.
    Option,
    /// `Vec<T>`.
    Vec,
    /// `BTreeSet<T>`.
    Set,
    /// `BTreeMap<String, T>`.
    Map,
    /// Anything else.
    Plain,
}

impl Container {
    /// Whether it holds any number of elements.
    pub(crate) const fn is_collection(self) -> bool {
        matches!(self, Self::Vec | Self::Set | Self::Map)
    }
}

/// Returns the container type of `ty` and the type of its elements, which is `ty` itself if `ty` is not a container.
pub(crate) fn container(ty: &Type) -> (Container, &Type) {
    let Type::Path(path) = ty else {
        return (Container::Plain, ty);
    };
    let Some(segment) = path.path.segments.last() else {
        return (Container::Plain, ty);
    };
    let container = match segment.ident.to_string().as_str() {
        "Option" => Container::Option,
        "Vec" => Container::Vec,
        "BTreeSet" => Container::Set,
        "BTreeMap" => Container::Map,
        _ => return (Container::Plain, ty),
    };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return (Container::Plain, ty);
    };
    match arguments.args.last() {
        Some(GenericArgument::Type(element)) => (container, element),
        _ => (Container::Plain, ty),
    }
}

/// `ty` without the `Option` around it.
pub(crate) fn without_option(ty: &Type) -> &Type {
    match container(ty) {
        (Container::Option, inner) => inner,
        _ => ty,
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;
    use syn::parse_quote;

    use super::*;

    #[test]
    fn containers_are_known_by_their_last_name() {
        let cases: [(Type, Container); 5] = [
            (parse_quote!(Option<Stage>), Container::Option),
            (parse_quote!(::std::vec::Vec<Stage>), Container::Vec),
            (parse_quote!(BTreeSet<Stage>), Container::Set),
            (parse_quote!(BTreeMap<String, Stage>), Container::Map),
            (parse_quote!(Stage), Container::Plain),
        ];
        for (ty, expected) in cases {
            let (found, inner) = container(&ty);
            assert_eq!(found, expected);
            assert_eq!(inner.to_token_stream().to_string(), "Stage");
        }
    }
}
