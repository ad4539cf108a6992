//! The web console: where a person completes a pending connection, sets a host up and watches pipelines.
//!
//! Its pages have the paths of AWS's own console, so that a link to the one becomes a link to the other by changing
//! the host; `/console/` is the way in.

mod answer;
mod approval;
mod connections;
mod decision;
mod execution_page;
mod hosts;
mod layout;
mod path;
mod pipeline_drawing;
mod pipelines;
mod problem;
mod router;
mod sources;
mod subject;

use crate::{
    cloud::{Cloud, Visitor},
    wire::{Caller, Failure},
};

pub(crate) use router::router;
