//! Messages about hosts.

use terraform_provider_sdk::diagnostics::Diagnostic;

use super::steps;
use crate::aws::{
    Arn, console,
    hosts::{Host, Status},
};

/// Returns the warning that a new host is pending.
pub fn pending(name: &str, console_url: Option<&str>) -> Diagnostic {
    let detail = format!(
        "{} {}",
        explained(&Status::Pending, None),
        steps::set_up_host(console_url)
    );
    Diagnostic::warning(format!("Host {name:?} was created PENDING"), detail)
}

/// Returns the error that a host cannot have connections yet.
pub fn not_available(host: &Host) -> Diagnostic {
    let open = steps::open(
        console::hosts(host.arn.region()).as_deref(),
        "Open the hosts in the AWS console",
    );
    let (name, status) = (&host.name, host.status.as_str());
    Diagnostic::error(
        format!("Host {name:?} is not AVAILABLE"),
        format!(
            "Its status is {status}. A connection requires a host that is AVAILABLE, and you have to set the host up. \
             {open}\nThere, pick {name:?} and choose \"Set up host\". To make Terraform wait for that, let the connection \
             depend on a codepipeline_handshake with this host_arn."
        ),
    )
}

/// Returns the error that a host does not exist.
pub fn not_found(arn: &Arn) -> Diagnostic {
    Diagnostic::error(
        "No such host",
        format!("There is no host {arn}. A host exists in its own region and account only: check the ARN."),
    )
}

/// Returns the error that an equal host exists.
pub fn already_exists(arn: &str) -> Diagnostic {
    Diagnostic::error(
        "Such a host exists already",
        format!(
            "{arn} has the same name, type and endpoint, and AWS accepts one host per endpoint. To manage the existing host, \
             add this block with the address of your resource:\n\n{}",
            steps::import_block("codepipeline_host", arn)
        ),
    )
}

/// Returns the error that AWS could not set up the VPC of a new host.
pub fn failed(name: &str, status: &Status, message: Option<&str>) -> Diagnostic {
    let detail = format!("{}\n\nThe next apply replaces it.", explained(status, message));
    Diagnostic::error(has_status(name, status), detail)
}

/// Returns the warning that a host does not work and does not recover on its own, if that is so.
pub fn broken(name: &str, status: &Status, message: Option<&str>) -> Option<Diagnostic> {
    let is_broken = matches!(
        status,
        Status::Error | Status::VpcConfigFailedInitialization | Status::VpcConfigDeleting
    );
    is_broken.then(|| Diagnostic::warning(has_status(name, status), explained(status, message)))
}

/// Returns the warning that AWS was still working on a host when the wait ended.
pub fn unfinished(name: &str) -> Diagnostic {
    Diagnostic::warning(
        format!("AWS is still working on the host {name:?}"),
        "It exists and is in the state. The next plan shows its status. To wait longer: timeouts { create = \"1h\" }.",
    )
}

/// Returns why a host with this status cannot be used, what to do, and AWS's `message`.
pub fn explained(status: &Status, message: Option<&str>) -> String {
    let explanation = explanation(status).unwrap_or_default();
    let said = message.map_or_else(String::new, |message| format!(" AWS says: {message}"));
    format!("{explanation}{said}")
}

fn has_status(name: &str, status: &Status) -> String {
    format!("Host {name:?} has the status {}", status.as_str())
}

const fn explanation(status: &Status) -> Option<&'static str> {
    Some(match status {
        Status::Available | Status::Other(_) => return None,
        Status::Pending => {
            "You have to set the host up in the AWS console, with a personal access token of an administrator of the \
             GitLab server (scope api, and admin_mode if Admin Mode is on)."
        }
        Status::Error => {
            "Its setup failed, or the application that it created on the provider's side was changed or removed. AWS does \
             not recover on its own: set the host up again in the console, or replace it."
        }
        Status::VpcConfigInitializing => "AWS is creating its network interfaces in the VPC, which takes some minutes.",
        Status::VpcConfigFailedInitialization => {
            "AWS could not create its network interfaces. Check that the subnets are in that VPC and in different \
             availability zones, that no other host uses the VPC, that the provider's endpoint can be reached from there, \
             and that the caller may use ec2:CreateNetworkInterface, ec2:CreateTags, ec2:DescribeDhcpOptions, \
             ec2:DescribeNetworkInterfaces, ec2:DescribeSubnets, ec2:DescribeVpcs, ec2:DescribeVpcEndpoints and \
             ec2:CreateVpcEndpoint."
        }
        Status::VpcConfigDeleting => "AWS is removing its network interfaces and deletes the host next.",
    })
}
