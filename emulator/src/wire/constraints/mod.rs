//! The constraints of the service models: what a member of an input may hold, as data, the one check that lists every
//! violation, and the members that an input has according to its model.

mod check;
mod members;
mod pattern;
mod shape;

pub(crate) use check::{Wording, check};
pub(crate) use members::modeled;
pub(crate) use shape::{Member, Shape, any_list, integer, list, map, matching, optional, required, text};

#[cfg(test)]
pub(crate) use pattern::matches;
