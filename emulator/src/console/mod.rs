//! The web console: it authorizes pending connections, sets up hosts and shows pipelines.
//!
//! Its pages have the paths of AWS's own console, so that a link to one becomes a link to the other if the host is
//! changed. `/console/` is the start page.

mod approval;
mod connections;
mod decision;
mod error_page;
mod execution_page;
mod hosts;
mod json;
mod layout;
mod path;
mod pipeline_client;
mod pipeline_drawing;
mod pipelines;
mod router;
mod sources;

use crate::{
    cloud::{Cloud, Visitor},
    wire::{Caller, Failure},
};

pub(crate) use router::router;
