//! The rules of a branch name, each with the sentence that a person reads when it is broken.

use super::verdict::rules;

rules! {
    /// Which rule of a branch name is broken; see [`super::branch::judge`].
    BranchRule {
        /// Nothing but white space.
        Empty = "empty",
        /// Longer than AWS takes.
        TooLong = "too_long",
        /// A control character inside.
        ControlChar = "control_char",
        /// White space inside or around.
        Space = "space",
        /// An address in place of a branch.
        Url = "url",
        /// `HEAD`.
        Head = "head",
        /// `refs/heads/` or `refs/remotes/` before the name.
        RefsPrefix = "refs_prefix",
        /// `refs/tags/` before the name.
        SoftRefsTag = "soft_refs_tag",
        /// 40 hexadecimal digits.
        LooksLikeSha = "looks_like_sha",
        /// `*` inside.
        Wildcard = "wildcard",
        /// A character that git refuses.
        BadChar = "bad_char",
        /// `-` at the start.
        LeadingDash = "leading_dash",
        /// `@{` inside.
        AtBrace = "at_brace",
        /// `..` inside.
        DotDot = "dot_dot",
        /// `.` at the end.
        TrailingDot = "trailing_dot",
        /// A component that ends with `.lock`.
        DotLock = "dot_lock",
        /// A component that begins with `.`.
        LeadingDot = "leading_dot",
        /// Two slashes in a row.
        EmptyComponent = "empty_component",
        /// `/` at the start.
        LeadingSlash = "leading_slash",
        /// `/` at the end.
        TrailingSlash = "trailing_slash",
        /// Warning: percent-encoding, which is part of the name here.
        PercentEncoded = "percent_encoded",
        /// Warning: characters that a shell interprets.
        ShellMetachar = "shell_metachar",
        /// Warning: `@` alone, git's abbreviation of `HEAD`.
        AtSign = "at_sign",
        /// Warning: the name of a remote before the name.
        RemotePrefix = "remote_prefix",
        /// Warning: `heads/` before the name.
        HeadsPrefix = "heads_prefix",
        /// Warning: another ref than a branch.
        SoftRefsPrefix = "soft_refs_prefix",
        /// Warning: 64 hexadecimal digits.
        LooksLikeSha256 = "looks_like_sha256",
        /// Warning: a character that cannot be seen or that reorders the text on screen.
        InvisibleChar = "invisible_char",
        /// Warning: `{…,…}`, which is a pattern in triggers only.
        SoftPattern = "soft_pattern",
    }
}

impl BranchRule {
    /// The cause in one or two sentences, for every text that breaks the rule.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            BranchRule::Empty => "The branch name is empty.",
            BranchRule::TooLong => "The branch name is too long: AWS takes at most 1000 characters.",
            BranchRule::ControlChar => "The branch name holds a control character, such as a line break or a tab.",
            BranchRule::Space => "A branch name holds no white space, inside or around.",
            BranchRule::Url => "This is a URL. AWS takes the name of the branch alone.",
            BranchRule::Head => "HEAD is not a branch: GitLab refuses the name. Write the branch that HEAD stands for.",
            BranchRule::RefsPrefix => {
                "AWS and GitLab take the name of a branch without \"refs/heads/\" or \"refs/remotes/\"."
            }
            BranchRule::SoftRefsTag => {
                "This is a tag, and a source action follows a branch. Pipelines of type V2 start on tags through a trigger with a push filter."
            }
            BranchRule::LooksLikeSha => {
                "40 hexadecimal digits are a commit's id: GitLab has no branches of that form. A source action follows a branch."
            }
            BranchRule::Wildcard => {
                "A source action follows one branch. Patterns belong into the includes of a trigger's branch filter (pipelines of type V2)."
            }
            BranchRule::BadChar => {
                "Git refuses \"~\", \"^\", \":\", \"?\", \"*\", \"[\" and \"\\\" in branch names. Patterns belong into the includes of a trigger's branch filter."
            }
            BranchRule::LeadingDash => "No branch name begins with \"-\".",
            BranchRule::AtBrace => "Git refuses \"@{\" in branch names.",
            BranchRule::DotDot => "Git refuses \"..\" in branch names.",
            BranchRule::TrailingDot => "No branch name ends with \".\".",
            BranchRule::DotLock => "No part of a branch name ends with \".lock\".",
            BranchRule::LeadingDot => "No part of a branch name begins with \".\".",
            BranchRule::EmptyComponent => "There are two slashes in a row.",
            BranchRule::LeadingSlash => "A branch name does not begin with a slash.",
            BranchRule::TrailingSlash => "A branch name does not end with a slash.",
            BranchRule::PercentEncoded => {
                "The name seems to be percent-encoded; AWS takes it as it is, \"%\" included."
            }
            BranchRule::ShellMetachar => {
                "The name holds characters that shells interpret: quote it with care in build commands."
            }
            BranchRule::AtSign => "\"@\" alone is a possible branch, yet git also reads it as HEAD.",
            BranchRule::RemotePrefix => {
                "\"origin/\" is git's local name of a remote; a branch in GitLab rarely begins with it."
            }
            BranchRule::HeadsPrefix => {
                "\"heads/\" is a part of git's full names; a branch in GitLab rarely begins with it."
            }
            BranchRule::SoftRefsPrefix => {
                "The name begins with \"refs/\" like a full ref name; a branch in GitLab rarely does."
            }
            BranchRule::LooksLikeSha256 => {
                "64 hexadecimal digits seem to be a commit's id; a source action follows a branch."
            }
            BranchRule::InvisibleChar => {
                "The name holds a character that cannot be seen or that reorders the text on screen."
            }
            BranchRule::SoftPattern => {
                "Braces are part of the name here; they are a pattern in the filters of triggers only."
            }
        }
    }
}
