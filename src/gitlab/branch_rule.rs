//! The rules of branch names, each with the message for the user.

use super::verdict::rules;

rules! {
    /// A rule of branch names; see [`super::branch::judge`].
    BranchRule, sentence {
        /// Empty or only white space.
        Empty = "empty": "The branch name is empty.",
        /// Longer than AWS allows.
        TooLong = "too_long": "The branch name is too long: AWS allows at most 1000 characters.",
        /// A control character inside.
        ControlChar = "control_char": "The branch name contains a control character, such as a line break or a tab.",
        /// White space anywhere in the string.
        Space = "space": "Branch names cannot contain white space.",
        /// A URL instead of a branch.
        Url = "url": "This is a URL. AWS requires only the name of the branch.",
        /// `HEAD`.
        Head = "head": "HEAD is not a branch, and GitLab rejects the name. Write the name of the branch that HEAD \
                        refers to.",
        /// `refs/heads/` or `refs/remotes/` before the name.
        RefsPrefix = "refs_prefix": "AWS and GitLab require the name of the branch without \"refs/heads/\" or \
                                     \"refs/remotes/\".",
        /// `refs/tags/` before the name.
        SoftRefsTag = "soft_refs_tag": "This is a tag, and a source action requires a branch. To start a pipeline of \
                                        type V2 on tags, use a trigger with a push filter.",
        /// 40 hexadecimal digits.
        LooksLikeSha = "looks_like_sha": "This is a commit ID (40 hexadecimal digits), which GitLab does not allow as \
                                          a branch name. A source action requires a branch.",
        /// `*` inside.
        Wildcard = "wildcard": "A source action uses one branch. Patterns belong in the includes of a trigger's \
                                branch filter (pipelines of type V2).",
        /// A character that Git does not allow.
        BadChar = "bad_char": "Git does not allow \"~\", \"^\", \":\", \"?\", \"*\", \"[\" and \"\\\" in branch \
                               names. Patterns belong in the includes of a trigger's branch filter.",
        /// `-` at the start.
        LeadingDash = "leading_dash": "A branch name cannot begin with \"-\".",
        /// `@{` inside.
        AtBrace = "at_brace": "Git does not allow \"@{\" in branch names.",
        /// `..` inside.
        DotDot = "dot_dot": "Git does not allow \"..\" in branch names.",
        /// `.` at the end.
        TrailingDot = "trailing_dot": "A branch name cannot end with \".\".",
        /// A component that ends with `.lock`.
        DotLock = "dot_lock": "No part of a branch name can end with \".lock\".",
        /// A component that begins with `.`.
        LeadingDot = "leading_dot": "No part of a branch name can begin with \".\".",
        /// Two slashes in a row.
        EmptyComponent = "empty_component": "The branch name contains two slashes in a row.",
        /// `/` at the start.
        LeadingSlash = "leading_slash": "A branch name cannot begin with a slash.",
        /// `/` at the end.
        TrailingSlash = "trailing_slash": "A branch name cannot end with a slash.",
        /// Warning: percent-encoding, which is part of the name here.
        PercentEncoded = "percent_encoded": "The branch name looks percent-encoded. AWS uses it as it is, including \
                                             \"%\".",
        /// Warning: characters that a shell interprets.
        ShellMetachar = "shell_metachar": "The branch name contains characters that shells interpret. Quote it in \
                                           build commands.",
        /// Warning: `@` alone, Git's abbreviation of `HEAD`.
        AtSign = "at_sign": "\"@\" is a valid branch name, but Git also interprets it as HEAD.",
        /// Warning: the name of a remote before the name.
        RemotePrefix = "remote_prefix": "\"origin/\" is usually Git's local name of a remote, and not part of a \
                                         branch name in GitLab.",
        /// Warning: `heads/` before the name.
        HeadsPrefix = "heads_prefix": "\"heads/\" is usually part of a full ref name, and not part of a branch name \
                                       in GitLab.",
        /// Warning: a ref other than a branch.
        SoftRefsPrefix = "soft_refs_prefix": "The branch name begins with \"refs/\", which is usually part of a full \
                                              ref name, and not part of a branch name in GitLab.",
        /// Warning: 64 hexadecimal digits.
        LooksLikeSha256 = "looks_like_sha256": "This looks like a commit ID (64 hexadecimal digits). A source action \
                                                requires a branch.",
        /// Warning: a character that is invisible or that reorders the displayed text.
        InvisibleChar = "invisible_char": "The branch name contains a character that is invisible or that reorders \
                                           the displayed text.",
        /// Warning: white space that Git does not treat as white space.
        ForeignSpace = "foreign_space": "The branch name contains unusual white space, such as a no-break space, \
                                         which Git treats as part of the name. It may have been pasted by mistake.",
        /// Warning: `{…,…}`, which is a pattern in triggers only.
        SoftPattern = "soft_pattern": "Braces are part of the branch name here. They are patterns only in the filters \
                                       of triggers.",
    }
}
