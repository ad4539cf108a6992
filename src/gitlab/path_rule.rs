//! The rules of project paths, each with the message for the user.

use super::verdict::rules;

rules! {
    /// A rule of project paths; see [`super::project_path::ProjectPath::judge`].
    PathRule, sentence {
        /// Empty or only white space.
        Empty = "empty": "The path is empty. It is the part of the project's URL after the host.",
        /// More characters than a path or a segment can have.
        TooLong = "too_long": "The path is too long: the path and each of its segments can have at most 255 \
                               characters.",
        /// A control character inside.
        ControlChar = "control_char": "The path contains a control character, such as a line break or a tab.",
        /// A character that is invisible or that reorders the displayed text.
        InvisibleChar = "invisible_char": "The path contains a character that is invisible or that reorders the \
                                           displayed text.",
        /// White space before or after.
        SurroundingSpace = "surrounding_space": "The path begins or ends with white space.",
        /// `/` before the path.
        LeadingSlash = "leading_slash": "A path cannot begin with a slash.",
        /// `/` after the path.
        TrailingSlash = "trailing_slash": "A path cannot end with a slash.",
        /// Two slashes in a row.
        EmptySegment = "empty_segment": "The path contains two slashes in a row.",
        /// `\` instead of `/`.
        Backslash = "backslash": "The segments of a path are separated by slashes, not by backslashes.",
        /// `%2F` instead of `/`.
        PercentEncoded = "percent_encoded": "The path is percent-encoded. AWS requires the plain path with slashes.",
        /// `:ref` or `@ref` after the path.
        RefSuffix = "ref_suffix": "A branch or tag follows the path. Set the branch in its own argument.",
        /// `#…` after the path.
        Fragment = "fragment": "\"#\" and everything after it are not part of the path.",
        /// `?…` after the path.
        Query = "query": "\"?\" and everything after it are not part of the path.",
        /// `*` inside.
        Wildcard = "wildcard": "A source action uses one project, so wildcards are not allowed.",
        /// A project without its namespace.
        MissingNamespace = "missing_namespace": "The path has only one segment. Write the user or group of the \
                                                 project before it, as in \"group/project\".",
        /// A namespace without a project.
        MissingProject = "missing_project": "The path has a namespace but no project.",
        /// A project ID instead of a path.
        NumericId = "numeric_id": "This is a project ID. AWS requires the project's path, which is part of the \
                                   project's URL.",
        /// `.` or `..` as a segment, or a path on disk.
        RelativePath = "relative_path": "This is a path on disk, or has \".\" or \"..\" as a segment. Write the \
                                         project's path in GitLab.",
        /// More groups than GitLab can nest.
        TooDeep = "too_deep": "The path has more than 22 segments. GitLab allows at most 21 nested groups above a \
                               project.",
        /// A segment that begins with `-`.
        BadStart = "bad_start": "No segment of a path can begin with \"-\".",
        /// A namespace that ends with `.`.
        DotEndInNamespace = "dot_end_in_namespace": "The path of a user or group cannot end with \".\".",
        /// A project that ends with `.git`.
        GitSuffix = "git_suffix": "\".git\" is part of the clone URL, not of the path.",
        /// A namespace that ends with `.git`.
        GitSuffixInNamespace = "git_suffix_in_namespace": "The path of a user or group cannot end with \".git\".",
        /// A segment that ends with `.atom`.
        AtomSuffix = "atom_suffix": "No segment of a path can end with \".atom\", which GitLab reserves for feeds.",
        /// The repository of a project's wiki.
        WikiRepo = "wiki_repo": "This is the repository of the project's wiki, which connections cannot use.",
        /// A space inside a segment.
        SpaceInSegment = "space_in_segment": "Paths cannot contain spaces. This may be the display name: write the \
                                              path, which is part of the project's URL.",
        /// A character that a path cannot contain.
        BadChar = "bad_char": "A path can contain only the letters A to Z and a to z, digits, \"_\", \"-\" and \".\".",
        /// A display name instead of a path.
        DisplayName = "display_name": "This is the display name, with spaces. Write the path, which is part of the \
                                       project's URL.",
        /// A first segment that GitLab reserves.
        ReservedTopLevel = "reserved_top_level": "GitLab reserves this word: no user or group can have it as its path.",
        /// A later segment that GitLab reserves.
        ReservedWord = "reserved_word": "GitLab reserves this word: no subgroup or project can have it as its path.",
        /// The URL of a project.
        Url = "url": "This is a URL. AWS requires only the project's path, without scheme and host.",
        /// A clone URL.
        CloneUrl = "clone_url": "This is a clone URL. AWS requires only the project's path, without host and \".git\".",
        /// A URL with a password or a token.
        CredentialsInUrl = "credentials_in_url": "The URL contains credentials, which must not be in a configuration. \
                                                  Revoke them. AWS requires only the project's path.",
        /// The URL of a page inside a project.
        UiUrl = "ui_url": "This is the URL of a page inside a project. AWS requires only the project's path.",
        /// The URL of a raw file.
        RawViewUrl = "raw_view_url": "This is the URL of a raw file. AWS requires only the project's path.",
        /// A URL of the Web IDE.
        WebIdeUrl = "web_ide_url": "This is a URL of the Web IDE. AWS requires only the project's path.",
        /// A page inside a project, without the host.
        UiPath = "ui_path": "This is the path of a page inside a project. AWS requires only the project's path.",
        /// A raw file, without the host.
        RawViewPath = "raw_view_path": "This is the path of a raw file. AWS requires only the project's path.",
        /// A URL of GitLab's API.
        ApiUrl = "api_url": "This is a URL of GitLab's API. AWS requires only the project's path.",
        /// The URL of a group.
        GroupUrl = "group_url": "This is the URL of a group. AWS requires the path of a project.",
        /// The URL of a snippet.
        SnippetUrl = "snippet_url": "This is the URL of a snippet. AWS requires the path of a project.",
        /// A URL of GitLab Pages.
        PagesUrl = "pages_url": "This is a URL of GitLab Pages, which does not contain the project's path.",
        /// A URL of the container registry.
        RegistryUrl = "registry_url": "This is a URL of the container registry. AWS requires the project's path.",
        /// A host without a path.
        HostOnly = "host_only": "This is a host without a path. AWS requires the project's path.",
        /// A URL on a host other than the connection's GitLab.
        OtherHost = "other_host": "The URL is not on the connection's GitLab.",
        /// A URL outside the relative URL path of its GitLab.
        OutsideRoot = "outside_root": "The URL is on GitLab's host, but outside GitLab's relative URL path.",
        /// An apparent host before the path.
        SoftHostPrefix = "soft_host_prefix": "This begins with what looks like a host. AWS requires only the \
                                              project's path.",
        /// An ARN.
        Arn = "arn": "This is an ARN. AWS requires the project's path in GitLab, as in \"group/project\".",
        /// A URL that does not belong to a GitLab.
        UnsupportedScheme = "unsupported_scheme": "This URL is not on a GitLab. AWS requires a project's path, as in \
                                                   \"group/project\".",
        /// Not two segments, although the provider type requires owner and repository.
        NotOwnerAndRepository = "not_owner_and_repository": "This must be an owner and a repository, as in \
                                                             \"owner/repository\".",
        /// Warning: a form that GitLab no longer allows for new paths.
        Legacy = "legacy": "GitLab no longer allows new paths of this form, although older ones keep working. Check \
                            the spelling.",
        /// Warning: `.git` in another case.
        GitSuffixCase = "git_suffix_case": "The path ends with \".git\" in different capitalization, which is probably \
                                            not part of the path.",
        /// Warning: the form of a path that is scheduled for deletion.
        PendingDeletion = "pending_deletion": "GitLab uses paths of this form for groups and projects that are \
                                               scheduled for deletion.",
        /// Warning: an apparent page inside a project.
        SoftUiPath = "soft_ui_path": "The end of the path looks like a page inside a project. The project's path may \
                                      be shorter.",
        /// Warning: an apparent relative URL path before the project's path.
        SoftRelativeRoot = "soft_relative_root": "The path begins with this GitLab's relative URL path, which is not \
                                                  part of a project's path.",
    }
}
