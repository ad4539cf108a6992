//! What the connections APIs say about inputs that break their models.

use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::{Value, json};

/// Service, operation, input, and the violations that are answered.
type Case = (&'static str, &'static str, Value, &'static [&'static str]);

fn cases() -> Vec<Case> {
    let vpc = |id: &str| json!({"VpcId": id, "SubnetIds": [], "SecurityGroupIds": ["sg-0123456g!"]});
    vec![
        (
            "codeconnections",
            "CreateConnection",
            json!({"ConnectionName": "123456789012345678901234567890123", "ProviderType": "gitlab"}),
            &[
                "Value '123456789012345678901234567890123' at 'connectionName' failed to satisfy constraint: \
                 Member must have length less than or equal to 32",
                "Value 'gitlab' at 'providerType' failed to satisfy constraint: Member must satisfy enum value set: \
                 [Bitbucket, GitHub, GitHubEnterpriseServer, GitLab, GitLabSelfManaged, AzureDevOps]",
            ],
        ),
        (
            "codeconnections",
            "CreateConnection",
            json!({"ConnectionName": "", "ProviderType": "GitLab", "Tags": [{"Key": ""}]}),
            &[
                "Value '' at 'connectionName' failed to satisfy constraint: \
                 Member must have length greater than or equal to 1",
                "Value '' at 'tags.1.member.key' failed to satisfy constraint: \
                 Member must have length greater than or equal to 1",
                "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
            ],
        ),
        (
            "codestar-connections",
            "GetConnection",
            json!({}),
            &["Value null at 'connectionArn' failed to satisfy constraint: Member must not be null"],
        ),
        (
            "codestar-connections",
            "GetConnection",
            json!({"ConnectionArn": "arn:aws:x:y:123:connection/z"}),
            &[
                r"Value 'arn:aws:x:y:123:connection/z' at 'connectionArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws(-[\w]+)*:.+:.+:[0-9]{12}:.+",
            ],
        ),
        (
            "codestar-connections",
            "GetHost",
            json!({"HostArn": "arn:aws:codeconnections:eu-west-1:111122223333:host/h-01234567"}),
            &[
                r"Value 'arn:aws:codeconnections:eu-west-1:111122223333:host/h-01234567' at 'hostArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws(-[\w]+)*:codestar-connections:.+:[0-9]{12}:host\/.+",
            ],
        ),
        (
            "codeconnections",
            "CreateHost",
            json!({"Name": "a\nb", "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": "", "VpcConfiguration": vpc("vpc-1")}),
            &[
                "Value 'a\nb' at 'name' failed to satisfy constraint: \
                 Member must satisfy regular expression pattern: .*",
                "Value '' at 'providerEndpoint' failed to satisfy constraint: \
                 Member must have length greater than or equal to 1",
                "Value 'vpc-1' at 'vpcConfiguration.vpcId' failed to satisfy constraint: \
                 Member must have length greater than or equal to 12",
                r"Value 'vpc-1' at 'vpcConfiguration.vpcId' failed to satisfy constraint: Member must satisfy regular expression pattern: vpc-\w{8}(\w{9})?",
                "Value '[]' at 'vpcConfiguration.subnetIds' failed to satisfy constraint: \
                 Member must have length greater than or equal to 1",
                r"Value 'sg-0123456g!' at 'vpcConfiguration.securityGroupIds.1.member' failed to satisfy constraint: Member must satisfy regular expression pattern: sg-\w{8}(\w{9})?",
            ],
        ),
        (
            "codeconnections",
            "ListConnections",
            json!({"MaxResults": 101, "NextToken": ""}),
            &[
                "Value '101' at 'maxResults' failed to satisfy constraint: \
                 Member must have value less than or equal to 100",
                "Value '' at 'nextToken' failed to satisfy constraint: \
                 Member must have length greater than or equal to 1",
            ],
        ),
    ]
}

#[tokio::test]
async fn every_violation_of_a_request_is_named_in_one_message() {
    let emulator = Emulator::start().await;
    for (service, operation, input, violations) in cases() {
        let errors = if violations.len() == 1 { "error" } else { "errors" };
        let expected = format!(
            "{} validation {errors} detected: {}",
            violations.len(),
            violations.join("; ")
        );
        let error = emulator.aws().fail(service, operation, input).await;
        assert_eq!((error.status, error.class.as_str()), (400, "ValidationException"));
        assert_eq!(error.message, expected);
    }
}

#[tokio::test]
async fn what_is_refused_is_not_done() {
    let emulator = Emulator::start().await;
    for (service, operation, input, _) in cases() {
        emulator.aws().fail(service, operation, input).await;
    }
    assert_eq!(
        emulator.aws().ok("codeconnections", "ListConnections", json!({})).await,
        json!({"Connections": []})
    );
    assert_eq!(
        emulator.aws().ok("codeconnections", "ListHosts", json!({})).await,
        json!({"Hosts": []})
    );
}

#[tokio::test]
async fn a_name_of_32_characters_of_several_bytes_is_taken() {
    let emulator = Emulator::start().await;
    let input = json!({"ConnectionName": "ü".repeat(32), "ProviderType": "GitLab"});
    emulator.aws().ok("codeconnections", "CreateConnection", input).await;
}
