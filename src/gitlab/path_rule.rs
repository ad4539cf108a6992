//! The rules of a project path, each with the sentence that a person reads when it is broken.

use super::verdict::rules;

rules! {
    /// Which rule of a project path is broken; see [`super::project_path::ProjectPath::judge`].
    PathRule {
        /// Nothing but white space.
        Empty = "empty",
        /// More characters than a path, or a segment, can have.
        TooLong = "too_long",
        /// A control character inside.
        ControlChar = "control_char",
        /// A character inside that cannot be seen, or that reorders the text on screen.
        InvisibleChar = "invisible_char",
        /// White space before or after.
        SurroundingSpace = "surrounding_space",
        /// `/` before the path.
        LeadingSlash = "leading_slash",
        /// `/` after the path.
        TrailingSlash = "trailing_slash",
        /// Two slashes in a row.
        EmptySegment = "empty_segment",
        /// `\` where `/` belongs.
        Backslash = "backslash",
        /// `%2F` where `/` belongs.
        PercentEncoded = "percent_encoded",
        /// `:ref` or `@ref` after the path.
        RefSuffix = "ref_suffix",
        /// `#…` after the path.
        Fragment = "fragment",
        /// `?…` after the path.
        Query = "query",
        /// `*` inside.
        Wildcard = "wildcard",
        /// A project without its namespace.
        MissingNamespace = "missing_namespace",
        /// A namespace without a project.
        MissingProject = "missing_project",
        /// A project's number in place of its path.
        NumericId = "numeric_id",
        /// `.` or `..` as a segment, or a path on disk.
        RelativePath = "relative_path",
        /// More groups than GitLab can nest.
        TooDeep = "too_deep",
        /// A segment that begins with `-`.
        BadStart = "bad_start",
        /// A namespace that ends with `.`.
        DotEndInNamespace = "dot_end_in_namespace",
        /// A project that ends with `.git`.
        GitSuffix = "git_suffix",
        /// A namespace that ends with `.git`.
        GitSuffixInNamespace = "git_suffix_in_namespace",
        /// A segment that ends with `.atom`.
        AtomSuffix = "atom_suffix",
        /// The repository of a project's wiki.
        WikiRepo = "wiki_repo",
        /// A space inside a segment.
        SpaceInSegment = "space_in_segment",
        /// A character that no path can hold.
        BadChar = "bad_char",
        /// The name that GitLab shows in place of the path.
        DisplayName = "display_name",
        /// A first segment that GitLab keeps for itself.
        ReservedTopLevel = "reserved_top_level",
        /// A later segment that GitLab keeps for itself.
        ReservedWord = "reserved_word",
        /// A project's address in a browser.
        Url = "url",
        /// An address to clone from.
        CloneUrl = "clone_url",
        /// A user name and password, or a token, inside an address.
        CredentialsInUrl = "credentials_in_url",
        /// The address of a page inside a project.
        UiUrl = "ui_url",
        /// The address of a file's raw content.
        RawViewUrl = "raw_view_url",
        /// The address of the Web IDE.
        WebIdeUrl = "web_ide_url",
        /// A page inside a project, without the host.
        UiPath = "ui_path",
        /// A file's raw content, without the host.
        RawViewPath = "raw_view_path",
        /// An address of GitLab's API.
        ApiUrl = "api_url",
        /// The address of a group.
        GroupUrl = "group_url",
        /// The address of a snippet.
        SnippetUrl = "snippet_url",
        /// An address of GitLab Pages.
        PagesUrl = "pages_url",
        /// An address of the container registry.
        RegistryUrl = "registry_url",
        /// A host without a path.
        HostOnly = "host_only",
        /// An address on a host that the connection does not reach.
        OtherHost = "other_host",
        /// An address outside the relative root of its GitLab.
        OutsideRoot = "outside_root",
        /// What seems to be a host before the path.
        SoftHostPrefix = "soft_host_prefix",
        /// An ARN.
        Arn = "arn",
        /// An address that does not lead to GitLab.
        UnsupportedScheme = "unsupported_scheme",
        /// Not two segments where the provider type wants owner and repository.
        NotOwnerAndRepository = "not_owner_and_repository",
        /// Warning: a form that GitLab no longer lets anybody create.
        Legacy = "legacy",
        /// Warning: `.git` in another case.
        GitSuffixCase = "git_suffix_case",
        /// Warning: the name that GitLab gives to what is about to be deleted.
        PendingDeletion = "pending_deletion",
        /// Warning: what seems to be a page inside a project.
        SoftUiPath = "soft_ui_path",
        /// Warning: what seems to be the relative root before the path.
        SoftRelativeRoot = "soft_relative_root",
    }
}

