//! The contrast of each foreground and background of the style sheet, in light and in dark.

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../../../src/console/style.css");

/// Least contrast of text (WCAG 2.2, 1.4.3), and of borders of fields and marks of focus (1.4.11).
const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// The backgrounds of elements that have none of their own.
const SURFACES: [&str; 2] = ["--paper", "--ground"];

type Color = [f64; 3];
type Palette = BTreeMap<String, Color>;

/// One rule: its selector and its declarations.
type Rule = (String, Vec<(String, String)>);

fn rules() -> Vec<Rule> {
    let mut rules = Vec::new();
    for block in STYLE.split('}') {
        let Some((before, declarations)) = block.rsplit_once('{') else {
            continue;
        };
        let selector = before.rsplit('{').next().unwrap().trim().to_owned();
        let pairs = declarations.split(';').filter_map(|each| each.split_once(':'));
        let pairs = pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        rules.push((selector, pairs.collect()));
    }
    rules
}

/// The palettes in light and in dark, which are the first two rules.
fn palettes() -> [Palette; 2] {
    let mut roots = rules().into_iter().filter(|(selector, _)| selector == ":root");
    let mut next = || {
        let colors = roots.next().unwrap().1.into_iter();
        let colors = colors.filter_map(|(name, value)| Some((name, color(value.strip_prefix('#')?))));
        colors.collect::<Palette>()
    };
    [next(), next()]
}

fn color(hex: &str) -> Color {
    assert_eq!(hex.len(), 6, "{hex}");
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0)
}

fn luminance(color: Color) -> f64 {
    let linear = color.map(|part| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

fn variable(value: &str) -> &str {
    value
        .split_once("var(")
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(name, _)| name)
        .unwrap_or_else(|| panic!("{value} is not a color of the palette"))
}

/// Reads `var(--x)`, and `color-mix(in srgb, var(--x) 12%, var(--y))`.
fn resolved(value: &str, palette: &Palette) -> Color {
    let Some(mix) = value.strip_prefix("color-mix(in srgb, ") else {
        return palette[variable(value)];
    };
    let (front, back) = mix.split_once(", ").unwrap();
    let share: f64 = front.rsplit_once(' ').unwrap().1.trim_end_matches('%').parse().unwrap();
    let (front, back) = (palette[variable(front)], palette[variable(back)]);
    [0, 1, 2].map(|at| front[at] * share / 100.0 + back[at] * (1.0 - share / 100.0))
}

/// The pairs of one rule: foreground, background and least contrast. `tone` stands for `var(--tone)`.
fn pairs(rule: &Rule, tone: &str) -> Vec<(String, String, f64)> {
    let toned = |value: &str| value.replace("var(--tone)", &format!("var({tone})"));
    let value = |wanted: &str| {
        let found = rule.1.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| toned(value)).filter(|value| value != "none")
    };
    let grounds: Vec<String> = match value("background") {
        Some(own) => vec![own],
        None => SURFACES.map(|surface| format!("var({surface})")).to_vec(),
    };
    let mut pairs = Vec::new();
    for ground in &grounds {
        pairs.extend(value("color").map(|text| (text, ground.clone(), TEXT)));
    }
    // A line between rows is decoration. Edges and outlines say where a field is and what has the focus.
    for (name, value) in &rule.1 {
        let is_mark = name == "outline" || (name.starts_with("border") && !value.contains("--line"));
        if is_mark && value.contains("var(") {
            let mark = format!("var({})", variable(&toned(value)));
            pairs.extend(SURFACES.map(|surface| (mark.clone(), format!("var({surface})"), SHAPE)));
        }
    }
    pairs
}

#[test]
fn text_and_marks_have_the_contrast_of_wcag_aa_in_light_and_in_dark() {
    let rules = rules();
    let tones: Vec<String> = rules
        .iter()
        .flat_map(|(_, declarations)| declarations)
        .filter(|(name, _)| name == "--tone")
        .map(|(_, value)| variable(value).to_owned())
        .collect();
    assert!(tones.len() >= 5, "{tones:?}");
    let mut checked = 0;
    for (mode, palette) in ["light", "dark"].into_iter().zip(palettes()) {
        for rule in rules.iter().filter(|(selector, _)| selector != ":root") {
            for tone in &tones {
                for (front, back, least) in pairs(rule, tone) {
                    let found = contrast(resolved(&front, &palette), resolved(&back, &palette));
                    assert!(found >= least, "{}, {mode}: {front} on {back} has {found:.2}", rule.0);
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 200, "{checked}");
}

#[test]
fn colors_stand_in_the_palettes_only() {
    for (selector, declarations) in rules().iter().filter(|(selector, _)| selector != ":root") {
        for (name, value) in declarations {
            assert!(
                !value.contains('#') && !value.contains("rgb("),
                "{selector}: {name}: {value}"
            );
            assert!(
                name != "filter" && name != "opacity",
                "{selector}: {name} changes colors"
            );
        }
    }
    let [light, dark] = palettes();
    assert_eq!(light.keys().collect::<Vec<_>>(), dark.keys().collect::<Vec<_>>());
}

#[test]
fn contrast_is_that_of_the_definition() {
    let found = contrast(color("ffffff"), color("e8590c"));
    assert!((found - 3.58).abs() < 0.01, "{found}");
    assert!((contrast(color("000000"), color("ffffff")) - 21.0).abs() < 1e-9);
}
