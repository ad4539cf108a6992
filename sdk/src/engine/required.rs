//! Checks that required values are not null, at validate or, once they are known, at plan.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    engine::walk::{Position, walk},
    schema::{Attribute, Block, Configurability},
    value::{Path, Value},
};

/// Checks that no required attribute of `config` is null, and no element that must not be null.
pub(super) fn check(block: &Block, config: &Value) -> Diagnostics {
    let mut found = Diagnostics::new();
    walk(&Position::root_alone(block), config, &mut |position, config| {
        if config.as_map().is_none() {
            return;
        }
        for attribute in position.members.attributes {
            let problems = check_attribute(attribute, config.get(attribute.name));
            found.extend(problems.map(|problem| position.locate(problem)));
        }
    });
    found
}

/// Checks one attribute; paths lead from the object that it is in.
fn check_attribute<'a>(attribute: &'a Attribute, value: &'a Value) -> impl Iterator<Item = Diagnostic> + 'a {
    let name = attribute.name;
    let missing = (attribute.configurability == Configurability::Required && value.is_null()).then(|| {
        let detail = format!("`{name}` is required, but its value is null. Set a value.");
        Diagnostic::error("Missing required argument", detail).at(Path::attribute(name))
    });
    let not_null = attribute.validators.iter().filter(|validator| validator.is_not_null());
    let nulls = not_null
        .filter(|_| !value.is_null())
        .flat_map(|validator| validator.complaints(value, attribute.sensitive))
        .map(move |(path, complaint)| {
            let path = path.steps().iter().cloned().fold(Path::attribute(name), Path::then);
            Diagnostic::error(complaint.summary, complaint.detail).at(path)
        });
    missing.into_iter().chain(nulls)
}