impl PathRule {
    /// The cause in one or two sentences, for every text that breaks the rule.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            PathRule::Empty => "The path is empty. GitLab shows it in the project's address, after the host.",
            PathRule::TooLong => "The text is too long: a segment, and the whole path, have at most 255 characters.",
            PathRule::ControlChar => "The text holds a control character, such as a line break or a tab.",
            PathRule::InvisibleChar => {
                "The text holds a character that cannot be seen or that reorders the text on screen."
            }
            PathRule::SurroundingSpace => "There is white space before or after the path.",
            PathRule::LeadingSlash => "A path does not begin with a slash.",
            PathRule::TrailingSlash => "A path does not end with a slash.",
            PathRule::EmptySegment => "There are two slashes in a row.",
            PathRule::Backslash => "The segments of a path are separated by \"/\", not by a backslash.",
            PathRule::PercentEncoded => "The text is percent-encoded; AWS takes the path as it is, with \"/\".",
            PathRule::RefSuffix => "A branch or tag follows the path; it belongs into the branch name.",
            PathRule::Fragment => "\"#\" and what follows are not part of the path.",
            PathRule::Query => "\"?\" and what follows are not part of the path.",
            PathRule::Wildcard => "A source action follows one project: wildcards are not possible here.",
            PathRule::MissingNamespace => {
                "Only one segment: the user or group that the project belongs to comes first, as in \"group/project\"."
            }
            PathRule::MissingProject => "The project is missing after its namespace.",
            PathRule::NumericId => {
                "This is a project's number. AWS takes the path that the project's page shows in its address."
            }
            PathRule::RelativePath => {
                "This is a path on disk, or holds \".\" or \"..\" as a segment; a project path has neither."
            }
            PathRule::TooDeep => "More than 22 segments: GitLab nests at most 21 groups above a project.",
            PathRule::BadStart => "No segment of a path begins with \"-\".",
            PathRule::DotEndInNamespace => "No user or group path ends with \".\".",
            PathRule::GitSuffix => "\".git\" belongs to the address to clone from, not to the path.",
            PathRule::GitSuffixInNamespace => "No user or group path ends with \".git\".",
            PathRule::AtomSuffix => "No segment of a path ends with \".atom\": GitLab keeps it for feeds.",
            PathRule::WikiRepo => "This is the repository of the project's wiki, which a connection cannot use.",
            PathRule::SpaceInSegment => {
                "No path holds a space. A name may: write the path, which the project's address shows."
            }
            PathRule::BadChar => "A path holds the letters A to Z and a to z, digits, \"_\", \"-\" and \".\" only.",
            PathRule::DisplayName => {
                "This is the name that GitLab shows, with spaces. Write the path, which the project's address shows."
            }
            PathRule::ReservedTopLevel => {
                "GitLab keeps this word for its own pages: no user or group can have it as its path."
            }
            PathRule::ReservedWord => {
                "GitLab keeps this word for its own pages: no subgroup or project can have it as its path."
            }
            PathRule::Url => "This is a URL. AWS takes the project's path alone, without scheme and host.",
            PathRule::CloneUrl => {
                "This is an address to clone from. AWS takes the project's path alone, without host and \".git\"."
            }
            PathRule::CredentialsInUrl => {
                "The address holds credentials, which must not stand in a configuration: revoke them. AWS takes the project's path alone."
            }
            PathRule::UiUrl => "This is the URL of a page inside a project. AWS takes the project's path alone.",
            PathRule::RawViewUrl => "This is the URL of a file's raw content. AWS takes the project's path alone.",
            PathRule::WebIdeUrl => "This is a URL of the Web IDE. AWS takes the project's path alone.",
            PathRule::UiPath => "This goes on to a page inside a project. AWS takes the project's path alone.",
            PathRule::RawViewPath => "This goes on to a file's raw content. AWS takes the project's path alone.",
            PathRule::ApiUrl => "This is a URL of GitLab's API. AWS takes the project's path alone.",
            PathRule::GroupUrl => "This is the URL of a group. AWS takes the path of one project.",
            PathRule::SnippetUrl => "This is the URL of a snippet. AWS takes the path of a project.",
            PathRule::PagesUrl => "This is an address of GitLab Pages, from which the project's path cannot be told.",
            PathRule::RegistryUrl => "This is an address of the container registry. AWS takes the project's path.",
            PathRule::HostOnly => "This is a host without a path. AWS takes the project's path alone.",
            PathRule::OtherHost => "The address is not on the connection's GitLab.",
            PathRule::OutsideRoot => {
                "The address is on GitLab's host, yet outside the path below which that GitLab runs."
            }
            PathRule::SoftHostPrefix => {
                "The text begins with what seems to be a host. AWS takes the project's path alone."
            }
            PathRule::Arn => "This is an ARN. A project is named by its path in GitLab, as in \"group/project\".",
            PathRule::UnsupportedScheme => {
                "This address does not lead to a GitLab. AWS takes a project's path, as in \"group/project\"."
            }
            PathRule::NotOwnerAndRepository => "Expected owner and repository, \"owner/repository\".",
            PathRule::Legacy => {
                "GitLab no longer lets anybody create a path of this form (older ones go on working): check the spelling."
            }
            PathRule::GitSuffixCase => "The path ends with \".git\" in another case, which is probably not part of it.",
            PathRule::PendingDeletion => "GitLab gives paths of this form to what is scheduled for deletion.",
            PathRule::SoftUiPath => "The end has the form of a page inside a project; the path may end earlier.",
            PathRule::SoftRelativeRoot => {
                "The path begins like the path below which this GitLab runs, which is not part of a project's path."
            }
        }
    }
}
