//! Verification of Signature Version 4.

use std::collections::BTreeMap;

use http::request::Parts;
use sha2::{Digest, Sha256};

use crate::{
    clock,
    wire::{
        AuthenticationError, Key,
        canonical::{ALGORITHM, CredentialScope, TERMINATOR, canonical_request, hex, signature},
    },
};

/// Maximum difference between the date of a signature and the clock, in seconds.
const SKEW: f64 = 300.0;
/// A header in AWS's name that clients may leave unsigned, since some proxies rewrite it.
const UNSIGNED: &str = "x-amz-user-agent";
/// A header that repeats the digest of the body. Nothing but the digest may stand there: only S3 lets bodies be unsigned.
const BODY_DIGEST: &str = "x-amz-content-sha256";

/// A call with a valid signature.
#[derive(Debug, PartialEq)]
pub(crate) struct Authenticated {
    /// The key that signed it.
    pub(crate) key: Key,
    /// Region of the credential scope.
    pub(crate) region: String,
}

/// Verifies the signature of a call to the service that signs as `service`.
///
/// `keys` finds a key by its id for a region.
///
/// # Errors
/// Returns the first reason to refuse, in the order of AWS's checks: presence, form, key, scope, date, signature.
pub(crate) fn authenticate(
    parts: &Parts,
    body: &[u8],
    service: &str,
    now: f64,
    keys: impl FnOnce(&str, &str) -> Option<Key>,
) -> Result<Authenticated, AuthenticationError> {
    let authorization = Authorization::parse(parts)?;
    let key = keys(authorization.key_id, authorization.scope.region).ok_or(AuthenticationError::UnknownKey)?;
    if header(parts, "x-amz-security-token") != key.token.as_deref() {
        return Err(AuthenticationError::UnknownKey);
    }
    if key.expires.is_some_and(|expires| expires <= now) {
        return Err(AuthenticationError::Expired);
    }
    authorization.check_scope(service)?;
    authorization.check_date(now)?;
    authorization.check_signature(parts, body, &key.secret)?;
    Ok(Authenticated {
        region: authorization.scope.region.to_owned(),
        key,
    })
}

/// The parts of an `Authorization` header, and the date that goes with it.
struct Authorization<'a> {
    key_id: &'a str,
    scope: CredentialScope<'a>,
    terminator: &'a str,
    signed_headers: Vec<&'a str>,
    signature: &'a str,
    date: &'a str,
}

impl<'a> Authorization<'a> {
    fn parse(parts: &'a Parts) -> Result<Self, AuthenticationError> {
        let text = header(parts, "authorization").ok_or(AuthenticationError::Unsigned)?;
        let Some((ALGORITHM, rest)) = text.split_once(' ') else {
            return Err(AuthenticationError::Incomplete(format!(
                "Authorization header requires the algorithm '{ALGORITHM}'."
            )));
        };
        let pairs: BTreeMap<&str, &str> = rest.split(',').filter_map(|pair| pair.trim().split_once('=')).collect();
        let mut lacking = Vec::new();
        let mut take = |name: &str| {
            pairs
                .get(name)
                .copied()
                .filter(|value| !value.is_empty())
                .unwrap_or_else(|| {
                    lacking.push(format!("Authorization header requires '{name}' parameter."));
                    ""
                })
        };
        let (credential, signature, signed) = (take("Credential"), take("Signature"), take("SignedHeaders"));
        let date = header(parts, "x-amz-date").unwrap_or_else(|| {
            lacking.push("Authorization header requires existence of a 'X-Amz-Date' header.".to_owned());
            ""
        });
        if !lacking.is_empty() {
            return Err(AuthenticationError::Incomplete(lacking.join(" ")));
        }
        let [key_id, day, region, service, terminator] = credential_parts(credential)?;
        let scope = CredentialScope { day, region, service };
        Ok(Self {
            key_id,
            scope,
            terminator,
            signed_headers: signed.split(';').collect(),
            signature,
            date,
        })
    }

