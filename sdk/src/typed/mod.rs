//! Converts between Rust structs and Terraform's values.

mod attributes;
pub mod derived;
mod duration;
pub mod json;
mod secret;

pub use crate::schema::Choice;
pub use attributes::{
    AttributeValue, Attributes, Document, Field, Maybe, attributes_of, each, nested_shape, wrong_type,
};
pub use duration::{Duration, NotADuration};
pub use json::Json;
pub use secret::Secret;
pub use terraform_provider_sdk_derive::{Attributes, Choice, Json};
