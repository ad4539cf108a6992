//! Terraform's semantics, pure: values, schemas, codecs, planning. No I/O, no clock, no runtime.

pub mod any;
pub mod attributes;
pub mod class;
pub mod codec;
pub mod data_source;
pub mod derived;
pub mod diagnostics;
pub mod duration;
pub mod engine;
pub mod function;
pub mod guard;
pub mod json;
pub mod msgpack;
pub mod number;
pub mod path;
pub mod plan;
pub mod provider;
pub mod quote;
pub mod resource;
pub mod schema;
pub mod secret;
pub mod server;
pub mod spelling;
pub mod types;
pub mod validators;
pub mod value;
