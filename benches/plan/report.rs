//! The page of the results.

use std::{fs, path::Path};

use super::{Figure, scale::Scale};

const INTRODUCTION: &str = "\
# Benchmark

`cargo bench -- --write` writes this page. It plans against the emulator, on the machine where it runs: compare the ratios, not the times. Each plan finds no changes.

";

const SCALE: &str = "
## Growth

Terraform starts the provider three times for a plan. The CPU time is that of all three processes, the memory that of the largest. Each row is the median of three plans.

";

const CALLS: &str = "
Each plan reads every resource once:

- `codepipeline_connection`: `GetConnection` and `ListTagsForResource`, at the same time.
- `codepipeline_handshake`: the status of its connection, with one more `GetConnection`.
- `codepipeline_pipeline`: `GetPipeline` and `ListTagsForResource`, whatever the number of its actions. The connections of its sources are known from the read of `codepipeline_connection`.

![CPU time of the provider over the number of resources](benchmark.svg)
";

/// Writes `docs/benchmark.md` and its chart.
pub(crate) fn write(figures: &[Figure], scale: &Scale) {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let rows = figures
        .iter()
        .map(|figure| format!("| {} | {:.2} |\n", figure.name, figure.value));
    let figures: String = rows.collect();
    let page = format!(
        "{INTRODUCTION}| Figure | Median |\n| --- | --- |\n{figures}{SCALE}{}{CALLS}",
        scale.table()
    );
    fs::write(docs.join("benchmark.md"), page).expect("the documentation is in the checkout");
    fs::write(docs.join("benchmark.svg"), scale.chart()).expect("the documentation is in the checkout");
}
