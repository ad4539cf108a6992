//! Records the objects that this process has created, read, planned and destroyed, for accurate diagnostics.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::author::guard::lock;

use crate::aws::Arn;

/// The object that a new object replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// Its type: the value of the argument that a new object takes over.
    pub kind: String,
    /// Its status; empty if it has none.
    pub status: String,
    /// Key of the object that replaces it; empty while that is not planned.
    pub by: String,
    /// Whether the plan has warned of the replacement.
    pub warned: bool,
    /// Objects that are in the way of the new one, and that the same plan destroys or replaces: ARNs, or names of pipelines.
    #[serde(default)]
    pub leaving: BTreeSet<String>,
}

/// The objects that this process has created, read, planned and destroyed.
#[derive(Debug, Default)]
pub struct Planned {
    created: Mutex<BTreeSet<Arn>>,
    /// Objects of the state that were read and not planned yet, by their own keys.
    read: Mutex<BTreeMap<String, Replaced>>,
    /// Destroyed objects, by the keys of the objects that replace them.
    destroyed: Mutex<BTreeMap<String, Replaced>>,
    /// ARNs of the objects that a plan destroys or replaces.
    leaving: Mutex<BTreeSet<String>>,
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

    /// Records that this process has read an object of the state.
    pub fn record_read(&self, key: String, object: Replaced) {
        lock(&self.read).insert(key, object);
    }

    /// Records that an object of the state is planned, so it is not tainted: Terraform passes no tainted object to a plan.
    pub fn record_planned(&self, arn: &str) {
        lock(&self.read).retain(|_, object| object.arn != arn);
    }

    /// Records that this process has destroyed an object that another one replaces.
    pub fn record_destroyed(&self, object: Replaced) {
        lock(&self.destroyed).insert(object.by.clone(), object);
    }

    /// Returns the object that a new object with this key replaces, if this process has read it.
    pub fn replaced_by(&self, key: &str) -> Option<Replaced> {
        let destroyed = lock(&self.destroyed).get(key).cloned();
        destroyed.or_else(|| lock(&self.read).get(key).cloned())
    }

    /// Whether this process has read the object and has not planned it, so that it may be tainted.
    pub fn may_be_tainted(&self, arn: &str) -> bool {
        lock(&self.read).values().any(|object| object.arn == arn)
    }

    /// Records that a plan destroys or replaces an object.
    pub fn record_leaving(&self, arn: String) {
        lock(&self.leaving).insert(arn);
    }

    /// Whether a plan destroys or replaces the object.
    pub fn is_leaving(&self, arn: &str) -> bool {
        lock(&self.leaving).contains(arn)
    }
}

/// Returns the key of an object of a resource type.
pub fn key(resource: &str, region: &str, name: &str) -> String {
    format!("{resource} {region}/{name}")
}
