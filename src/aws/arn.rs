//! Amazon Resource Names of connections, hosts and pipelines.

use std::{fmt, str::FromStr};

use super::regions;

/// An Amazon Resource Name, kept exactly as written.
///
/// Shape: `arn:{partition}:{service}:{region}:{account}:{resource}`. The service prefix of a connection is never
/// converted: `codestar-connections` and `codeconnections` name different resources in policies.
/// Source: "Amazon Resource Names" of the AWS General Reference.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn {
    text: String,
    /// Ends of partition, service, region and account in `text`; each is followed by a colon.
    ends: [usize; 4],
}

/// Kind of the object that an [`Arn`] identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A connection of either connections API.
    Connection,
    /// A host of either connections API.
    Host,
    /// A pipeline.
    Pipeline,
    /// Anything else.
    Other,
}

/// The reason why a string is not an [`Arn`], as a message for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnArn(String);

impl Arn {
    /// Returns the partition, such as `aws` or `aws-us-gov`.
    pub fn partition(&self) -> &str {
        &self.text["arn:".len()..self.ends[0]]
    }

    /// Returns the service prefix, such as `codeconnections`.
    pub fn service(&self) -> &str {
        self.member(0)
    }

    /// Returns the region; empty for global resources such as IAM roles.
    pub fn region(&self) -> &str {
        self.member(1)
    }

    /// Returns the account, 12 digits; empty for resources such as buckets.
    pub fn account(&self) -> &str {
        self.member(2)
    }

    /// Returns the part after the account, such as `connection/<id>` or the name of a pipeline.
    pub fn resource(&self) -> &str {
        &self.text[self.ends[3] + 1..]
    }

    /// Returns the ARN as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the kind of the object. The ARN of a connection or host has an account and a region; an ARN without them
    /// identifies neither.
    pub fn kind(&self) -> Kind {
        let (service, resource) = (self.service(), self.resource());
        let is_placed = !self.region().is_empty() && !self.account().is_empty();
        let connections = is_placed && matches!(service, "codeconnections" | "codestar-connections");
        match resource.split_once('/') {
            Some(("connection", id)) if connections && is_uuid(id) => Kind::Connection,
            Some(("host", id)) if connections && !id.is_empty() => Kind::Host,
            None if service == "codepipeline" && !resource.contains(':') => Kind::Pipeline,
            _ => Kind::Other,
        }
    }

    /// Returns the last part of the resource: the UUID of a connection, the `<name>-<8 hex digits>` of a host, or the
    /// name of a pipeline.
    pub fn name(&self) -> &str {
        self.resource().rsplit('/').next().unwrap_or_default()
    }

    /// Returns the ARN of the pipeline `name` in the partition of the region.
    pub fn of_pipeline(region: &str, account: &str, name: &str) -> Option<Self> {
        let partition = regions::partition(region)?;
        format!("arn:{}:codepipeline:{region}:{account}:{name}", partition.name)
            .parse()
            .ok()
    }

    fn member(&self, index: usize) -> &str {
        &self.text[self.ends[index] + 1..self.ends[index + 1]]
    }
}

impl FromStr for Arn {
    type Err = NotAnArn;

