//! STS: who calls, and temporary keys for roles.

mod call;
mod input;
mod policy;
mod role;
mod sessions;
mod web_identity;

pub(crate) use call::{UNSIGNED, call, has};
pub(crate) use sessions::Sessions;

use super::{
    scope::Scope,
    wire::{Caller, Failure, Xml},
};
