//! A line chart as an SVG, readable on light and dark pages.

use std::fmt::Write as _;

/// One line of a chart.
pub(crate) struct Line {
    pub(crate) label: &'static str,
    pub(crate) points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 50.0;

/// Grid lines of each axis.
const TICKS: u32 = 5;

/// The colors are legible on white and on black.
const STYLE: &str = "text { font: 12px sans-serif; fill: #777 } .grid { stroke: #999; stroke-opacity: .3 } .line { fill: none; \
                     stroke-width: 2 } .l0 { stroke: #d9480f; fill: #d9480f } .l1 { stroke: #1c7ed6; fill: #1c7ed6 } .l2 { \
                     stroke: #2f9e44; fill: #2f9e44 }";

/// Draws lines whose values are not negative.
pub(crate) fn chart(horizontal: &str, vertical: &str, lines: &[Line]) -> String {
    let all = || lines.iter().flat_map(|line| &line.points);
    let right = ceiling(all().map(|(x, _)| *x).fold(0.0, f64::max));
    let top = ceiling(all().map(|(_, y)| *y).fold(0.0, f64::max));
    let x = |value: f64| LEFT + value / right * (WIDTH - LEFT - RIGHT);
    let y = |value: f64| HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n<title>{vertical}</title>\n\
         <style>{STYLE}</style>\n<text x=\"{LEFT}\" y=\"16\">{vertical}</text>\n<text x=\"{}\" y=\"{}\" \
         text-anchor=\"middle\">{horizontal}</text>\n",
        WIDTH / 2.0,
        HEIGHT - 10.0
    );
    for tick in (0..=TICKS).map(|tick| f64::from(tick) / f64::from(TICKS)) {
        let (across, up) = (tick * right, tick * top);
        let _infallible = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {y0:.1}H{}\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{up}</text>\
             <text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{across}</text>",
            WIDTH - RIGHT,
            LEFT - 8.0,
            y(up) + 4.0,
            x(across),
            HEIGHT - BOTTOM + 18.0,
            y0 = y(up)
        );
    }
    for (index, line) in lines.iter().enumerate() {
        let points: Vec<String> = line
            .points
            .iter()
            .map(|(across, up)| format!("{:.1},{:.1}", x(*across), y(*up)))
            .collect();
        let legend = LEFT + 10.0 + 170.0 * index as f64;
        let _infallible = writeln!(
            svg,
            "<polyline class=\"line l{index}\" style=\"fill:none\" points=\"{}\"/><circle class=\"l{index}\" cx=\"{legend}\" \
             cy=\"30\" r=\"4\"/><text x=\"{}\" y=\"34\">{}</text>",
            points.join(" "),
            legend + 8.0,
            line.label
        );
    }
    svg + "</svg>\n"
}

/// Returns the next number with one digit and zeros that its ticks divide well.
fn ceiling(value: f64) -> f64 {
    let unit = 10_f64.powf(value.max(1.0).log10().floor());
    let fits = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * unit);
    fits.into_iter().find(|fit| *fit >= value).unwrap_or(value)
}
