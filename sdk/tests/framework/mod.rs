//! The framework, through its public names.

mod codecs;
mod derive;
mod functions;
mod pages;
mod validate;
mod values;
