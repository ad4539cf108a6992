//! The layout of all pages.

use axum::response::Html;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::console::path;

const STYLE: &str = include_str!("style.css");
/// Updates the page in place and submits its forms. Without it, a page works and stays as it is.
const SCRIPT: &str = include_str!("live.js");

/// The part of the console that a page belongs to.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Area {
    /// Connections.
    Connections,
    /// Hosts.
    Hosts,
    /// Pipelines.
    Pipelines,
    /// Calls and faults.
    Log,
}

impl Area {
    const ALL: [Self; 4] = [Self::Connections, Self::Hosts, Self::Pipelines, Self::Log];

    /// The area of the page at an address.
    pub(crate) fn of(address: &str) -> Self {
        if address.contains("/codepipeline/") || address.starts_with(path::PIPELINES) {
            Self::Pipelines
        } else if address.contains("/hosts") {
            Self::Hosts
        } else if address.starts_with(path::LOG) {
            Self::Log
        } else {
            Self::Connections
        }
    }

    /// Returns the name of the area.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Connections => "Connections",
            Self::Hosts => "Hosts",
            Self::Pipelines => "Pipelines",
            Self::Log => "Log",
        }
    }

    /// The list of all that is in the area.
    pub(crate) fn home(self) -> &'static str {
        match self {
            Self::Connections => path::CONNECTIONS,
            Self::Hosts => path::HOSTS,
            Self::Pipelines => path::PIPELINES,
            Self::Log => path::LOG,
        }
    }
}

/// Returns a page that is updated in place. It begins with a message about what the user did last, if there is one.
pub(crate) fn live_page(area: Area, title: &str, message: Option<Markup>, content: Markup) -> Html<String> {
    let content = html! {
        div #message role="status" tabindex="-1" { @if let Some(message) = message { (message) } }
        (content)
    };
    document(area, title, true, content)
}

/// Returns a page that stays as it is, for questions and errors.
pub(crate) fn question_page(area: Area, title: &str, content: Markup) -> Html<String> {
    document(area, title, false, content)
}

fn document(area: Area, title: &str, live: bool, content: Markup) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title {
                    (title)
                    @if title != area.name() { " · " (area.name()) }
                    " · CodePipeline emulator"
                }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header {
                    a.brand href=(path::CONNECTIONS) { "CodePipeline " span { "emulator" } }
                    nav aria-label="Areas" {
                        @for each in Area::ALL {
                            a href=(each.home()) aria-current=[(each == area).then_some("page")] { (each.name()) }
                        }
                    }
                }
                main #main tabindex="-1" { (content) }
                @if live { script { (PreEscaped(SCRIPT)) } }
            }
        }
    };
    Html(page.into_string())
}

/// A status as a colored label; its class is the status in small letters.
pub(crate) fn badge(status: &str) -> Markup {
    html! { span class={ "badge " (status.to_ascii_lowercase().replace(' ', "-")) } { (status) } }
}

/// The label of everything that waits for a manual approval.
pub(crate) fn waiting_badge() -> Markup {
    badge("Waiting for approval")
}

/// One line of a list of facts.
pub(crate) fn fact(name: &str, value: impl maud::Render) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// A string of many parts, such as an ARN or a path, with a possible line break after each part.
pub(crate) fn breakable(text: &str) -> Markup {
    html! { @for part in text.split_inclusive([':', '/']) { (part) wbr; } }
}

/// A table that scrolls inside its own box when the window is too narrow for it. A column is its heading and its class.
pub(crate) fn table(label: &str, columns: &[(&str, &str)], rows: Markup) -> Markup {
    html! {
        div.scroll role="region" aria-label=(label) tabindex="0" {
            table {
                thead { tr { @for (heading, class) in columns { th scope="col" class=(class) { (heading) } } } }
                tbody { (rows) }
            }
        }
    }
}
