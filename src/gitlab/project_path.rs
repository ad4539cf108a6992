//! Full paths of GitLab projects, and values that are configured instead by mistake.

use percent_encoding::percent_decode_str;

use super::{
    address::{self, Address, Form},
    grammar::{self, refusal},
    hosts::{Hosts, REGISTRY_PORTS, Relation},
    page,
    path_rule::PathRule,
    quote::{fully_decoded, is_invisible, is_unprintable, may_hold_secret, named, quoted, reorders_text},
    verdict::{Problem, Verdict},
};

/// The full path of a GitLab project, `group/subgroup/project`, as AWS requires it in `FullRepositoryId`.
///
/// Has 2 to 22 segments and at most 255 characters. Source: GitLab's `lib/gitlab/path_regex.rb` and
/// `reserved_names.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProjectPath(String);

/// Maximum length of a string to analyze, which is about the maximum length of a URL in browsers and servers.
const MAX_TEXT: usize = 8192;

/// Maximum number of layers (white space, slashes, encodings …) to remove in search of a suggestion.
const MAX_LAYERS: usize = 8;

impl ProjectPath {
    /// Judges a string that must be a project path. `hosts` determines which URLs belong to the connection's GitLab.
    pub fn judge(text: &str, hosts: &Hosts) -> Verdict<PathRule> {
        let reader = Reader {
            hosts,
            discreet: false,
            layers: 0,
        };
        match reader.judge(text) {
            // The rest of an address may look like another address, which is not a valid suggestion.
            Verdict::Refused(Problem {
                rule,
                sentence,
                suggestion: Some(path),
            }) => {
                let suggestion = Some(path).filter(|path| reader.judge(path).is_accepted() && !may_hold_secret(path));
                Verdict::Refused(Problem {
                    rule,
                    sentence,
                    suggestion,
                })
            }
            verdict => verdict,
        }
    }

    /// Returns the path in a path, a URL or another form that contains the path.
    ///
    /// A path that [`ProjectPath::judge`] accepts is returned unchanged.
    ///
    /// # Errors
    /// Returns the reason why the string contains no project path.
    pub fn read(text: &str, hosts: &Hosts) -> Result<Self, Problem<PathRule>> {
        match Self::judge(text, hosts) {
            Verdict::Accepted(_) => Ok(Self(text.to_owned())),
            Verdict::Refused(Problem {
                suggestion: Some(path), ..
            }) => Ok(Self(path)),
            Verdict::Refused(problem) => Err(problem),
        }
    }

    /// Returns the path as a string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ProjectPath {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Parses one string. Another reader parses the rest after a layer is removed.
struct Reader<'h> {
    hosts: &'h Hosts,
    /// Whether messages quote no part of the string, because it may contain a secret.
    discreet: bool,
    layers: usize,
}

