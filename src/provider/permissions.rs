//! What the pages say of permissions: for each noun the least that Terraform's own credentials need.
//!
//! Source: the Service Authorization Reference of AWS, and what each noun calls.

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
/// The role of one pipeline.
const ROLE: &[&str] = &["arn:aws:iam::ACCOUNT:role/PIPELINE_ROLE"];
/// What cannot be limited.
const ALL: &[&str] = &["*"];

/// What CodePipeline does in the caller's name for a host in a VPC.
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

/// The Markdown on permissions of each page, by its path below `docs/`.
pub fn sections() -> BTreeMap<String, String> {
    let sections = [
        ("data-sources/connection.md", data_connection()),
        ("data-sources/pipeline.md", data_pipeline()),
        ("resources/connection.md", connection()),
        ("resources/handshake.md", handshake()),
        ("resources/host.md", host()),
        ("resources/pipeline.md", pipeline()),
        ("resources/source_action.md", source_action()),
    ];
    let written = sections.map(|(path, (about, policy))| (path.to_owned(), section(about, &policy)));
    let gitlab = (
        "data-sources/gitlab_project.md".to_owned(),
        "None in AWS. GitLab is asked with a token that has the scope `read_api`; without a token only public projects can be \
         seen."
            .to_owned(),
    );
    written.into_iter().chain([gitlab]).collect()
}

fn section(about: &str, policy: &Policy) -> String {
    format!(
        "{about}\n\n```json\n{}\n```\n\nReplace the words in capital letters, and the partition `aws` if need be. The guide \
         on permissions says what each statement is for.",
        policy.to_page()
    )
}

/// What a page says before the policy, and the policy.
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
        "Without `ListConnections` the search for connections that are there already is skipped with a warning. `GetHost` is \
         for connections on a host. To name the pipelines that use a connection before it is destroyed, `ListPipelines` and \
         `GetPipeline` are tried as well; without them nothing is named.",
        Policy::new(statements),
    )
}

fn handshake() -> Section {
    let statements = vec![
        Statement::allow(of_connections(&["GetConnection"]), CONNECTIONS),
        Statement::allow(of_connections(&["GetHost"]), HOSTS),
    ];
    (
        "Terraform only waits. The person who authorises needs the policy that the function `handshake_policy` gives.",
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
        "The last statement is for hosts in a VPC only.",
        Policy::new(statements),
    )
}

/// What saving a pipeline asks of the caller besides CodePipeline's own permission.
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
        "Saving a pipeline passes its role and its connections on to CodePipeline, hence the last two statements. Without \
         `GetConnection` the check of the connections' status is skipped with a warning. `GetHost` is tried for connections \
         to a self-managed GitLab, whose address tells which paths are right; without it that check is skipped with a \
         warning. What the pipeline's own role needs is in the guide on permissions.",
        Policy::new(statements),
    )
}

fn source_action() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "UpdatePipeline"]);
    let mut statements = vec![Statement::allow(own, PIPELINE)];
    statements.extend(passing());
    (
        "AWS can only save a pipeline as a whole, so its own role is passed on again, as well as each connection that it \
         uses. `GetHost` is tried for connections to a self-managed GitLab, whose address tells which paths are right; \
         without it that check is skipped with a warning.",
        Policy::new(statements),
    )
}

fn data_connection() -> Section {
    let statements = vec![
        Statement::allow(of_connections(&["GetConnection", "ListTagsForResource"]), CONNECTIONS),
        Statement::allow(of_connections(&["ListConnections"]), ALL),
    ];
    (
        "`ListConnections` is needed to find a connection by its name. Without `ListTagsForResource` the tags are left out \
         with a warning.",
        Policy::new(statements),
    )
}

