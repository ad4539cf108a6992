//! The permissions that the actions need.

use super::{resources, statements::Section};

/// The sections, by the path of their page below `docs/`.
pub(super) fn sections() -> Vec<(&'static str, Section)> {
    vec![("actions/await_handshake.md", resources::handshake())]
}
