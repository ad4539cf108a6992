//! AWS as this product needs it: settings, errors, waiting, connections, hosts, pipelines, tags.

pub mod triggers;
