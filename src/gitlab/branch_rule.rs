//! The rules of a branch name, each with the sentence that the user reads when it is broken.

use super::verdict::rules;

rules! {
    /// Which rule of a branch name is broken; see [`super::branch::judge`].
    BranchRule, sentence {
        /// Nothing but white space.
        Empty = "empty": "The branch name is empty.",
        /// Longer than AWS takes.
        TooLong = "too_long": "The branch name is too long: AWS takes at most 1000 characters.",
        /// A control character inside.
        ControlChar = "control_char": "The branch name holds a control character, such as a line break or a tab.",
        /// White space inside or around.
        Space = "space": "A branch name holds no white space, inside or around.",
        /// An address in place of a branch.
        Url = "url": "This is a URL. AWS takes the name of the branch alone.",
        /// `HEAD`.
        Head = "head": "HEAD is not a branch: GitLab refuses the name. Write the branch that HEAD stands for.",
        /// `refs/heads/` or `refs/remotes/` before the name.
        RefsPrefix = "refs_prefix": "AWS and GitLab take the name of a branch without \"refs/heads/\" or \"refs/remotes/\".",
        /// `refs/tags/` before the name.
        SoftRefsTag = "soft_refs_tag": "This is a tag, and a source action follows a branch. Pipelines of type V2 start on tags through a trigger with a push filter.",
        /// 40 hexadecimal digits.
        LooksLikeSha = "looks_like_sha": "40 hexadecimal digits are a commit's id: GitLab has no branches of that form. A source action follows a branch.",
        /// `*` inside.
        Wildcard = "wildcard": "A source action follows one branch. Patterns belong in the includes of a trigger's branch filter (pipelines of type V2).",
        /// A character that git refuses.
        BadChar = "bad_char": "Git refuses \"~\", \"^\", \":\", \"?\", \"*\", \"[\" and \"\\\" in branch names. Patterns belong in the includes of a trigger's branch filter.",
        /// `-` at the start.
        LeadingDash = "leading_dash": "No branch name begins with \"-\".",
        /// `@{` inside.
        AtBrace = "at_brace": "Git refuses \"@{\" in branch names.",
        /// `..` inside.
        DotDot = "dot_dot": "Git refuses \"..\" in branch names.",
        /// `.` at the end.
        TrailingDot = "trailing_dot": "No branch name ends with \".\".",
        /// A component that ends with `.lock`.
        DotLock = "dot_lock": "No part of a branch name ends with \".lock\".",
        /// A component that begins with `.`.
        LeadingDot = "leading_dot": "No part of a branch name begins with \".\".",
        /// Two slashes in a row.
        EmptyComponent = "empty_component": "There are two slashes in a row.",
        /// `/` at the start.
        LeadingSlash = "leading_slash": "A branch name does not begin with a slash.",
        /// `/` at the end.
        TrailingSlash = "trailing_slash": "A branch name does not end with a slash.",
        /// Warning: percent-encoding, which is part of the name here.
        PercentEncoded = "percent_encoded": "The name seems to be percent-encoded; AWS takes it as it is, \"%\" included.",
        /// Warning: characters that a shell interprets.
        ShellMetachar = "shell_metachar": "The name holds characters that shells interpret: quote it with care in build commands.",
        /// Warning: `@` alone, git's abbreviation of `HEAD`.
        AtSign = "at_sign": "\"@\" alone is a possible branch, yet git also reads it as HEAD.",
        /// Warning: the name of a remote before the name.
        RemotePrefix = "remote_prefix": "\"origin/\" is git's local name of a remote; a branch in GitLab rarely begins with it.",
        /// Warning: `heads/` before the name.
        HeadsPrefix = "heads_prefix": "\"heads/\" is a part of git's full names; a branch in GitLab rarely begins with it.",
        /// Warning: another ref than a branch.
        SoftRefsPrefix = "soft_refs_prefix": "The name begins with \"refs/\" like a full ref name; a branch in GitLab rarely does.",
        /// Warning: 64 hexadecimal digits.
        LooksLikeSha256 = "looks_like_sha256": "64 hexadecimal digits seem to be a commit's id; a source action follows a branch.",
        /// Warning: a character that cannot be seen or that reorders the text on screen.
        InvisibleChar = "invisible_char": "The name holds a character that cannot be seen or that reorders the text on screen.",
        /// Warning: white space that git does not treat as white space.
        ForeignSpace = "foreign_space": "The name holds white space of another kind than the usual one, such as a no-break space. Git takes it for a part of the name; it is probably pasted.",
        /// Warning: `{…,…}`, which is a pattern in triggers only.
        SoftPattern = "soft_pattern": "Braces are part of the name here; they are a pattern in the filters of triggers only.",
    }
}
