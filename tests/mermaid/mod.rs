//! Drawings of pipelines: `drawings.json` contains them for `tests/browser`, which shows them with the real Mermaid. A stale file
//! is rewritten and fails the test once.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};
use terraform_provider_codepipeline::provider::data_sources::pipeline_state::{drawing, stages};

mod pipelines;

/// Characters over which GitLab shows a drawing only after a click.
const SHOWN_AT_ONCE: usize = 2000;

fn drawn(pipeline: &pipelines::Drawn) -> String {
    drawing(&stages(&pipeline.state, &pipeline.declaration))
}

#[test]
fn the_committed_drawings_are_those_of_the_data_source() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/mermaid/drawings.json");
    let drawings: Vec<Value> = pipelines::all()
        .iter()
        .map(|pipeline| json!({ "name": pipeline.name, "mermaid": drawn(pipeline), "shows": pipeline.shows }))
        .collect();
    let text = serde_json::to_string_pretty(&drawings).unwrap() + "\n";
    if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
        fs::write(&path, text).unwrap();
        panic!("tests/mermaid/drawings.json was stale and has been rewritten: commit it");
    }
}

#[test]
fn a_pipeline_of_usual_size_is_shown_at_once() {
    let usual = pipelines::all()
        .into_iter()
        .find(|pipeline| pipeline.name == "usual")
        .unwrap();
    let drawing = drawn(&usual);
    assert!(drawing.len() <= SHOWN_AT_ONCE, "{}\n{drawing}", drawing.len());
}

#[test]
fn the_largest_pipeline_is_drawn_with_fewer_details() {
    let (whole, stages_only) = (pipelines::of_size(4, 5), pipelines::of_size(50, 50));
    assert!(drawn(&whole).contains("Failed<br>Error"));
    let drawing = drawn(&stages_only);
    assert!(
        drawing.len() <= 50_000 && !drawing.contains("subgraph"),
        "{}",
        drawing.len()
    );
}
