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

/// A path in which a leading `~` stands for the home directory.
pub(crate) fn expanded(path: &str) -> String {
    let rest = path
        .strip_prefix('~')
        .filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
    match (rest, first(&["HOME", "USERPROFILE"])) {
        (Some(rest), Some(home)) => format!("{home}{rest}"),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_home_directory_is_filled_in() {
        let home = first(&["HOME", "USERPROFILE"]).unwrap_or_else(|| "~".to_owned());
        assert_eq!(expanded("~/.aws/config"), format!("{home}/.aws/config"));
        assert_eq!(expanded("~"), home);
        for path in ["/etc/~/x", "~root/x", "x", ""] {
            assert_eq!(expanded(path), path);
        }
    }
}
