//! The paths of pages, which are those of AWS's console.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use crate::{connections::Arn, scope::partition};

/// All connections, and the start page.
pub(crate) const CONNECTIONS: &str = "/console/";
/// All hosts.
pub(crate) const HOSTS: &str = "/console/hosts";
/// All pipelines.
pub(crate) const PIPELINES: &str = "/console/pipelines";

/// The calls and the faults.
pub(crate) const LOG: &str = "/console/log";

/// The parameters in the path of a connection or a host.
#[derive(Deserialize)]
pub(crate) struct ResourcePath {
    account: String,
    /// Home region.
    pub(crate) region: String,
    service: String,
    id: String,
}

impl ResourcePath {
    /// The ARN of what the page shows, `kind` being `connection` or `host`.
    pub(crate) fn arn(&self, kind: &str) -> String {
        let Self {
            account,
            region,
            service,
            id,
        } = self;
        let resource = format!("{kind}/{id}");
        Arn {
            partition: partition(region),
            service,
            region,
            account,
            resource: &resource,
        }
        .to_string()
    }
}

/// The page of a connection.
pub(crate) fn connection(arn: &Arn<'_>) -> String {
    format!("{}/connections/{}", home(arn), encoded(arn.id()))
}

/// The page of a host.
pub(crate) fn host(arn: &Arn<'_>) -> String {
    format!("{}/hosts/{}", home(arn), encoded(arn.id()))
}

/// The page of a pipeline; `account` is ours, AWS's console has one account at a time.
pub(crate) fn pipeline(name: &str, region: &str, account: &str) -> String {
    format!("{}/view{}", pipeline_home(name), pipeline_query(region, account))
}

/// The page of one execution of a pipeline.
pub(crate) fn execution(name: &str, id: &str, region: &str, account: &str) -> String {
    format!(
        "{}/executions/{}/timeline{}",
        pipeline_home(name),
        encoded(id),
        pipeline_query(region, account)
    )
}

/// Returns the target of a form on the page of a pipeline.
pub(crate) fn pipeline_form(name: &str, form: &str, region: &str, account: &str) -> String {
    format!("{}/{form}{}", pipeline_home(name), pipeline_query(region, account))
}

fn home(arn: &Arn<'_>) -> String {
    format!(
        "/codesuite/settings/{}/{}/{}",
        encoded(arn.account),
        encoded(arn.region),
        encoded(arn.service)
    )
}

fn pipeline_home(name: &str) -> String {
    format!("/codesuite/codepipeline/pipelines/{}", encoded(name))
}

fn pipeline_query(region: &str, account: &str) -> String {
    format!("?region={}&account={}", encoded(region), encoded(account))
}

fn encoded(text: &str) -> String {
    const KEPT: percent_encoding::AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'@');
    utf8_percent_encode(text, &KEPT).to_string()
}