    /// # Errors
    /// Returns the reason if the string does not have six parts, has an empty partition, service or resource, has an
    /// account that is not 12 digits, or contains white space.
    fn from_str(text: &str) -> Result<Self, NotAnArn> {
        let members: Vec<&str> = text.splitn(6, ':').collect();
        let [prefix, partition, service, region, account, resource] = members[..] else {
            return Err(NotAnArn(
                "an ARN has six parts, arn:partition:service:region:account:resource".into(),
            ));
        };
        let problem = if prefix != "arn" {
            Some(format!("an ARN begins with \"arn:\", not with {prefix:?}"))
        } else if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            Some("an ARN cannot contain white space".into())
        } else if partition != "aws" && !partition.starts_with("aws-") {
            Some(format!(
                "{partition:?} is not an AWS partition (aws, aws-us-gov, aws-cn …)"
            ))
        } else if service.is_empty() || resource.is_empty() {
            Some("its service and its resource cannot be empty".into())
        } else if !account.is_empty() && !is_account(account) {
            Some(format!("the account {account:?} is not 12 digits"))
        } else if !region
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        {
            Some(format!("{region:?} is not a region"))
        } else {
            None
        };
        if let Some(problem) = problem {
            return Err(NotAnArn(problem));
        }
        let mut ends = [0; 4];
        let mut end = prefix.len();
        for (slot, member) in ends.iter_mut().zip([partition, service, region, account]) {
            end += 1 + member.len();
            *slot = end;
        }
        Ok(Self {
            text: text.to_owned(),
            ends,
        })
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the string is a lowercase UUID, such as the ID of a connection.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl AsRef<str> for Arn {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for NotAnArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotAnArn {}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "connection",
            Self::Host => "host",
            Self::Pipeline => "pipeline",
            Self::Other => "resource",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "6f2c0f1e-2d3c-4b5a-8978-665544332211";

    #[test]
    fn members_are_found() {
        let text = format!("arn:aws-us-gov:codestar-connections:us-gov-east-1:111122223333:connection/{ID}");
        let arn: Arn = text.parse().unwrap();
        let members = [arn.partition(), arn.service(), arn.region(), arn.account(), arn.name()];
        assert_eq!(
            members,
            [
                "aws-us-gov",
                "codestar-connections",
                "us-gov-east-1",
                "111122223333",
                ID
            ]
        );
        assert_eq!(arn.to_string(), text);
    }

    #[test]
    fn kinds_are_told_apart() {
        let kind = |rest: &str| format!("arn:aws:{rest}").parse::<Arn>().unwrap().kind();
        assert_eq!(
            kind(&format!("codeconnections:eu-west-1:111122223333:connection/{ID}")),
            Kind::Connection
        );
        assert_eq!(
            kind("codestar-connections:eu-west-1:111122223333:host/My-Host-28aef605"),
            Kind::Host
        );
        assert_eq!(kind("codepipeline:eu-west-1:111122223333:demo"), Kind::Pipeline);
        assert_eq!(kind("codepipeline:eu-west-1:111122223333:demo/Source"), Kind::Other);
        assert_eq!(kind("codepipeline:eu-west-1:111122223333:webhook:demo"), Kind::Other);
        assert_eq!(
            kind("codeconnections:eu-west-1:111122223333:connection/short"),
            Kind::Other
        );
        assert_eq!(kind("iam::111122223333:role/demo"), Kind::Other);
        for nowhere in [":111122223333:", "eu-west-1::", "::"] {
            assert_eq!(
                kind(&format!("codeconnections:{nowhere}connection/{ID}")),
                Kind::Other,
                "{nowhere}"
            );
            assert_eq!(
                kind(&format!("codeconnections:{nowhere}host/gitlab-28aef605")),
                Kind::Other,
                "{nowhere}"
            );
        }
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        for (text, reason) in [
            ("", "six parts"),
            ("arn:aws:codepipeline:eu-west-1:demo", "six parts"),
            ("urn:aws:codepipeline:eu-west-1:111122223333:demo", "begins with"),
            (
                "arn:azure:codepipeline:eu-west-1:111122223333:demo",
                "not an AWS partition",
            ),
            ("arn:aws:codepipeline:eu-west-1:1111:demo", "12 digits"),
            ("arn:aws:codepipeline:EU:111122223333:demo", "not a region"),
            ("arn:aws:codepipeline:eu-west-1:111122223333:", "cannot be empty"),
            ("arn:aws:codepipeline:eu-west-1:111122223333:de mo", "white space"),
        ] {
            let error = text.parse::<Arn>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_keeps_the_text(text in "(arn:aws(-cn)?:)?[a-zé:/ 0-9-]{0,60}") {
            if let Ok(arn) = text.parse::<Arn>() {
                prop_assert_eq!(arn.as_str(), &text);
                let joined = ["arn", arn.partition(), arn.service(), arn.region(), arn.account(), arn.resource()].join(":");
                prop_assert_eq!(joined, text);
            }
        }
    }
}
