//! The instance metadata service: its keys, its endpoint and the profiles that name it.

use std::time::Instant;

use axum::{http::StatusCode, response::IntoResponse};

use super::credential_bench::{Bench, metadata};
use crate::support::{own_network, recorder::Recorder};

/// A bench with the metadata service of an instance at the address of its recorder.
fn instance() -> Bench {
    let mut bench = Bench::with(metadata);
    bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
    bench
}

#[test]
fn the_metadata_service_gives_the_keys_of_the_instance() {
    let mut bench = instance();
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

#[test]
fn half_a_key_in_the_environment_is_named_if_a_later_source_refuses() {
    let mut bench = Bench::with(|_, _| Some(StatusCode::FORBIDDEN.into_response()));
    bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
    bench.workspace.set_variable("AWS_ACCESS_KEY_ID", "test");
    bench.provide(&format!("ec2_metadata_service_endpoint = {:?}", bench.recorder.url()));
    bench
        .fails()
        .says("Cannot use the credentials from the EC2 instance metadata service")
        .says("the environment contains AWS_ACCESS_KEY_ID but not AWS_SECRET_ACCESS_KEY");
}

/// Profiles that take their keys from the metadata service.
const WITH_ROLE: &str = "[profile work]\nrole_arn = arn:aws:iam::111122223333:role/work\n";
const NAMED: &str = "credential_source = Ec2InstanceMetadata\n";

#[test]
fn the_endpoint_of_the_metadata_service_holds_for_profiles_wherever_it_is_set_and_precedes_the_ip_version() {
    let mut bench = instance();
    let url = bench.recorder.url().to_owned();
    let member = format!("ec2_metadata_service_endpoint = {url}\n");
    let argument = format!("ec2_metadata_service_endpoint = {url:?}");
    let mode = "ec2_metadata_service_endpoint_mode = \"IPv6\"";
    for (profile, has_role) in [
        (format!("{WITH_ROLE}{NAMED}"), true),
        (
            format!("{WITH_ROLE}source_profile = instance\n[profile instance]\n{NAMED}"),
            true,
        ),
        (format!("[profile work]\n{NAMED}"), false),
    ] {
        let with_member = profile.replacen("[profile work]\n", &format!("[profile work]\n{member}"), 1);
        for (file, content, arguments, variable) in [
            (".aws/config", &profile, argument.as_str(), ""),
            (".aws/config", &profile, "", url.as_str()),
            (".aws/config", &with_member, "", ""),
            ("settings", &with_member, "shared_config_files = [\"~/settings\"]", ""),
        ] {
            bench.workspace.write(".aws/config", "");
            bench.workspace.write(file, content);
            if !variable.is_empty() {
                bench
                    .workspace
                    .set_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", variable);
            }
            bench.provide(&format!("profile = \"work\"\n{arguments}\n{mode}"));
            match has_role {
                true => bench.assumes_with(&bench.fake),
                false => bench.signs_with(&bench.fake),
            }
            bench.workspace.unset_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
        }
    }
    bench.workspace.write(".aws/config", &format!("[default]\n{member}"));
    bench.provide(mode);
    bench.signs_with(&bench.fake);
}

#[test]
fn a_profile_that_names_a_disabled_metadata_service_is_one_error_that_says_so() {
    let mut bench = instance();
    bench.workspace.write(".aws/config", &format!("{WITH_ROLE}{NAMED}"));
    let endpoint = format!(
        "profile = \"work\"\nec2_metadata_service_endpoint = {:?}",
        bench.recorder.url()
    );
    bench.provide(&format!("{endpoint}\nskip_metadata_api_check = true"));
    bench
        .fails()
        .says("the profile \"work\": skip_metadata_api_check is true (credential_source = Ec2InstanceMetadata)");
    bench.provide(&endpoint);
    bench.workspace.set_variable("AWS_EC2_METADATA_DISABLED", "true");
    bench.fails().says("AWS_EC2_METADATA_DISABLED");
    assert_eq!(bench.recorder.take().len(), 0);
}

#[test]
fn a_malformed_endpoint_or_ip_version_of_the_metadata_service_is_one_error_that_names_it() {
    for (variable, value) in [
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://no url"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv5"),
    ] {
        let mut bench = instance();
        bench.workspace.set_variable(variable, value);
        bench.fails().says("the EC2 instance metadata service").says(value);
    }
}

#[test]
fn the_metadata_service_is_called_at_the_address_of_the_ip_version_without_a_proxy() {
    own_network::run(|| {
        let mut bench = Bench::new();
        bench.workspace.unset_variable("AWS_EC2_METADATA_DISABLED");
        bench.workspace.set_variable("HTTP_PROXY", "http://127.0.0.1:9");
        let services = ["169.254.169.254:80", "[fd00:ec2::254]:80"].map(|address| {
            let keys = bench.account.keys_of_role("instance");
            let given = keys.clone();
            let service = Recorder::at(address, bench.account.url(), move |request| metadata(request, &given));
            (keys, service)
        });
        let [(ipv4, _), (ipv6, _)] = &services;
        let of_instance = format!("{WITH_ROLE}{NAMED}");
        bench.workspace.write(".aws/config", &of_instance);
        let mode = |version: &str| format!("ec2_metadata_service_endpoint_mode = {version:?}");
        bench.signs_with(ipv4);
        bench.provide(&mode("IPv6"));
        bench.signs_with(ipv6);
        bench.provide(&format!("profile = \"work\"\n{}", mode("IPv6")));
        bench.assumes_with(ipv6);
        // The argument precedes the environment, which precedes the profile.
        bench
            .workspace
            .set_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipv6");
        bench.provide("");
        bench.signs_with(ipv6);
        bench.provide(&mode("IPv4"));
        bench.signs_with(ipv4);
        bench.workspace.unset_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE");
        bench
            .workspace
            .write(".aws/config", "[default]\nec2_metadata_service_endpoint_mode = IPv6\n");
        bench.provide("");
        bench.signs_with(ipv6);
        bench
            .workspace
            .set_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv4");
        bench.signs_with(ipv4);
        // An endpoint precedes them all.
        bench
            .workspace
            .set_variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://[fd00:ec2::254]");
        bench.provide(&mode("IPv4"));
        bench.signs_with(ipv6);
    });
}