impl Reader<'_> {
    fn judge(&self, text: &str) -> Verdict<PathRule> {
        if text.trim().is_empty() {
            return refused(PathRule::Empty);
        }
        if text.len() > MAX_TEXT || self.layers > MAX_LAYERS {
            return refused(PathRule::TooLong);
        }
        let reader = Reader {
            discreet: self.discreet || may_hold_secret(text),
            ..*self
        };
        if text.trim() != text {
            return reader.without_layer(PathRule::SurroundingSpace, text.trim());
        }
        if text.chars().any(is_unprintable) {
            return reader.judge_unprintable(text);
        }
        match address::form(text, self.hosts) {
            Form::Address(address) => Verdict::Refused(reader.judge_address(&address)),
            Form::Hopeless(rule) => refused(rule),
            Form::Path => reader.judge_layers(text),
        }
    }

    /// Judges the rest of a string. If the rest is a path, `rule` is the problem; otherwise, the problem of the rest
    /// takes precedence.
    fn without_layer(&self, rule: PathRule, rest: &str) -> Verdict<PathRule> {
        let inner = Reader {
            layers: self.layers + 1,
            ..*self
        };
        match inner.judge(rest) {
            Verdict::Accepted(_) => Verdict::Refused(refusal(rule).suggesting(rest)),
            refused => refused,
        }
    }

    /// Judges unprintable characters. Invisible characters are often copied by accident and can be omitted; characters
    /// that reorder the text cannot.
    fn judge_unprintable(&self, text: &str) -> Verdict<PathRule> {
        if text.chars().any(char::is_control) {
            return refused(PathRule::ControlChar);
        }
        if text.chars().any(reorders_text) {
            return refused(PathRule::InvisibleChar);
        }
        let visible: String = text.chars().filter(|character| !is_invisible(*character)).collect();
        self.without_layer(PathRule::InvisibleChar, &visible)
    }

    /// Removes white space, slashes and encodings from a path.
    fn judge_layers(&self, text: &str) -> Verdict<PathRule> {
        if !text.contains('@')
            && fully_decoded(text).contains('@')
            && let Some(decoded) = decoded(text)
        {
            return self.without_layer(PathRule::PercentEncoded, &decoded); // Before any cut, which could go through a password.
        }
        if text.contains('\\') {
            return self.without_layer(PathRule::Backslash, &text.replace('\\', "/"));
        }
        if is_local(text) {
            return refused(PathRule::RelativePath);
        }
        if let Some(at) = text.find(['?', '#']).filter(|at| *at > 0) {
            let rule = if text[at..].starts_with('?') {
                PathRule::Query
            } else {
                PathRule::Fragment
            };
            return self.without_layer(rule, &text[..at]);
        }
        if let Some(rest) = text.strip_prefix('/') {
            return self.without_layer(PathRule::LeadingSlash, rest.trim_start_matches('/'));
        }
        if let Some(rest) = text.strip_suffix('/') {
            let rest = rest.trim_end_matches('/');
            return if rest.contains('/') {
                self.without_layer(PathRule::TrailingSlash, rest)
            } else {
                refused(PathRule::MissingProject)
            };
        }
        if text.contains("//") {
            return self.without_layer(PathRule::EmptySegment, &join_segments(text));
        }
        self.judge_path(text)
    }

    /// Judges a string that has no layers left.
    fn judge_path(&self, text: &str) -> Verdict<PathRule> {
        if let Some(decoded) = decoded(text) {
            return self.without_layer(PathRule::PercentEncoded, &decoded);
        }
        if let Some(page) = page::of_path(text) {
            return Verdict::Refused(self.judge_page(page, PathRule::UiPath));
        }
        if let Some(at) = text.find(['@', ':']).filter(|at| text[..*at].contains('/')) {
            return self.without_layer(PathRule::RefSuffix, &text[..at]);
        }
        if let Some(path) = text.strip_suffix(".wiki.git") {
            return self.without_layer(PathRule::WikiRepo, path);
        }
        if let Some(path) = text
            .strip_suffix(".git")
            .filter(|path| path.contains('/') && !path.ends_with('/'))
        {
            return self.without_layer(PathRule::GitSuffix, path);
        }
        match grammar::check(text, self.discreet) {
            Ok(()) => Verdict::Accepted(self.warnings(text)),
            Err(problem) => Verdict::Refused(problem),
        }
    }

    fn warnings(&self, path: &str) -> Vec<Problem<PathRule>> {
        let mut warnings = grammar::warnings(path);
        if page::ambiguous_end(path).is_some() {
            warnings.push(refusal(PathRule::SoftUiPath));
        }
        if self
            .hosts
            .roots()
            .any(|root| path.split('/').take(root.len()).eq(root.iter().map(String::as_str)))
        {
            warnings.push(refusal(PathRule::SoftRelativeRoot));
        }
        warnings
    }

    fn judge_address(&self, address: &Address) -> Problem<PathRule> {
        let problem = match self.hosts.relation(&address.host) {
            _ if address.host.is_empty() => self.judge_page(page::of_url(&segments_of(address)), address.rule),
            Relation::Pages => refusal(PathRule::PagesUrl),
            Relation::Registry => self.judge_registry(address),
            _ if address.rule != PathRule::CloneUrl && has_registry_port(address) => self.judge_registry(address),
            Relation::Elsewhere => {
                self.other_host(address, "The URL is on a different site than the connection's GitLab")
            }
            Relation::LookAlike => self.other_host(
                address,
                "The URL is on a host whose name only resembles that of a GitLab",
            ),
            Relation::Other if address.rule != PathRule::SoftHostPrefix => {
                self.other_host(address, "The URL is not on the connection's GitLab")
            }
            // Without a scheme, the first segment may not be a host.
            Relation::Stranger | Relation::Other => {
                self.judge_page(page::of_url_with_root(&segments_of(address)), address.rule)
            }
            Relation::Own(endpoint) => match without_root(segments_of(address), &endpoint.root, address.rule) {
                Some(segments) => self.judge_page(page::of_url(&segments), address.rule),
                None => refusal(PathRule::OutsideRoot),
            },
        };
        match (address.credentials, address.doubtful) {
            (false, false) => problem,
            (_, true) => Problem::new(
                PathRule::CredentialsInUrl,
                "The URL seems to contain credentials, which must not be in a configuration. AWS requires only the \
                 project's path.",
            ),
            (true, false) => Problem {
                suggestion: problem.suggestion,
                ..refusal(PathRule::CredentialsInUrl)
            },
        }
    }

    /// Judges the path that remains of a page. `rule` applies if the string is the URL of the project's own page.
    fn judge_page(&self, page: page::Page, rule: PathRule) -> Problem<PathRule> {
        let rule = page.rule.unwrap_or(rule);
        let Some(path) = page.path else { return refusal(rule) };
        let path = path.split(['@', ':']).next().unwrap_or("").trim_end_matches('/');
        let (rule, path) = match (path.strip_suffix(".wiki.git"), path.strip_suffix(".git")) {
            (Some(path), _) => (PathRule::WikiRepo, path),
            (_, Some(path)) if rule == PathRule::Url => (PathRule::CloneUrl, path),
            (_, Some(path)) => (rule, path),
            _ => (rule, path),
        };
        match grammar::check(path, self.discreet) {
            Ok(()) => match page::ambiguous_end(path).filter(|_| page.rule.is_none()) {
                Some(end) => self.ambiguous(&path[..end]),
                None => refusal(rule).suggesting(path),
            },
            Err(_) if rule == PathRule::SoftHostPrefix && !path.contains('/') => refusal(rule),
            Err(problem) => Problem {
                suggestion: None,
                ..problem
            },
        }
    }

    /// Returns the problem of an apparent page without `/-/`. Its words are valid names, so the suggestion is only part
    /// of the sentence.
    fn ambiguous(&self, probable: &str) -> Problem<PathRule> {
        let sentence = PathRule::UiUrl.sentence();
        if self.discreet {
            refusal(PathRule::UiUrl)
        } else {
            Problem::new(
                PathRule::UiUrl,
                format!("{sentence} The path is probably {}.", quoted(probable)),
            )
        }
    }

    /// Judges a URL of the container registry. The name of an image may follow the project's path, so only two segments
    /// are certain.
    fn judge_registry(&self, address: &Address) -> Problem<PathRule> {
        let path = segments_of(address).join("/");
        let path = path.split(['@', ':']).next().unwrap_or("");
        if path.split('/').count() == 2 && grammar::check(path, self.discreet).is_ok() {
            refusal(PathRule::RegistryUrl).suggesting(path)
        } else {
            refusal(PathRule::RegistryUrl)
        }
    }

    fn other_host(&self, address: &Address, cause: &str) -> Problem<PathRule> {
        let foreign = address.host.chars().find(|letter| !letter.is_ascii()).map(named);
        let foreign = foreign.map(|letter| format!(", with {letter}")).unwrap_or_default();
        if self.discreet {
            Problem::new(PathRule::OtherHost, format!("{cause}."))
        } else {
            Problem::new(
                PathRule::OtherHost,
                format!("{cause}: {}{foreign}.", quoted(&address.host)),
            )
        }
    }
}

