//! The pages of errors.

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

/// An error, shown as a page.
#[derive(Debug, Clone)]
pub(crate) struct ErrorPage {
    status: StatusCode,
    title: String,
    text: String,
}

impl ErrorPage {
    /// Reads a response without a page.
    async fn of(response: Response, path: &str) -> Self {
        let status = response.status();
        let body = to_bytes(response.into_body(), LONGEST).await.unwrap_or_default();
        let text = match status {
            StatusCode::NOT_FOUND => format!("Page {path} not found."),
            StatusCode::METHOD_NOT_ALLOWED => "This URL accepts form submissions only and has no page.".to_owned(),
            _ => String::from_utf8_lossy(&body).into_owned(),
        };
        Self {
            status,
            title: status.canonical_reason().unwrap_or("ErrorPage").to_owned(),
            text,
        }
    }
}

/// Returns the failure for an ARN that no resource has.
pub(super) fn not_found(kind: &str, arn: &str) -> Failure {
    Failure::new(
        "ResourceNotFoundException",
        format!("{kind} {arn} not found. It may have been deleted."),
    )
}

impl From<Failure> for ErrorPage {
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

/// [`render_errors`] renders the page, because it has the location in the console.
impl IntoResponse for ErrorPage {
    fn into_response(self) -> Response {
        (self.status, Extension(self)).into_response()
    }
}

/// Makes every error a page of the area that its address belongs to, whoever found it.
pub(crate) async fn render_errors(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    if !response.status().is_client_error() && !response.status().is_server_error() {
        return response;
    }
    let error = match response.extensions().get::<ErrorPage>() {
        Some(error) => error.clone(),
        None => ErrorPage::of(response, &path).await,
    };
    let area = Area::of(&path);
    let content = html! {
        h1 { (error.title) }
        p { (error.text) }
        p { a href=(area.home()) { "Back to " (area.name().to_lowercase()) } }
    };
    (error.status, question_page(area, &error.title, content)).into_response()
}
