//! The token of a web identity provider.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::sts::Failure;

/// The claims of a token. Its signature is not verified: there is no identity provider.
pub(crate) struct WebIdentity {
    /// Subject of the token.
    pub(crate) subject: String,
    /// Issuer of the token.
    pub(crate) issuer: String,
    /// Audience of the token.
    pub(crate) audience: String,
}

impl WebIdentity {
    /// Reads a JSON Web Token.
    ///
    /// # Errors
    /// Returns `InvalidIdentityToken` if it is not a token or does not identify its bearer, `ExpiredTokenException` if it
    /// has expired.
    pub(crate) fn read(token: &str, now: f64) -> Result<Self, Failure> {
        let claims = claims(token).ok_or_else(|| {
            Failure::new(
                "InvalidIdentityToken",
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
            )
        })?;
        if let Some(end) = claims["exp"].as_f64().filter(|end| *end <= now) {
            let message =
                format!("Token expired: current date/time {now:.0} must be before the expiration date/time {end:.0}");
            return Err(Failure::new("ExpiredTokenException", message));
        }
        let claim = |name: &str| {
            let value = &claims[name];
            value
                .as_str()
                .or_else(|| value[0].as_str())
                .map(str::to_owned)
                .ok_or_else(|| Failure::new("InvalidIdentityToken", format!("Missing a required claim: {name}")))
        };
        Ok(Self {
            subject: claim("sub")?,
            issuer: claim("iss")?,
            audience: claim("aud")?,
        })
    }
}

fn claims(token: &str) -> Option<Value> {
    let [header, claims, _signature]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().ok()?;
    decoded(header)?;
    decoded(claims)
}

fn decoded(part: &str) -> Option<Value> {
    let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
    serde_json::from_slice(&bytes).ok().filter(Value::is_object)
}
