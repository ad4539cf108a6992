//! The host and token of the preflight, for messages.

use super::token::Origin;

/// The host and token of the preflight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Requester<'a> {
    /// The host of GitLab.
    pub(crate) host: &'a str,
    /// Where the token comes from; `None` without a token.
    pub(crate) token: Option<Origin>,
}

impl Requester<'_> {
    /// Returns the part of a hint that says whose permissions the preflight has.
    pub(crate) fn caveat(&self) -> &'static str {
        match self.token {
            Some(_) => {
                "The preflight uses the permissions of the token's user, and the connection uses those of the user \
                 who authorized it. Use a token of that user."
            }
            None => "No token is set, so only public projects are visible. Set GITLAB_TOKEN or `token`.",
        }
    }

    /// Returns who has no access to an object that is not visible.
    pub(crate) fn who(&self) -> &'static str {
        match self.token {
            Some(_) => "the token's user",
            None => "the public",
        }
    }
}
