//! Messages about hosts.

use terraform_provider_sdk::diagnostics::Diagnostic;

use super::steps;
use crate::aws::{
    self, Arn, console,
    hosts::{Host, Status},
};

/// Returns the warning that a new host is pending.
pub fn pending(name: &str, console_url: Option<&str>) -> Diagnostic {
    let detail = format!(
        "If its codepipeline_handshake was completed in this apply, no further action is needed. Otherwise, set it \
         up:\n\n{} {}",
        explained(&Status::Pending, None),
        steps::set_up_host(console_url)
    );
    Diagnostic::warning(format!("Host {name:?} was created with the status PENDING"), detail)
}

/// Returns the error that a host cannot have connections now.
pub fn not_available(host: &Host) -> Diagnostic {
    let explanation = explained(&host.status, host.status_message.as_deref());
    Diagnostic::error(
        format!("Host {:?} is not AVAILABLE", host.name),
        format!(
            "Its status is {}. A connection requires a host that is AVAILABLE or PENDING. {explanation} To make Terraform \
             wait for the host, make the connection depend on a codepipeline_handshake with this host_arn.",
            host.status.as_str()
        ),
    )
}

/// Returns the warning that the connections of a host cannot be authorized yet.
pub fn not_set_up(host: &Host) -> Diagnostic {
    Diagnostic::warning(
        format!("Host {:?} is PENDING until you set it up", host.name),
        format!(
            "The connection is created, but you can authorize it only after you have set up the host. {}",
            set_up_first(host)
        ),
    )
}

/// Returns how to set up the host before its connections.
pub fn set_up_first(host: &Host) -> String {
    format!(
        "{}\nTo make Terraform wait for the setup, make the connection depend on a codepipeline_handshake with this \
         host_arn.",
        steps::set_up_host(console::hosts(host.arn.region()).as_deref())
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

/// Returns the warning that AWS was still working on a host when the wait ended, with the last error of a wait that could
/// not read its status.
pub fn unfinished(name: &str, error: Option<&aws::Error>) -> Diagnostic {
    let last = error.map_or_else(String::new, |error| {
        format!(" Its status could not be read in time: {error}.")
    });
    Diagnostic::warning(
        format!("AWS is still working on the host {name:?}"),
        format!(
            "It exists and is in the state.{last} The next plan shows its status. To wait longer: timeouts {{ create = \"1h\" }}."
        ),
    )
}

/// Returns the error that a host disappeared while AWS was setting it up.
pub fn vanished(name: &str, arn: &Arn) -> Diagnostic {
    Diagnostic::error(
        format!("Host {name:?} no longer exists"),
        format!("{arn} was deleted out of band while AWS was setting it up. Apply again: the next apply recreates it."),
    )
}

/// Returns why a host with this status cannot be used, what to do, and AWS's `message`.
pub fn explained(status: &Status, message: Option<&str>) -> String {
    let explanation = explanation(status).unwrap_or_default();
    let said = message.map_or_else(String::new, |message| format!(" Message from AWS: {message}"));
    format!("{explanation}{said}")
}

fn has_status(name: &str, status: &Status) -> String {
    format!("Host {name:?} has the status {}", status.as_str())
}

const fn explanation(status: &Status) -> Option<&'static str> {
    Some(match status {
        Status::Available | Status::Other(_) => return None,
        Status::Pending => {
            "You have to set up the host in the AWS console, with a personal access token of an administrator of the \
             GitLab server (scope api, and admin_mode if Admin Mode is on)."
        }
        Status::Error => {
            "The setup of the host failed, or the application that it created on the provider's server was changed or \
             removed. AWS does not recover on its own. Set up the host again in the console, or replace it."
        }
        Status::VpcConfigInitializing => "AWS is creating network interfaces in the VPC, which takes a few minutes.",
        Status::VpcConfigFailedInitialization => {
            "AWS could not create network interfaces in the VPC. Check that the subnets are in that VPC and in \
             different Availability Zones, that no other host uses the VPC, that the provider's endpoint is reachable \
             from the VPC, and that the caller is allowed to use ec2:CreateNetworkInterface, ec2:CreateTags, \
             ec2:DescribeDhcpOptions, ec2:DescribeNetworkInterfaces, ec2:DescribeSubnets, ec2:DescribeVpcs, \
             ec2:DescribeVpcEndpoints and ec2:CreateVpcEndpoint."
        }
        Status::VpcConfigDeleting => "AWS is removing the network interfaces from the VPC, and then deletes the host.",
    })
}
