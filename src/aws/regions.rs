//! Regions and partitions, and the regions that support connections according to AWS and GitLab.
//!
//! Sources: the CodePipeline user guide and the General Reference of AWS (2026), the AWS CodePipeline page of GitLab's
//! documentation, the partition rules of the AWS SDKs.

/// A partition of AWS: regions that share accounts, ARNs and a DNS suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Name in ARNs, such as `aws`.
    pub name: &'static str,
    /// DNS suffix of its endpoints.
    pub dns_suffix: &'static str,
    /// DNS suffix of its dual-stack endpoints.
    pub dual_stack_dns_suffix: &'static str,
    /// Host of its console, if known.
    pub console: Option<&'static str>,
    /// A region of it that supports connections, to suggest to the user; `None` if no region does.
    pub with_connections: Option<&'static str>,
    /// Prefixes of its region names.
    prefixes: &'static [&'static str],
}

/// Whether a region supports connections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Support {
    /// The connections API has an endpoint, and no list excludes the region.
    Yes,
    /// The documented lists disagree; the reason.
    Doubtful(String),
    /// Both lists exclude the region, or it has no endpoint; the reason.
    No(String),
}

const PARTITIONS: &[Partition] = &[
    Partition {
        name: "aws-us-gov",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        console: Some("console.amazonaws-us-gov.com"),
        with_connections: Some("us-gov-east-1"),
        prefixes: &["us-gov"],
    },
    Partition {
        name: "aws-cn",
        dns_suffix: "amazonaws.com.cn",
        dual_stack_dns_suffix: "api.amazonwebservices.com.cn",
        console: Some("console.amazonaws.cn"),
        with_connections: None,
        prefixes: &["cn"],
    },
    Partition {
        name: "aws-eusc",
        dns_suffix: "amazonaws.eu",
        dual_stack_dns_suffix: "api.amazonwebservices.eu",
        console: None,
        with_connections: None,
        prefixes: &["eusc-de"],
    },
    Partition {
        name: "aws",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        console: Some("console.aws.amazon.com"),
        with_connections: Some("eu-west-1"),
        prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
    },
];

/// Regions with an endpoint of both connections APIs.
const CONNECTIONS: &[&str] = &[
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-west-1",
    "us-west-2",
];

/// Regions with a FIPS endpoint of both connections APIs.
const CONNECTIONS_FIPS: &[&str] = &[
    "ca-central-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-west-1",
    "us-west-2",
];

/// Regions with a FIPS endpoint of CodePipeline.
const CODEPIPELINE_FIPS: &[&str] = &[
    "ca-central-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// Regions whose STS calls `legacy` sends to the global endpoint. Source: "AWS STS Regional endpoints" of the AWS SDKs and
/// Tools Reference Guide.
const GLOBAL_STS: &[&str] = &[
    "ap-northeast-1",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// Regions that AWS's user guide excludes for connection sources.
const EXCLUDED_BY_AWS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-northeast-3",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "eu-central-2",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "us-gov-west-1",
];

/// Regions that GitLab's page excludes.
const EXCLUDED_BY_GITLAB: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "eu-central-2",
    "me-south-1",
    "us-gov-east-1",
    "us-gov-west-1",
];

/// The regions that neither the endpoint lists nor the user guide of AWS contain.
const OTHERS: &[&str] = &[
    "ap-east-2",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-isoe-west-1",
    "eusc-de-east-1",
    "mx-central-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "us-isob-west-1",
    "us-isof-east-1",
    "us-isof-south-1",
];

/// Returns every region of this release, in all partitions.
pub fn known() -> impl Iterator<Item = &'static str> {
    [CONNECTIONS, EXCLUDED_BY_AWS, OTHERS].into_iter().flatten().copied()
}

/// Whether the region is in this release.
pub fn is_known(region: &str) -> bool {
    known().any(|known| known == region)
}

/// Returns the partition of a region; `None` if no partition has such a region.
pub fn partition(region: &str) -> Option<&'static Partition> {
    PARTITIONS
        .iter()
        .find(|partition| partition.prefixes.iter().any(|prefix| has_prefix(region, prefix)))
}

/// Returns the host of a service in a region, according to the endpoint rules of CodePipeline and the connections APIs.
///
/// A region of an unknown partition counts as a new region of `aws`.
pub fn host(service: &str, region: &str, fips: bool, dual_stack: bool) -> String {
    let suffix = match (partition(region), dual_stack) {
        (Some(partition), false) => partition.dns_suffix,
        (Some(partition), true) => partition.dual_stack_dns_suffix,
        (None, false) => "amazonaws.com",
        (None, true) => "api.aws",
    };
    format!("{service}{}.{region}.{suffix}", if fips { "-fips" } else { "" })
}

/// Whether `region` is `{prefix}-{word}-{digits}`, the form of every region name.
fn has_prefix(region: &str, prefix: &str) -> bool {
    let Some((word, number)) = region
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('-'))
        .and_then(|rest| rest.split_once('-'))
    else {
        return false;
    };
    let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_word && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a string has the form of a region name in any partition: words and a number, joined by hyphens.
