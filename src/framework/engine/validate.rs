//! v
use crate::framework::{diagnostics::Diagnostics, schema::Block, value::Value};
/// x
pub fn validate(_: &Block, _: &Value, _: bool) -> Diagnostics {
    Diagnostics::new()
}
