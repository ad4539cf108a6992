//! The environment variables and shared files that are read here; the SDK reads the others.

use aws_runtime::env_config::file::{Builder, EnvConfigFileKind, EnvConfigFiles};

use super::settings::Settings;

/// Returns a variable that is set and not empty.
#[allow(
    clippy::disallowed_methods,
    reason = "aws/ is one of the rooms that read the environment"
)]
pub(crate) fn var(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns the first of several variables that is set and not empty.
pub(crate) fn first(names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| var(name))
}

/// A profile of the shared files.
pub(super) struct Profile {
    /// Its name.
    pub(super) name: String,
    /// The variable that names it; `None` for the default profile.
    pub(super) variable: Option<&'static str>,
}

impl Profile {
    /// Returns the profile that the environment names, as in hashicorp/aws, else the default profile.
    pub(super) fn of_environment() -> Self {
        let named = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].into_iter();
        let mut named = named.filter_map(|variable| Some((var(variable)?, Some(variable))));
        let (name, variable) = named.next().unwrap_or_else(|| ("default".to_owned(), None));
        Self { name, variable }
    }
}

/// Returns the name of the configured profile, else that of the environment.
pub(super) fn profile(settings: &Settings) -> String {
    settings
        .profile
        .clone()
        .unwrap_or_else(|| Profile::of_environment().name)
}

/// Returns the path of the configured file with certificate authorities, else of that in `AWS_CA_BUNDLE`.
pub(crate) fn ca_bundle(configured: Option<&str>) -> Option<String> {
    let file = configured.map(str::to_owned).or_else(|| var("AWS_CA_BUNDLE"))?;
    Some(expanded(&file))
}

/// Returns the path with a leading `~` expanded to the home directory.
pub(crate) fn expanded(path: &str) -> String {
    let rest = path
        .strip_prefix('~')
        .filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
    match (rest, first(&["HOME", "USERPROFILE"])) {
        (Some(rest), Some(home)) => format!("{home}{rest}"),
        _ => path.to_owned(),
    }
}

/// Returns the shared files, to which more can be added; a kind that is not configured keeps its default location.
pub(super) fn shared_files(settings: &Settings) -> Builder {
    let (config, credentials) = (&settings.shared_config_files, &settings.shared_credentials_files);
    let mut files = EnvConfigFiles::builder()
        .include_default_config_file(config.is_empty())
        .include_default_credentials_file(credentials.is_empty());
    for path in config {
        files = files.with_file(EnvConfigFileKind::Config, expanded(path));
    }
    for path in credentials {
        files = files.with_file(EnvConfigFileKind::Credentials, expanded(path));
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_users_own_home_directory_is_expanded() {
        let home = first(&["HOME", "USERPROFILE"]).unwrap_or_else(|| "~".to_owned());
        assert_eq!(expanded("~/.aws/config"), format!("{home}/.aws/config"));
        assert_eq!(expanded("~"), home);
        for path in ["/etc/~/x", "~root/x", "x", ""] {
            assert_eq!(expanded(path), path);
        }
    }
}
