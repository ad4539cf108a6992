//! Commands with this provider, with hashicorp/aws, and with Terraform alone.

use std::fmt::Write as _;

use super::{
    case::{Case, Ground},
    configuration::Kind,
    median,
};

/// Rounds of each comparison.
const ROUNDS: usize = 3;

/// Rounds of these with hashicorp/aws, whose commands take many times longer than the noise.
const PEER_ROUNDS: usize = 1;

/// The commands, in the order of [`Case::commands`].
const COMMANDS: [&str; 4] = ["validate", "plan", "apply", "destroy"];

/// The latency of each call in milliseconds, and the numbers of resources that are compared.
const SIZES: [(u32, &[usize]); 2] = [(0, &[1, 100, 500]), (50, &[1, 100])];

/// What is compared.
const KINDS: [(&str, Kind); 3] = [
    ("connections", Kind::Connections),
    ("pipelines", Kind::Pipelines),
    ("source actions", Kind::SourceActions),
];

/// All commands, at all sizes.
pub(crate) struct Comparison(Vec<Commands>);

/// The commands at one size: the seconds of each round.
struct Commands {
    latency: u32,
    what: &'static str,
    count: usize,
    ours: Vec<[f64; 4]>,
    terraform: Vec<[f64; 4]>,
    /// None without hashicorp/aws.
    peer: Vec<[f64; 4]>,
}

impl Comparison {
    pub(crate) fn measure() -> Self {
        let mut all = Vec::new();
        for (latency, counts) in SIZES {
            for (what, kind) in KINDS {
                let measured = counts
                    .iter()
                    .map(|count| Commands::measure(latency, what, kind, *count));
                all.extend(measured);
            }
        }
        Self(all)
    }

    pub(crate) fn table(&self) -> String {
        let mut table =
            "| Latency of AWS, ms | Resources | Number | Command | Time, s | / `terraform_data` | hashicorp/aws, s | \
                         hashicorp/aws / this provider |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
                .to_owned();
        for commands in &self.0 {
            for (index, command) in COMMANDS.iter().enumerate() {
                let Commands {
                    latency, what, count, ..
                } = commands;
                let [seconds, of_terraform, peer, of_peer] = commands.figures(index);
                writeln!(
                    table,
                    "| {latency} | {what} | {count} | {command} | {seconds} | {of_terraform} | {peer} | {of_peer} |"
                )
                .expect("a string takes everything");
            }
        }
        table
    }
}

impl Commands {
    fn measure(latency: u32, what: &'static str, kind: Kind, count: usize) -> Self {
        let ground = Ground::prepare(latency);
        let peer = kind.peer(count).filter(|_| ground.peer().is_some());
        let cases = [Some(kind), Some(Kind::Data), peer].map(|kind| kind.map(|kind| ground.case(kind, count)));
        let mut rounds = [const { Vec::new() }; 3];
        let limits = [ROUNDS, ROUNDS, PEER_ROUNDS];
        for round in 0..ROUNDS {
            // One after the other, so that a busy moment of the machine affects all.
            for ((case, limit), seconds) in cases.iter().zip(limits).zip(&mut rounds) {
                seconds.extend(case.as_ref().filter(|_| round < limit).map(Case::commands));
            }
        }
        let [ours, terraform, peer] = rounds;
        Self {
            latency,
            what,
            count,
            ours,
            terraform,
            peer,
        }
    }

    /// Returns the figures of a command, as its row shows them.
    fn figures(&self, command: usize) -> [String; 4] {
        let seconds = |rounds: &[[f64; 4]]| median(rounds.iter().map(|round| round[command]).collect());
        let ratio = |above: &[[f64; 4]], below: &[[f64; 4]]| {
            let rounds = above.iter().zip(below);
            median(rounds.map(|(above, below)| above[command] / below[command]).collect())
        };
        let (peer, of_peer) = if self.peer.is_empty() {
            ("–".to_owned(), "–".to_owned())
        } else {
            (
                format!("{:.2}", seconds(&self.peer)),
                format!("{:.1}", ratio(&self.peer, &self.ours)),
            )
        };
        [
            format!("{:.2}", seconds(&self.ours)),
            format!("{:.1}", ratio(&self.ours, &self.terraform)),
            peer,
            of_peer,
        ]
    }
}
