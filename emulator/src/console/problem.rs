//! What a person sees when something goes wrong.

use axum::{
    Extension,
    body::to_bytes,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use maud::html;

use crate::console::{
    Failure,
    layout::{Area, question_page},
};

/// Bytes of a plain refusal that are shown.
const LONGEST: usize = 64 << 10;

/// What went wrong, in words.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: StatusCode,
    title: String,
    text: String,
}

impl Problem {
    /// There is no such thing.
    pub(crate) fn absent(kind: &str, id: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            title: "Not found".to_owned(),
            text: format!("Nothing in this emulator has the {kind} {id}. It may have been deleted."),
        }
    }

    /// What an answer without a page says of itself.
    async fn of(response: Response, path: &str) -> Self {
        let status = response.status();
        let body = to_bytes(response.into_body(), LONGEST).await.unwrap_or_default();
        let text = match status {
            StatusCode::NOT_FOUND => format!("There is no page {path} here."),
            StatusCode::METHOD_NOT_ALLOWED => "This address takes the answer to a form and has no page.".to_owned(),
            _ => String::from_utf8_lossy(&body).into_owned(),
        };
        Self {
            status,
            title: status.canonical_reason().unwrap_or("Problem").to_owned(),
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
            StatusCode::from_u16(failure.status).unwrap_or(StatusCode::BAD_REQUEST)
        };
        Self {
            status,
            title: failure.class.into_owned(),
            text: failure.message,
        }
    }
}

/// The page is made by [`explained`], which knows where the person is.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, Extension(self)).into_response()
    }
}

/// Makes every error a page of the area that its address belongs to, whoever found it.
pub(crate) async fn explained(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    if !response.status().is_client_error() && !response.status().is_server_error() {
        return response;
    }
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None => Problem::of(response, &path).await,
    };
    let area = Area::of(&path);
    let content = html! {
        h1 { (problem.title) }
        p { (problem.text) }
        p { a href=(area.home()) { "To the " (area.name().to_lowercase()) } }
    };
    (problem.status, question_page(area, &problem.title, content)).into_response()
}
