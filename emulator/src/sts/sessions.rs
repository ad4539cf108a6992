//! The temporary keys given out so far.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    scope::Ids,
    wire::{Caller, Key, hex},
};

/// All temporary keys by their id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Sessions {
    keys: BTreeMap<String, Key>,
}

/// A temporary key as it is handed to the caller, once.
pub(crate) struct Credentials {
    /// Id of the key, which starts with `ASIA`.
    pub(crate) key_id: String,
    /// The secret half.
    pub(crate) secret: String,
    /// The token to send along.
    pub(crate) token: String,
    /// When the key ends, in seconds since the epoch.
    pub(crate) expires: f64,
}

impl Sessions {
    /// The key with this id.
    pub(crate) fn key(&self, id: &str) -> Option<&Key> {
        self.keys.get(id)
    }

    /// Creates a key for `caller` that is valid until `expires`, and deletes those that expired a day ago.
    pub(crate) fn open(&mut self, caller: Caller, now: f64, expires: f64, ids: &mut dyn Ids) -> Credentials {
        const DAY: f64 = 86_400.0;
        self.keys.retain(|_, key| key.expires.is_none_or(|end| end > now - DAY));
        let credentials = Credentials {
            key_id: format!("ASIA{}", &digits(ids).to_ascii_uppercase()[..16]),
            secret: STANDARD.encode(&(digits(ids))[..30]),
            token: STANDARD.encode(digits(ids)),
            expires,
        };
        let key = Key {
            secret: credentials.secret.clone(),
            token: Some(credentials.token.clone()),
            expires: Some(expires),
            caller,
        };
        self.keys.insert(credentials.key_id.clone(), key);
        credentials
    }
}

/// 64 hexadecimal digits that differ all over, even if the source of identifiers only counts.
fn digits(ids: &mut dyn Ids) -> String {
    hex(&Sha256::digest(ids.uuid()))
}
