//! The statuses of a host, and what each means.

/// Status of a host.
///
/// AWS's model leaves it a free text; these are the documented ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostStatus {
    /// A person has to set it up in the console.
    Pending,
    /// Connections can be made on it.
    Available,
    /// The set-up failed, or what it made on the provider's side is gone.
    Error,
    /// AWS makes its network interfaces.
    VpcConfigInitializing,
    /// That failed.
    VpcConfigFailedInitialization,
    /// AWS removes its network interfaces.
    VpcConfigDeleting,
    /// A status that AWS has added since.
    Other(String),
}

impl From<&str> for HostStatus {
    fn from(text: &str) -> Self {
        // The console's words have one more VPC in them than the API's.
        match text.replace("VPC_CONFIG_VPC_", "VPC_CONFIG_").as_str() {
            "PENDING" => Self::Pending,
            "AVAILABLE" => Self::Available,
            "ERROR" => Self::Error,
            "VPC_CONFIG_INITIALIZING" => Self::VpcConfigInitializing,
            "VPC_CONFIG_FAILED_INITIALIZATION" => Self::VpcConfigFailedInitialization,
            "VPC_CONFIG_DELETING" => Self::VpcConfigDeleting,
            _ => Self::Other(text.to_owned()),
        }
    }
}

impl HostStatus {
    /// Why a host with this status cannot be used, and what to do; none for one that can be.
    pub const fn explanation(&self) -> Option<&'static str> {
        Some(match self {
            Self::Available | Self::Other(_) => return None,
            Self::Pending => {
                "A person has to set the host up in the AWS console, with a personal access token of an administrator of the \
                 GitLab server (scope api, and admin_mode where Admin Mode is on)."
            }
            Self::Error => {
                "Its set-up failed, or the application that it made on the provider's side was changed or removed. AWS does \
                 not get over that by itself: set the host up again in the console, or replace it."
            }
            Self::VpcConfigInitializing => "AWS is making its network interfaces in the VPC, which takes some minutes.",
            Self::VpcConfigFailedInitialization => {
                "AWS could not make its network interfaces. Check that the subnets are in that VPC and in different \
                 availability zones, that no other host uses the VPC, that the provider's address can be reached from there, \
                 and that the caller may use ec2:CreateNetworkInterface, ec2:CreateTags, ec2:DescribeDhcpOptions, \
                 ec2:DescribeNetworkInterfaces, ec2:DescribeSubnets, ec2:DescribeVpcs, ec2:DescribeVpcEndpoints and \
                 ec2:CreateVpcEndpoint."
            }
            Self::VpcConfigDeleting => "AWS is removing its network interfaces; the host is about to go.",
        })
    }
}
