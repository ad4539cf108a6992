//! Terraform's values as MessagePack, the form in which they cross the plugin protocol.
//!
//! Both directions are guided by the value's type: a tuple, list or set is an array, an object or map is a map, a number
//! is an integer, a float or a string, whichever holds it without loss. What Terraform adds to MessagePack is the unknown
//! value (see the module `unknown`) and the value that brings its type along, an array of the type's JSON and the value.
//!
//! Source: <https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md>.

mod decode;
mod encode;
mod reader;
mod unknown;
mod writer;

pub use decode::decode;
pub use encode::encode;
