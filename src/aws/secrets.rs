//! The secrets of a session, which are masked in all external text.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, Mutex},
};

use aws_credential_types::Credentials;
use serde_json::Value;

use super::lock::lock;

/// Length of the shortest secret that is masked: a shorter one would mask parts of ordinary words.
const SHORTEST: usize = 8;

/// Stands for a secret.
const MASK: &str = "***";

/// Key of the only secret in action configurations, of sources of the provider GitHub.
const SECRET_KEY: &str = "OAuthToken";

/// The secrets that a session has used so far. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Secrets(Arc<Mutex<BTreeSet<String>>>);

impl Secrets {
    /// Records a secret, and the form that it has in JSON.
    pub(super) fn add(&self, secret: &str) {
        if secret.len() >= SHORTEST {
            let json = Value::from(secret).to_string();
            let escaped = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
            lock(&self.0).extend([secret, escaped.unwrap_or(secret)].map(str::to_owned));
        }
    }

    /// Records the secret key and the session token of credentials.
    pub(super) fn add_credentials(&self, credentials: &Credentials) {
        self.add(credentials.secret_access_key());
        self.add(credentials.session_token().unwrap_or_default());
    }

    /// Records the secrets in the action configurations of a request.
    pub(super) fn add_configured(&self, request: &Value) {
        match request {
            Value::Object(members) => {
                let secret = members.get(SECRET_KEY).and_then(Value::as_str);
                self.add(secret.unwrap_or_default());
                members.values().for_each(|member| self.add_configured(member));
            }
            Value::Array(items) => items.iter().for_each(|item| self.add_configured(item)),
            _ => {}
        }
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
        for secret in ["s3cr3t-key", "s3cr3t-key-and-more", "s3cr3t\n\"lines", "test"] {
            secrets.add(secret);
        }
        secrets.add_configured(&serde_json::json!([{ "configuration": { "OAuthToken": "s3cr3t-token" } }]));
        let text = r#"a test of s3cr3t-key-and-more, s3cr3t-key, s3cr3t\n\"lines and s3cr3t-token"#;
        assert_eq!(secrets.masked(text.to_owned()), "a test of ***, ***, *** and ***");
        assert_eq!(format!("{secrets:?}"), "Secrets");
    }
}
