//! Hosts that look like other hosts: letters of other alphabets, accents, digits instead of letters.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Maximum length of a host name; a longer string resembles no host.
const LONGEST: usize = 255;

/// Latin letters, each with characters that are easily mistaken for it. Source: the confusables of Unicode's UTS 39, as
/// far as fonts hardly show a difference.
const TWINS: &[(char, &str)] = &[
    ('a', "аɑα"),
    ('b', "Ььв"),
    ('c', "сϲ"),
    ('d', "ԁ"),
    ('e', "еҽ℮"),
    ('g', "ɡցԍ"),
    ('h', "һհн"),
    ('j', "јϳ"),
    ('k', "кκ"),
    ('l', "1i|Iіıιɩӏ"),
    ('m', "м"),
    ('n', "ոп"),
    ('o', "0оοօσ"),
    ('p', "рρ"),
    ('q', "ԛ"),
    ('r', "г"),
    ('s', "ѕ"),
    ('t', "тτ"),
    ('u', "υսц"),
    ('v', "νѵ"),
    ('w', "ѡԝա"),
    ('x', "хχ"),
    ('y', "уγү"),
];

/// Returns a normalized form that is equal for hosts that look alike.
pub(crate) fn look_of(host: &str) -> String {
    if host.len() > LONGEST {
        return host.to_owned();
    }
    let (name, _) = idna::domain_to_unicode(host);
    let letters = name.nfd().filter(|letter| !is_combining_mark(*letter));
    let letters: String = letters.map(|letter| latin(letter.to_ascii_lowercase())).collect();
    letters.replace("rn", "m").replace("vv", "w")
}

fn latin(letter: char) -> char {
    let twin = TWINS.iter().find(|(_, twins)| twins.contains(letter));
    twin.map_or(letter, |(latin, _)| *latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_fonts_hardly_tell_apart_look_the_same() {
        for host in [
            "gitlаb.com",
            "GITLAB.COM",
            "gitláb.com",
            "ｇｉｔｌａｂ.com",
            "xn--gitlb-7ve.com",
            "git1ab.com",
        ] {
            assert_eq!(look_of(host), look_of("gitlab.com"), "{host}");
        }
        for host in ["gitlab.org", "gitlabs.com", "münchen.example"] {
            assert_ne!(look_of(host), look_of("gitlab.com"), "{host}");
        }
    }
}
