//! The notes of a release.

use crate::VERSION;

/// Returns the section of `changelog` for this version, whose tag is `tag`.
///
/// # Errors
/// Returns an error if the tag is not that of this version, or if the section is missing or has no date.
pub fn of<'a>(tag: &str, changelog: &'a str) -> Result<&'a str, String> {
    if tag.strip_prefix('v') != Some(VERSION) {
        return Err(format!(
            "the tag {tag} does not match the version {VERSION} in Cargo.toml: set the version to that of the tag, or tag \
             the commit v{VERSION}"
        ));
    }
    let sections = changelog.split("\n## ");
    let section = sections
        .map(|section| section.strip_prefix("## ").unwrap_or(section))
        .find_map(|section| section.strip_prefix(VERSION)?.strip_prefix(" ("))
        .ok_or_else(|| format!("CHANGELOG.md has no section {VERSION}"))?;
    let (date, notes) = section.split_once(")\n").unwrap_or((section, ""));
    if date == "Unreleased" {
        return Err(format!(
            "the section {VERSION} of CHANGELOG.md has no date: replace `Unreleased` with the date of the release"
        ));
    }
    Ok(notes.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changelog(date: &str) -> String {
        format!(
            "## 99.0.0 (Unreleased)\n\n* later\n\n## {VERSION} ({date})\n\n* `first`\n* second\n\n## 0.0.1 (June 1)\n\n* old\n"
        )
    }

    #[test]
    fn the_notes_are_the_section_of_the_version() {
        let changelog = changelog("November 30, 2026");
        assert_eq!(of(&format!("v{VERSION}"), &changelog), Ok("* `first`\n* second"));
    }

    #[test]
    fn another_tag_and_a_section_without_date_are_refused() {
        let dated = changelog("November 30, 2026");
        for tag in [VERSION, "v99.0.0", "v", &format!("v{VERSION}-rc1")] {
            let message = of(tag, &dated).unwrap_err();
            assert!(
                message.contains(&format!("the version {VERSION} in Cargo.toml")),
                "{message}"
            );
        }
        let tag = format!("v{VERSION}");
        assert!(of(&tag, &changelog("Unreleased")).unwrap_err().contains("has no date"));
        assert!(of(&tag, "## 0.0.1 (June 1)\n").unwrap_err().contains("has no section"));
    }
}
