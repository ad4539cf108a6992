//! How a plan grows with the number of resources.

use std::fmt::Write as _;

use super::{
    case::{Cost, Ground},
    chart::{Line, chart},
    configuration::Kind,
    median,
};

/// Plans of each size; the median counts.
const ROUNDS: usize = 3;

/// What grows, and to which sizes.
const GROWTHS: [(&str, Kind, [usize; 4]); 3] = [
    ("connections", Kind::Connections, [1, 100, 300, 1000]),
    ("pipelines", Kind::Pipelines, [1, 100, 250, 500]),
    ("actions of one pipeline", Kind::Actions, [2, 50, 150, 500]),
];

/// What plans of all sizes cost.
pub(crate) struct Scale(Vec<Size>);

struct Size {
    what: &'static str,
    count: usize,
    costs: Vec<Cost>,
}

impl Size {
    fn median(&self, figure: impl Fn(&Cost) -> f64) -> f64 {
        median(self.costs.iter().map(figure).collect())
    }
}

impl Scale {
    pub(crate) fn measure() -> Self {
        let sizes = GROWTHS.into_iter().flat_map(|(what, kind, counts)| {
            counts.map(|count| {
                // An account of its own: AWS limits the connections of a region.
                let ground = Ground::prepare(0);
                let case = ground.case(kind, count);
                Size {
                    what,
                    count,
                    costs: (0..ROUNDS).map(|_| case.cost()).collect(),
                }
            })
        });
        Self(sizes.collect())
    }

    pub(crate) fn table(&self) -> String {
        let mut table =
            "| Plan of | Number | Time, s | CPU time of the provider, s | Share of the CPU time | Memory of the provider, MB | \
             Calls |\n| --- | --- | --- | --- | --- | --- | --- |\n"
                .to_owned();
        for size in &self.0 {
            let Size { what, count, .. } = size;
            writeln!(
                table,
                "| {what} | {count} | {:.2} | {:.3} | {:.0} % | {:.1} | {} |",
                size.median(|cost| cost.seconds),
                size.median(|cost| cost.cpu),
                size.median(Cost::share),
                size.median(|cost| cost.memory),
                size.costs[0].calls()
            )
            .expect("a string takes everything");
        }
        table
    }

    /// Returns the CPU time of the provider over the number of resources, as an SVG.
    pub(crate) fn chart(&self) -> String {
        let line = |(what, _, _)| Line {
            label: what,
            points: self
                .0
                .iter()
                .filter(|size| size.what == what)
                .map(|size| (size.count as f64, size.median(|cost| cost.cpu) * 1e3))
                .collect(),
        };
        chart(
            "Number in the configuration",
            "CPU time of the provider in a plan, ms",
            &GROWTHS.map(line),
        )
    }
}
