//! The hosts that a URL may have: those of the connection's GitLab, or any host if the connection is unknown.

use super::confusables::look_of;

/// The hosts of the connection's GitLab.
///
/// GitLab.com is always recognized. A relative URL path (`https://example.com/gitlab`) can be removed from a URL only
/// if the endpoint of the host is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosts {
    known: Vec<Endpoint>,
    only: bool,
}

/// One GitLab: its host in lowercase and the segments of its relative URL path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) host: String,
    pub(crate) root: Vec<String>,
}

/// The relation of a host to the connection.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Relation<'a> {
    /// The connection's own GitLab.
    Own(&'a Endpoint),
    /// A host that may be a GitLab.
    Stranger,
    /// A container registry of a GitLab.
    Registry,
    /// GitLab Pages.
    Pages,
    /// Another service, or a GitLab site without projects.
    Elsewhere,
    /// A host that may be a GitLab, but not the connection's.
    Other,
    /// A host that looks like the connection's own, but has similar letters.
    LookAlike,
}

const GITLAB_COM: &str = "gitlab.com";

/// Hosts of other services and of GitLab.com sites without projects, including subdomains. `*` is one label.
const ELSEWHERE: &[&str] = &[
    "bitbucket.org",
    "codeberg.org",
    "dev.azure.com",
    "git-codecommit.*.amazonaws.com",
    "git-codecommit.*.amazonaws.com.cn",
    "gitea.com",
    "gitee.com",
    "github.com",
    "githubusercontent.com",
    "gitlab.com",
    "launchpad.net",
    "sourceforge.net",
    "sr.ht",
    "visualstudio.com",
];

/// Ports of the container registry in GitLab's documentation.
pub(crate) const REGISTRY_PORTS: &[&str] = &["5005", "5050"];

impl Hosts {
    /// Returns any host that may be a GitLab, for an unknown connection.
    pub fn any() -> Self {
        Self {
            known: vec![Endpoint {
                host: GITLAB_COM.to_owned(),
                root: Vec::new(),
            }],
            only: false,
        }
    }

    /// Returns GitLab.com alone, for connections of the provider type `GitLab`.
    pub fn gitlab_com() -> Self {
        Self {
            only: true,
            ..Self::any()
        }
    }

    /// Returns the self-managed GitLab at `endpoint` alone, such as `https://example.com/gitlab`. The scheme is
    /// optional. For an endpoint without a host, returns [`Hosts::any`].
    pub fn at(endpoint: &str) -> Self {
        match Endpoint::parse(endpoint) {
            Some(endpoint) => Self {
                known: vec![endpoint],
                only: true,
            },
            None => Self::any(),
        }
    }

    /// Returns the same hosts and the one at `endpoint`, such as a separate host name for SSH.
    pub fn and(mut self, endpoint: &str) -> Self {
        self.known.extend(Endpoint::parse(endpoint));
        self
    }

    /// Returns the relation of `host` (without port) to the connection.
    pub(crate) fn relation(&self, host: &str) -> Relation<'_> {
        let name = canonical(host);
        if let Some(endpoint) = self.known.iter().find(|endpoint| endpoint.host == name) {
            return Relation::Own(endpoint);
        }
        if self.imitates(host) {
            return Relation::LookAlike;
        }
        let labels: Vec<&str> = name.split('.').collect();
        match labels.as_slice() {
            ["registry", ..] => Relation::Registry,
            [.., "gitlab", "io"] => Relation::Pages,
            _ if is_elsewhere(&name) => Relation::Elsewhere,
            _ if self.only => Relation::Other,
            _ => Relation::Stranger,
        }
    }

    /// Whether `host` is a name of the connection's GitLab.
    pub(crate) fn owns(&self, host: &str) -> bool {
        matches!(self.relation(host), Relation::Own(_))
    }

    /// Whether the first segment of a string without a scheme is a host: a known host, or a string in the form of a
    /// host.
    pub(crate) fn is_host_prefix(&self, segment: &str, following: usize) -> bool {
        let labels: Vec<&str> = segment.split('.').collect();
        if labels.len() < 2 {
            return false;
        }
        match self.relation(segment) {
            Relation::Own(_) | Relation::Pages => true,
            Relation::LookAlike | Relation::Elsewhere => following >= 2,
            Relation::Registry => following >= 2 && labels.len() >= 3,
            Relation::Other | Relation::Stranger => following >= 2 && has_host_form(&labels),
        }
    }

    /// Returns the relative URL paths of the known hosts that have one.
    pub(crate) fn roots(&self) -> impl Iterator<Item = &[String]> {
        self.known
            .iter()
            .map(|endpoint| endpoint.root.as_slice())
            .filter(|root| !root.is_empty())
    }

    /// Whether `host` looks like a known host but is another one.
    fn imitates(&self, host: &str) -> bool {
        let look = look_of(host);
        self.known.iter().any(|endpoint| look == look_of(&endpoint.host))
    }
}

