//! ARNs.

use terraform_plugin_protocol::tfplugin6::call_function;
use terraform_provider_codepipeline::aws::{Arn, arn::Kind, console, service::Service};
use terraform_provider_sdk::value::{Type, Value, normal};

use super::super::{messages::dynamic, ours::client, provider::block_on, target::Target};

pub(crate) const TARGET: Target = Target {
    name: "arn",
    input: "ARNs, and functions of ARNs",
    run,
    seeds,
};

/// The parts of an ARN are the text, the ARN of the other API is of the same kind, a console page leads back to its
/// connection, and functions return a result or an error that can be shown.
fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(arn) = text.parse::<Arn>() {
        let parts = [
            arn.partition(),
            arn.service(),
            arn.region(),
            arn.account(),
            arn.resource(),
        ];
        assert_eq!(format!("arn:{}", parts.join(":")), text);
        if let Some(other) = Service::other_arn(&arn) {
            assert_eq!(other.kind(), arn.kind());
            assert_eq!(Service::other_arn(&other), Some(arn.clone()));
        }
        let page = console::page(&arn);
        if let (Kind::Connection, Some(page)) = (arn.kind(), page) {
            let same = console::connection_of_page(&page);
            assert!(same.is_none_or(|same| same.resource() == arn.resource()), "{page}");
        }
    }
    let _ = console::connection_of_page(text);
    for function in ["connection_arn_parse", "console_url", "gitlab_project_path"] {
        let argument = Value::String(normal(text).into_owned());
        let request = call_function::Request {
            name: function.to_owned(),
            arguments: vec![dynamic(&argument, &Type::String)],
        };
        let response = block_on(client().call_function(request))
            .expect("a response")
            .into_inner();
        match response.error {
            Some(error) => assert!(!error.text.contains("bug in the provider"), "{}", error.text),
            None => assert!(response.result.is_some()),
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let arns = [
        "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211",
        "arn:aws-us-gov:codestar-connections:us-gov-west-1:111122223333:host/gitlab-28aef605",
        "arn:aws-cn:codepipeline:cn-north-1:111122223333:release",
        "arn:aws:iam::111122223333:role/pipeline",
        "https://eu-west-1.console.aws.amazon.com/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/6f2c0f1e-2d3c-4b5a-8978-665544332211",
    ];
    arns.map(Into::into).to_vec()
}
