//! STS: the caller's identity, and temporary keys for roles.

mod call;
mod model;
mod policy;
mod role;
mod sessions;
mod web_identity;

use crate::{
    scope::Scope,
    wire::{Caller, Failure, Xml},
};

pub(crate) use call::{UNSIGNED, call, has};
pub(crate) use sessions::Sessions;
