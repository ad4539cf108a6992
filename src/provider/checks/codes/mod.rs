//! The codes of the checks, and what the registry page says of each.
//!
//! | Codes | Checks of |
//! |---|---|
//! | `CPGL001` to `CPGL009` | sources: repositories and branches |
//! | `CPGL010` to `CPGL019` | connections and hosts, and tags |
//! | `CPGL020` to `CPGL029` | full clones |
//! | `CPGL030` to `CPGL039` | triggers |
//! | `CPGL040` to `CPGL069` | the structure of pipelines |
//! | `CPGL070` to `CPGL089` | GitLab's answers |

mod check;
mod connections;
pub mod preflight;
mod sources;
mod structure;
mod triggers;
mod variables;

pub use check::{Check, Severity, all};
pub use connections::*;
pub use sources::*;
pub use structure::*;
pub use triggers::*;
pub use variables::*;
