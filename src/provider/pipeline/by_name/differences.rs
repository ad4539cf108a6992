//! Differences between two values of a block, whatever their positions.

use terraform_provider_sdk::{
    schema::{Attribute, Block, Same},
    value::Value,
};

/// Compares values of a resource with the prior state `state`.
#[derive(Clone, Copy)]
pub(super) struct Comparison<'a> {
    pub(super) state: &'a Value,
}

impl Comparison<'_> {
    /// Whether a planned block means the same as a stored one, except for its name. An unknown value differs.
    pub(super) fn is_same(self, block: &Block, stored: &Value, planned: &Value) -> bool {
        let differences = self.differences(block, stored, planned);
        differences.iter().all(|name| name == NAME)
    }

    /// Returns the arguments and blocks that differ, and the keys of maps.
    pub(super) fn differences(self, block: &Block, stored: &Value, planned: &Value) -> Vec<String> {
        let attributes = block.attributes.iter().flat_map(|attribute| {
            let (stored, planned) = (stored.get(attribute.name), planned.get(attribute.name));
            if self.is_same_value(attribute, stored, planned) {
                Vec::new()
            } else {
                changed_keys(attribute.name, stored, planned)
            }
        });
        let blocks = block.blocks.iter().filter(|nested| {
            let (stored, planned) = (stored.get(nested.name), planned.get(nested.name));
            !self.are_same(&nested.block, stored, planned)
        });
        attributes.chain(blocks.map(|nested| nested.name.to_owned())).collect()
    }

    fn are_same(self, block: &Block, stored: &Value, planned: &Value) -> bool {
        let (stored_ones, planned_ones) = (stored.elements(), planned.elements());
        let mut pairs = stored_ones.iter().zip(planned_ones);
        !planned.is_unknown()
            && stored_ones.len() == planned_ones.len()
            && pairs.all(|(stored, planned)| self.differences(block, stored, planned).is_empty())
    }

    fn is_same_value(self, attribute: &Attribute, stored: &Value, planned: &Value) -> bool {
        let means_the_same = |same: Same| same.holds(planned, stored, self.state);
        stored == planned || attribute.same.is_some_and(means_the_same)
    }
}

/// Name of the argument by which stages and actions are recognized.
pub(super) const NAME: &str = "name";

/// Returns the keys of a map that differ; the name of an argument that is no map.
fn changed_keys(name: &str, stored: &Value, planned: &Value) -> Vec<String> {
    let (Some(one), Some(other)) = (stored.as_map(), planned.as_map()) else {
        return vec![name.to_owned()];
    };
    let only_other = other.keys().filter(|key| !one.contains_key(*key));
    let keys = one.keys().chain(only_other);
    let changed = keys.filter(|key| stored.get(key) != planned.get(key));
    changed.map(|key| format!("{name}[{key:?}]")).collect()
}
