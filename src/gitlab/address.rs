//! Distinguishes addresses (URLs, scp forms, module sources, strings that begin with a host) from bare paths, and parses
//! them.

use super::{
    hosts::{Hosts, split_port},
    path_rule::PathRule,
    quote::{fully_decoded, holds_secret, holds_token},
    reserved,
};

/// An address in its parts; nothing of the user information is kept.
#[derive(Debug)]
pub(crate) struct Address {
    /// What the text is, if nothing more special is found in its path.
    pub(crate) rule: PathRule,
    /// The host without its port; empty when the address has none.
    pub(crate) host: String,
    /// The port, unless it was a path in the wrong place.
    pub(crate) port: Option<String>,
    /// The path without leading slash, query and fragment, still percent-encoded.
    pub(crate) path: String,
    /// Whether the text held a password or a token.
    pub(crate) credentials: bool,
    /// Whether the end of the user information is ambiguous, so that part of it may be in the path.
    pub(crate) doubtful: bool,
}

/// Kind of a string.
#[derive(Debug)]
pub(crate) enum Form {
    /// An address.
    Address(Address),
    /// An address that cannot lead to a GitLab.
    Hopeless(PathRule),
    /// Not an address.
    Path,
}

/// Reads the form of `text`, which is trimmed.
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

/// A Terraform module source: a directory may follow after `//`.
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

/// `rest` begins with a slash. `None` when what looks like a scheme is a host with a path after the colon.
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

/// The parts of what follows `scheme://`.
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

/// User information, what follows it, and whether the cut is doubtful: a password may hold `/`, `?` and `@` unescaped.
fn split_user<'a>(rest: &'a str, hosts: &Hosts) -> (Option<&'a str>, &'a str, bool) {
    let (authority, tail) = split_authority(rest);
    let (user, after) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    let has_password = user.is_some_and(|user| user.contains(':'));
    // Only GitLab's own SSH user is named git: a host follows.
    let may_go_on = has_password || (user != Some("git") && is_maybe_user(after, hosts));
    let is_query_safe = !has_password && has_numeric_port(after, hosts);
    let is_doubtful = may_go_on && has_unexplained_at(&fully_decoded(tail), is_query_safe);
    match rest.rsplit_once('@') {
        Some((user, after)) if is_doubtful => (Some(user), after, true),
        _ => (user, user.map_or(rest, |user| &rest[user.len() + 1..]), is_doubtful),
    }
}

/// Whether an `@` follows the authority that is neither a reference after `.git`, nor in a file's name, nor a digest; nor,
/// with `is_query_safe`, in a parameter's value.
fn has_unexplained_at(tail: &str, is_query_safe: bool) -> bool {
    let (path, beyond) = tail.split_at(tail.find(['?', '#']).unwrap_or(tail.len()));
    let is_explained = match path.split_once('@') {
        Some((before, after)) => before.ends_with(".git") || is_inside_project(before) || after.starts_with("sha256:"),
        None => is_query_safe && beyond.split('@').next().is_some_and(|before| before.contains('=')),
    };
    tail.contains('@') && !is_explained
}

/// Whether a path has gone on to a page, below which names may hold anything.
fn is_inside_project(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    path.contains("/-/") || reserved::position(&segments, 2).is_some()
}

/// Whether an authority is a host with a port, beyond much doubt.
fn has_numeric_port(authority: &str, hosts: &Hosts) -> bool {
    let (host, port) = split_port(authority);
    is_plain_host(host, hosts) && port.is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether what stands before the first slash may be a user, whose password (or name) holds that slash.
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

/// `user@host:path`, `user:password@host/path` and their mixtures.
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

/// `host:path`, the scp form without a user.
fn clone_from(text: &str, hosts: &Hosts) -> Address {
    after_scheme(PathRule::CloneUrl, text, hosts)
}
