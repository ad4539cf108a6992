//! The section on imports.

use crate::{
    pages::{
        Sources,
        markdown::{Document, code},
        schema::item,
    },
    schema::{Attribute, Configurability, IdentitySchema},
};

/// Adds the import examples in `directory`, and the members of the identity.
pub(super) fn import(document: &mut Document, identity: &IdentitySchema, directory: &str, sources: &Sources) {
    let by_identity: Vec<&str> = sources.examples(directory, "import-by-identity", ".tf").collect();
    let by_id: Vec<&str> = sources.examples(directory, "import-by-string-id", ".tf").collect();
    let by_command: Vec<&str> = sources.examples(directory, "import", ".sh").collect();
    if by_identity.is_empty() && by_id.is_empty() && by_command.is_empty() {
        return;
    }
    document.heading(2, "Import");
    if !by_identity.is_empty() {
        document.heading(3, "By identity");
        document.paragraph(
            "In Terraform 1.12 and later and OpenTofu 1.12 and later, an `import` block can identify the object by \
             its identity:",
        );
        shown(document, &by_identity, "terraform");
        members(document, "Required", identity, |attribute| {
            attribute.configurability == Configurability::Required
        });
        members(document, "Optional", identity, |attribute| {
            attribute.configurability != Configurability::Required
        });
    }
    if !by_id.is_empty() || !by_command.is_empty() {
        document.heading(3, "By ID");
        document
            .paragraph("`terraform import` and `import` blocks with an `id` identify the object by a single string:");
        shown(document, &by_command, "shell");
        shown(document, &by_id, "terraform");
    }
}

fn shown(document: &mut Document, examples: &[&str], language: &str) {
    for example in examples {
        document.paragraph(&code(language, example));
    }
}

fn members(document: &mut Document, title: &str, identity: &IdentitySchema, takes: fn(&Attribute) -> bool) {
    let items: Vec<String> = identity
        .attributes
        .iter()
        .filter(|attribute| takes(attribute))
        .map(|attribute| item(attribute, &[], attribute.name))
        .collect();
    if !items.is_empty() {
        document.heading(4, title);
        document.paragraph(&items.join("\n"));
    }
}