pub fn has_form(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    match text.rsplit_once('-') {
        Some((words, number)) => is_number(number) && words.contains('-') && words.split('-').all(is_word),
        None => false,
    }
}

/// Returns whether `region` supports connections.
pub fn supported(region: &str) -> Support {
    if !is_known(region) {
        return Support::No(format!("{region:?} is not a known AWS region, such as eu-west-1"));
    }
    let Some(partition) = partition(region) else {
        return Support::Doubtful(format!("{region} is not in a known AWS partition"));
    };
    let (aws, gitlab) = (EXCLUDED_BY_AWS.contains(&region), EXCLUDED_BY_GITLAB.contains(&region));
    if partition.name == "aws-cn" {
        return Support::No(format!("AWS does not support connections in China ({region})"));
    }
    match (aws, gitlab, CONNECTIONS.contains(&region)) {
        (true, true, _) => Support::No(format!(
            "both AWS's and GitLab's documentation exclude connections in {region}"
        )),
        (true, false, _) => Support::Doubtful(format!("AWS's documentation excludes connections in {region}")),
        (false, true, _) => Support::Doubtful(format!("GitLab's documentation excludes connections in {region}")),
        (false, false, false) => Support::Doubtful(format!(
            "AWS does not document an endpoint for the connections API in {region}"
        )),
        (false, false, true) => Support::Yes,
    }
}

/// Whether the connections APIs have a FIPS endpoint in `region`.
pub fn has_connections_fips(region: &str) -> bool {
    CONNECTIONS_FIPS.contains(&region)
}

/// Whether CodePipeline has a FIPS endpoint in `region`.
pub fn has_codepipeline_fips(region: &str) -> bool {
    CODEPIPELINE_FIPS.contains(&region)
}

/// Whether `AWS_STS_REGIONAL_ENDPOINTS=legacy` sends the STS calls of `region` to the global endpoint.
pub fn has_global_sts(region: &str) -> bool {
    GLOBAL_STS.contains(&region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_alphabetical() {
        for list in [
            CODEPIPELINE_FIPS,
            CONNECTIONS,
            CONNECTIONS_FIPS,
            EXCLUDED_BY_AWS,
            EXCLUDED_BY_GITLAB,
            GLOBAL_STS,
            OTHERS,
        ] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn every_region_is_known_once() {
        for region in known()
            .chain(EXCLUDED_BY_GITLAB.iter().copied())
            .chain(CONNECTIONS_FIPS.iter().copied())
            .chain(CODEPIPELINE_FIPS.iter().copied())
            .chain(GLOBAL_STS.iter().copied())
        {
            assert!(has_form(region), "{region}");
            assert_eq!(known().filter(|known| *known == region).count(), 1, "{region}");
        }
    }

    #[test]
    fn every_listed_region_belongs_to_a_partition() {
        for region in CONNECTIONS.iter().chain(EXCLUDED_BY_AWS).chain(EXCLUDED_BY_GITLAB) {
            assert!(partition(region).is_some(), "{region}");
        }
    }

    #[test]
    fn an_advised_region_is_one_of_the_partition_that_has_connections() {
        for (of, region) in PARTITIONS.iter().filter_map(|of| Some((of, of.with_connections?))) {
            assert_eq!(partition(region), Some(of));
            assert!(CONNECTIONS.contains(&region), "{region}");
        }
    }

    #[test]
    fn partitions_follow_the_region() {
        for (region, name) in [
            ("eu-west-1", Some("aws")),
            ("mx-central-1", Some("aws")),
            ("us-gov-west-1", Some("aws-us-gov")),
            ("cn-north-1", Some("aws-cn")),
            ("eusc-de-east-1", Some("aws-eusc")),
            ("us-isof-east-1", None),
            ("eu-west", None),
            ("EU-WEST-1", None),
            ("eu-west-1a", None),
            ("moon-base-1", None),
        ] {
            assert_eq!(partition(region).map(|partition| partition.name), name, "{region}");
        }
    }

    #[test]
    fn support_follows_both_lists_and_the_endpoints() {
        assert_eq!(supported("eu-west-1"), Support::Yes);
        assert_eq!(supported("eu-south-1"), Support::Yes);
        for region in [
            "us-gov-east-1",
            "il-central-1",
            "ap-southeast-5",
            "us-isof-east-1",
            "eusc-de-east-1",
        ] {
            assert!(matches!(supported(region), Support::Doubtful(_)), "{region}");
        }
        for region in [
            "ap-east-1",
            "us-gov-west-1",
            "cn-north-1",
            "nowhere",
            "eu-west-1a",
            "EU-WEST-1",
            "eu-1",
            "eu-wset-1",
            "eu-west-9",
        ] {
            assert!(matches!(supported(region), Support::No(_)), "{region}");
        }
    }
}
