//! The current connections of the sources of a pipeline.
//!
//! AWS registers the webhook only when a pipeline is saved while its connection is AVAILABLE. Otherwise, the pipeline
//! looks healthy but never starts. Therefore, the provider refuses to save a source with such a connection, and saves a
//! pipeline again that was saved too early.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics, Severity},
    value::Path,
};

use crate::{
    aws::{
        self, Arn,
        arn::Kind as ArnKind,
        connections::{Connection, Status},
        console,
        error::Kind,
        pipelines::Save,
    },
    gitlab::provider_type::ProviderType,
    provider::{client::Client, facts::Facts, failure, missing::how_to_find, source_provider::SourceProvider},
};

/// A source action that uses a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceConnection {
    /// Path of the argument with the connection.
    pub path: Path,
    /// Name of the source action.
    pub action: String,
    /// ARN of the connection.
    pub arn: Arn,
}

/// The private state, which is kept between a read and the next apply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    /// ARNs of connections that were not `AVAILABLE` when the pipeline was last saved, but were `AVAILABLE` when it was
    /// last read.
    #[serde(default)]
    pub available: BTreeSet<String>,
}

impl Remembered {
    /// Returns whether an apply must save the pipeline even if nothing changes, to register a webhook or because
    /// `resave` has changed.
    pub fn save(&self, resave_changes: bool) -> Save {
        if resave_changes || !self.available.is_empty() {
            Save::Always
        } else {
            Save::IfChanged
        }
    }
}

/// AWS's response about one connection.
#[derive(Debug)]
enum Answer {
    Connection(Connection),
    /// It does not exist, except under this ARN of the other API.
    Missing(Option<Arn>),
    Unreadable(aws::Error),
}

/// The consequence of a connection that is not `AVAILABLE`, and the fix if the connection exists.
#[derive(Clone, Copy, Debug)]
struct Consequence {
    then: &'static str,
    help: &'static str,
    /// In place of `help` if there is a handshake of the connection.
    help_with_handshake: &'static str,
}

const SAVED_ALL_THE_SAME: Consequence = Consequence {
    then: "The pipeline is saved anyway, because allow_pending_connection is true.",
    help: SAVED_AGAIN,
    help_with_handshake: SAVED_AGAIN,
};
const SAVED_AGAIN: &str = " It does not start automatically until a later apply saves it again.";
const NEVER_THERE: Consequence = Consequence {
    then: "AWS chooses the ARN of a new connection, so no apply can create one with this ARN.",
    help: "",
    help_with_handshake: "",
};
const WILL_STOP: Consequence = Consequence {
    then: "The apply checks again, and fails before it changes anything if the connection is still not AVAILABLE.",
    help: " Make the pipeline depend on a codepipeline_handshake, which waits until the handshake is \
           complete, or set allow_pending_connection = true.",
    // The plan of the handshake warns that the apply waits.
    help_with_handshake: "",
};
const UNREGISTRABLE: Consequence = Consequence {
    then: "Saving the pipeline now registers no webhook for this source.",
    help: " Complete the handshake first, and run the action again.",
    help_with_handshake: " Complete the handshake first, and run the action again.",
};
const STOPPED: Consequence = Consequence {
    then: "Nothing was changed: a pipeline that is saved now would never start on a push.",
    help: " Complete the handshake and apply again, make the pipeline depend on a codepipeline_handshake, which waits until \
           the handshake is complete, or set allow_pending_connection = true.",
    help_with_handshake: " Complete the handshake and apply again.",
};

/// The status of the connections of a pipeline.
#[derive(Debug, Default)]
pub struct SourceConnections {
    answers: BTreeMap<String, Answer>,
    /// Source providers of connections, by the ARNs of the connections.
    destinations: BTreeMap<String, SourceProvider>,
    /// Failures to read hosts, by the ARNs of the hosts.
    unread_hosts: BTreeMap<String, aws::Error>,
}

