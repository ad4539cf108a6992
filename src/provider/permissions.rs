//! The permissions on the registry pages: the least privilege that Terraform's own credentials need for each noun.
//!
//! Source: the Service Authorization Reference of AWS, and the calls of each noun.

use std::collections::BTreeMap;

use super::policy::{Policy, Statement, of_connections, of_service};

/// Connections of an account, under both prefixes.
const CONNECTIONS: &[&str] = &[
    "arn:aws:codeconnections:REGION:ACCOUNT:connection/*",
    "arn:aws:codestar-connections:REGION:ACCOUNT:connection/*",
];
/// Hosts of an account, under both prefixes.
const HOSTS: &[&str] = &[
    "arn:aws:codeconnections:REGION:ACCOUNT:host/*",
    "arn:aws:codestar-connections:REGION:ACCOUNT:host/*",
];
/// One pipeline.
const PIPELINE: &[&str] = &["arn:aws:codepipeline:REGION:ACCOUNT:PIPELINE"];
/// One stage of a pipeline.
const STAGE: &[&str] = &["arn:aws:codepipeline:REGION:ACCOUNT:PIPELINE/STAGE"];
/// The role of one pipeline.
const ROLE: &[&str] = &["arn:aws:iam::ACCOUNT:role/PIPELINE_ROLE"];
/// Every resource.
const ALL: &[&str] = &["*"];

/// Permissions that AWS uses on behalf of the caller for a host in a VPC.
const NETWORK: &[&str] = &[
    "CreateNetworkInterface",
    "CreateTags",
    "CreateVpcEndpoint",
    "DeleteNetworkInterface",
    "DeleteVpcEndpoints",
    "DescribeDhcpOptions",
    "DescribeNetworkInterfaces",
    "DescribeSubnets",
    "DescribeVpcEndpoints",
    "DescribeVpcs",
];

/// Returns the Markdown on permissions of each page, by its path below `docs/`.
pub fn sections() -> BTreeMap<String, String> {
    let sections = [
        ("data-sources/connection.md", data_connection()),
        ("data-sources/pipeline.md", data_pipeline()),
        ("resources/connection.md", connection()),
        ("resources/handshake.md", handshake()),
        ("resources/host.md", host()),
        ("resources/pipeline.md", pipeline()),
        ("resources/source_action.md", source_action()),
        ("resources/stage_transition.md", stage_transition()),
    ];
    let written = sections.map(|(path, (about, policy))| (path.to_owned(), section(about, &policy)));
    let gitlab = (
        "data-sources/gitlab_project.md".to_owned(),
        "None in AWS. GitLab requires a token with the scope `read_api`; without a token only public projects are \
         visible."
            .to_owned(),
    );
    written.into_iter().chain([gitlab]).collect()
}

fn section(about: &str, policy: &Policy) -> String {
    format!(
        "{about}\n\n```json\n{}\n```\n\nReplace the placeholders in capital letters, and the partition `aws` if \
         necessary. The guide on permissions explains each statement.",
        policy.to_page()
    )
}

/// The introduction on a page, and the policy.
type Section = (&'static str, Policy);

fn connection() -> Section {
    let create = Statement::allow(of_connections(&["CreateConnection"]), ALL).when(
        "StringEqualsIfExists",
        "codeconnections:ProviderType",
        &["GitLab", "GitLabSelfManaged"],
    );
    let own = [
        "DeleteConnection",
        "GetConnection",
        "ListTagsForResource",
        "TagResource",
        "UntagResource",
    ];
    let statements = vec![
        create,
        Statement::allow(of_connections(&["ListConnections"]), ALL),
        Statement::allow(of_connections(&own), CONNECTIONS),
        Statement::allow(of_connections(&["GetHost"]), HOSTS),
    ];
    (
        "Without `ListConnections`, the provider skips the search for existing connections with a warning, and cannot \
         confirm a creation whose response was lost. `GetHost` is needed only for connections on a host. To list the \
         pipelines that use a connection before it is destroyed, the provider also calls `ListPipelines` and \
         `GetPipeline`; without these permissions, the warning does not list them.",
        Policy::new(statements),
    )
}

fn handshake() -> Section {
    let statements = vec![
        Statement::allow(of_connections(&["GetConnection"]), CONNECTIONS),
        Statement::allow(of_connections(&["GetHost"]), HOSTS),
    ];
    (
        "Terraform only reads the status. The user who authorizes needs the policy that the function \
         `handshake_policy` returns.",
        Policy::new(statements),
    )
}

fn host() -> Section {
    let own = [
        "DeleteHost",
        "GetHost",
        "ListTagsForResource",
        "TagResource",
        "UntagResource",
        "UpdateHost",
    ];
    let statements = vec![
        Statement::allow(of_connections(&["CreateHost", "ListHosts"]), ALL),
        Statement::allow(of_connections(&own), HOSTS),
        Statement::allow(of_service("ec2", NETWORK), ALL),
    ];
    (
        "The last statement is needed only for hosts in a VPC.",
        Policy::new(statements),
    )
}

/// Permissions for saving a pipeline, besides those of CodePipeline.
fn passing() -> [Statement; 2] {
    [
        Statement::allow(["iam:PassRole"], ROLE).when(
            "StringEquals",
            "iam:PassedToService",
            &["codepipeline.amazonaws.com"],
        ),
        Statement::allow(of_connections(&["GetConnection", "PassConnection"]), CONNECTIONS),
    ]
}

fn pipeline() -> Section {
    let own = [
        "CreatePipeline",
        "DeletePipeline",
        "GetPipeline",
        "ListTagsForResource",
        "TagResource",
        "UntagResource",
        "UpdatePipeline",
    ];
    let mut statements = vec![Statement::allow(of_service("codepipeline", &own), PIPELINE)];
    statements.extend(passing());
    (
        "Saving a pipeline passes its role and its connections to CodePipeline, which requires the last two \
         statements. Without `GetConnection`, the provider skips the check of the connections' status with a warning. \
         For connections to a self-managed GitLab, the provider calls `GetHost` and checks paths against the host's \
         endpoint; without this permission, it skips this check with a warning. The guide on permissions lists what \
         the pipeline's own role needs.",
        Policy::new(statements),
    )
}

fn source_action() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "UpdatePipeline"]);
    let mut statements = vec![Statement::allow(own, PIPELINE)];
    statements.extend(passing());
    (
        "AWS can save a pipeline only as a whole, so each change passes the pipeline's role and all of its \
         connections to CodePipeline again. For connections to a self-managed GitLab, the provider calls `GetHost` \
         and checks paths against the host's endpoint; without this permission, it skips this check with a warning.",
        Policy::new(statements),
    )
}

