//! The constraints of the service models: what a member of an input may hold, as data, and the one check that lists every
//! violation.

mod check;
mod pattern;
mod shape;

pub(crate) use check::{Wording, check};
pub(crate) use shape::{Member, Shape, any_list, integer, list, map, matching, optional, required, text};

#[cfg(test)]
pub(crate) use pattern::matches;
