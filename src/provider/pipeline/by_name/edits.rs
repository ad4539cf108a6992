//! The edits that turn one list of names into another.

use std::collections::BTreeSet;

/// An edit of a list of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The item is removed.
    Removed {
        /// Name of the item.
        name: String,
    },
    /// The item gets another name.
    Renamed {
        /// Name before.
        from: String,
        /// Name after.
        to: String,
    },
    /// The item is moved.
    Moved {
        /// Name of the item after renames.
        name: String,
        /// The item that follows it and does not move; `None` at the end of the list.
        before: Option<String>,
    },
    /// The item is added.
    Added {
        /// Name of the item.
        name: String,
        /// The item that follows it and does not move; `None` at the end of the list.
        before: Option<String>,
    },
}

/// The edits that turn one list of names into another, and the items that stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edits {
    /// First removals, then renames, then moves and additions. In this order, each places its item directly before the
    /// named one, or at the end.
    pub edits: Vec<Edit>,
    /// The index before and after of each item that stays, in the order after.
    pub pairs: Vec<(usize, usize)>,
}

impl Edits {
    /// Returns the edits from `before` to `after`. Items stay if they have the same name or, without that, the same content:
    /// `is_equal` compares the contents of two indexes. `None` if a list contains a name twice.
    pub fn between(before: &[&str], after: &[&str], is_equal: impl Fn(usize, usize) -> bool) -> Option<Self> {
        let is_unique = |names: &[&str]| names.iter().collect::<BTreeSet<_>>().len() == names.len();
        if !is_unique(before) || !is_unique(after) {
            return None;
        }
        let pairs = pairs(before, after, is_equal);
        let removed = (0..before.len()).filter(|index| pairs.iter().all(|(old, _)| old != index));
        let removed = removed.map(|index| Edit::Removed {
            name: before[index].to_owned(),
        });
        let renamed = pairs.iter().filter(|(old, new)| before[*old] != after[*new]);
        let renamed = renamed.map(|(old, new)| Edit::Renamed {
            from: before[*old].to_owned(),
            to: after[*new].to_owned(),
        });
        let edits = removed.chain(renamed).chain(placed(after, &pairs)).collect();
        Some(Self { edits, pairs })
    }

    /// Whether each item that stays keeps its position.
    pub fn keep_positions(&self) -> bool {
        self.pairs.iter().all(|(old, new)| old == new)
    }
}

/// Returns the items that stay, in the order after.
fn pairs(before: &[&str], after: &[&str], is_equal: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let is_new = |name: &str| !before.contains(&name);
    let mut leaving: Vec<usize> = (0..before.len()).filter(|old| !after.contains(&before[*old])).collect();
    let partner = |(new, name): (usize, &&str)| {
        let old = if is_new(name) {
            let position = leaving.iter().position(|old| is_equal(*old, new))?;
            leaving.remove(position)
        } else {
            before.iter().position(|old| old == name)?
        };
        Some((old, new))
    };
    after.iter().enumerate().filter_map(partner).collect()
}

/// Returns the moves and additions.
fn placed(after: &[&str], pairs: &[(usize, usize)]) -> Vec<Edit> {
    let still = longest_rise(pairs);
    let mut edits = Vec::new();
    for (new, name) in after.iter().enumerate().filter(|(new, _)| !still.contains(new)) {
        let next = (new + 1..after.len()).find(|next| still.contains(next));
        let (name, before) = ((*name).to_owned(), next.map(|next| after[next].to_owned()));
        edits.push(if pairs.iter().any(|(_, stays)| *stays == new) {
            Edit::Moved { name, before }
        } else {
            Edit::Added { name, before }
        });
    }
    edits
}

/// Returns the indexes after of a longest part of the items whose order does not change.
fn longest_rise(pairs: &[(usize, usize)]) -> BTreeSet<usize> {
    let mut rises: Vec<Vec<usize>> = Vec::new();
    for (index, (old, _)) in pairs.iter().enumerate() {
        let earlier = rises
            .iter()
            .filter(|rise| rise.last().is_some_and(|last| pairs[*last].0 < *old));
        let mut rise = earlier.max_by_key(|rise| rise.len()).cloned().unwrap_or_default();
        rise.push(index);
        rises.push(rise);
    }
    let longest = rises.into_iter().max_by_key(Vec::len).unwrap_or_default();
    longest.into_iter().map(|index| pairs[index].1).collect()
}
