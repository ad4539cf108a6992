//! The instance metadata service: its keys, its endpoint and the profiles that name it.

use std::time::Instant;

use axum::{http::StatusCode, response::IntoResponse};

use super::credential_bench::{Bench, metadata};

#[test]
fn the_metadata_service_gives_the_keys_of_the_instance() {
    let mut bench = Bench::with(metadata);
    bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
    let url = bench.recorder.url().to_owned();
    bench.workspace.set_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url);
    bench.signs_with(&bench.fake);
    bench.workspace.unset_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    bench.provide(&format!("ec2_metadata_service_endpoint = {url:?}"));
    bench.signs_with(&bench.fake);
}

#[test]
fn a_metadata_service_that_is_disabled_is_not_called() {
    let mut bench = Bench::with(metadata);
    bench.provide(&format!("ec2_metadata_service_endpoint = {:?}", bench.recorder.url()));
    bench.fails().says("No AWS credentials were found");
    bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
    bench.provide(&format!(
        "ec2_metadata_service_endpoint = {:?}\nskip_metadata_api_check = true",
        bench.recorder.url()
    ));
    bench.fails().says("No AWS credentials were found");
    assert_eq!(bench.recorder.take().len(), 0);
}

#[test]
fn a_metadata_service_that_is_unreachable_or_has_no_role_is_one_error_soon() {
    let mut bench = Bench::with(|request, keys| {
        let is_role = request.line.contains("security-credentials");
        let nothing = is_role.then(|| StatusCode::NOT_FOUND.into_response());
        nothing.or_else(|| metadata(request, keys))
    });
    bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
    for endpoint in ["http://127.0.0.1:9", "http://192.0.2.1", bench.recorder.url()] {
        bench.provide(&format!("ec2_metadata_service_endpoint = {endpoint:?}"));
        let start = Instant::now();
        bench.fails().says("the EC2 instance metadata service");
        assert!(start.elapsed().as_secs() < 20, "{endpoint}: {:?}", start.elapsed());
    }
}
