//! Measures how long Terraform takes with this provider, how much memory the provider needs, and how large it is.
//!
//! After `cargo build --release --bins --example notes`, `cargo bench --bench commands` measures and prints. With
//! `-- --check` it also fails when a figure is far from what it should be, three times in a row, and with `-- --write`
//! it also compares commands and writes `docs/benchmark.md`. Wall times mean nothing on a busy machine, so every figure
//! of a plan is the median of ratios, each taken between two plans that ran one after the other: against as many
//! `terraform_data`, which need no provider and have four attributes, and against the same objects without a call to
//! AWS. The first is the time that users wait, the second is this provider's share of it: a connection has three times
//! the attributes, and Terraform pays for each. The plan of a note takes about the least time of any provider.
//!
//! The provider is installed from a filesystem mirror, because Terraform then hashes it at every command, as it does
//! for users. Set `CODEPIPELINE_TEST_AWS` to a mirror that contains hashicorp/aws to compare commands with it too,
//! against the same account.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

mod case;
mod chart;
mod comparison;
mod configuration;
mod latency;
mod process;
mod provider;
mod report;
mod scale;

use std::{path::Path, process::ExitCode};

use case::{Case, Ground};
use comparison::Comparison;
use configuration::{Kind, Reading};
use latency::Latency;
use scale::Scale;

/// Rounds of each comparison.
const ROUNDS: usize = 7;

/// Number of consecutive attempts in which a figure must alarm before the check fails.
const ATTEMPTS: usize = 3;

/// A figure, and the largest value that is not alarming.
struct Figure {
    name: String,
    value: f64,
    limit: f64,
}

impl Figure {
    fn new(name: impl Into<String>, value: f64, limit: f64) -> Self {
        Self {
            name: name.into(),
            value,
            limit,
        }
    }

    fn is_alarming(&self) -> bool {
        self.value > self.limit
    }
}

fn main() -> ExitCode {
    let has = |option: &str| std::env::args().any(|argument| argument == option);
    let check = has("--check");
    let ground = Ground::prepare(0);
    let (mut alarming, mut figures) = (false, Vec::new());
    for measure in measures(&ground) {
        let mut figure = measure();
        for _again in 1..ATTEMPTS {
            if check && figure.is_alarming() {
                figure = measure();
            }
        }
        let mark = if check && figure.is_alarming() {
            "  <- too much"
        } else {
            ""
        };
        println!(
            "{:<62} {:>8.2}   (at most {}){mark}",
            figure.name, figure.value, figure.limit
        );
        alarming |= check && figure.is_alarming();
        figures.push(figure);
    }
    if has("--write") {
        report::write(&figures, &Comparison::measure(), &Latency::measure(), &Scale::measure());
    }
    if alarming { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// What is measured, in order.
fn measures(ground: &Ground) -> Vec<Box<dyn Fn() -> Figure + '_>> {
    let mut measures: Vec<Box<dyn Fn() -> Figure + '_>> = vec![
        Box::new(|| Figure::new("binary, MB", provider::size(), 17.0)),
        Box::new(|| Figure::new("start to handshake line, ms", provider::start(), 10.0)),
        Box::new(|| {
            let ratio = paired(&ground.case(Kind::Notes, 1), &ground.case(Kind::Data, 1));
            Figure::new("plan of 1 note of the smallest provider / terraform_data", ratio, 3.5)
        }),
    ];
    for (what, kind, count, of_terraform, of_unread, share) in [
        ("connection", Kind::Connections, 1, 3.5, 1.5, 60.0),
        ("connections", Kind::Connections, 200, 4.0, 1.8, 60.0),
        ("connections", Kind::Connections, 1000, 4.0, 1.8, 60.0),
        ("pipelines", Kind::Pipelines, 100, 14.0, 1.5, 30.0),
    ] {
        measures.push(Box::new(move || {
            let ratio = paired(&ground.case(kind, count), &ground.case(Kind::Data, count));
            Figure::new(format!("plan of {count} {what} / terraform_data"), ratio, of_terraform)
        }));
        measures.push(Box::new(move || {
            let ratio = paired(
                &ground.case(kind, count),
                &ground.case_with(kind, count, Reading::Nothing),
            );
            Figure::new(format!("plan of {count} {what} / without AWS"), ratio, of_unread)
        }));
        measures.push(Box::new(move || {
            let costs = (0..ROUNDS).map(|_| ground.case(kind, count).cost().share());
            Figure::new(
                format!("plan of {count} {what}: provider, % of the CPU time"),
                median(costs.collect()),
                share,
            )
        }));
    }
    measures.push(Box::new(|| {
        let most = ground.case(Kind::Connections, 1000).cost().memory;
        Figure::new("memory of the provider at 1000 connections, MB", most, 20.0)
    }));
    measures.extend(ground.peer().map(peer_size));
    measures
}

/// The size of the program of hashicorp/aws.
fn peer_size<'g>(mirror: &Path) -> Box<dyn Fn() -> Figure + 'g> {
    let size = provider::largest_file(mirror);
    Box::new(move || Figure::new("binary of hashicorp/aws, MB", size, f64::INFINITY))
}

/// The median of the ratios of two plans that run one after the other.
fn paired(above: &Case, below: &Case) -> f64 {
    let _warm = (above.plan(), below.plan());
    median((0..ROUNDS).map(|_| above.plan() / below.plan()).collect())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
