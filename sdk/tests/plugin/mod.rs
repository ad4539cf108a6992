//! The plugin process as Terraform starts it, with a provider of the tests' own.

mod debugging;
pub(crate) mod example;
