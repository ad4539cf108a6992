//! Errors and warnings, and how they quote what a practitioner wrote.

mod diagnostic;
mod quote;
mod spelling;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use quote::{enumerate, quote};
pub use spelling::suggestion;
