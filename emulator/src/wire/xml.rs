//! The XML of the query protocol.

/// An element's content.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Xml {
    /// Text, escaped when written.
    Text(String),
    /// Elements in order.
    Elements(Vec<(&'static str, Self)>),
}

impl Xml {
    /// Text content.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Writes the content inside an element; `attributes` is trusted text that starts with a space, or empty.
    pub(crate) fn document(&self, name: &str, attributes: &str) -> String {
        format!("<{name}{attributes}>{}</{name}>", self.content())
    }

    fn content(&self) -> String {
        match self {
            Self::Text(text) => text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
                .replace(|letter| !is_allowed(letter), "\u{fffd}"),
            Self::Elements(elements) => elements.iter().map(|(name, xml)| xml.document(name, "")).collect(),
        }
    }
}

/// Returns whether XML can contain the character, even if it is escaped.
fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        let xml = Xml::Elements(vec![("A", Xml::text("<b> & c"))]);
        assert_eq!(xml.document("R", " x=\"1\""), "<R x=\"1\"><A>&lt;b&gt; &amp; c</A></R>");
    }

    #[test]
    fn characters_that_xml_cannot_contain_are_replaced() {
        assert_eq!(
            Xml::text("a\u{1}\t\u{ffff}é").document("R", ""),
            "<R>a\u{fffd}\t\u{fffd}é</R>"
        );
    }
}
