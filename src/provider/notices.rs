//! What practitioners are told about connections and hosts: mostly, what a person has to do now.
//!
//! Terraform shows nothing of this while an apply still runs, and merges warnings whose summaries are equal: so every
//! summary holds the name of its object.

use terraform_provider_sdk::{
    author::{Context, Plan, State},
    diagnostics::Diagnostic,
    typed::Maybe,
};

use crate::{
    aws::{
        Arn,
        connections::{self, Status},
        console,
        hosts::{Host, Status as HostStatus},
    },
    provider::{
        host_status,
        resources::{
            connection::{Arguments, Computed, Connection},
            host,
        },
        usage,
    },
};

/// Where to click: the page if it is known, in a sentence.
fn on_page(url: Option<&str>, otherwise: &str) -> String {
    url.map_or_else(|| otherwise.to_owned(), |url| format!("Open {url}"))
}

/// Says, after a connection has been made, that a person has to complete it.
pub fn after_create(context: &Context<'_, Connection>, state: &State<Connection>) {
    let State {
        arguments, computed, ..
    } = state;
    if computed.connection_status == Status::Pending.as_str() {
        context.warn(pending(&arguments.name, computed.console_url.as_deref()));
    }
}

/// A connection waits for a person.
pub fn pending(name: &str, console_url: Option<&str>) -> Diagnostic {
    let open = on_page(
        console_url,
        "Open the connections in the AWS console (Developer Tools, Settings, Connections)",
    );
    Diagnostic::warning(
        format!("Connection {name:?} is PENDING until a person authorises it"),
        format!(
            "Unless that has been done while the apply ran:\n\n{open}\n\nThere, pick the pending connection {name:?} and choose \
             \"Update pending connection\"; do not create another connection. Sign in to the provider as the user whose \
             projects are to be reached: for GitLab it needs the role Owner on them. Until then no pipeline can use the \
             connection."
        ),
    )
}

/// AWS cannot use a connection.
pub fn broken(connection: &connections::Connection) -> Diagnostic {
    Diagnostic::warning(
        format!("Connection {:?} has the status ERROR", connection.name),
        mend_connection(console::connection(&connection.arn).as_deref()),
    )
}

/// What to do about a connection with an error.
pub fn mend_connection(console_url: Option<&str>) -> String {
    let open = on_page(console_url, "Open the connection in the AWS console");
    format!(
        "AWS cannot use it at present, and tries again by itself. If it stays so, access was probably revoked on the \
         provider's side. {open}\nand authorise it again, or replace the connection."
    )
}

/// The block that takes over an object that exists.
pub fn import_block(resource: &str, id: &str) -> String {
    format!("  import {{\n    to = {resource}.example\n    id = {id:?}\n  }}")
}

/// Warns that replacing or removing a working connection costs a person's handshake, and names the pipelines that use it.
pub async fn handshake_will_be_lost(plan: &mut Plan<'_, '_, Connection>) {
    let prior = plan.prior();
    let (Maybe::Known(arn), Maybe::Known(name), Maybe::Known(status)) = (
        prior.get(Computed::ARN),
        prior.get(Arguments::NAME),
        prior.get(Computed::CONNECTION_STATUS),
    ) else {
        return;
    };
    if status != Status::Available.as_str() {
        return;
    }
    let (what, then) = if plan.is_destroy() {
        (
            "Destroying",
            "A connection that is made later in its place has another ARN and needs a new handshake.",
        )
    } else {
        (
            "Replacing",
            "The new connection has another ARN and is PENDING until a person authorises it.",
        )
    };
    let used = match plan.client() {
        Some(client) => usage::of_connection(client, &arn, |warning| plan.report(warning)).await,
        None => String::new(),
    };
    plan.report(Diagnostic::warning(
        format!("{what} the connection {name:?} loses its handshake"),
        format!("{name:?} is AVAILABLE: a person has authorised it. {then}{used}"),
    ));
}

/// A host cannot be used yet.
pub fn host_not_ready(host: &Host) -> Diagnostic {
    let open = on_page(
        console::hosts(host.arn.region()).as_deref(),
        "Open the hosts in the AWS console",
    );
    Diagnostic::error(
        format!("Host {:?} is not AVAILABLE", host.name),
        format!(
            "Its status is {}. A connection can only be made on a host that is AVAILABLE, and a person has to set the host \
             up. {open}\nThere, pick {:?} and choose \"Set up host\". To make Terraform wait for that, let the connection depend on \
             a codepipeline_handshake with this host_arn.",
            host.status.as_str(),
            host.name
        ),
    )
}

/// A host is not there.
pub fn no_such_host(arn: &Arn) -> Diagnostic {
    Diagnostic::error(
        "No such host",
        format!("There is no host {arn}. A host is found in its own region and account only: check the ARN."),
    )
}

/// What a person has to do to complete the handshake of a connection.
pub fn complete_handshake(console_url: Option<&str>) -> String {
    let open = on_page(console_url, "Open the connections in the AWS console");
    format!("{open}\nand choose \"Update pending connection\"; do not create another connection.")
}