fn has_registry_port(address: &Address) -> bool {
    address
        .port
        .as_deref()
        .is_some_and(|port| REGISTRY_PORTS.contains(&port))
}

fn refused(rule: PathRule) -> Verdict<PathRule> {
    Verdict::Refused(refusal(rule))
}

/// Returns the decoded, non-empty segments of an address's path, without a directory after `.git//`.
pub(crate) fn segments_of(address: &Address) -> Vec<String> {
    let path = address
        .path
        .find(".git//")
        .map_or(address.path.as_str(), |at| &address.path[..at + ".git".len()]);
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    segments
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect()
}

/// Returns the segments after the relative URL path, which SSH addresses do not contain.
fn without_root(segments: Vec<String>, root: &[String], rule: PathRule) -> Option<Vec<String>> {
    match segments.strip_prefix(root) {
        Some(rest) => Some(rest.to_vec()),
        None if rule == PathRule::CloneUrl => Some(segments),
        None => None,
    }
}

pub(crate) fn join_segments(text: &str) -> String {
    text.split('/')
        .filter(|segment| !segment.is_empty())
        .collect::<Vec<_>>()
        .join("/")
}

/// Returns `text` with one layer of percent-encoding removed; `None` if it has none or if the result is not UTF-8.
fn decoded(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    (decoded != text).then(|| decoded.into_owned())
}

/// Whether a string is a path on disk or contains `.` or `..` segments.
fn is_local(text: &str) -> bool {
    text.starts_with('~') || text.split('/').any(|segment| matches!(segment, "." | ".."))
}
