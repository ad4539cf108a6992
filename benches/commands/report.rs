//! The page of the results.

use std::{fs, path::Path};

use super::{Figure, comparison::Comparison, latency::Latency, scale::Scale};

const INTRODUCTION: &str = "\
# Benchmark

`cargo build --release --bins --example notes && cargo bench --bench commands -- --write` writes this page, with `CODEPIPELINE_TEST_AWS` set to a filesystem mirror that contains hashicorp/aws. It runs Terraform against the emulator. The times depend on the machine, so compare the ratios. Each figure is a median.

`/ terraform_data` is the time of a command divided by its time for the same number of `terraform_data` resources, which are built into Terraform. `/ without AWS` is the time of a plan divided by the time of the same plan with an unknown provider configuration, with which the provider reads nothing from AWS: that plan takes only the time of Terraform itself and of the plugin protocol. Every plan finds no changes.

The smallest provider is [the example of the SDK](../sdk/README.md): its resource has two attributes, and it calls no service. Hardly any provider takes less time, because Terraform starts each one three times for a plan, with new TLS keys each time, and hashes its package.

";

const COMPARISON: &str = "
## Commands

Each row is the median of three rounds. A round runs the four commands with this provider and with `terraform_data`, and the first round also with hashicorp/aws, one after the other. The pipelines and source actions use a connection, whose handshake is completed at once. hashicorp/aws has no source actions, and is not measured with 500 objects, because that would take many minutes.

";

const LATENCY: &str = "
## Latency

To read a connection or pipeline, the provider makes two calls, `Get…` and `ListTagsForResource`, at the same time. With a latency of 50 ms, the time of a large plan therefore depends on how many resources Terraform reads at the same time: 10 by default, more with `-parallelism`. With `read_connections = \"list\"`, one call reads up to 100 connections, for accounts in which AWS throttles `GetConnection`. Each row is the median of three plans.

";

const TAGS: &str = "
The tags of each resource still need a call. The Resource Groups Tagging API returns the tags of many resources with one call, but the provider does not use it: it would need one more endpoint and one more permission, and would shorten only plans with `read_connections = \"list\"`.
";

const SCALE: &str = "
## Growth

Terraform starts the provider three times for a plan. The CPU time is that of all three processes, the share is their part of the CPU time of the whole plan, including Terraform's own, and the memory is that of the largest process. Each row is the median of three plans.

";

const CALLS: &str = "
Each plan reads every resource once:

- `codepipeline_connection`: `GetConnection` and `ListTagsForResource`, at the same time.
- `codepipeline_handshake`: the status of its connection, with one more `GetConnection`.
- `codepipeline_pipeline`: `GetPipeline` and `ListTagsForResource`, whatever the number of its actions. The connections of its sources are known from the read of `codepipeline_connection`.

![CPU time of the provider by the number of resources](benchmark.svg)
";

/// Writes `docs/benchmark.md` and its chart.
pub(crate) fn write(figures: &[Figure], comparison: &Comparison, latency: &Latency, scale: &Scale) {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let rows = figures
        .iter()
        .map(|figure| format!("| {} | {:.2} |\n", figure.name, figure.value));
    let figures: String = rows.collect();
    let page = format!(
        "{INTRODUCTION}| Figure | Median |\n| --- | --- |\n{figures}{COMPARISON}{}{LATENCY}{}{TAGS}{SCALE}{}{CALLS}",
        comparison.table(),
        latency.table(),
        scale.table()
    );
    fs::write(docs.join("benchmark.md"), page).expect("the documentation is in the checkout");
    fs::write(docs.join("benchmark.svg"), scale.chart()).expect("the documentation is in the checkout");
}