/// What a person has to do to set up a host.
pub fn set_up_host(console_url: Option<&str>) -> String {
    let open = on_page(console_url, "Open the hosts in the AWS console");
    format!("{open}\nThere, pick the host and choose \"Set up host\".")
}

/// The apply will wait for a person at an object that exists.
pub fn waiting_for(name: &str, what_to_do: String) -> Diagnostic {
    Diagnostic::warning(
        format!("The apply waits until a person completes the handshake of {name:?}"),
        what_to_do,
    )
}

/// The apply cannot wait for a host that will never be set up as it is.
pub fn waiting_in_vain(name: &str, what_to_do: String) -> Diagnostic {
    Diagnostic::warning(
        format!("The handshake of {name:?} cannot be completed as it is, and the apply fails"),
        what_to_do,
    )
}

/// The apply will wait for something that is not there.
pub fn waiting_for_nothing(arn: &Arn) -> Diagnostic {
    Diagnostic::warning(
        format!("There is no {arn} to wait for"),
        "The apply looks for it for some seconds, since AWS may not show yet what has just been made, and then fails. Check \
         the ARN, its region and its account.",
    )
}

/// The apply will wait for a person at an object that it is about to make, presumably in the provider's `region`.
pub fn waiting_for_new(region: &str) -> Diagnostic {
    let open = on_page(
        console::connections(region).as_deref(),
        "Open the connections in the AWS console",
    );
    Diagnostic::warning(
        "The apply waits until a person completes a new handshake",
        format!(
            "{open}\n(or, if it is made elsewhere than in {region}, the same page of its region). There, pick the connection \
             that is PENDING and choose \"Update pending connection\" (for a host: tab Hosts, \"Set up host\"). Do not create \
             another connection."
        ),
    )
}

/// Says, after a host has been made, that a person has to set it up.
pub fn after_host_create(context: &Context<'_, host::Host>, state: &State<host::Host>) {
    let State {
        arguments, computed, ..
    } = state;
    if computed.status == HostStatus::Pending.as_str() {
        let explanation = explained(&HostStatus::Pending, None);
        let what_to_do = set_up_host(computed.console_url.as_deref());
        context.warn(Diagnostic::warning(
            format!("Host {:?} is PENDING until a person sets it up", arguments.name),
            format!("{explanation} {what_to_do}"),
        ));
    }
}

/// Such a host is there already.
pub fn host_already_exists(arn: &str) -> Diagnostic {
    Diagnostic::error(
        "Such a host exists already",
        format!(
            "{arn} has the same name, type and address, and AWS takes one host for an address. To manage the existing one, \
             add this with the address of your resource:\n\n{}",
            import_block("codepipeline_host", arn)
        ),
    )
}

/// Why a host with this status cannot be used, what to do, and what AWS says of it.
pub fn explained(status: &HostStatus, message: Option<&str>) -> String {
    let explanation = host_status::explanation(status).unwrap_or_default();
    let said = message.map_or_else(String::new, |message| format!(" AWS says: {message}"));
    format!("{explanation}{said}")
}

/// AWS could not make a host work.
pub fn host_failed(name: &str, status: &HostStatus, message: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        host_has(name, status),
        format!("{}\n\nThe next apply replaces it.", explained(status, message)),
    )
}

/// A host that does not work and does not get over it by itself.
pub fn host_broken(name: &str, status: &HostStatus, message: Option<&str>) -> Option<Diagnostic> {
    match status {
        HostStatus::Error | HostStatus::VpcConfigFailedInitialization | HostStatus::VpcConfigDeleting => {
            Some(Diagnostic::warning(host_has(name, status), explained(status, message)))
        }
        _ => None,
    }
}

fn host_has(name: &str, status: &HostStatus) -> String {
    format!("Host {name:?} has the status {}", status.as_str())
}

/// AWS had not finished with a host when the wait ended.
pub fn host_unsettled(name: &str) -> Diagnostic {
    Diagnostic::warning(
        format!("AWS is still working on the host {name:?}"),
        "It exists, and the state knows it. The next plan shows how it went. A longer time to wait: timeouts { create = \
         \"1h\" }.",
    )
}

/// Warns that replacing or removing a host that is set up costs a person's work.
pub fn host_will_be_lost(plan: &mut Plan<'_, '_, host::Host>) {
    let prior = plan.prior();
    let (Maybe::Known(name), Maybe::Known(status)) =
        (prior.get(host::Arguments::NAME), prior.get(host::Computed::STATUS))
    else {
        return;
    };
    if status != HostStatus::Available.as_str() {
        return;
    }
    let what = if plan.is_destroy() { "Destroying" } else { "Replacing" };
    plan.report(Diagnostic::warning(
        format!("{what} the host {name:?} loses its set-up"),
        format!(
            "{name:?} is AVAILABLE: a person has set it up. Connections on it must go first, and whatever is made in its \
             place must be set up and authorised by a person again."
        ),
    ));
}
