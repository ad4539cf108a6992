//! Connections and hosts that are found by their names, which are not unique.

use terraform_provider_sdk::diagnostics::{Diagnostic, Diagnostics, suggestion};

use super::{client::Client, failure, region};
use crate::aws::{
    Arn,
    connections::{Connection, Filter},
    hosts::Host,
};

/// Returns the connection with the name in `region`. Without `region`, returns the one in the provider's region, or that
/// of another region if the provider's has none.
///
/// # Errors
/// If there is no such connection, or several: the error lists them.
pub async fn connection(client: &Client, name: &str, region: Option<&str>) -> Result<Connection, Diagnostics> {
    let failed = |error| failure::error("list the connections", &error);
    let region = region.filter(|region| !region.is_empty());
    let own = region::or_own(client, region).await?;
    let search = Search {
        name,
        region,
        own: &own,
    };
    let known = client.connections.known(client.service, &own).await.map_err(failed)?;
    // The list may be as old as the process, so only its ARN is used.
    if let [one] = search.matches(&known)[..]
        && let Ok(Some(found)) = client.connections.get(&one.arn).await
    {
        return Ok(found);
    }
    let listed = client.connections.list(client.service, &own, &Filter::default()).await;
    Ok(search.the_only_one(listed.map_err(failed)?)?)
}

/// Returns the host with the name in `region`, or in the provider's region.
///
/// # Errors
/// If there is no such host, or several: the error lists them.
pub async fn host(client: &Client, name: &str, region: Option<&str>) -> Result<Host, Diagnostics> {
    let region = region.filter(|region| !region.is_empty());
    let own = region::or_own(client, region).await?;
    let search = Search {
        name,
        region,
        own: &own,
    };
    let listed = client.hosts.list(client.service, &own).await;
    let listed = listed.map_err(|error| failure::error("list the hosts", &error))?;
    Ok(search.the_only_one(listed)?)
}

/// Returns whether an import ID is a name, and not a well-formed or malformed ARN or the URL of a page.
pub fn is_name(id: &str) -> bool {
    !id.starts_with("arn:") && !id.contains("://")
}

/// An object with a name.
trait Named {
    /// Its noun in messages.
    const NOUN: &'static str;

    fn name(&self) -> &str;
    fn arn(&self) -> &Arn;
    fn status(&self) -> &str;
}

impl Named for Connection {
    const NOUN: &'static str = "connection";

    fn name(&self) -> &str {
        &self.name
    }

    fn arn(&self) -> &Arn {
        &self.arn
    }

    fn status(&self) -> &str {
        self.status.as_str()
    }
}

impl Named for Host {
    const NOUN: &'static str = "host";

    fn name(&self) -> &str {
        &self.name
    }

    fn arn(&self) -> &Arn {
        &self.arn
    }

    fn status(&self) -> &str {
        self.status.as_str()
    }
}

/// What is looked for.
#[derive(Clone, Copy)]
struct Search<'a> {
    name: &'a str,
    region: Option<&'a str>,
    /// The region of the list.
    own: &'a str,
}

impl Search<'_> {
    /// Returns the objects with the name in the region; without one, those of every region if the region of the list has
    /// none.
    fn matches<'o, T: Named>(&self, listed: &'o [T]) -> Vec<&'o T> {
        let named = listed.iter().filter(|object| object.name() == self.name);
        let (here, elsewhere): (Vec<_>, Vec<_>) = named.partition(|object| object.arn().region() == self.own);
        if here.is_empty() && self.region.is_none() {
            elsewhere
        } else {
            here
        }
    }

    fn the_only_one<T: Named>(&self, mut listed: Vec<T>) -> Result<T, Diagnostic> {
        match self.matches(&listed)[..] {
            [] => Err(self.not_found(&listed)),
            [one] => {
                let arn = one.arn().clone();
                listed.retain(|object| *object.arn() == arn);
                Ok(listed.swap_remove(0))
            }
            ref several => Err(self.ambiguous(several)),
        }
    }

    fn not_found<T: Named>(&self, listed: &[T]) -> Diagnostic {
        let (noun, name, own) = (T::NOUN, self.name, self.own);
        let place = match self.region {
            Some(region) => format!("The region {region} of this account"),
            None => "This account".to_owned(),
        };
        let near = suggestion(name, listed.iter().map(Named::name)).filter(|near| *near != name);
        let near = near.map(|near| format!(" Did you mean {near:?}?")).unwrap_or_default();
        let elsewhere: Vec<&T> = listed.iter().filter(|object| object.name() == name).collect();
        let elsewhere = match elsewhere[..] {
            [] => String::new(),
            _ => format!(" Other regions have one:{}", list(&elsewhere)),
        };
        let identified = listed.iter().find(|object| object.arn().name() == name);
        let identified = identified.map(|object| format!(" It is the ID of {}: use this ARN.", object.arn()));
        let identified = identified.unwrap_or_default();
        Diagnostic::error(
            format!("{} not found", capitalized(noun)),
            format!("{place} has no {noun} with the name {name:?} (listed in {own}).{near}{identified}{elsewhere}"),
        )
    }

    fn ambiguous<T: Named>(&self, several: &[&T]) -> Diagnostic {
        let (noun, name) = (T::NOUN, self.name);
        Diagnostic::error(
            format!("Several {noun}s with this name"),
            format!(
                "Several {noun}s have the name {name:?}. Select one by its ARN:{}",
                list(several)
            ),
        )
    }
}

/// Returns a line for each object, by ARN.
fn list<T: Named>(objects: &[&T]) -> String {
    let line = |object: &&T| format!("\n  {} ({})", object.arn(), object.status());
    let mut lines: Vec<String> = objects.iter().map(line).collect();
    lines.sort();
    lines.concat()
}

fn capitalized(noun: &str) -> String {
    noun[..1].to_uppercase() + &noun[1..]
}
