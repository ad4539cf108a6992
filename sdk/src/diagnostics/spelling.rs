//! Suggestions for misspelled values.

use strsim::osa_distance;

/// Maximum length of a string that is compared: a longer one is not a typo.
const LONGEST: usize = 64;

/// Returns the choice that `text` misspells, if any: the case, the separators or a few letters are wrong.
pub fn suggestion<'a>(text: &str, choices: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if text.chars().count() > LONGEST {
        return None;
    }
    let wanted = letters(text);
    let allowed = match wanted.chars().count() {
        0 => return None,
        1..=3 => 0,
        4..=7 => 1,
        8..=11 => 2,
        _ => 3,
    };
    choices
        .into_iter()
        .map(|choice| (osa_distance(&wanted, &letters(choice)), choice))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, choice)| choice)
}

/// Returns the letters and digits of a string in lowercase.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRUITS: [&str; 4] = ["Blueberry", "RedPlum", "RedPear", "RedPearMarmalade"];

    #[test]
    fn a_typo_is_recognized() {
        for (text, meant) in [
            ("redpear", "RedPear"),
            ("REDPEAR", "RedPear"),
            ("Red Pear", "RedPear"),
            ("Redpera", "RedPear"),
            ("red_pear_marmalade", "RedPearMarmalade"),
            ("RedPearMarmlade", "RedPearMarmalade"),
            ("BlueBeryr", "Blueberry"),
        ] {
            assert_eq!(suggestion(text, FRUITS), Some(meant), "{text}");
        }
    }

    #[test]
    fn a_different_word_has_no_suggestion() {
        for text in [
            "",
            "-",
            "fig",
            "WaterMelon",
            "RedPearWithoutTheStone",
            &"redpear".repeat(100_000),
        ] {
            assert_eq!(suggestion(text, FRUITS), None);
        }
    }

    #[test]
    fn the_nearest_choice_wins() {
        assert_eq!(suggestion("RedPlun", ["RedPear", "RedPlum"]), Some("RedPlum"));
    }
}
