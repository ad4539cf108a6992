//! The objects that this process has created, so that the handshake warns about them only once.

use std::{collections::BTreeSet, sync::Mutex};

use terraform_provider_sdk::author::guard::lock;

use crate::aws::Arn;

/// The connections and hosts that this process has created.
#[derive(Debug, Default)]
pub struct Planned {
    created: Mutex<BTreeSet<Arn>>,
}

impl Planned {
    /// Records that this process has created an object.
    pub fn record_created(&self, arn: &Arn) {
        lock(&self.created).insert(arn.clone());
    }

    /// Whether this process has created the object.
    pub fn has_created(&self, arn: &Arn) -> bool {
        lock(&self.created).contains(arn)
    }
}
