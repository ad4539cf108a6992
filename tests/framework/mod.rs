//! The framework, through its public names.

mod codecs;
mod derive;
mod validate;
mod values;
