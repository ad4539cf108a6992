//! What shortens a plan when AWS is far away.

use std::fmt::Write as _;

use super::{
    case::{Cost, Ground},
    configuration::{Kind, Reading},
    median,
};

/// Plans of each row; the median counts.
const ROUNDS: usize = 3;

/// Latency of each call in milliseconds.
const LATENCY: u32 = 50;

/// Number of resources.
const COUNT: usize = 100;

/// Makes Terraform read more resources at the same time than the default of 10.
const PARALLEL: &str = "-parallelism=50";

/// What is planned, and how.
const PLANS: [(&str, Kind, Reading, Option<&str>); 6] = [
    ("connections", Kind::Connections, Reading::Each, None),
    ("connections", Kind::Connections, Reading::Each, Some(PARALLEL)),
    ("connections", Kind::Connections, Reading::List, None),
    ("connections", Kind::Connections, Reading::List, Some(PARALLEL)),
    ("pipelines", Kind::Pipelines, Reading::Each, None),
    ("pipelines", Kind::Pipelines, Reading::Each, Some(PARALLEL)),
];

/// The plans, each with what its rounds cost.
pub(crate) struct Latency(Vec<Vec<Cost>>);

impl Latency {
    pub(crate) fn measure() -> Self {
        let ground = Ground::prepare(LATENCY);
        let plans = PLANS.iter().map(|(_, kind, reading, option)| {
            let case = ground.case_with(*kind, COUNT, *reading);
            (0..ROUNDS).map(|_| case.cost_with(option.as_slice())).collect()
        });
        Self(plans.collect())
    }

    pub(crate) fn table(&self) -> String {
        let mut table = format!(
            "| Plan of {COUNT} | `read_connections` | Option | Time, s | Calls |\n| --- | --- | --- | --- | --- |\n"
        );
        for ((what, _, reading, option), costs) in PLANS.iter().zip(&self.0) {
            let reading = if *reading == Reading::List { "`list`" } else { "–" };
            let option = option.map_or_else(|| "–".to_owned(), |option| format!("`{option}`"));
            let seconds = median(costs.iter().map(|cost| cost.seconds).collect());
            writeln!(
                table,
                "| {what} | {reading} | {option} | {seconds:.2} | {} |",
                costs[0].calls()
            )
            .expect("a string takes everything");
        }
        table
    }
}
