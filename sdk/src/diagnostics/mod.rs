//! Errors and warnings, and the quotation of configured values in them.

mod diagnostic;
mod quote;
mod spelling;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use quote::{enumerate, quote};
pub use spelling::suggestion;
