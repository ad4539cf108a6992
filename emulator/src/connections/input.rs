//! The inputs of the connections APIs, as their models constrain them.

use crate::{
    connections::Service,
    wire::{ANYTHING, ONE_LINE, Shape, optional, required},
};

static CONNECTION_NAME: Shape = Shape::Text(1, 32, ANYTHING);
static CONNECTION_ARN: Shape = Shape::Text(0, 256, r"arn:aws(-[\w]+)*:.+:.+:[0-9]{12}:.+");
static HOST_ARN: Shape = Shape::Text(
    0,
    256,
    r"arn:aws(-[\w]+)*:(codestar-connections|codeconnections):.+:[0-9]{12}:host\/.+",
);
static FORMER_HOST_ARN: Shape = Shape::Text(0, 256, r"arn:aws(-[\w]+)*:codestar-connections:.+:[0-9]{12}:host\/.+");
static RESOURCE_ARN: Shape = Shape::Text(1, 1011, r"arn:aws(-[\w]+)*:.+:.+:[0-9]{12}:.+");
static HOST_NAME: Shape = Shape::Text(1, 64, ONE_LINE);
static URL: Shape = Shape::Text(1, 512, ONE_LINE);
static PROVIDER_TYPE: Shape = Shape::Choice(&[
    "Bitbucket",
    "GitHub",
    "GitHubEnterpriseServer",
    "GitLab",
    "GitLabSelfManaged",
    "AzureDevOps",
]);
static FORMER_PROVIDER_TYPE: Shape = Shape::Choice(&[
    "Bitbucket",
    "GitHub",
    "GitHubEnterpriseServer",
    "GitLab",
    "GitLabSelfManaged",
]);
static MAX_RESULTS: Shape = Shape::Integer(0, 100);
static NEXT_TOKEN: Shape = Shape::Text(1, 1024, ONE_LINE);
static TAG_KEY: Shape = Shape::Text(1, 128, ONE_LINE);
static TAG_VALUE: Shape = Shape::Text(0, 256, ONE_LINE);
static TAG: Shape = Shape::Structure(&[required("Key", &TAG_KEY), required("Value", &TAG_VALUE)]);
static TAGS: Shape = Shape::List(0, 200, &TAG);
static TAG_KEYS: Shape = Shape::List(0, 200, &TAG_KEY);
static SUBNET_IDS: Shape = Shape::List(1, 10, &Shape::Text(15, 24, r"subnet-\w{8}(\w{9})?"));
static SECURITY_GROUP_IDS: Shape = Shape::List(1, 10, &Shape::Text(11, 20, r"sg-\w{8}(\w{9})?"));
static VPC_CONFIGURATION: Shape = Shape::Structure(&[
    required("VpcId", &Shape::Text(12, 21, r"vpc-\w{8}(\w{9})?")),
    required("SubnetIds", &SUBNET_IDS),
    required("SecurityGroupIds", &SECURITY_GROUP_IDS),
    optional("TlsCertificate", &Shape::Text(1, 16384, ANYTHING)),
]);

/// The inputs of one API, by operation. Both have the same members, with their own idea of providers and hosts.
macro_rules! inputs {
    ($name:ident, $provider_type:ident, $host_arn:ident) => {
        fn $name(operation: &str) -> Option<&'static Shape> {
            const INPUTS: &[(&str, Shape)] = &[
                (
                    "CreateConnection",
                    Shape::Structure(&[
                        required("ConnectionName", &CONNECTION_NAME),
                        optional("ProviderType", &$provider_type),
                        optional("HostArn", &$host_arn),
                        optional("Tags", &TAGS),
                    ]),
                ),
                (
                    "CreateHost",
                    Shape::Structure(&[
                        required("Name", &HOST_NAME),
                        required("ProviderType", &$provider_type),
                        required("ProviderEndpoint", &URL),
                        optional("VpcConfiguration", &VPC_CONFIGURATION),
                        optional("Tags", &TAGS),
                    ]),
                ),
                (
                    "DeleteConnection",
                    Shape::Structure(&[required("ConnectionArn", &CONNECTION_ARN)]),
                ),
                ("DeleteHost", Shape::Structure(&[required("HostArn", &$host_arn)])),
                (
                    "GetConnection",
                    Shape::Structure(&[required("ConnectionArn", &CONNECTION_ARN)]),
                ),
                ("GetHost", Shape::Structure(&[required("HostArn", &$host_arn)])),
                (
                    "ListConnections",
                    Shape::Structure(&[
                        optional("ProviderTypeFilter", &$provider_type),
                        optional("HostArnFilter", &$host_arn),
                        optional("MaxResults", &MAX_RESULTS),
                        optional("NextToken", &NEXT_TOKEN),
                    ]),
                ),
                (
                    "ListHosts",
                    Shape::Structure(&[
                        optional("MaxResults", &MAX_RESULTS),
                        optional("NextToken", &NEXT_TOKEN),
                    ]),
                ),
                (
                    "ListTagsForResource",
                    Shape::Structure(&[required("ResourceArn", &RESOURCE_ARN)]),
                ),
                (
                    "TagResource",
                    Shape::Structure(&[required("ResourceArn", &RESOURCE_ARN), required("Tags", &TAGS)]),
                ),
                (
                    "UntagResource",
                    Shape::Structure(&[
                        required("ResourceArn", &RESOURCE_ARN),
                        required("TagKeys", &TAG_KEYS),
                    ]),
                ),
                (
                    "UpdateHost",
                    Shape::Structure(&[
                        required("HostArn", &$host_arn),
                        optional("ProviderEndpoint", &URL),
                        optional("VpcConfiguration", &VPC_CONFIGURATION),
                    ]),
                ),
            ];
            INPUTS
                .iter()
                .find(|(name, _)| *name == operation)
                .map(|(_, shape)| shape)
        }
    };
}

inputs!(present, PROVIDER_TYPE, HOST_ARN);
inputs!(former, FORMER_PROVIDER_TYPE, FORMER_HOST_ARN);

/// What the input of an operation must look like; `None` for an operation that is not emulated.
pub(crate) fn shape(service: Service, operation: &str) -> Option<&'static Shape> {
    match service {
        Service::CodeStarConnections => former(operation),
        _ => present(operation),
    }
}