impl SourceConnections {
    /// Reads each of these connections once, and the hosts of connections to a self-managed GitLab.
    pub async fn read(client: &Client, arns: impl IntoIterator<Item = &str>) -> Self {
        let mut read = Self::statuses(client, arns).await;
        let hosts: BTreeSet<Arn> = read
            .connections()
            .filter_map(|(_, connection)| gitlab_host(connection))
            .collect();
        let hosts = join_all(hosts.into_iter().map(async |arn| {
            let host = client.hosts.get(&arn).await;
            (arn.to_string(), host)
        }));
        for (host, answer) in hosts.await {
            match answer {
                Ok(found) => read.lead_to(&host, found.map(|found| found.provider_endpoint)),
                Err(error) => drop(read.unread_hosts.insert(host, error)),
            }
        }
        read
    }

    /// Reads each of these connections once, without hosts; ARNs of other objects are omitted.
    pub async fn statuses(client: &Client, arns: impl IntoIterator<Item = &str>) -> Self {
        let arns: BTreeSet<Arn> = arns.into_iter().filter_map(connection).collect();
        let answers = join_all(arns.into_iter().map(async |arn| {
            // Not from a list, because the handshake may have been completed since.
            let answer = match client.connections.get(&arn).await {
                Ok(Some(connection)) => Answer::Connection(connection),
                Ok(None) => Answer::Missing(client.connections.other_arn(&arn).await),
                Err(error) => Answer::Unreadable(error),
            };
            (arn.to_string(), answer)
        }));
        Self::of(answers.await.into_iter().collect())
    }

    fn of(answers: BTreeMap<String, Answer>) -> Self {
        let mut read = Self {
            answers,
            ..Self::default()
        };
        let destinations = read.connections().filter_map(|(arn, connection)| {
            Some((arn.clone(), SourceProvider::of(connection.provider_type.as_deref()?)))
        });
        read.destinations = destinations.collect();
        read
    }

    fn connections(&self) -> impl Iterator<Item = (&String, &Connection)> {
        self.answers.iter().filter_map(|(arn, answer)| match answer {
            Answer::Connection(connection) => Some((arn, connection)),
            _ => None,
        })
    }

    /// Records the URL of a host for the connections that use it.
    fn lead_to(&mut self, host: &str, endpoint: Option<String>) {
        for (arn, source_provider) in &mut self.destinations {
            let is_on_host = matches!(self.answers.get(arn), Some(Answer::Connection(connection))
                if connection.host_arn.as_deref() == Some(host));
            if is_on_host {
                source_provider.endpoint.clone_from(&endpoint);
            }
        }
    }

    /// Returns, after a save, the ARNs of the connections without a webhook: those that are not `AVAILABLE`, and those
    /// without a webhook `before` that could not be read.
    pub fn unregistered(&self, before: &BTreeSet<String>) -> BTreeSet<String> {
        self.having(|arn, answer| match answer {
            Answer::Connection(connection) => connection.status != Status::Available,
            Answer::Missing(_) => true,
            Answer::Unreadable(_) => before.contains(arn),
        })
    }

    /// Returns the ARNs of the connections that are known to be `AVAILABLE`.
    pub fn available(&self) -> BTreeSet<String> {
        self.having(
            |_, answer| matches!(answer, Answer::Connection(connection) if connection.status == Status::Available),
        )
    }

    fn having(&self, predicate: impl Fn(&str, &Answer) -> bool) -> BTreeSet<String> {
        let found = self.answers.iter().filter(|(arn, answer)| predicate(arn, answer));
        found.map(|(arn, _)| arn.clone()).collect()
    }

    /// Returns the source provider of a connection: its type, such as `GitLab`, and the URL of its host.
    pub fn source_provider(&self, arn: &str) -> Option<&SourceProvider> {
        self.destinations.get(arn)
    }

    /// Returns AWS's name of the status of a connection.
    pub fn status(&self, arn: &str) -> Option<&str> {
        match self.answers.get(arn)? {
            Answer::Connection(connection) => Some(connection.status.as_str()),
            _ => None,
        }
    }

