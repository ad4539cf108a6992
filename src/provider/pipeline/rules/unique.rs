//! Names that must be unique.

use std::collections::btree_map::{BTreeMap, Entry};

use terraform_provider_sdk::{diagnostics::quote, value::Path};

use crate::provider::{checks::findings::Findings, pipeline::open::Node};

/// A name and its owner.
pub(super) struct Named<'a> {
    name: &'a str,
    at: Path,
    /// The owner of the name, to begin a sentence.
    owner: String,
}

/// A kind of name, and the fix for a duplicate.
pub(super) struct UniqueName {
    /// Such as `stage name`.
    pub(super) noun: &'static str,
    /// The rule and the fix, as sentences.
    pub(super) rule: &'static str,
}

impl<'a> Named<'a> {
    pub(super) const fn new(name: &'a str, at: Path, owner: String) -> Self {
        Self { name, at, owner }
    }

    /// Returns the value of the attribute `name` of a block; `None` while it is unknown.
    pub(super) fn block(block: &Node<'a>, name: &'static str) -> Option<Self> {
        let name = block.get(name);
        Some(Self::new(name.as_str()?, name.path, block.path.to_string()))
    }
}

impl UniqueName {
    /// Reports every name that something else already has.
    pub(super) fn judge<'a>(&self, names: impl IntoIterator<Item = Named<'a>>, findings: &mut Findings) {
        let mut owners: BTreeMap<&str, String> = BTreeMap::new();
        for Named { name, at, owner } in names {
            match owners.entry(name) {
                Entry::Vacant(first) => {
                    first.insert(owner);
                }
                Entry::Occupied(first) => {
                    let Self { noun, rule } = self;
                    let name = quote(name);
                    let detail = format!("{} already has the {noun} {name}. {rule}", first.get());
                    findings.error(at, format!("Duplicate {noun} {name}"), detail);
                }
            }
        }
    }
}
