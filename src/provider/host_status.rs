//! What the status of a host means.

use crate::aws::hosts::Status;

/// Why a host with this status cannot be used, and what to do; none for one that can be.
pub const fn explanation(status: &Status) -> Option<&'static str> {
    Some(match status {
        Status::Available | Status::Other(_) => return None,
        Status::Pending => {
            "A person has to set the host up in the AWS console, with a personal access token of an administrator of the \
             GitLab server (scope api, and admin_mode where Admin Mode is on)."
        }
        Status::Error => {
            "Its set-up failed, or the application that it made on the provider's side was changed or removed. AWS does \
             not get over that by itself: set the host up again in the console, or replace it."
        }
        Status::VpcConfigInitializing => "AWS is making its network interfaces in the VPC, which takes some minutes.",
        Status::VpcConfigFailedInitialization => {
            "AWS could not make its network interfaces. Check that the subnets are in that VPC and in different \
             availability zones, that no other host uses the VPC, that the provider's address can be reached from there, \
             and that the caller may use ec2:CreateNetworkInterface, ec2:CreateTags, ec2:DescribeDhcpOptions, \
             ec2:DescribeNetworkInterfaces, ec2:DescribeSubnets, ec2:DescribeVpcs, ec2:DescribeVpcEndpoints and \
             ec2:CreateVpcEndpoint."
        }
        Status::VpcConfigDeleting => "AWS is removing its network interfaces; the host is about to go.",
    })
}
