//! The environment variables that this room reads itself; the SDK reads the others.

/// A variable that is set and not empty.
#[allow(
    clippy::disallowed_methods,
    reason = "aws/ is one of the rooms that read the environment"
)]
pub(crate) fn var(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The first of several variables that is set and not empty.
pub(crate) fn first(names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| var(name))
}
