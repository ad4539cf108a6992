//! Both connections APIs behind one type: same operations, same members, two crates.

use super::arn::Arn;
use super::error::{Call, Error, Kind};

/// A client of one of the two connections APIs.
#[derive(Debug)]
pub(crate) enum Api {
    /// The API of 2023.
    CodeConnections(aws_sdk_codeconnections::Client),
    /// The API of 2019.
    CodeStarConnections(aws_sdk_codestarconnections::Client),
}

/// Writes `$body` once and compiles it for both crates, with `$sdk` naming the crate and `$client` its client.
macro_rules! with_sdk {
    ($api:expr, |$sdk:ident, $client:ident| $body:expr) => {
        match $api {
            $crate::aws::api::Api::CodeConnections($client) => {
                #[allow(unused_imports, reason = "not every body names a type of the crate")]
                use aws_sdk_codeconnections as $sdk;
                $body
            }
            $crate::aws::api::Api::CodeStarConnections($client) => {
                #[allow(unused_imports, reason = "not every body names a type of the crate")]
                use aws_sdk_codestarconnections as $sdk;
                $body
            }
        }
    };
}

/// Tags as `$sdk` sends them; none at all are left out.
macro_rules! sdk_tags {
    ($sdk:ident, $tags:expr) => {{
        let tag = |(key, value)| {
            $sdk::types::Tag::builder()
                .key(key)
                .value(value)
                .build()
                .expect("key and value of a tag are given")
        };
        (!$tags.is_empty()).then(|| $tags.iter().map(tag).collect::<Vec<_>>())
    }};
}

/// Tags as the SDK answered them.
macro_rules! plain_tags {
    ($tags:expr) => {
        $tags
            .unwrap_or_default()
            .into_iter()
            .map(|tag| (tag.key, tag.value))
            .collect::<$crate::aws::tags::Tags>()
    };
}

/// Page size of lists; the APIs' largest.
pub(crate) const PAGE: i32 = 100;

/// The ARN of an answer, which is useless without.
pub(crate) fn answered_arn(call: Call, arn: Option<&str>) -> Result<Arn, Error> {
    let arn = arn.unwrap_or_default();
    arn.parse()
        .map_err(|_| Error::new(Kind::NotOurEndpoint, format!("{arn:?} in the answer is no ARN")).of(call))
}

/// An empty or absent text of an answer is none.
pub(crate) fn text(value: Option<&str>) -> Option<String> {
    value.filter(|value| !value.is_empty()).map(str::to_owned)
}

pub(crate) use {plain_tags, sdk_tags, with_sdk};
