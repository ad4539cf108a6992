//! References to variables: `#{namespace.key}` in a configuration value.

use super::sketch::Part;

/// The references in a configuration, each with the key of its value.
pub(super) fn within<'a>(configuration: &Part<'a>) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let settings = configuration.settings();
    settings.flat_map(|(key, value)| of(value).map(move |reference| (key, reference)))
}

/// What stands between `#{` and `}`, for each reference in `text`.
pub(super) fn of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let begin = rest.find("#{")? + 2;
        let length = rest[begin..].find('}')?;
        let reference = &rest[begin..begin + length];
        rest = &rest[begin + length + 1..];
        // An unclosed one before it is plain text for AWS: the innermost counts.
        Some(reference.rsplit("#{").next().unwrap_or(reference))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_wherever_they_stand() {
        for (text, found) in [
            ("plain", vec![]),
            ("a #{x.y} b #{z}", vec!["x.y", "z"]),
            ("#{open", vec![]),
            ("#{a #{b.c}", vec!["b.c"]),
            ("#{}", vec![""]),
        ] {
            assert_eq!(of(text).collect::<Vec<_>>(), found, "{text}");
        }
    }
}
