//! The page of the results.

use std::{fs, path::Path};

use super::{Figure, comparison::Comparison, scale::Scale};

const INTRODUCTION: &str = "\
# Benchmark

`cargo bench -- --write` writes this page. It runs Terraform against the emulator, on the machine where it runs: compare the ratios, not the times. Each figure is a median.

`/ terraform_data` compares a command with the same command for as many `terraform_data`, which need no provider. `/ without AWS` compares a plan with a plan of the same objects while the configuration of the provider is not known, so that it reads nothing: the rest is the time of Terraform itself, and of the plugin protocol. A plan finds no changes.

";

const COMPARISON: &str = "
## Commands

Each row is the median of three rounds. A round runs the four commands with this provider, with `terraform_data` and with hashicorp/aws, one after the other. The objects of the pipelines include their connection, whose handshake is completed at once. hashicorp/aws has no source actions and, in one region, no 500 connections.

";

const LATENCY: &str = "
A read of a connection or pipeline takes two calls, `Get…` and `ListTagsForResource`, which the provider sends at the same time. Reading the tags of many resources with one call would therefore save calls, but no time. With a latency of 50 ms, the time of a large plan depends on how many resources Terraform reads at the same time: 10 by default. `terraform plan -parallelism=50` reads more. If AWS throttles `GetConnection`, set `read_connections = \"list\"`: one call then reads up to 100 connections.
";

const SCALE: &str = "
## Growth

Terraform starts the provider three times for a plan. The CPU time is that of all three processes, its share is relative to the CPU time of the plan with Terraform's own, and the memory is that of the largest process. Each row is the median of three plans.

";

const CALLS: &str = "
Each plan reads every resource once:

- `codepipeline_connection`: `GetConnection` and `ListTagsForResource`, at the same time.
- `codepipeline_handshake`: the status of its connection, with one more `GetConnection`.
- `codepipeline_pipeline`: `GetPipeline` and `ListTagsForResource`, whatever the number of its actions. The connections of its sources are known from the read of `codepipeline_connection`.

![CPU time of the provider over the number of resources](benchmark.svg)
";

/// Writes `docs/benchmark.md` and its chart.
pub(crate) fn write(figures: &[Figure], comparison: &Comparison, scale: &Scale) {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let rows = figures
        .iter()
        .map(|figure| format!("| {} | {:.2} |\n", figure.name, figure.value));
    let figures: String = rows.collect();
    let page = format!(
        "{INTRODUCTION}| Figure | Median |\n| --- | --- |\n{figures}{COMPARISON}{}{LATENCY}{SCALE}{}{CALLS}",
        comparison.table(),
        scale.table()
    );
    fs::write(docs.join("benchmark.md"), page).expect("the documentation is in the checkout");
    fs::write(docs.join("benchmark.svg"), scale.chart()).expect("the documentation is in the checkout");
}