fn data_pipeline() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "ListTagsForResource"]);
    (
        "Reading needs no more than this.",
        Policy::new(vec![Statement::allow(own, PIPELINE)]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each action of a policy with what it is allowed on.
    fn allowed((_, policy): Section) -> BTreeMap<String, String> {
        let policy: serde_json::Value = serde_json::from_str(&policy.to_json()).unwrap();
        let texts = |value: &serde_json::Value| -> Vec<String> {
            let texts = value.as_array().into_iter().flatten();
            texts.map(|text| text.as_str().unwrap().to_owned()).collect()
        };
        let statements = policy["Statement"].as_array().unwrap().iter();
        statements
            .flat_map(|statement| {
                let on = texts(&statement["Resource"]).join(" ");
                texts(&statement["Action"])
                    .into_iter()
                    .map(move |action| (action, on.clone()))
            })
            .collect()
    }

    /// The same actions under both prefixes of the connections API.
    fn both(actions: &[&str], on: &[&str]) -> Vec<(String, String)> {
        let both = |action: &&str| {
            [
                format!("codeconnections:{action}"),
                format!("codestar-connections:{action}"),
            ]
        };
        let actions = actions.iter().flat_map(both);
        actions.map(|action| (action, on.join(" "))).collect()
    }

    fn one(actions: &[&str], on: &str) -> Vec<(String, String)> {
        actions
            .iter()
            .map(|action| ((*action).to_owned(), on.to_owned()))
            .collect()
    }

    fn expected(parts: &[Vec<(String, String)>]) -> BTreeMap<String, String> {
        parts.iter().flatten().cloned().collect()
    }

    const CONNECTION: [&str; 2] = [
        "arn:aws:codeconnections:REGION:ACCOUNT:connection/*",
        "arn:aws:codestar-connections:REGION:ACCOUNT:connection/*",
    ];
    const HOST: [&str; 2] = [
        "arn:aws:codeconnections:REGION:ACCOUNT:host/*",
        "arn:aws:codestar-connections:REGION:ACCOUNT:host/*",
    ];
    const ONE_PIPELINE: &str = "arn:aws:codepipeline:REGION:ACCOUNT:PIPELINE";

    #[test]
    fn a_connection_needs_what_aws_names_for_it() {
        let own = [
            "DeleteConnection",
            "GetConnection",
            "ListTagsForResource",
            "TagResource",
            "UntagResource",
        ];
        let wanted = [
            both(&["CreateConnection", "ListConnections"], &["*"]),
            both(&own, &CONNECTION),
            both(&["GetHost"], &HOST),
        ];
        assert_eq!(allowed(connection()), expected(&wanted));
    }

    #[test]
    fn a_handshake_needs_to_see_what_it_waits_for() {
        let wanted = [both(&["GetConnection"], &CONNECTION), both(&["GetHost"], &HOST)];
        assert_eq!(allowed(handshake()), expected(&wanted));
    }

    #[test]
    fn a_host_needs_what_aws_names_for_it() {
        let own = [
            "DeleteHost",
            "GetHost",
            "ListTagsForResource",
            "TagResource",
            "UntagResource",
            "UpdateHost",
        ];
        let network = [
            "ec2:CreateNetworkInterface",
            "ec2:CreateTags",
            "ec2:CreateVpcEndpoint",
            "ec2:DeleteNetworkInterface",
            "ec2:DeleteVpcEndpoints",
            "ec2:DescribeDhcpOptions",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcEndpoints",
            "ec2:DescribeVpcs",
        ];
        let wanted = [
            both(&["CreateHost", "ListHosts"], &["*"]),
            both(&own, &HOST),
            one(&network, "*"),
        ];
        assert_eq!(allowed(host()), expected(&wanted));
    }

    /// What saving a pipeline needs besides.
    fn handed_on() -> [Vec<(String, String)>; 2] {
        [
            one(&["iam:PassRole"], "arn:aws:iam::ACCOUNT:role/PIPELINE_ROLE"),
            both(&["GetConnection", "PassConnection"], &CONNECTION),
        ]
    }

    #[test]
    fn a_pipeline_needs_what_aws_names_for_it_but_the_state_the_list_and_the_transitions() {
        let own = [
            "codepipeline:CreatePipeline",
            "codepipeline:DeletePipeline",
            "codepipeline:GetPipeline",
            "codepipeline:ListTagsForResource",
            "codepipeline:TagResource",
            "codepipeline:UntagResource",
            "codepipeline:UpdatePipeline",
        ];
        let [role, connections] = handed_on();
        assert_eq!(
            allowed(pipeline()),
            expected(&[one(&own, ONE_PIPELINE), role, connections])
        );
    }

    #[test]
    fn a_source_action_needs_to_read_and_to_save_its_pipeline() {
        let own = ["codepipeline:GetPipeline", "codepipeline:UpdatePipeline"];
        let [role, connections] = handed_on();
        assert_eq!(
            allowed(source_action()),
            expected(&[one(&own, ONE_PIPELINE), role, connections])
        );
    }
}
