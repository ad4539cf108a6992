//! Which pipelines use a connection.

use std::time::Duration;

use crate::provider::client::Client;

/// Most pipelines that are looked at.
const LOOKED_AT: usize = 100;
/// Looks at once.
const AT_ONCE: usize = 8;
/// Time for all of them.
const PATIENCE: Duration = Duration::from_secs(5);
