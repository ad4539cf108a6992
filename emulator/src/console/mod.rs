//! The web console: it authorizes pending connections, sets up hosts and shows pipelines.
//!
//! Its pages have the paths of AWS's own console, so that a link to one becomes a link to the other if the host is
//! changed. `/console/` is the start page.
//!
//! Every page is complete without a script. The script of a live page requests it again, updates what is different and
//! keeps the focus, the scroll position, open details and typed text.

mod approval;
mod connection_pipelines;
mod connections;
mod decision;
mod error_page;
mod execution_forms;
mod execution_page;
mod hosts;
mod json;
mod layout;
mod log_page;
mod notice;
mod path;
mod pipeline_client;
mod pipeline_drawing;
mod pipelines;
mod region_filter;
mod router;
mod simulate;
mod sources;

use crate::{
    cloud::{Cloud, Visitor},
    wire::{Caller, Failure},
};

pub(crate) use router::router;
