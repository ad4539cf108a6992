//! The web console: where a person completes a pending connection and looks at pipelines.

use super::cloud::Cloud;
use axum::Router;
use std::sync::Arc;
pub(crate) fn router() -> Router<Arc<Cloud>> {
    Router::new()
}
