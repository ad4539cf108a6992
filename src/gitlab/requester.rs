//! Who asks which GitLab, as far as messages mention it.

use super::token::Origin;

/// Who asks which GitLab.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Requester<'a> {
    /// The host that is asked.
    pub(crate) host: &'a str,
    /// Where the token comes from; `None` where none is given.
    pub(crate) token: Option<Origin>,
}

impl Requester<'_> {
    /// The user whose permissions an answer reflects: part of each hint about permissions.
    pub(crate) fn caveat(&self) -> &'static str {
        match self.token {
            Some(_) => {
                "The preflight sees what the token's user sees; the connection acts as the user who authorized it. Both should be the same."
            }
            None => "No token is given, so only public projects can be seen: set GITLAB_TOKEN or `token`.",
        }
    }

    /// From whom something is hidden that cannot be seen.
    pub(crate) fn who(&self) -> &'static str {
        match self.token {
            Some(_) => "the token's user",
            None => "the public",
        }
    }
}
