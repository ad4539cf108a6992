//! What all pages have in common.

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Failure, path};

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
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Connections, "Connections", path::CONNECTIONS),
        (Self::Hosts, "Hosts", path::HOSTS),
        (Self::Pipelines, "Pipelines", path::PIPELINES),
    ];
}

/// A page that shows things as they are, and so looks again every few seconds.
pub(crate) fn live_page(area: Area, title: &str, content: Markup) -> Html<String> {
    document(area, title, true, content)
}

/// A page with a question, which must not vanish while a person reads it.
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
                        @for (each, name, href) in Area::ALL {
                            a href=(href) aria-current=[(each == area).then_some("page")] { (name) }
                        }
                    }
                }
                main { (content) }
            }
        }
    };
    Html(page.into_string())
}

/// A status as a coloured label; its class is the status in small letters.
pub(crate) fn badge(status: &str) -> Markup {
    html! { span class={ "badge " (status.to_ascii_lowercase()) } { (status) } }
}

/// One line of a list of facts.
pub(crate) fn fact(name: &str, value: impl maud::Render) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// A page that says what went wrong.
pub(crate) struct Problem {
    status: StatusCode,
    title: String,
    text: String,
}

impl Problem {
    /// There is no such thing.
    pub(crate) fn absent(kind: &str, id: &str) -> Self {
        let text = format!("Nothing in this emulator has the {kind} {id}. It may have been deleted.");
        Self {
            status: StatusCode::NOT_FOUND,
            title: "Not found".to_owned(),
            text,
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let missing = failure.class.contains("NotFound");
        let status = if missing {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::BAD_REQUEST
        };
        Self {
            status,
            title: failure.class.into_owned(),
            text: failure.message,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let content = html! {
            h1 { (self.title) }
            p { (self.text) }
            p { a href=(path::CONNECTIONS) { "To the connections" } }
        };
        (self.status, question_page(Area::Connections, &self.title, content)).into_response()
    }
}
