//! Endpoints of hosts.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Document, Field},
};
use url::Url;

use super::{
    check::{Check, Judge, Severity},
    example::{Edit, Example, Place},
    findings::Findings,
};

/// Invalid endpoint of a host.
pub const ENDPOINT: Check = Check {
    code: "CPGL111",
    severity: Severity::ErrorOrWarning,
    title: "Invalid endpoint of a host",
    cause: "A host is a server that you run. GitLab.com, GitHub.com and Bitbucket.org are reached without a host. AWS documents \
            endpoints with https: one with http is a warning.",
    fix: "Use the https URL of your server. For GitLab.com, create a connection with `provider_type = \"GitLab\"` and \
          no host.",
    example: Example::new(
        Place::File,
        r#"resource "codepipeline_host" "gitlab" {
  name              = "gitlab"
  provider_type     = "GitLabSelfManaged"
  provider_endpoint = "https://gitlab.example.com"
}"#,
        Edit {
            replace: "https://gitlab.example.com",
            with: "https://gitlab.com",
        },
    ),
    judge: Judge::Argument,
};

/// Services that a connection reaches without a host, each with the type of the connection.
const WITHOUT_HOST: &[(&str, &str)] = &[
    ("bitbucket.org", "Bitbucket"),
    ("github.com", "GitHub"),
    ("gitlab.com", "GitLab"),
];

/// Returns the problem with the endpoint of a host, if the endpoint is known.
pub fn judge(config: Document<'_>, argument: Field<String>) -> Diagnostics {
    let mut findings = Findings::of(ENDPOINT.code);
    let endpoint = config.get(argument).known();
    let url = endpoint.and_then(|endpoint| Url::parse(&endpoint).ok());
    findings.extend(
        url.and_then(|url| problem(&url))
            .map(|problem| problem.at(argument.path())),
    );
    findings.into_diagnostics()
}

fn problem(url: &Url) -> Option<Diagnostic> {
    let host = url.host_str()?;
    let service = host.strip_prefix("www.").unwrap_or(host);
    if let Some((name, provider_type)) = WITHOUT_HOST.iter().find(|(name, _)| *name == service) {
        let detail = format!(
            "A host is a server that you run, but {name} is a service that AWS reaches without a host. Remove the host, and \
             create the connection with provider_type = \"{provider_type}\"."
        );
        return Some(Diagnostic::error(format!("{name} does not need a host"), detail));
    }
    (url.scheme() == "http").then(|| {
        let detail = "AWS documents endpoints with https only, and http sends code and tokens unencrypted. Use the https URL \
                      of the server.";
        Diagnostic::warning("Endpoint without TLS", detail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_and_plain_http_are_reported() {
        for (url, is_error) in [
            ("https://gitlab.example.com", None),
            ("https://gitlab.com.example.com/", None),
            ("http://gitlab.example.com", Some(false)),
            ("https://gitlab.com", Some(true)),
            ("https://www.gitlab.com/acme", Some(true)),
            ("http://github.com", Some(true)),
        ] {
            let found = problem(&url.parse().unwrap());
            assert_eq!(found.map(|found| found.is_error()), is_error, "{url}");
        }
    }
}
