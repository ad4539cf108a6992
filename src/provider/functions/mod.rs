//! The functions, one file each.

use crate::framework::function::AnyFunction;

/// Every function, in alphabetical order.
pub const ALL: &[&dyn AnyFunction] = &[];
