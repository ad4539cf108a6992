//! The filters of lists of connections, hosts and pipelines: the arguments, and which objects they select.

mod connections;
mod hosts;
mod name_regex;
mod pipelines;

pub use connections::{ConnectionFilter, ConnectionStatus};
pub use hosts::{HostFilter, HostStatus};
pub use name_regex::NameRegex;
pub use pipelines::{PipelineFilter, mentions};