    /// Returns what a plan reports for these sources: an error for each missing connection, and a warning for each
    /// other one that is not `AVAILABLE`, unless the plan has a handshake of it or `allowed` is set. Also warns of the
    /// connections and hosts that could not be read.
    pub fn at_plan(&self, client: &Client, pipeline: &str, sources: &[SourceConnection], allowed: bool) -> Diagnostics {
        let consequence = if allowed { SAVED_ALL_THE_SAME } else { WILL_STOP };
        let is_certain = |arn: &Arn| self.is_missing(arn) && !client.planned.has_created(arn);
        let is_awaited = |source: &&SourceConnection| {
            !allowed && !self.is_missing(&source.arn) && client.facts.has_handshake(&source.arn)
        };
        let found = sources
            .iter()
            .filter(|source| !is_awaited(source))
            .filter_map(|source| {
                if is_certain(&source.arn) {
                    return self.finding(&client.facts, pipeline, source, NEVER_THERE);
                }
                let found = self.finding(&client.facts, pipeline, source, consequence)?;
                Some(found.with_severity(Severity::Warning))
            });
        let unread = self.failures().filter_map(|(what, error)| match error.kind() {
            Kind::AccessDenied => client.report_once(failure::skipped(&format!("the check of {what}"), error)),
            _ => client.failure_at_plan(&format!("check {what}"), error),
        });
        found.chain(unread).collect()
    }

    /// Returns a warning for each saved source whose connection is not `AVAILABLE`.
    pub fn warnings(&self, facts: &Facts, pipeline: &str, sources: &[SourceConnection]) -> Diagnostics {
        let found = sources
            .iter()
            .filter_map(|source| self.finding(facts, pipeline, source, SAVED_ALL_THE_SAME));
        found.collect::<Diagnostics>().as_warnings()
    }

    /// Returns an error for each source whose connection is not `AVAILABLE`.
    pub fn refusals(&self, facts: &Facts, pipeline: &str, sources: &[SourceConnection]) -> Diagnostics {
        let found = sources
            .iter()
            .filter_map(|source| self.finding(facts, pipeline, source, STOPPED));
        found.collect()
    }

    /// Returns an error for each source whose webhook AWS cannot register now.
    pub fn unregistrable(&self, facts: &Facts, pipeline: &str, sources: &[SourceConnection]) -> Diagnostics {
        let found = sources
            .iter()
            .filter_map(|source| self.finding(facts, pipeline, source, UNREGISTRABLE));
        found.collect()
    }

    fn is_missing(&self, arn: &Arn) -> bool {
        matches!(self.answers.get(arn.as_str()), Some(Answer::Missing(_)))
    }

    /// Returns the error that the connection of a source is not `AVAILABLE`.
    fn finding(
        &self,
        facts: &Facts,
        pipeline: &str,
        source: &SourceConnection,
        consequence: Consequence,
    ) -> Option<Diagnostic> {
        let help = if facts.has_handshake(&source.arn) {
            consequence.help_with_handshake
        } else {
            consequence.help
        };
        let ((summary, cause), help) = match self.answers.get(source.arn.as_str())? {
            Answer::Connection(connection) => (not_available(pipeline, source, connection)?, help),
            Answer::Missing(other) => (missing(pipeline, source, other.as_ref()), ""),
            Answer::Unreadable(_) => return None,
        };
        let then = consequence.then;
        Some(Diagnostic::error(summary, format!("{cause}\n\n{then}{help}")).at(source.path.clone()))
    }

    /// Returns one warning for each connection and each host that could not be read, because a pipeline may use
    /// connections that the credentials cannot read.
    pub fn unread(&self) -> Diagnostics {
        let warning = |(what, error): (String, &aws::Error)| match error.kind() {
            Kind::AccessDenied => failure::skipped(&format!("the check of {what}"), error),
            _ => failure::warning(&format!("check {what}"), error),
        };
        self.failures().map(warning).collect()
    }

    /// The objects that could not be read, with the reasons.
    fn failures(&self) -> impl Iterator<Item = (String, &aws::Error)> {
        let connections = self.answers.iter().filter_map(|(arn, answer)| match answer {
            Answer::Unreadable(error) => Some((format!("the connection {arn}"), error)),
            _ => None,
        });
        let host = |(arn, error)| (format!("repositories against the host {arn}"), error);
        connections.chain(self.unread_hosts.iter().map(host))
    }
}

/// The host of a connection to a self-managed GitLab.
fn gitlab_host(connection: &Connection) -> Option<Arn> {
    let is_gitlab = connection.provider_type.as_deref() == Some(ProviderType::GitLabSelfManaged.as_str());
    connection.host_arn.as_ref().filter(|_| is_gitlab)?.parse().ok()
}

