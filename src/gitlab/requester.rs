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
                "The preflight uses the permissions of the token's user, and the connection uses those of the user \
                 who authorized it. Use a token of that user."
            }
            None => "No token is set, so only public projects are visible. Set GITLAB_TOKEN or `token`.",
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
