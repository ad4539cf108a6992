//! References to variables: `#{namespace.key}` inside a configuration value.

/// Returns the text between `#{` and `}` of each reference in `text`.
pub(super) fn of(text: &str) -> impl Iterator<Item = &str> {
    text.split("#{")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// `text` with each reference replaced by its value, or the first reference that has none.
///
/// # Errors
/// The reference, without its braces.
pub(super) fn resolve(text: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, &str> {
    let mut parts = text.split("#{");
    let mut resolved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((reference, rest)) => {
                resolved += &value(reference).ok_or(reference)?;
                resolved += rest;
            }
            None => {
                resolved += "#{";
                resolved += part;
            }
        }
    }
    Ok(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_and_replaced() {
        let text = "a #{x.y} b #{z} #{open";
        assert_eq!(of(text).collect::<Vec<_>>(), ["x.y", "z"]);
        assert_eq!(
            resolve(text, |name| Some(name.to_uppercase())),
            Ok("a X.Y b Z #{open".to_owned())
        );
        assert_eq!(resolve(text, |name| (name == "z").then(String::new)), Err("x.y"));
    }
}
