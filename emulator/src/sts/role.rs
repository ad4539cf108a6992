//! AssumeRole and AssumeRoleWithWebIdentity. Roles are not kept anywhere: each that has a well-formed ARN exists.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    clock,
    sts::{
        Caller, Failure, Scope, Sessions, Xml,
        model::{ASSUME_ROLE, ASSUME_ROLE_WITH_WEB_IDENTITY, checked},
        policy::packed_size,
        sessions::Credentials,
        web_identity::WebIdentity,
    },
};

/// Seconds that a temporary key works when the caller does not say.
const DEFAULT_DURATION: i64 = 3600;
/// Most seconds that it may work when a role was assumed with the key of another.
const CHAINED_DURATION: i64 = 3600;

/// Returns a temporary key for a role to a signed caller.
///
/// # Errors
/// Returns `ValidationError` for bad input, or for a session that is too long for a chain of roles.
pub(crate) fn assume_role(input: &Value, scope: &mut Scope<'_>, sessions: &mut Sessions) -> Result<Xml, Failure> {
    let input = checked(input, &ASSUME_ROLE)?;
    let chained = scope.caller.contains(":assumed-role/");
    if chained && duration(&input) > CHAINED_DURATION {
        return Err(Failure::new(
            "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        ));
    }
    let mut result = session(&input, scope, sessions)?;
    if let Some(identity) = input["SourceIdentity"].as_str() {
        result.push(("SourceIdentity", Xml::text(identity)));
    }
    Ok(Xml::Elements(result))
}

/// Returns a temporary key for a role to the bearer of a web identity token.
///
/// # Errors
/// Returns `ValidationError` for bad input, `InvalidIdentityToken` or `ExpiredTokenException` for a bad token.
pub(crate) fn assume_role_with_web_identity(
    input: &Value,
    scope: &mut Scope<'_>,
    sessions: &mut Sessions,
) -> Result<Xml, Failure> {
    let input = checked(input, &ASSUME_ROLE_WITH_WEB_IDENTITY)?;
    let identity = WebIdentity::read(text(&input, "WebIdentityToken"), scope.now)?;
    let mut result = session(&input, scope, sessions)?;
    result.push(("SubjectFromWebIdentityToken", Xml::Text(identity.subject)));
    result.push(("Provider", Xml::Text(identity.issuer)));
    result.push(("Audience", Xml::Text(identity.audience)));
    Ok(Xml::Elements(result))
}

fn session(input: &Value, scope: &mut Scope<'_>, sessions: &mut Sessions) -> Result<Vec<(&'static str, Xml)>, Failure> {
    let name = text(input, "RoleSessionName");
    let role = Role::parse(text(input, "RoleArn"))?;
    let packed = packed_size(input)?;
    let caller = role.caller(name);
    let user = Xml::Elements(vec![
        ("AssumedRoleId", Xml::text(caller.user_id.clone())),
        ("Arn", Xml::text(caller.arn.clone())),
    ]);
    // Whole seconds, because the response has no others.
    let expires = scope.now.floor() + duration(input) as f64;
    let credentials = sessions.open(caller, scope.now, expires, scope.ids);
    let mut result = vec![("Credentials", credentials.xml()), ("AssumedRoleUser", user)];
    result.extend(packed.map(|percent| ("PackedPolicySize", Xml::text(percent.to_string()))));
    Ok(result)
}

fn duration(input: &Value) -> i64 {
    input["DurationSeconds"].as_i64().unwrap_or(DEFAULT_DURATION)
}

fn text<'a>(input: &'a Value, member: &str) -> &'a str {
    input[member].as_str().unwrap_or_default()
}

/// A role's ARN, taken apart.
struct Role<'a> {
    partition: &'a str,
    account: &'a str,
    name: &'a str,
    arn: &'a str,
}

impl<'a> Role<'a> {
    fn parse(arn: &'a str) -> Result<Self, Failure> {
        let invalid = || Failure::new("ValidationError", format!("{arn} is invalid"));
        let parts: [&str; 6] = arn
            .splitn(6, ':')
            .collect::<Vec<_>>()
            .try_into()
            .map_err(|_| invalid())?;
        let ["arn", partition, "iam", "", account, resource] = parts else {
            return Err(invalid());
        };
        let path = resource.strip_prefix("role/").ok_or_else(invalid)?;
        let name = path
            .rsplit('/')
            .next()
            .filter(|name| !name.is_empty())
            .ok_or_else(invalid)?;
        let is_account = account.len() == 12 && account.chars().all(|digit| digit.is_ascii_digit());
        if !partition.starts_with("aws") || !is_account {
            return Err(invalid());
        }
        Ok(Self {
            partition,
            account,
            name,
            arn,
        })
    }

    fn caller(&self, session: &str) -> Caller {
        let digest = crate::wire::hex(&Sha256::digest(self.arn)).to_ascii_uppercase();
        Caller {
            arn: format!(
                "arn:{}:sts::{}:assumed-role/{}/{session}",
                self.partition, self.account, self.name
            ),
            account: self.account.to_owned(),
            user_id: format!("AROA{}:{session}", &digest[..17]),
        }
    }
}

impl Credentials {
    fn xml(self) -> Xml {
        Xml::Elements(vec![
            ("AccessKeyId", Xml::Text(self.key_id)),
            ("SecretAccessKey", Xml::Text(self.secret)),
            ("SessionToken", Xml::Text(self.token)),
            ("Expiration", Xml::Text(clock::extended(self.expires))),
        ])
    }
}
