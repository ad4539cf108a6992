//! What somebody meant to write.

/// The longest text that is compared: longer ones are no slip of the pen.
const LONGEST: usize = 64;

/// The one of `choices` that `text` is a misspelling of, if there is one: another case, other separators, or a few
/// letters wrong.
pub fn suggestion<'a>(text: &str, choices: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if text.chars().count() > LONGEST {
        return None;
    }
    let wanted = letters(text);
    let allowed = match wanted.len() {
        0 => return None,
        1..=3 => 0,
        4..=7 => 1,
        8..=11 => 2,
        _ => 3,
    };
    choices
        .into_iter()
        .map(|choice| (distance(&wanted, &letters(choice)), choice))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, choice)| choice)
}

/// The letters and digits of a text, all small.
fn letters(text: &str) -> Vec<char> {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// How many letters must be put in, taken out, replaced, or swapped with their neighbour to make one text the other.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, against) in other.iter().enumerate() {
            let replaced = last[column] + usize::from(letter != against);
            let mut least = replaced.min(last[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && one[row - 1] == *against && *letter == other[column - 1] {
                least = least.min(before[column - 1] + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut last, current);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: [&str; 4] = ["Bitbucket", "GitHub", "GitLab", "GitLabSelfManaged"];

    #[test]
    fn a_slip_of_the_pen_is_understood() {
        for (text, meant) in [
            ("gitlab", "GitLab"),
            ("GITLAB", "GitLab"),
            ("Git Lab", "GitLab"),
            ("Gitlba", "GitLab"),
            ("gitlab_self_managed", "GitLabSelfManaged"),
            ("GitLabSelfManged", "GitLabSelfManaged"),
            ("BitBuckte", "Bitbucket"),
        ] {
            assert_eq!(suggestion(text, TYPES), Some(meant), "{text}");
        }
    }

    #[test]
    fn something_else_is_no_slip() {
        for text in [
            "",
            "-",
            "svn",
            "CodeCommit",
            "GitLabEnterpriseServer",
            &"gitlab".repeat(100_000),
        ] {
            assert_eq!(suggestion(text, TYPES), None);
        }
    }

    #[test]
    fn the_nearest_choice_wins() {
        assert_eq!(suggestion("GitHup", ["GitLab", "GitHub"]), Some("GitHub"));
    }
}
