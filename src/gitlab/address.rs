//! Distinguishes addresses (URLs, scp-like URLs, module sources, strings that begin with a host) from bare paths, and
//! parses them.

use super::{
    hosts::{Hosts, split_port},
    path_rule::PathRule,
    quote::{fully_decoded, holds_secret, holds_token},
    reserved,
};

/// A parsed address, without its user information.
#[derive(Debug)]
pub(crate) struct Address {
    /// The rule that the string breaks, unless its path breaks a more specific one.
    pub(crate) rule: PathRule,
    /// The host without its port; empty when the address has none.
    pub(crate) host: String,
    /// The port, unless it was a path in the wrong place.
    pub(crate) port: Option<String>,
    /// The path without leading slash, query and fragment, still percent-encoded.
    pub(crate) path: String,
    /// Whether the string contains a password or a token.
    pub(crate) credentials: bool,
    /// Whether the end of the user information is ambiguous, so that the path may contain a part of it.
    pub(crate) doubtful: bool,
}

/// Kind of a string.
#[derive(Debug)]
pub(crate) enum Form {
    /// An address.
    Address(Address),
    /// An address that cannot belong to a GitLab.
    Hopeless(PathRule),
    /// Not an address.
    Path,
}

/// Returns the form of `text`, which must be trimmed.
pub(crate) fn form(text: &str, hosts: &Hosts) -> Form {
    if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("arn:")) {
        return Form::Hopeless(PathRule::Arn);
    }
    if let Some(source) = text.strip_prefix("git::") {
        return module_source(source, hosts);
    }
    if text.contains("::") && text.split("::").next().is_some_and(is_scheme) {
        return Form::Hopeless(PathRule::UnsupportedScheme);
    }
    if let Some((scheme, rest)) = text.split_once(':')
        && is_scheme(scheme)
        && rest.starts_with('/')
        && let Some(form) = with_scheme(&scheme.to_ascii_lowercase(), rest, hosts)
    {
        return form;
    }
    without_scheme(text, hosts).map_or(Form::Path, Form::Address)
}

/// Parses a Terraform module source, in which a directory may follow `//`.
fn module_source(source: &str, hosts: &Hosts) -> Form {
    match form(source, hosts) {
        Form::Address(mut address) => {
            if let Some((repository, _directory)) = address.path.split_once("//") {
                address.path = repository.to_owned();
            }
            address.rule = PathRule::CloneUrl;
            Form::Address(address)
        }
        _ => Form::Hopeless(PathRule::UnsupportedScheme),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.'))
}

/// Returns `None` if the apparent scheme is a host with a path after the colon. `rest` begins with a slash.
fn with_scheme(scheme: &str, rest: &str, hosts: &Hosts) -> Option<Form> {
    let rule = match scheme {
        "http" | "https" => PathRule::Url,
        "ssh" | "git" | "git+ssh" | "ssh+git" | "git+https" | "git+http" => PathRule::CloneUrl,
        _ if scheme.len() == 1 => return Some(Form::Hopeless(PathRule::RelativePath)),
        _ if rest.starts_with("//") || scheme == "file" => return Some(Form::Hopeless(PathRule::UnsupportedScheme)),
        _ => return None,
    };
    let rest = rest.strip_prefix("//").or(rest.strip_prefix('/')).unwrap_or(rest);
    Some(Form::Address(after_scheme(rule, rest, hosts)))
}

/// Parses the part after `scheme://`.
fn after_scheme(rule: PathRule, rest: &str, hosts: &Hosts) -> Address {
    let (authority, tail) = split_authority(rest);
    if !authority.contains('@') && fully_decoded(authority).contains('@') {
        let decoded = format!("{}{tail}", fully_decoded(authority));
        return Address {
            credentials: true,
            ..after_scheme(rule, &decoded, hosts)
        };
    }
    let (user, rest, doubtful) = split_user(rest, hosts);
    let (authority, tail) = split_authority(rest);
    let (host, port) = split_port(authority);
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let (port, path) = match port {
        Some(port) if !is_port(port) => (None, format!("{port}{tail}")),
        port => (port.map(str::to_owned), tail.to_owned()),
    };
    let (path, beyond) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    Address {
        rule,
        host: fully_decoded(host),
        port,
        path: path.trim_start_matches('/').to_owned(),
        credentials: user.is_some_and(is_secret) || holds_secret(beyond),
        doubtful,
    }
}

fn split_authority(rest: &str) -> (&str, &str) {
    rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()))
}