fn stage_transition() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "GetPipelineState"]);
    let stage = of_service("codepipeline", &["DisableStageTransition", "EnableStageTransition"]);
    (
        "The permissions to change a transition are limited to one stage of the pipeline.",
        Policy::new(vec![Statement::allow(own, PIPELINE), Statement::allow(stage, STAGE)]),
    )
}

fn data_connection() -> Section {
    let statements = vec![
        Statement::allow(of_connections(&["GetConnection", "ListTagsForResource"]), CONNECTIONS),
        Statement::allow(of_connections(&["ListConnections"]), ALL),
    ];
    (
        "`ListConnections` is required to find a connection by its name. Without `ListTagsForResource`, the tags are \
         null, with a warning.",
        Policy::new(statements),
    )
}

fn data_pipeline() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "ListTagsForResource"]);
    (
        "These permissions are sufficient to read a pipeline.",
        Policy::new(vec![Statement::allow(own, PIPELINE)]),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::provider::policy::PREFIXES;

    fn sections_with_a_policy() -> [Section; 7] {
        [
            connection(),
            handshake(),
            host(),
            pipeline(),
            source_action(),
            data_connection(),
            data_pipeline(),
        ]
    }

    /// Each action of a policy with a resource on which it is allowed.
    fn allowed((_, policy): Section) -> Vec<(String, String)> {
        let policy: Value = serde_json::from_str(&policy.to_json()).unwrap();
        let strings = |value: &Value| -> Vec<String> {
            let strings = value.as_array().into_iter().flatten();
            strings.map(|string| string.as_str().unwrap().to_owned()).collect()
        };
        let statements = policy["Statement"].as_array().unwrap().iter();
        let pairs = statements.flat_map(|statement| {
            let actions = strings(&statement["Action"]).into_iter();
            actions.flat_map(|action| {
                let resources = strings(&statement["Resource"]).into_iter();
                resources.map(move |resource| (action.clone(), resource))
            })
        });
        pairs.collect()
    }

    #[test]
    fn every_action_of_the_connections_api_is_allowed_under_both_prefixes() {
        for section in sections_with_a_policy() {
            let allowed = allowed(section);
            for (action, resource) in &allowed {
                let (service, operation) = action.split_once(':').unwrap();
                if PREFIXES.contains(&service) {
                    for prefix in PREFIXES {
                        let twin = (format!("{prefix}:{operation}"), resource.clone());
                        assert!(allowed.contains(&twin), "{twin:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_action_is_only_allowed_on_every_resource_if_it_cannot_be_restricted() {
        for section in sections_with_a_policy() {
            for (action, _) in allowed(section).iter().filter(|(_, resource)| resource == "*") {
                let (service, operation) = action.split_once(':').unwrap();
                let is_unrestrictable =
                    service == "ec2" || operation.starts_with("Create") || operation.starts_with("List");
                assert!(is_unrestrictable, "{action}");
            }
        }
    }

    #[test]
    fn whoever_saves_a_pipeline_may_pass_its_role_and_its_connections() {
        for section in [pipeline(), source_action()] {
            let allowed = allowed(section);
            for action in [
                "codepipeline:UpdatePipeline",
                "iam:PassRole",
                "codeconnections:PassConnection",
            ] {
                assert!(allowed.iter().any(|(found, _)| found == action), "{action}");
            }
        }
    }
}
