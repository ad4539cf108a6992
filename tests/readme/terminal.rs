//! A picture of a terminal.

use std::fmt::Write as _;

/// Columns of the terminal.
const COLUMNS: usize = 110;
const LINE_HEIGHT: usize = 20;
const MARGIN: usize = 20;
/// Width of a column, in tenths of a pixel.
const COLUMN_WIDTH: usize = 79;

const STYLE: &str = "text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; \
                     fill: #d5d9e0; white-space: pre } .bold { font-weight: bold; fill: #ffffff } .green { fill: #6fdc8c }";

/// A line with the style of its first character.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// Classes of [`STYLE`].
    pub(crate) style: String,
}

/// Returns the lines of an output with colors.
pub(super) fn lines(output: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut is_bold, mut is_green) = (false, false);
    for line in output.lines() {
        let (mut text, mut style) = (String::new(), None);
        let mut parts = line.split("\u{1b}[");
        let first = parts.next().map(|part| ("", part));
        for (codes, part) in first.into_iter().chain(parts.filter_map(|part| part.split_once('m'))) {
            for code in codes.split(';') {
                match code {
                    "0" => (is_bold, is_green) = (false, false),
                    "1" => is_bold = true,
                    "32" => is_green = true,
                    _ => {}
                }
            }
            if !part.is_empty() {
                style.get_or_insert_with(|| style_of(is_bold, is_green));
            }
            text.push_str(part);
        }
        let style = style.unwrap_or_default();
        lines.push(Line { text, style });
    }
    lines
}

fn style_of(is_bold: bool, is_green: bool) -> String {
    let classes = [("bold", is_bold), ("green", is_green)].map(|(class, is_set)| is_set.then_some(class));
    classes.into_iter().flatten().collect::<Vec<&str>>().join(" ")
}

/// Returns the picture as SVG.
pub(super) fn picture(title: &str, lines: &[Line]) -> String {
    let mut rows = String::new();
    let mut count = 0;
    for line in lines {
        let characters: Vec<char> = line.text.chars().collect();
        for row in characters.chunks(COLUMNS) {
            count += 1;
            let (y, row) = (
                MARGIN + count * LINE_HEIGHT - 6,
                escape(&row.iter().collect::<String>()),
            );
            writeln!(
                rows,
                "  <text x=\"{MARGIN}\" y=\"{y}\" class=\"{}\">{row}</text>",
                line.style
            )
            .unwrap();
        }
    }
    let (width, height) = (
        2 * MARGIN + COLUMNS * COLUMN_WIDTH / 10,
        2 * MARGIN + count * LINE_HEIGHT,
    );
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\">\n  <title>{}</title>\n  <style>{STYLE}</style>\n  <rect width=\"100%\" height=\"100%\" rx=\"8\" \
         fill=\"#16181d\"/>\n{rows}</svg>\n",
        escape(title)
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn a_line_has_the_style_of_its_first_character() {
    let output = "\u{1b}[0m\u{1b}[1ma: Creating\u{1b}[0m...\n\u{1b}[1m\u{1b}[32m\nApply\u{1b}[0m\nplain";
    let line = |text: &str, style: &str| Line {
        text: text.to_owned(),
        style: style.to_owned(),
    };
    let expected = [
        line("a: Creating...", "bold"),
        line("", ""),
        line("Apply", "bold green"),
        line("plain", ""),
    ];
    assert_eq!(lines(output), expected);
}

#[test]
fn a_long_line_of_a_picture_continues_in_the_next_row() {
    let line = Line {
        text: format!("{}<&>", "x".repeat(COLUMNS)),
        style: String::new(),
    };
    let picture = picture("a <title>", &[line]);
    assert!(picture.contains("<title>a &lt;title&gt;</title>"), "{picture}");
    assert!(
        picture.contains("y=\"54\" class=\"\">&lt;&amp;&gt;</text>"),
        "{picture}"
    );
}
