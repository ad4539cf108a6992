//! Names that several blocks have.

use std::collections::btree_map::{BTreeMap, Entry};

use terraform_provider_sdk::{diagnostics::quote, value::Path};

use super::sketch::Part;

/// The names that were there before: each quoted, with where it stands, and the block that had it first. `names` holds
/// each name with the path of its block.
pub(super) fn repeated<'a>(
    names: impl Iterator<Item = (Part<'a>, Path)>,
) -> impl Iterator<Item = (String, Path, Path)> {
    let mut seen: BTreeMap<&str, Path> = BTreeMap::new();
    names.filter_map(move |(name, block)| {
        let text = name.text()?;
        match seen.entry(text) {
            Entry::Occupied(first) => Some((quote(text), name.path, first.get().clone())),
            Entry::Vacant(none) => {
                none.insert(block);
                None
            }
        }
    })
}
