//! The layout of all pages.

use axum::response::Html;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::console::path;

const STYLE: &str = include_str!("style.css");

/// The part of the console that a page belongs to.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Area {
    /// Connections.
    Connections,
    /// Hosts.
    Hosts,
    /// Pipelines.
    Pipelines,
}

impl Area {
    const ALL: [Self; 3] = [Self::Connections, Self::Hosts, Self::Pipelines];

    /// The area of the page at an address.
    pub(crate) fn of(address: &str) -> Self {
        if address.contains("/codepipeline/") || address.starts_with(path::PIPELINES) {
            Self::Pipelines
        } else if address.contains("/hosts") {
            Self::Hosts
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
        }
    }

    /// The list of all that is in the area.
    pub(crate) fn home(self) -> &'static str {
        match self {
            Self::Connections => path::CONNECTIONS,
            Self::Hosts => path::HOSTS,
            Self::Pipelines => path::PIPELINES,
        }
    }
}

/// Returns a page that reloads every few seconds.
pub(crate) fn live_page(area: Area, title: &str, content: Markup) -> Html<String> {
    document(area, title, true, content)
}

/// Returns a page that does not reload, for forms and errors.
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
                @if live { meta http-equiv="refresh" content="3"; }
                title { (title) " · CodePipeline emulator" }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    a.brand href=(path::CONNECTIONS) { "CodePipeline " span { "emulator" } }
                    nav {
                        @for each in Area::ALL {
                            a href=(each.home()) aria-current=[(each == area).then_some("page")] { (each.name()) }
                        }
                    }
                }
                main { (content) }
            }
        }
    };
    Html(page.into_string())
}

/// A status as a colored label; its class is the status in small letters.
pub(crate) fn badge(status: &str) -> Markup {
    html! { span class={ "badge " (status.to_ascii_lowercase()) } { (status) } }
}

/// One line of a list of facts.
pub(crate) fn fact(name: &str, value: impl maud::Render) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// A table that scrolls inside its own box when the window is too narrow for it.
pub(crate) fn table(head: Markup, rows: Markup) -> Markup {
    html! {
        div.scroll {
            table {
                thead { tr { (head) } }
                tbody { (rows) }
            }
        }
    }
}
