//! What a request may look like before anybody asks what it means: AWS's service model as data, and the check that
//! lists every breach of it in one `ValidationException`.

mod check;
mod declaration;
mod pattern;
pub(super) mod requests;
mod shape;

pub(super) use check::check;
pub(super) use shape::Shape;