/// Returns the user information, the rest, and whether the boundary is uncertain: a password may contain unescaped `/`,
/// `?` and `@`.
fn split_user<'a>(rest: &'a str, hosts: &Hosts) -> (Option<&'a str>, &'a str, bool) {
    let (authority, tail) = split_authority(rest);
    let (user, after) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    let has_password = user.is_some_and(|user| user.contains(':'));
    // The user `git` is GitLab's SSH user, so a host follows.
    let may_go_on = has_password || (user != Some("git") && is_maybe_user(after, hosts));
    let is_query_safe = !has_password && has_numeric_port(after, hosts);
    let is_doubtful = may_go_on && has_unexplained_at(&fully_decoded(tail), is_query_safe);
    match rest.rsplit_once('@') {
        Some((user, after)) if is_doubtful => (Some(user), after, true),
        _ => (user, user.map_or(rest, |user| &rest[user.len() + 1..]), is_doubtful),
    }
}

/// Whether the string contains an `@` after the authority that is not a reference after `.git`, part of a file name, a
/// digest or, with `is_query_safe`, part of a query parameter.
fn has_unexplained_at(tail: &str, is_query_safe: bool) -> bool {
    let (path, beyond) = tail.split_at(tail.find(['?', '#']).unwrap_or(tail.len()));
    let is_explained = match path.split_once('@') {
        Some((before, after)) => before.ends_with(".git") || is_inside_project(before) || after.starts_with("sha256:"),
        None => is_query_safe && beyond.split('@').next().is_some_and(|before| before.contains('=')),
    };
    tail.contains('@') && !is_explained
}

/// Whether the path is inside a page, where names may contain any character.
fn is_inside_project(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    path.contains("/-/") || reserved::position(&segments, 2).is_some()
}

/// Whether an authority is very likely a host with a port.
fn has_numeric_port(authority: &str, hosts: &Hosts) -> bool {
    let (host, port) = split_port(authority);
    is_plain_host(host, hosts) && port.is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether the part before the first slash may be a user whose password or name contains that slash.
fn is_maybe_user(authority: &str, hosts: &Hosts) -> bool {
    let (host, port) = split_port(authority);
    !is_plain_host(host, hosts) || (port.is_some() && !hosts.owns(host))
}

fn is_plain_host(host: &str, hosts: &Hosts) -> bool {
    host.contains('.') || host.starts_with('[') || hosts.owns(host) || matches!(host, "localhost" | "gitlab")
}

fn is_secret(user: &str) -> bool {
    let user = fully_decoded(user).to_ascii_lowercase();
    user.contains(':') || holds_token(&user)
}

fn without_scheme(text: &str, hosts: &Hosts) -> Option<Address> {
    let first = text.split('/').next().unwrap_or(text);
    if let Some(rest) = text.strip_prefix('[') {
        let (login, path) = rest.split_once("]:")?;
        return (!login.contains(':') || login.contains('@')).then(|| clone_from(&format!("{login}/{path}"), hosts));
    }
    if let Some(rest) = text.strip_prefix("//") {
        let (host, path) = rest.split_once('/')?;
        return is_host(host, path, hosts).then(|| after_scheme(PathRule::Url, rest, hosts));
    }
    if first.contains([':', '@'])
        && !first.starts_with('@')
        && let Some(address) = with_user(text, hosts)
    {
        return Some(address);
    }
    match first.split_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            is_plain_host(host, hosts).then(|| after_scheme(PathRule::SoftHostPrefix, text, hosts))
        }
        Some((host, _)) => (is_plain_host(host, hosts) && text.contains('/')).then(|| clone_from(text, hosts)),
        None => {
            let path = text.strip_prefix(first).unwrap_or("");
            is_host(first, path, hosts).then(|| after_scheme(PathRule::SoftHostPrefix, text, hosts))
        }
    }
}

fn is_host(segment: &str, path: &str, hosts: &Hosts) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or("");
    hosts.is_host_prefix(segment, path.split('/').filter(|segment| !segment.is_empty()).count())
}

/// Parses `user@host:path`, `user:password@host/path` and mixed forms.
fn with_user(text: &str, hosts: &Hosts) -> Option<Address> {
    let (user, rest, doubtful) = split_user(text, hosts);
    let user = user?;
    let (authority, tail) = split_authority(rest);
    let (host, port) = split_port(authority);
    if !user.contains(':') && port.is_none() && !is_plain_host(host, hosts) {
        return None;
    }
    let is_port = user.contains(':') && port.is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    let path = match port {
        Some(port) if !is_port => format!("{host}/{port}{tail}"),
        _ => format!("{host}{tail}"),
    };
    let credentials = is_secret(user);
    let address = after_scheme(PathRule::CloneUrl, &path, hosts);
    Some(Address {
        credentials: credentials || address.credentials,
        doubtful,
        ..address
    })
}

/// Parses `host:path`, the scp-like form without a user.
fn clone_from(text: &str, hosts: &Hosts) -> Address {
    after_scheme(PathRule::CloneUrl, text, hosts)
}
