//! Terraform's values as MessagePack, as in the plugin protocol.
//!
//! Both directions require the type of the value: a tuple, list or set is an array, an object or map is a map, and a
//! number is an integer, a float or a string, whichever represents it without loss. Terraform adds unknown values (see
//! the module `unknown`) and dynamic values, which are an array of the type's JSON and the value.
//!
//! Source: <https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md>.

mod decode;
mod encode;
mod reader;
mod unknown;
mod writer;

pub use decode::decode;
pub use encode::encode;