    fn check_scope(&self, service: &str) -> Result<(), AuthenticationError> {
        let mut wrong = Vec::new();
        if !is_region(self.scope.region) {
            wrong.push(format!(
                "Credential should be scoped to a valid region, not '{}'.",
                self.scope.region
            ));
        }
        if self.scope.service != service {
            wrong.push(format!("Credential should be scoped to correct service: '{service}'."));
        }
        if self.terminator != TERMINATOR {
            wrong.push(format!(
                "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'.",
                self.terminator
            ));
        }
        let day = self.date.get(..8).unwrap_or_default();
        if self.scope.day != day {
            wrong.push(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                 '{}' != '{day}', from '{}'.",
                self.scope.day, self.date
            ));
        }
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(AuthenticationError::Mismatch(wrong.join(" ")))
        }
    }

    fn check_date(&self, now: f64) -> Result<(), AuthenticationError> {
        let Some(date) = clock::parse_basic(self.date) else {
            return Err(AuthenticationError::Incomplete(format!(
                "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601",
                self.date
            )));
        };
        let (ours, minutes) = (clock::basic(now), SKEW / 60.0);
        if date < now - SKEW {
            let oldest = clock::basic(now - SKEW);
            return Err(AuthenticationError::Mismatch(format!(
                "Signature expired: {} is now earlier than {oldest} ({ours} - {minutes} min.)",
                self.date
            )));
        }
        if date > now + SKEW {
            let newest = clock::basic(now + SKEW);
            return Err(AuthenticationError::Mismatch(format!(
                "Signature not yet current: {} is still later than {newest} ({ours} + {minutes} min.)",
                self.date
            )));
        }
        Ok(())
    }

    fn check_signature(&self, parts: &Parts, body: &[u8], secret: &str) -> Result<(), AuthenticationError> {
        if !is_canonical(&self.signed_headers) {
            return Err(AuthenticationError::Mismatch(
                "'SignedHeaders' must contain each name once, in lowercase and in alphabetical order.".to_owned(),
            ));
        }
        if let Some(name) = unsigned_header(parts, &self.signed_headers) {
            return Err(AuthenticationError::Mismatch(format!(
                "'{name}' must be a 'SignedHeader' in the AWS Authorization. The header is part of the request."
            )));
        }
        let digest = parts.headers.get(BODY_DIGEST).map(http::HeaderValue::as_bytes);
        if digest.is_some_and(|digest| digest != hex(&Sha256::digest(body)).as_bytes()) {
            return Err(AuthenticationError::Mismatch(format!(
                "The provided '{BODY_DIGEST}' header does not match what was computed."
            )));
        }
        let canonical = canonical_request(parts, body, &self.signed_headers).map_err(|name| {
            AuthenticationError::Mismatch(format!(
                "The request does not have the header '{name}', which is in SignedHeaders."
            ))
        })?;
        if signature(&canonical, self.date, &self.scope, secret) == self.signature {
            return Ok(());
        }
        Err(AuthenticationError::Mismatch(
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
             Access Key and signing method. Consult the service documentation for details."
                .to_owned(),
        ))
    }
}

fn credential_parts(credential: &str) -> Result<[&str; 5], AuthenticationError> {
    let parts: Vec<&str> = credential.split('/').collect();
    parts.try_into().map_err(|_| {
        AuthenticationError::Incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             keyid/date/region/service/term, got '{credential}'"
        ))
    })
}

/// The first header that must be signed and is not: the host, and whatever is in AWS's name.
fn unsigned_header<'a>(parts: &'a Parts, signed: &[&str]) -> Option<&'a str> {
    let names = parts.headers.keys().map(http::HeaderName::as_str);
    std::iter::once("host")
        .chain(names.filter(|name| name.starts_with("x-amz-") && *name != UNSIGNED))
        .find(|name| !signed.contains(name))
}

/// Whether these are the names of `SignedHeaders` in canonical form.
fn is_canonical(names: &[&str]) -> bool {
    let is_small = |name: &&str| !name.bytes().any(|letter| letter.is_ascii_uppercase());
    names.iter().all(is_small) && names.is_sorted_by(|a, b| a < b)
}

fn header<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    parts.headers.get(name)?.to_str().ok()
}

/// Letters and dashes, then a number: `eu-west-1`, `us-gov-east-1`.
fn is_region(text: &str) -> bool {
    let mut words = text.split('-').rev();
    let number = words.next().unwrap_or_default();
    let names: Vec<&str> = words.collect();
    let is_word = |word: &&str| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase());
    names.len() >= 2 && names.iter().all(is_word) && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::Caller;

    fn key() -> Key {
        let caller = Caller {
            arn: String::new(),
            account: String::new(),
            user_id: String::new(),
        };
        Key {
            secret: "test".to_owned(),
            token: None,
            expires: None,
            caller,
        }
    }

    proptest! {
        #[test]
        fn no_made_up_authorization_is_let_in_or_ends_the_process(
            authorization in r"(AWS4-HMAC-SHA256 )?((Credential|SignedHeaders|Signature)=[ -~&&[^,]]{0,30}(, ?)?){0,4}",
            credential in r"[a-z0-9/\-]{0,40}",
            date in r"([0-9]{8}T[0-9]{6}Z|[ -~]{0,20})",
        ) {
            let made_up = authorization.replace("Credential=", &format!("Credential={credential}"));
            let request = http::Request::post("/").header("authorization", made_up).header("x-amz-date", date);
            let (parts, ()) = request.header("host", "localhost").body(()).unwrap().into_parts();
            prop_assert!(authenticate(&parts, b"", "sts", 1e9, |_, _| Some(key())).is_err());
        }
    }

    #[test]
    fn regions_are_words_and_a_number() {
        for region in ["eu-west-1", "us-gov-east-1", "ap-southeast-12"] {
            assert!(is_region(region), "{region}");
        }
        for text in ["", "-", "eu-1", "eu-west-", "eu--1", "EU-west-1", "eu-west-1a"] {
            assert!(!is_region(text), "{text}");
        }
    }
}
