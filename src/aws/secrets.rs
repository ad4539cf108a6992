//! The secrets of a session, which are masked in all external text.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, Mutex},
};

use aws_credential_types::Credentials;

use super::lock::lock;

/// Length of the shortest secret that is masked: a shorter one would mask parts of ordinary words.
const SHORTEST: usize = 8;

/// Stands for a secret.
const MASK: &str = "***";

/// The secrets that a session has used so far. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Secrets(Arc<Mutex<BTreeSet<String>>>);

impl Secrets {
    /// Records a secret.
    pub(super) fn add(&self, secret: &str) {
        if secret.len() >= SHORTEST {
            lock(&self.0).insert(secret.to_owned());
        }
    }

    /// Records the secret key and the session token of credentials.
    pub(super) fn add_credentials(&self, credentials: &Credentials) {
        self.add(credentials.secret_access_key());
        self.add(credentials.session_token().unwrap_or_default());
    }

    /// Returns `text` with every secret replaced by `***`. One that contains another is replaced as a whole.
    pub(super) fn masked(&self, mut text: String) -> String {
        let secrets = lock(&self.0);
        let mut found: Vec<&String> = secrets.iter().filter(|secret| text.contains(secret.as_str())).collect();
        found.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        for secret in found {
            text = text.replace(secret.as_str(), MASK);
        }
        text
    }
}

/// Prints no secret.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_and_short_ones_are_not() {
        let secrets = Secrets::default();
        for secret in ["s3cr3t-key", "s3cr3t-key-and-more", "test"] {
            secrets.add(secret);
        }
        let text = "a test of s3cr3t-key-and-more and s3cr3t-key";
        assert_eq!(secrets.masked(text.to_owned()), "a test of *** and ***");
        assert_eq!(format!("{secrets:?}"), "Secrets");
    }
}
