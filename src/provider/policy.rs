//! Least-privilege IAM policies.
//!
//! Each permission of the connections API exists under two prefixes, the current and the former name of the service.
//! The prefix that AWS requires depends on the service that makes the call, so the policies allow both.
//!
//! Source: the Service Authorization Reference, and the CodePipeline and Developer Tools console user guides of AWS.

use std::collections::BTreeMap;

use serde::Serialize;

/// Prefixes of the permissions of the connections API.
pub const PREFIXES: [&str; 2] = ["codeconnections", "codestar-connections"];

/// A policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Policy {
    version: &'static str,
    statement: Vec<Statement>,
}

/// A statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Statement {
    effect: &'static str,
    action: Vec<String>,
    resource: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    condition: BTreeMap<&'static str, BTreeMap<String, Vec<String>>>,
}

impl Policy {
    /// Returns a policy with these statements.
    pub fn new(statement: Vec<Statement>) -> Self {
        Self {
            version: "2012-10-17",
            statement,
        }
    }

    /// Returns the policy as JSON on one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings, lists and maps of strings are JSON")
    }

    /// Returns the policy as indented JSON.
    pub fn to_page(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings, lists and maps of strings are JSON")
    }
}

impl Statement {
    /// Allows these actions on these resources.
    pub fn allow(actions: impl IntoIterator<Item = impl Into<String>>, resources: &[&str]) -> Self {
        Self {
            effect: "Allow",
            action: actions.into_iter().map(Into::into).collect(),
            resource: resources.iter().copied().map(str::to_owned).collect(),
            condition: BTreeMap::new(),
        }
    }

    /// Allows this only if `key` has one of these values.
    #[must_use]
    pub fn when(mut self, operator: &'static str, key: &str, values: &[&str]) -> Self {
        let values = values.iter().copied().map(str::to_owned).collect();
        self.condition
            .entry(operator)
            .or_default()
            .insert(key.to_owned(), values);
        self
    }
}

/// Returns actions of one service, such as `codepipeline:GetPipeline`.
pub fn of_service(service: &str, actions: &[&str]) -> Vec<String> {
    actions.iter().map(|action| format!("{service}:{action}")).collect()
}

/// Returns actions of the connections API under both prefixes.
pub fn of_connections(actions: &[&str]) -> Vec<String> {
    PREFIXES.iter().flat_map(|prefix| of_service(prefix, actions)).collect()
}

/// Returns the policy of a role that uses a connection: the role of a pipeline, or of a CodeBuild project that clones
/// the repository. `repository` limits the policy to one repository, with the condition key of each prefix for its own
/// action.
pub fn use_connection(connection_arn: &str, repository: Option<&str>) -> Policy {
    let allow = |actions: Vec<String>| Statement::allow(actions, &[connection_arn]);
    let Some(repository) = repository else {
        return Policy::new(vec![allow(of_connections(&["UseConnection"]))]);
    };
    let limited = PREFIXES.iter().map(|prefix| {
        let key = format!("{prefix}:FullRepositoryId");
        allow(of_service(prefix, &["UseConnection"])).when("StringEquals", &key, &[repository])
    });
    Policy::new(limited.collect())
}

/// Returns the policy of the user who completes handshakes in the console.
pub fn handshake() -> Policy {
    let actions = [
        "GetConnection",
        "GetIndividualAccessToken",
        "GetInstallationUrl",
        "ListConnections",
        "ListInstallationTargets",
        "RegisterAppCode",
        "StartAppRegistrationHandshake",
        "StartOAuthHandshake",
        "UpdateConnectionInstallation",
        "UseConnection",
    ];
    Policy::new(vec![Statement::allow(of_connections(&actions), &["*"])])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_prefix_is_limited_by_its_own_condition_key() {
        let json = use_connection("ARN", Some("acme/web")).to_json();
        let expected = "{\"Version\":\"2012-10-17\",\"Statement\":[\
            {\"Effect\":\"Allow\",\"Action\":[\"codeconnections:UseConnection\"],\"Resource\":[\"ARN\"],\
            \"Condition\":{\"StringEquals\":{\"codeconnections:FullRepositoryId\":[\"acme/web\"]}}},\
            {\"Effect\":\"Allow\",\"Action\":[\"codestar-connections:UseConnection\"],\"Resource\":[\"ARN\"],\
            \"Condition\":{\"StringEquals\":{\"codestar-connections:FullRepositoryId\":[\"acme/web\"]}}}]}";
        assert_eq!(json, expected);
    }

    #[test]
    fn without_a_repository_there_is_no_condition() {
        let json = use_connection("ARN", None).to_json();
        assert!(!json.contains("Condition"), "{json}");
        for prefix in PREFIXES {
            assert!(json.contains(&format!("{prefix}:UseConnection")), "{json}");
        }
    }
}
