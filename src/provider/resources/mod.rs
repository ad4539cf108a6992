//! The resources, one file each.

use crate::{framework::any::AnyResource, provider::client::Client};

/// Every resource, in alphabetical order.
pub const ALL: &[&dyn AnyResource<Client>] = &[];
