//! The log: the faults in force, and the last calls.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::{Html, Redirect},
};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::{
    calls::{Call, Calls},
    clock::readable,
    console::{
        Cloud,
        json::text,
        layout::{Area, badge, live_page, table},
        notice::{Done, Notice},
        path,
    },
    service::Service,
};

/// Number of calls on the page.
const SHOWN: usize = 200;

/// The faults in force, and the last calls, newest first.
pub(crate) async fn show(State(cloud): State<Arc<Cloud>>, Query(notice): Query<Notice>) -> Html<String> {
    let faults: Vec<Markup> =
        cloud.with_faults(|faults| faults.iter().map(|(id, it)| fault(*id, &json!(it))).collect());
    let (count, calls): (usize, Vec<Call>) = cloud.with_calls(|calls| {
        let calls = calls.list();
        (calls.len(), calls.iter().rev().take(SHOWN).cloned().collect())
    });
    let content = html! {
        h1 { "Log" }
        h2 { "Faults in force " span.count { (faults.len()) } }
        @if faults.is_empty() {
            p.empty { "No fault is in force. Add one with " code { "POST /_emulator/faults" } "." }
        } @else {
            (table(
                "Faults in force",
                &[("Operation", ""), ("Kind", ""), ("Calls", ""), ("Details", "minor"), ("Delete", "")],
                html! { @for fault in faults { (fault) } },
            ))
        }
        form.after method="post" action={ (path::LOG) "/faults/delete" } {
            button.secondary { "Delete all faults and resume paused calls" }
        }
        h2 { "Calls " span.count { (count) } }
        @if calls.is_empty() {
            p.empty { "There are no calls yet." }
        } @else {
            (table(
                "Calls",
                &[("Operation", ""), ("Service", "minor"), ("Result", ""), ("Time", "minor")],
                html! { @for each in &calls { (call(each)) } },
            ))
            @if count > calls.len() { p.more { "Older calls: " code { "GET /_emulator/calls" } } }
            form.after method="post" action={ (path::LOG) "/calls/delete" } { button.secondary { "Delete the list of calls" } }
        }
    };
    live_page(Area::Log, Area::Log.name(), notice.message(&cloud), content)
}

fn fault(id: u64, fault: &Value) -> Markup {
    let operation = text(fault, "operation");
    let times = match fault["times"].as_u64() {
        Some(0) => "all".to_owned(),
        Some(times) => format!("next {times}"),
        None => String::new(),
    };
    let after = fault["after"].as_u64().filter(|after| *after > 0);
    html! {
        tr data-key=(id) {
            td { (operation) @if fault["service"].is_string() { div.advice { (text(fault, "service")) } } }
            td { (text(fault, "kind")) }
            td { (times) @if let Some(after) = after { " after " (after) } }
            td.minor {
                @if let Some(delay) = fault["delay_ms"].as_u64() { (delay) " ms" }
                (text(fault, "class")) " " (text(fault, "message"))
            }
            td {
                form method="post" action={ (path::LOG) "/faults/" (id) "/delete" } {
                    button.secondary aria-label={ "Delete fault " (id) ", " (operation) } { "Delete" }
                }
            }
        }
    }
}

fn call(call: &Call) -> Markup {
    html! {
        tr {
            td { @if call.operation.is_empty() { "-" } @else { (call.operation) } }
            td.tight.minor { (call.service.map_or("-", Service::name)) }
            td {
                @if let Some(error) = &call.error { span.error { (error) } } @else { (badge("OK")) }
                @if call.fault.is_some() { div.advice { "Fault: " (text(&json!({ "kind": call.fault }), "kind")) } }
            }
            td.tight.minor { (readable(call.time)) }
        }
    }
}

/// Deletes one fault.
pub(crate) async fn delete_fault(State(cloud): State<Arc<Cloud>>, Path(id): Path<u64>) -> Redirect {
    cloud.delete_fault(id);
    Redirect::to(&Done::Deleted.on(path::LOG))
}

/// Deletes all faults, and resumes the paused calls.
pub(crate) async fn delete_faults(State(cloud): State<Arc<Cloud>>) -> Redirect {
    cloud.clear_faults();
    Redirect::to(&Done::AllDeleted.on(path::LOG))
}

/// Deletes the list of calls.
pub(crate) async fn delete_calls(State(cloud): State<Arc<Cloud>>) -> Redirect {
    cloud.with_calls(Calls::clear);
    Redirect::to(&Done::CallsDeleted.on(path::LOG))
}
