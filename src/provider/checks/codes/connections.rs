//! Checks of connections and hosts.

use super::{Check, Severity};

/// The region has no connections.
pub const REGION: Check = Check {
    code: "CPGL010",
    severity: Severity::Either,
    title: "Region without connections",
    cause: "AWS offers connections, and source actions that use one, in some regions only. A connection made elsewhere \
            fails with a network error, because the endpoint does not exist. Where the lists of AWS and GitLab disagree it \
            is a warning.",
    fix: "Make the connection in a region that has connections, such as eu-west-1, and us-gov-east-1 in GovCloud: \
          pipelines of the other supported regions of the partition can use it. Pipelines with a source of a connection \
          must be in such a region, too. If AWS has opened the region since, set `skip_region_validation = true` in the \
          provider block.",
    example: "resource \"codepipeline_connection\" \"gitlab\" {\n  name   = \"gitlab\"\n  region = \"eu-west-1\"\n}",
};

/// An ARN is of the wrong kind.
pub const WRONG_ARN: Check = Check {
    code: "CPGL011",
    severity: Severity::Either,
    title: "ARN of something else",
    cause: "The argument takes the ARN of one kind of object, and has that of another, one that lacks a part, or no ARN at \
            all. A connection of another partition than the pipeline's role is an error, too. One of codestar-connections \
            that belongs to another account is a warning: AWS documents sharing for codeconnections only.",
    fix: "Use the reference to the object instead of a text: codepipeline_connection.NAME.arn for a connection, \
          codepipeline_host.NAME.arn for a host.",
    example: "host_arn = codepipeline_host.gitlab.arn",
};

/// Provider type and host do not go together.
pub const HOST_AND_TYPE: Check = Check {
    code: "CPGL012",
    severity: Severity::Error,
    title: "Provider type and host do not go together",
    cause: "A connection to a self-managed provider (GitLabSelfManaged, GitHubEnterpriseServer) goes through a host. One \
            to GitLab.com, GitHub or Bitbucket has none.",
    fix: "Give self-managed types a `host_arn`, and leave it out for the others.",
    example: "resource \"codepipeline_connection\" \"gitlab\" {\n  name     = \"gitlab\"\n  host_arn = \
              codepipeline_handshake.host.host_arn\n}",
};

/// The host is in another region or partition.
pub const HOST_REGION: Check = Check {
    code: "CPGL013",
    severity: Severity::Error,
    title: "Host of another region",
    cause: "A host is found in its own region and partition only, so a connection on it must be made there.",
    fix: "Make the connection in the region of the host: set `region`, or make a host in the connection's region.",
    example: "resource \"codepipeline_connection\" \"gitlab\" {\n  name     = \"gitlab\"\n  region   = \
              codepipeline_host.gitlab.region\n  host_arn = codepipeline_host.gitlab.arn\n}",
};

/// The API that is to make the connection does not know its type or host.
pub const SERVICE: Check = Check {
    code: "CPGL014",
    severity: Severity::Error,
    title: "Connections service that is too old",
    cause: "With `connections_service = \"codestar-connections\"` new connections are made by the API under its former \
            name, which does not know Azure DevOps, nor hosts whose ARN begins with arn:aws:codeconnections.",
    fix: "Remove `connections_service`. Connections that exist already are still reached through the API of their own ARN.",
    example: "provider \"codepipeline\" {\n  connections_service = \"codeconnections\"\n}",
};

/// AWS has no provider type of this name.
pub const PROVIDER_TYPE: Check = Check {
    code: "CPGL015",
    severity: Severity::Error,
    title: "Provider type that AWS does not have",
    cause: "AWS compares the names of provider types letter by letter, upper and lower case included.",
    fix: "Write the name that the message lists: GitLab for GitLab.com, GitLabSelfManaged for a GitLab of one's own.",
    example: "provider_type = \"GitLab\"",
};

/// Tags that AWS does not take.
pub const TAGS: Check = Check {
    code: "CPGL016",
    severity: Severity::Either,
    title: "Tags that AWS does not take",
    cause: "Keys that begin with aws: are AWS's own, and a pipeline can have 50 tags, those of `default_tags` included. How \
            many a connection or a host can have is not documented: more than 50 are a warning.",
    fix: "Choose another key, or remove tags. AWS raises this limit for nobody.",
    example: "tags = {\n  team = \"platform\"\n}",
};

/// All of them.
pub(super) const CHECKS: &[Check] = &[
    REGION,
    WRONG_ARN,
    HOST_AND_TYPE,
    HOST_REGION,
    SERVICE,
    PROVIDER_TYPE,
    TAGS,
];
