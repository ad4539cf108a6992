//! `PlanResourceChange`: what is to become of one object.

use crate::framework::{schema::Block, value::Value};

/// Makes unknown what the provider will only know after the apply.
pub(in crate::framework) fn open_computed(_block: &Block, _config: &Value, _prior: &Value, _planned: &mut Value) {}
