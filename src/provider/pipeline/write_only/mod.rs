//! Write-only settings: the `configuration_wo` of actions, which is in neither plan nor state.
//!
//! AWS returns most settings in clear. The private data of a pipeline contains the keys of its write-only settings,
//! without values, so that a read hides them.

mod judged;
mod keys;

pub use judged::{judged, located, with_settings};
pub use keys::{WriteOnlyKeys, cleared, secrets};
