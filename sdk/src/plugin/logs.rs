//! Logs: `tracing` events of this crate and of the provider, as lines on stderr that the host adds to its own log.
//!
//! Events of other crates are not logged, because they may contain secrets, such as a malformed URL with its password.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

use crate::plugin::{log_line::JsonLines, panics};

/// Log level when no log level is requested. The host hides these messages.
const UNASKED: LevelFilter = LevelFilter::WARN;

/// Sends the logs of the whole process to stderr, panics included. `provider` is the provider's name, `provider_crate`
/// the crate that implements it.
///
/// The level is that of `TF_LOG_PROVIDER_` and the name in capitals, else `TF_LOG_PROVIDER`, else `TF_LOG`; with none of
/// them, only warnings and errors. Does nothing if the process already logs somewhere.
pub fn install(provider: &str, provider_crate: &str) {
    let level = level(provider, &variable);
    let filter = Targets::new()
        .with_target(env!("CARGO_CRATE_NAME"), level)
        .with_target(provider_crate, level);
    // An error means that a subscriber is already set.
    let _ = tracing_subscriber::registry().with(filter).with(JsonLines).try_init();
    panics::install();
}

#[expect(clippy::disallowed_methods, reason = "the host sets the log level")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Returns the level of the first variable that is set.
fn level(provider: &str, variable: &dyn Fn(&str) -> Option<String>) -> LevelFilter {
    let own = format!("TF_LOG_PROVIDER_{}", provider.to_ascii_uppercase());
    let value = [own.as_str(), "TF_LOG_PROVIDER", "TF_LOG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()));
    match value.map(|value| value.to_ascii_uppercase()).as_deref() {
        None => UNASKED,
        Some("OFF") => LevelFilter::OFF,
        Some("ERROR") => LevelFilter::ERROR,
        Some("WARN") => LevelFilter::WARN,
        Some("INFO") => LevelFilter::INFO,
        Some("DEBUG") => LevelFilter::DEBUG,
        // `TRACE`, `JSON` and unknown levels: Terraform treats an unknown level as the most detailed one.
        Some(_) => LevelFilter::TRACE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> LevelFilter {
        level("toy", &|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.to_string())
        })
    }

    #[test]
    fn the_nearest_variable_decides() {
        assert_eq!(of(&[]), LevelFilter::WARN);
        assert_eq!(of(&[("TF_LOG", "info")]), LevelFilter::INFO);
        assert_eq!(
            of(&[("TF_LOG", "info"), ("TF_LOG_PROVIDER", "Error")]),
            LevelFilter::ERROR
        );
        let all = [
            ("TF_LOG", "info"),
            ("TF_LOG_PROVIDER", "error"),
            ("TF_LOG_PROVIDER_TOY", "DEBUG"),
        ];
        assert_eq!(of(&all), LevelFilter::DEBUG);
        assert_eq!(of(&[("TF_LOG", "info"), ("TF_LOG_PROVIDER", "")]), LevelFilter::INFO);
    }

    #[test]
    fn json_and_unknown_levels_mean_everything() {
        for value in ["JSON", "trace", "1", "verbose"] {
            assert_eq!(of(&[("TF_LOG", value)]), LevelFilter::TRACE, "{value}");
        }
        assert_eq!(of(&[("TF_LOG", "off")]), LevelFilter::OFF);
    }
}
