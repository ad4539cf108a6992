//! Terraform's values and types, numbers without loss, paths, and their two encodings.

mod codec;
pub mod json;
pub mod msgpack;
mod number;
mod path;
mod terraform_value;
mod type_json;
mod types;

pub use codec::CodecError;
pub(crate) use codec::MAX_DEPTH;
pub use number::{NotANumber, Number};
pub use path::{Path, Step, inside};
pub use terraform_value::{Refinements, Value, normal};
pub use types::Type;
