//! Checks of connections and hosts.

use super::Check;

/// The region has no connections.
pub const REGION: &str = "CPGL010";
/// An ARN is of the wrong kind.
pub const WRONG_ARN: &str = "CPGL011";
/// Provider type and host do not go together.
pub const HOST_AND_TYPE: &str = "CPGL012";
/// The host is in another region or partition.
pub const HOST_REGION: &str = "CPGL013";
/// The API that is to make the connection does not know its type or host.
pub const SERVICE: &str = "CPGL014";

/// All of them.
pub(super) const CHECKS: &[Check] = &[
    Check {
        code: REGION,
        title: "Region without connections",
        cause: "AWS offers connections, and source actions that use one, in some regions only. A connection made elsewhere \
                fails with a network error, because the endpoint does not exist. Where the lists of AWS and GitLab disagree it \
                is a warning.",
        fix: "Make the connection in a region that has connections, such as eu-west-1, and us-gov-east-1 in GovCloud: \
              pipelines of the other supported regions of the partition can use it. Pipelines with a source of a connection \
              must be in such a region, too. If AWS has opened the region since, set `skip_region_validation = true` in the \
              provider block.",
        example: "resource \"codepipeline_connection\" \"gitlab\" {\n  name   = \"gitlab\"\n  region = \"eu-west-1\"\n}",
    },
    Check {
        code: WRONG_ARN,
        title: "ARN of something else",
        cause: "The argument takes the ARN of one kind of object, and has that of another, or no ARN at all.",
        fix: "Use the reference to the object instead of a text: codepipeline_connection.NAME.arn for a connection, \
              codepipeline_host.NAME.arn for a host.",
        example: "host_arn = codepipeline_host.gitlab.arn",
    },
    Check {
        code: HOST_AND_TYPE,
        title: "Provider type and host do not go together",
        cause: "A connection to a self-managed provider (GitLabSelfManaged, GitHubEnterpriseServer) goes through a host. One \
                to GitLab.com, GitHub or Bitbucket has none.",
        fix: "Give self-managed types a `host_arn`, and leave it out for the others.",
        example: "resource \"codepipeline_connection\" \"gitlab\" {\n  name     = \"gitlab\"\n  host_arn = \
                  codepipeline_handshake.host.host_arn\n}",
    },
    Check {
        code: HOST_REGION,
        title: "Host of another region",
        cause: "A host is found in its own region and partition only, so a connection on it must be made there.",
        fix: "Make the connection in the region of the host: set `region`, or make a host in the connection's region.",
        example: "resource \"codepipeline_connection\" \"gitlab\" {\n  name     = \"gitlab\"\n  region   = \
                  codepipeline_host.gitlab.region\n  host_arn = codepipeline_host.gitlab.arn\n}",
    },
    Check {
        code: SERVICE,
        title: "Connections service that is too old",
        cause: "With `connections_service = \"codestar-connections\"` new connections are made by the API under its former \
                name, which does not know Azure DevOps, nor hosts whose ARN begins with arn:aws:codeconnections.",
        fix: "Remove `connections_service`. Connections that exist already are still reached through the API of their own ARN.",
        example: "provider \"codepipeline\" {\n  connections_service = \"codeconnections\"\n}",
    },
];