/// Returns the ARN of a connection.
pub fn connection(text: &str) -> Option<Arn> {
    text.parse::<Arn>().ok().filter(|arn| arn.kind() == ArnKind::Connection)
}

fn not_available(pipeline: &str, source: &SourceConnection, connection: &Connection) -> Option<(String, String)> {
    let status = connection.status.as_str();
    let name = &connection.name;
    let page = console::connection(&connection.arn).unwrap_or_else(|| connection.arn.to_string());
    let cause = match &connection.status {
        Status::Available => return None,
        Status::Pending => format!(
            "The source action {:?} uses the connection {name:?}, whose handshake is not complete. Open {page}\nand \
             choose \"Update pending connection\"; do not create another connection.",
            source.action
        ),
        _ => format!(
            "The source action {:?} uses the connection {name:?}, which AWS cannot use at present. AWS retries on its \
             own. Open {page}\nto check the connection.",
            source.action
        ),
    };
    Some((
        format!("Connection {name:?} of the pipeline {pipeline:?} is {status}"),
        cause,
    ))
}

fn missing(pipeline: &str, source: &SourceConnection, other: Option<&Arn>) -> (String, String) {
    let cause = format!(
        "The source action {:?} uses {}, which does not exist in {}. {}",
        source.action,
        source.arn,
        source.arn.region(),
        how_to_find("connection", other)
    );
    (
        format!("Connection {} of the pipeline {pipeline:?} not found", source.arn),
        cause,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

    fn source() -> SourceConnection {
        SourceConnection {
            path: Path::attribute("stage"),
            action: "GitLab".into(),
            arn: connection(ARN).unwrap(),
        }
    }

    fn answering(answer: Answer) -> SourceConnections {
        SourceConnections::of([(ARN.to_owned(), answer)].into())
    }

    fn with_status(status: Status) -> SourceConnections {
        answering(Answer::Connection(Connection {
            arn: connection(ARN).unwrap(),
            name: "gitlab".into(),
            provider_type: Some("GitLab".into()),
            host_arn: None,
            status,
            owner_account_id: None,
        }))
    }

    #[test]
    fn only_what_is_known_not_to_be_available_is_refused() {
        let unreadable = || Answer::Unreadable(aws::Error::new(Kind::AccessDenied, "no"));
        for (answers, refused) in [
            (with_status(Status::Pending), true),
            (with_status(Status::Error), true),
            (answering(Answer::Missing(None)), true),
            (with_status(Status::Available), false),
            (answering(unreadable()), false),
            (SourceConnections::default(), false),
        ] {
            assert_eq!(
                answers.refusals(&Facts::default(), "web", &[source()]).has_errors(),
                refused,
                "{answers:?}"
            );
            assert_eq!(
                answers.unregistered(&BTreeSet::new()).contains(ARN),
                refused,
                "{answers:?}"
            );
            let facts = Facts::default();
            assert!(!answers.warnings(&facts, "web", &[source()]).has_errors());
        }
        assert_eq!(answering(unreadable()).unread().iter().count(), 1);
    }

    #[test]
    fn what_cannot_be_read_at_a_save_is_as_it_was_before() {
        let unreadable = answering(Answer::Unreadable(aws::Error::new(Kind::AccessDenied, "no")));
        let before = BTreeSet::from([ARN.to_owned()]);
        assert_eq!(unreadable.unregistered(&before), before);
        assert_eq!(with_status(Status::Available).unregistered(&before), BTreeSet::new());
        assert_eq!(SourceConnections::default().unregistered(&before), BTreeSet::new());
    }

    #[test]
    fn a_pending_connection_is_named_with_its_page() {
        let found = with_status(Status::Pending).refusals(&Facts::default(), "web", &[source()]);
        let found = found.iter().next().unwrap();
        assert_eq!(
            found.summary,
            "Connection \"gitlab\" of the pipeline \"web\" is PENDING"
        );
        assert!(
            found
                .detail
                .contains("https://eu-west-1.console.aws.amazon.com/codesuite/settings/"),
            "{}",
            found.detail
        );
        assert!(found.detail.contains("Update pending connection"), "{}", found.detail);
    }
}
