//! Descriptions, from doc comments.

use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaNameValue};

/// Returns the doc comment among `attributes`, line by line as written, or `None` if it is missing or empty.
pub(crate) fn description(attributes: &[Attribute]) -> Option<String> {
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(MetaNameValue { path, value, .. }) = &attribute.meta else {
        return None;
    };
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) if path.is_ident("doc") => {
            let text = text.value();
            Some(text.strip_prefix(' ').unwrap_or(&text).trim_end().to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::{DeriveInput, parse_quote};

    use super::*;

    #[test]
    fn a_doc_comment_keeps_its_lines_and_paragraphs() {
        let input: DeriveInput = parse_quote! {
            /// One sentence
            /// on two lines.
            ///
            /// - a list
            ///   of one
            #[attr(block)]
            struct Documented;
        };
        assert_eq!(
            description(&input.attrs).as_deref(),
            Some("One sentence\non two lines.\n\n- a list\n  of one")
        );
    }

    #[test]
    fn an_empty_doc_comment_counts_as_missing() {
        let input: DeriveInput = parse_quote! {
            ///
            #[doc(hidden)]
            struct Undocumented;
        };
        assert_eq!(description(&input.attrs), None);
    }
}