impl Endpoint {
    fn parse(endpoint: &str) -> Option<Self> {
        let address = endpoint
            .trim()
            .split_once("://")
            .map_or(endpoint.trim(), |(_, address)| address);
        let (authority, path) = address.split_once('/').unwrap_or((address, ""));
        let (host, _port) = split_port(authority.rsplit('@').next().unwrap_or(authority));
        let root = path
            .split(['?', '#'])
            .next()
            .unwrap_or("")
            .split('/')
            .filter(|segment| !segment.is_empty());
        let host = canonical(host);
        (!host.is_empty()).then(|| Self {
            host,
            root: root.map(str::to_owned).collect(),
        })
    }
}

/// Returns the host and port of an authority without user information; an IPv6 address keeps its brackets.
pub(crate) fn split_port(authority: &str) -> (&str, Option<&str>) {
    let after_address = authority.rfind(']').map_or(0, |at| at + 1);
    match authority[after_address..].find(':') {
        Some(at) => (
            &authority[..after_address + at],
            Some(&authority[after_address + at + 1..]),
        ),
        None => (authority, None),
    }
}

/// Returns a host in lowercase without a trailing dot; other names of GitLab.com become `gitlab.com`.
fn canonical(host: &str) -> String {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    match host.as_str() {
        "www.gitlab.com" | "altssh.gitlab.com" => GITLAB_COM.to_owned(),
        _ => host,
    }
}

/// Whether a host belongs to another service.
fn is_elsewhere(host: &str) -> bool {
    ELSEWHERE.iter().any(|domain| {
        let mut labels = host.rsplit('.');
        domain
            .rsplit('.')
            .all(|wanted| labels.next().is_some_and(|label| wanted == "*" || wanted == label))
    })
}

/// Whether a segment looks like a host. Group names can contain dots, so only IPv4 addresses and names that begin with
/// `gitlab.` or `git.` count.
fn has_host_form(labels: &[&str]) -> bool {
    let is_number = |label: &&str| label.parse::<u8>().is_ok();
    let begins_like_gitlab = labels[0].eq_ignore_ascii_case("gitlab") || labels[0].eq_ignore_ascii_case("git");
    (begins_like_gitlab && labels.len() >= 3) || (labels.len() == 4 && labels.iter().all(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_host_is_recognized_in_every_spelling() {
        let hosts = Hosts::at("https://GitLab.Example.com:8443/tools/gitlab/").and("ssh.example.com");
        for host in [
            "gitlab.example.com",
            "GITLAB.EXAMPLE.COM",
            "gitlab.example.com.",
            "ssh.example.com",
        ] {
            assert!(matches!(hosts.relation(host), Relation::Own(_)), "{host}");
        }
        assert_eq!(
            hosts.roots().next(),
            Some(["tools".to_owned(), "gitlab".to_owned()].as_slice())
        );
        assert_eq!(hosts.relation("gitlab.com"), Relation::Elsewhere);
        assert_eq!(hosts.relation("gitlab.example.org"), Relation::Other);
        assert!(matches!(Hosts::any().relation("altssh.gitlab.com"), Relation::Own(_)));
    }

    #[test]
    fn look_alikes_are_no_strangers() {
        for host in [
            "gitlаb.com",
            "xn--gitlb-7ve.com",
            "gitIab.com",
            "g1tlab.com",
            "git1ab.com",
        ] {
            assert_eq!(Hosts::any().relation(host), Relation::LookAlike, "{host}");
        }
        assert_eq!(Hosts::any().relation("gitlab.example.com"), Relation::Stranger);
        assert_eq!(Hosts::any().relation("docs.gitlab.com"), Relation::Elsewhere);
    }

    #[test]
    fn a_gitlab_may_run_in_any_cloud_and_have_a_name_of_any_alphabet() {
        for host in [
            "gitlab.westeurope.cloudapp.azure.com",
            "ec2-10-0-0-7.eu-west-1.compute.amazonaws.com",
            "gitlab.münchen.example",
            "gitlab.xn--mnchen-3ya.example",
            "git.компания.example",
        ] {
            assert_eq!(Hosts::any().relation(host), Relation::Stranger, "{host}");
            assert!(Hosts::at(&format!("https://{host}")).owns(host), "{host}");
        }
        for host in [
            "dev.azure.com",
            "ssh.dev.azure.com",
            "git-codecommit.eu-west-1.amazonaws.com",
            "acme.visualstudio.com",
        ] {
            assert_eq!(Hosts::any().relation(host), Relation::Elsewhere, "{host}");
        }
    }

    #[test]
    fn a_group_with_dots_is_not_a_host() {
        for segment in ["my.group", "example.com", "gitlab.org", "v1.2.3"] {
            assert!(!Hosts::any().is_host_prefix(segment, 2), "{segment}");
        }
        for segment in [
            "gitlab.com",
            "gitlab.example.com",
            "10.0.0.7",
            "github.com",
            "registry.gitlab.com",
        ] {
            assert!(Hosts::any().is_host_prefix(segment, 2), "{segment}");
        }
    }
}
