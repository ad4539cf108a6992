//! The rules of a project path, each with the sentence that the user reads when it is broken.

use super::verdict::rules;

rules! {
    /// Which rule of a project path is broken; see [`super::project_path::ProjectPath::judge`].
    PathRule, sentence {
        /// Nothing but white space.
        Empty = "empty": "The path is empty. GitLab shows it in the project's address, after the host.",
        /// More characters than a path, or a segment, can have.
        TooLong = "too_long": "The text is too long: a segment, and the whole path, have at most 255 characters.",
        /// A control character inside.
        ControlChar = "control_char": "The text holds a control character, such as a line break or a tab.",
        /// A character inside that cannot be seen, or that reorders the text on screen.
        InvisibleChar = "invisible_char": "The text holds a character that cannot be seen or that reorders the text on screen.",
        /// White space before or after.
        SurroundingSpace = "surrounding_space": "There is white space before or after the path.",
        /// `/` before the path.
        LeadingSlash = "leading_slash": "A path does not begin with a slash.",
        /// `/` after the path.
        TrailingSlash = "trailing_slash": "A path does not end with a slash.",
        /// Two slashes in a row.
        EmptySegment = "empty_segment": "There are two slashes in a row.",
        /// `\` where `/` belongs.
        Backslash = "backslash": "The segments of a path are separated by \"/\", not by a backslash.",
        /// `%2F` where `/` belongs.
        PercentEncoded = "percent_encoded": "The text is percent-encoded; AWS takes the path as it is, with \"/\".",
        /// `:ref` or `@ref` after the path.
        RefSuffix = "ref_suffix": "A branch or tag follows the path; the branch is an argument of its own.",
        /// `#…` after the path.
        Fragment = "fragment": "\"#\" and what follows are not part of the path.",
        /// `?…` after the path.
        Query = "query": "\"?\" and what follows are not part of the path.",
        /// `*` inside.
        Wildcard = "wildcard": "A source action follows one project: wildcards are not possible here.",
        /// A project without its namespace.
        MissingNamespace = "missing_namespace": "Only one segment: the user or group that the project belongs to comes first, as in \"group/project\".",
        /// A namespace without a project.
        MissingProject = "missing_project": "The project is missing after its namespace.",
        /// A project's number in place of its path.
        NumericId = "numeric_id": "This is a project's number. AWS takes the path that the project's page shows in its address.",
        /// `.` or `..` as a segment, or a path on disk.
        RelativePath = "relative_path": "This is a path on disk, or holds \".\" or \"..\" as a segment; a project path has neither.",
        /// More groups than GitLab can nest.
        TooDeep = "too_deep": "More than 22 segments: GitLab nests at most 21 groups above a project.",
        /// A segment that begins with `-`.
        BadStart = "bad_start": "No segment of a path begins with \"-\".",
        /// A namespace that ends with `.`.
        DotEndInNamespace = "dot_end_in_namespace": "No user or group path ends with \".\".",
        /// A project that ends with `.git`.
        GitSuffix = "git_suffix": "\".git\" belongs to the address to clone from, not to the path.",
        /// A namespace that ends with `.git`.
        GitSuffixInNamespace = "git_suffix_in_namespace": "No user or group path ends with \".git\".",
        /// A segment that ends with `.atom`.
        AtomSuffix = "atom_suffix": "No segment of a path ends with \".atom\": GitLab keeps it for feeds.",
        /// The repository of a project's wiki.
        WikiRepo = "wiki_repo": "This is the repository of the project's wiki, which a connection cannot use.",
        /// A space inside a segment.
        SpaceInSegment = "space_in_segment": "No path holds a space. A name may: write the path, which the project's address shows.",
        /// A character that no path can hold.
        BadChar = "bad_char": "A path holds the letters A to Z and a to z, digits, \"_\", \"-\" and \".\" only.",
        /// The name that GitLab shows in place of the path.
        DisplayName = "display_name": "This is the name that GitLab shows, with spaces. Write the path, which the project's address shows.",
        /// A first segment that GitLab keeps for itself.
        ReservedTopLevel = "reserved_top_level": "GitLab keeps this word for its own pages: no user or group can have it as its path.",
        /// A later segment that GitLab keeps for itself.
        ReservedWord = "reserved_word": "GitLab keeps this word for its own pages: no subgroup or project can have it as its path.",
        /// A project's address in a browser.
        Url = "url": "This is a URL. AWS takes the project's path alone, without scheme and host.",
        /// An address to clone from.
        CloneUrl = "clone_url": "This is an address to clone from. AWS takes the project's path alone, without host and \".git\".",
        /// A user name and password, or a token, inside an address.
        CredentialsInUrl = "credentials_in_url": "The address holds credentials, which must not stand in a configuration: revoke them. AWS takes the project's path alone.",
        /// The address of a page inside a project.
        UiUrl = "ui_url": "This is the URL of a page inside a project. AWS takes the project's path alone.",
        /// The address of a file's raw content.
        RawViewUrl = "raw_view_url": "This is the URL of a file's raw content. AWS takes the project's path alone.",
        /// The address of the Web IDE.
        WebIdeUrl = "web_ide_url": "This is a URL of the Web IDE. AWS takes the project's path alone.",
        /// A page inside a project, without the host.
        UiPath = "ui_path": "This goes on to a page inside a project. AWS takes the project's path alone.",
        /// A file's raw content, without the host.
        RawViewPath = "raw_view_path": "This goes on to a file's raw content. AWS takes the project's path alone.",
        /// An address of GitLab's API.
        ApiUrl = "api_url": "This is a URL of GitLab's API. AWS takes the project's path alone.",
        /// The address of a group.
        GroupUrl = "group_url": "This is the URL of a group. AWS takes the path of one project.",
        /// The address of a snippet.
        SnippetUrl = "snippet_url": "This is the URL of a snippet. AWS takes the path of a project.",
        /// An address of GitLab Pages.
        PagesUrl = "pages_url": "This is an address of GitLab Pages, from which the project's path cannot be told.",
        /// An address of the container registry.
        RegistryUrl = "registry_url": "This is an address of the container registry. AWS takes the project's path.",
        /// A host without a path.
        HostOnly = "host_only": "This is a host without a path. AWS takes the project's path alone.",
        /// An address on a host that the connection does not reach.
        OtherHost = "other_host": "The address is not on the connection's GitLab.",
        /// An address outside the relative root of its GitLab.
        OutsideRoot = "outside_root": "The address is on GitLab's host, yet outside the path below which that GitLab runs.",
        /// What seems to be a host before the path.
        SoftHostPrefix = "soft_host_prefix": "The text begins with what seems to be a host. AWS takes the project's path alone.",
        /// An ARN.
        Arn = "arn": "This is an ARN. A project is named by its path in GitLab, as in \"group/project\".",
        /// An address that does not lead to GitLab.
        UnsupportedScheme = "unsupported_scheme": "This address does not lead to a GitLab. AWS takes a project's path, as in \"group/project\".",
        /// Not two segments where the provider type wants owner and repository.
        NotOwnerAndRepository = "not_owner_and_repository": "Expected owner and repository, \"owner/repository\".",
        /// Warning: a form that GitLab no longer lets anybody create.
        Legacy = "legacy": "GitLab no longer lets anybody create a path of this form (older ones go on working): check the spelling.",
        /// Warning: `.git` in another case.
        GitSuffixCase = "git_suffix_case": "The path ends with \".git\" in another case, which is probably not part of it.",
        /// Warning: the name that GitLab gives to what is about to be deleted.
        PendingDeletion = "pending_deletion": "GitLab gives paths of this form to what is scheduled for deletion.",
        /// Warning: what seems to be a page inside a project.
        SoftUiPath = "soft_ui_path": "The end has the form of a page inside a project; the path may end earlier.",
        /// Warning: what seems to be the relative root before the path.
        SoftRelativeRoot = "soft_relative_root": "The path begins like the path below which this GitLab runs, which is not part of a project's path.",
    }
}
