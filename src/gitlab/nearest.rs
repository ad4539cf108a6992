//! Finds the closest match of a misspelled name.

/// Returns the candidate closest to `wanted`: equal except for case, with the same last part, or with a few typing
/// errors.
pub(crate) fn nearest(wanted: &str, candidates: Vec<String>) -> Option<String> {
    let mut ranked: Vec<(usize, String)> = candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(wanted, &candidate)?, candidate)))
        .collect();
    ranked.sort();
    ranked.into_iter().next().map(|(_, candidate)| candidate)
}

/// Returns the distance between two names; `None` if they are too different for a suggestion.
fn distance(wanted: &str, candidate: &str) -> Option<usize> {
    const LONGEST: usize = 255;
    if wanted.len() > LONGEST || candidate.len() > LONGEST {
        return None;
    }
    let (wanted, candidate) = (wanted.to_lowercase(), candidate.to_lowercase());
    let edits = strsim::levenshtein(&wanted, &candidate);
    let last = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    let shares_last = wanted.contains('/') && last(&wanted) == last(&candidate);
    (shares_last || edits <= wanted.chars().count().div_ceil(4)).then_some(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_wins_and_far_ones_do_not() {
        let find =
            |wanted: &str, candidates: &[&str]| nearest(wanted, candidates.iter().map(|c| (*c).to_owned()).collect());
        assert_eq!(find("Main", &["main", "maintenance"]), Some("main".to_owned()));
        assert_eq!(
            find("group/app", &["group/sub/app", "other/api"]),
            Some("group/sub/app".to_owned())
        );
        assert_eq!(find("group/ap", &["group/app", "zzz/ap"]), Some("group/app".to_owned()));
        assert_eq!(find("develop", &["main", "release/1"]), None);
        assert_eq!(find("x", &[]), None);
    }
}
