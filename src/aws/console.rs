//! Deep links into the AWS console.
//!
//! Source: the console itself; the link of one connection is the page with **Update pending connection**.
//!
//! `CODEPIPELINE_CONSOLE_URL` replaces the origin of all links, for a console that has AWS's paths at another URL.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    arn::{Arn, Kind},
    environment, regions,
};

/// Environment variable with the origin of the console, such as `http://127.0.0.1:4780`.
const ORIGIN: &str = "CODEPIPELINE_CONSOLE_URL";

/// Characters to escape in a path segment or a query value.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'@');

/// Returns the page of a connection, host or pipeline; `None` for any other ARN and for unknown partitions.
pub fn page(arn: &Arn) -> Option<String> {
    match arn.kind() {
        Kind::Connection => connection(arn),
        Kind::Host => hosts(arn.region()),
        Kind::Pipeline => pipeline(arn.region(), arn.name()),
        Kind::Other => None,
    }
}

/// Returns the page of a connection, where the user completes the handshake.
pub fn connection(arn: &Arn) -> Option<String> {
    let region = arn.region();
    let (account, service, id) = (arn.account(), arn.service(), escape(arn.name()));
    Some(format!(
        "{}/codesuite/settings/{account}/{region}/{service}/connections/{id}",
        origin(region)?
    ))
}

/// Returns the ARN of the connection whose page `url` opens; `None` for any other text.
pub fn connection_of_page(url: &str) -> Option<Arn> {
    let (_, path) = url.split_once("/codesuite/settings/")?;
    let parts: Vec<&str> = path.split(['?', '#']).next()?.split('/').collect();
    let [account, region, service, "connections", id, ..] = parts[..] else {
        return None;
    };
    let partition = regions::partition(region)?.name;
    let arn: Arn = format!("arn:{partition}:{service}:{region}:{account}:connection/{id}")
        .parse()
        .ok()?;
    (arn.kind() == Kind::Connection).then_some(arn)
}

/// List of the connections of a region.
pub fn connections(region: &str) -> Option<String> {
    Some(format!(
        "{}/codesuite/settings/connections?region={region}",
        origin(region)?
    ))
}

/// Returns the page with the hosts of a region, where the user sets up a pending host.
pub fn hosts(region: &str) -> Option<String> {
    Some(format!("{}/codesuite/settings/hosts?region={region}", origin(region)?))
}

/// Returns the page of a pipeline.
pub fn pipeline(region: &str, name: &str) -> Option<String> {
    Some(format!(
        "{}/codesuite/codepipeline/pipelines/{}/view?region={region}",
        origin(region)?,
        escape(name)
    ))
}

/// Returns the page of an execution of a pipeline.
pub fn execution(region: &str, pipeline: &str, id: &str) -> Option<String> {
    Some(format!(
        "{}/codesuite/codepipeline/pipelines/{}/executions/{}/visualization?region={region}",
        origin(region)?,
        escape(pipeline),
        escape(id)
    ))
}

fn origin(region: &str) -> Option<String> {
    chosen_origin(environment::var(ORIGIN), region)
}

/// Returns the configured origin, or that of AWS's console in the region.
fn chosen_origin(configured: Option<String>, region: &str) -> Option<String> {
    let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    match configured.filter(is_web) {
        Some(url) => Some(url.trim_end_matches('/').to_owned()),
        None => Some(format!("https://{region}.{}", regions::partition(region)?.console?)),
    }
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_a_connection_leads_back_to_its_arn() {
        let arn = "arn:aws-us-gov:codestar-connections:us-gov-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";
        let page = page_of(arn).unwrap();
        for url in [
            page.clone(),
            format!("{page}?region=us-gov-west-1"),
            format!("{page}/edit#x"),
        ] {
            assert_eq!(connection_of_page(&url).unwrap().as_str(), arn);
        }
        for other in [
            connections("eu-west-1").unwrap(),
            page.replace("6f2c0f1e", "x"),
            arn.to_owned(),
        ] {
            assert_eq!(connection_of_page(&other), None, "{other}");
        }
    }

    fn page_of(arn: &str) -> Option<String> {
        page(&arn.parse().unwrap())
    }

    #[test]
    fn a_connection_has_its_own_page_in_every_partition() {
        let id = "6f2c0f1e-2d3c-4b5a-8978-665544332211";
        for (partition, service, region, host) in [
            ("aws", "codeconnections", "eu-west-1", "console.aws.amazon.com"),
            ("aws", "codestar-connections", "us-east-1", "console.aws.amazon.com"),
            (
                "aws-us-gov",
                "codeconnections",
                "us-gov-east-1",
                "console.amazonaws-us-gov.com",
            ),
        ] {
            assert_eq!(
                page_of(&format!(
                    "arn:{partition}:{service}:{region}:111122223333:connection/{id}"
                ))
                .unwrap(),
                format!("https://{region}.{host}/codesuite/settings/111122223333/{region}/{service}/connections/{id}")
            );
        }
    }

    #[test]
    fn a_configured_origin_replaces_that_of_aws() {
        let chosen = |url: &str| chosen_origin(Some(url.to_owned()), "eu-west-1").unwrap();
        assert_eq!(chosen("http://127.0.0.1:4780/"), "http://127.0.0.1:4780");
        assert_eq!(chosen("https://console.example.com"), "https://console.example.com");
        for other in ["127.0.0.1:4780", "javascript:alert(1)"] {
            assert_eq!(chosen(other), "https://eu-west-1.console.aws.amazon.com", "{other}");
        }
        assert_eq!(chosen_origin(None, "nowhere"), None);
    }

    #[test]
    fn other_pages() {
        assert_eq!(
            page_of("arn:aws:codepipeline:eu-west-1:111122223333:de@mo").unwrap(),
            "https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/de@mo/view?region=eu-west-1"
        );
        assert_eq!(
            pipeline("cn-north-1", "demo").unwrap(),
            "https://cn-north-1.console.amazonaws.cn/codesuite/codepipeline/pipelines/demo/view?region=cn-north-1"
        );
        assert_eq!(
            execution("eu-west-1", "demo", "2f1a-b").unwrap(),
            "https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/demo/executions/2f1a-b/visualization\
             ?region=eu-west-1"
        );
        assert!(
            page_of("arn:aws:codeconnections:eu-west-1:111122223333:host/gl-12345678")
                .unwrap()
                .contains("/hosts")
        );
        assert_eq!(page_of("arn:aws:iam::111122223333:role/demo"), None);
        assert_eq!(connections("nowhere"), None);
    }
}
