//! Environment variables that select what tests do.

/// Returns the value of a variable; `None` if it is empty.
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests selects what they do")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
