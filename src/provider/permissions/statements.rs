//! The ARNs in the policies of the registry pages, and the statements that several pages share.

use crate::provider::policy::{Policy, Statement, of_connections};

/// The introduction on a page, and the policy.
pub(super) type Section = (&'static str, Policy);

/// Connections of an account, under both prefixes.
pub(super) const CONNECTIONS: &[&str] = &[
    "arn:aws:codeconnections:REGION:ACCOUNT:connection/*",
    "arn:aws:codestar-connections:REGION:ACCOUNT:connection/*",
];
/// Hosts of an account, under both prefixes.
pub(super) const HOSTS: &[&str] = &[
    "arn:aws:codeconnections:REGION:ACCOUNT:host/*",
    "arn:aws:codestar-connections:REGION:ACCOUNT:host/*",
];
/// One pipeline.
pub(super) const PIPELINE: &[&str] = &["arn:aws:codepipeline:REGION:ACCOUNT:PIPELINE"];
/// All pipelines of a region.
pub(super) const PIPELINES: &[&str] = &["arn:aws:codepipeline:REGION:ACCOUNT:*"];
/// One stage of a pipeline.
pub(super) const STAGE: &[&str] = &["arn:aws:codepipeline:REGION:ACCOUNT:PIPELINE/STAGE"];
/// One approval action of a pipeline.
pub(super) const APPROVAL: &[&str] = &["arn:aws:codepipeline:REGION:ACCOUNT:PIPELINE/STAGE/ACTION"];
/// The role of one pipeline.
pub(super) const ROLE: &[&str] = &["arn:aws:iam::ACCOUNT:role/PIPELINE_ROLE"];
/// Every resource.
pub(super) const ALL: &[&str] = &["*"];

/// Permissions for saving a pipeline, besides those of CodePipeline.
pub(super) fn passing() -> [Statement; 2] {
    [
        Statement::allow(["iam:PassRole"], ROLE).when(
            "StringEquals",
            "iam:PassedToService",
            &["codepipeline.amazonaws.com"],
        ),
        Statement::allow(of_connections(&["GetConnection", "PassConnection"]), CONNECTIONS),
    ]
}

/// Permission to read the host of a connection.
pub(super) fn host() -> Statement {
    Statement::allow(of_connections(&["GetHost"]), HOSTS)
}
