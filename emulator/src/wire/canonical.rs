//! The arithmetic of Signature Version 4: canonical request, string to sign, key.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use http::request::Parts;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};

/// The name of the one algorithm, as headers spell it.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// The last part of every credential scope.
pub(crate) const TERMINATOR: &str = "aws4_request";

/// The unreserved characters of RFC 3986 stay as they are.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The scope of a signature: date, region and service.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CredentialScope<'a> {
    /// Day in the form `20260102`.
    pub(crate) day: &'a str,
    /// Region of the call.
    pub(crate) region: &'a str,
    /// Signing name of the service.
    pub(crate) service: &'a str,
}

/// The canonical form of a request, or the name of a signed header that the request lacks.
pub(crate) fn canonical_request<'a>(parts: &Parts, body: &[u8], signed: &[&'a str]) -> Result<String, &'a str> {
    let mut canonical = format!("{}\n{}\n{}\n", parts.method, parts.uri.path(), canonical_query(parts));
    for name in signed {
        let values: Vec<String> = parts.headers.get_all(*name).iter().map(trimmed).collect();
        if values.is_empty() {
            return Err(name);
        }
        canonical += &format!("{name}:{}\n", values.join(","));
    }
    canonical += &format!("\n{}\n{}", signed.join(";"), hex(&Sha256::digest(body)));
    Ok(canonical)
}

/// The signature of a canonical request.
pub(crate) fn signature(canonical: &str, date: &str, scope: &CredentialScope<'_>, secret: &str) -> String {
    let CredentialScope { day, region, service } = scope;
    let digest = hex(&Sha256::digest(canonical));
    let to_sign = format!("{ALGORITHM}\n{date}\n{day}/{region}/{service}/{TERMINATOR}\n{digest}");
    let key = [day, region, service, TERMINATOR]
        .iter()
        .fold(format!("AWS4{secret}").into_bytes(), |key, part| {
            mac(&key, part.as_bytes())
        });
    hex(&mac(&key, to_sign.as_bytes()))
}

fn canonical_query(parts: &Parts) -> String {
    let mut pairs: Vec<(String, String)> = parts
        .uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encoded(name), encoded(value)))
        .collect();
    pairs.sort();
    pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&")
}

fn encoded(part: &str) -> String {
    utf8_percent_encode(&percent_decode_str(part).decode_utf8_lossy(), &RESERVED).to_string()
}

fn trimmed(value: &http::HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes())
        .split_ascii_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn mac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// Lower-case hexadecimal digits of `bytes`.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes any text");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector `post-vanilla-query` and its kin of AWS's Signature Version 4 test suite.
    fn signed(method: &str, uri: &str) -> String {
        let (parts, ()) = http::Request::builder()
            .method(method)
            .uri(uri)
            .header("host", "example.amazonaws.com")
            .header("x-amz-date", "20150830T123600Z")
            .body(())
            .expect("the request is well formed")
            .into_parts();
        let canonical = canonical_request(&parts, b"", &["host", "x-amz-date"]).expect("both headers are there");
        let scope = CredentialScope {
            day: "20150830",
            region: "us-east-1",
            service: "service",
        };
        signature(
            &canonical,
            "20150830T123600Z",
            &scope,
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        )
    }

    #[test]
    fn the_vectors_of_the_published_test_suite_hold() {
        assert_eq!(
            signed("GET", "/"),
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        );
        assert_eq!(
            signed("POST", "/"),
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
        );
        assert_eq!(
            signed("GET", "/?Param2=value2&Param1=value1"),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        );
    }
}
