//! The service models of the connections APIs: the shape of every input, as data.

use crate::{
    connections::Service,
    wire::constraints::{Shape, integer, list, matching, optional, required, text},
};

/// Strings without line breaks.
const LINE: &str = ".*";

static CONNECTION_NAME: Shape = text(1, 32);
static CONNECTION_ARN: Shape = matching(0, 256, r"arn:aws(-[\w]+)*:.+:.+:[0-9]{12}:.+");
static HOST_ARN: Shape = matching(
    0,
    256,
    r"arn:aws(-[\w]+)*:(codestar-connections|codeconnections):.+:[0-9]{12}:host\/.+",
);
static CODESTAR_HOST_ARN: Shape = matching(0, 256, r"arn:aws(-[\w]+)*:codestar-connections:.+:[0-9]{12}:host\/.+");
static RESOURCE_ARN: Shape = matching(1, 1011, r"arn:aws(-[\w]+)*:.+:.+:[0-9]{12}:.+");
static HOST_NAME: Shape = matching(1, 64, LINE);
static URL: Shape = matching(1, 512, LINE);
static PROVIDER_TYPE: Shape = Shape::Choice(&[
    "Bitbucket",
    "GitHub",
    "GitHubEnterpriseServer",
    "GitLab",
    "GitLabSelfManaged",
    "AzureDevOps",
]);
static CODESTAR_PROVIDER_TYPE: Shape = Shape::Choice(&[
    "Bitbucket",
    "GitHub",
    "GitHubEnterpriseServer",
    "GitLab",
    "GitLabSelfManaged",
]);
static MAX_RESULTS: Shape = integer(0, 100);
static NEXT_TOKEN: Shape = matching(1, 1024, LINE);
static TAG_KEY: Shape = matching(1, 128, LINE);
static TAG_VALUE: Shape = matching(0, 256, LINE);
static TAG: Shape = Shape::Structure(&[required("Key", &TAG_KEY), required("Value", &TAG_VALUE)]);
static TAGS: Shape = list(&TAG, 0, 200);
static TAG_KEYS: Shape = list(&TAG_KEY, 0, 200);
static SUBNET_IDS: Shape = list(&matching(15, 24, r"subnet-\w{8}(\w{9})?"), 1, 10);
static SECURITY_GROUP_IDS: Shape = list(&matching(11, 20, r"sg-\w{8}(\w{9})?"), 1, 10);
static VPC_CONFIGURATION: Shape = Shape::Structure(&[
    required("VpcId", &matching(12, 21, r"vpc-\w{8}(\w{9})?")),
    required("SubnetIds", &SUBNET_IDS),
    required("SecurityGroupIds", &SECURITY_GROUP_IDS),
    optional("TlsCertificate", &text(1, 16384)),
]);

/// Defines the inputs of one API. Both APIs have the same members; provider types and host ARNs differ.
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

inputs!(codeconnections, PROVIDER_TYPE, HOST_ARN);
inputs!(codestar_connections, CODESTAR_PROVIDER_TYPE, CODESTAR_HOST_ARN);

/// Returns the shape of an operation's input, or `None` for an operation that is not emulated.
pub(crate) fn input(service: Service, operation: &str) -> Option<&'static Shape> {
    match service {
        Service::CodeStarConnections => codestar_connections(operation),
        _ => codeconnections(operation),
    }
}
