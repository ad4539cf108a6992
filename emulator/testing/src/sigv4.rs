//! A separate signer for tests, so that the emulator is not verified against the SDK only.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, macros::format_description};

/// The key and the scope of a signature.
#[derive(Debug, Clone)]
pub struct Signer {
    /// Access key id.
    pub key_id: String,
    /// Secret access key.
    pub secret: String,
    /// Session token.
    pub token: Option<String>,
    /// Region of the scope.
    pub region: String,
    /// Service of the scope.
    pub service: String,
}

/// Headers by lower-case name.
pub type Headers = Vec<(String, String)>;

impl Signer {
    /// Adds date, token and authorization to the headers of a `POST /`.
    pub fn sign(&self, mut headers: Headers, body: &[u8], at: f64) -> Headers {
        let date = amz_date(at);
        headers.push(("x-amz-date".to_owned(), date.clone()));
        headers.extend(
            self.token
                .iter()
                .map(|token| ("x-amz-security-token".to_owned(), token.clone())),
        );
        headers.sort();
        let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
        let signed = names.join(";");
        let lines: String = headers
            .iter()
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        let canonical = format!("POST\n/\n\n{lines}\n{signed}\n{}", sha256(body));
        let scope = format!("{}/{}/{}/aws4_request", &date[..8], self.region, self.service);
        let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", sha256(canonical.as_bytes()));
        let mut key = format!("AWS4{}", self.secret).into_bytes();
        for part in scope.split('/') {
            key = hmac(&key, part);
        }
        let signature = hex(&hmac(&key, &to_sign));
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={signed}, Signature={signature}",
            self.key_id
        );
        headers.push(("authorization".to_owned(), authorization));
        headers
    }
}

/// The form of an `X-Amz-Date` header.
pub fn amz_date(at: f64) -> String {
    let format = format_description!("[year][month][day]T[hour][minute][second]Z");
    OffsetDateTime::from_unix_timestamp(at as i64)
        .unwrap()
        .format(format)
        .unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
