//! Action types against public code: the vectors come from no table of this project.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

use super::{ACTION, push_stage};
use crate::emulator::pipelines::bench::{Bench, action};

const VECTORS: &str = include_str!("action_types.tsv");

/// One line of the vectors.
struct Vector<'t> {
    /// Whether AWS refuses numbers of artifacts outside of the ranges.
    is_limit: bool,
    owner: &'t str,
    category: &'t str,
    provider: &'t str,
    version: &'t str,
    inputs: RangeInclusive<usize>,
    outputs: RangeInclusive<usize>,
    keys: Vec<&'t str>,
}

impl<'t> Vector<'t> {
    fn read(line: &'t str) -> Self {
        let columns: Vec<&str> = line.split('\t').collect();
        let [kind, owner, category, provider, version, inputs, outputs, keys] = columns[..] else {
            panic!("8 columns: {line:?}");
        };
        Self {
            is_limit: kind == "bounds",
            owner,
            category,
            provider,
            version,
            inputs: range(inputs),
            outputs: range(outputs),
            keys: keys.split_whitespace().collect(),
        }
    }

    /// The pipeline `name` with an action of this type. Sources in S3 make what it takes.
    fn declaration(&self, name: &str, inputs: usize, outputs: usize) -> Value {
        let values = |key: &&str| ((*key).to_owned(), json!("x"));
        let mut tried = action(
            "Tried",
            self.category,
            self.provider,
            self.keys.iter().map(values).collect(),
        );
        tried["actionTypeId"]["owner"] = json!(self.owner);
        tried["actionTypeId"]["version"] = json!(self.version);
        // After the sources, if it is one itself.
        tried["runOrder"] = json!(2);
        tried["inputArtifacts"] = artifacts("in", inputs);
        tried["outputArtifacts"] = artifacts("out", outputs);
        if self.provider == "Commands" {
            tried["commands"] = json!(["make"]);
        }
        let mut sources: Vec<Value> = (0..inputs.max(1)).map(s3_source).collect();
        let mut declaration = json!({
            "name": name,
            "roleArn": "arn:aws:iam::111122223333:role/pipeline",
            "artifactStore": { "type": "S3", "location": "artifacts" },
            "stages": [],
        });
        let is_source = self.category == "Source";
        sources.extend(is_source.then(|| tried.clone()));
        push_stage(&mut declaration, "Source", json!(sources));
        let other = action("Gate", "Approval", "Manual", json!({}));
        push_stage(&mut declaration, "Next", json!([if is_source { other } else { tried }]));
        declaration
    }
}

fn range(text: &str) -> RangeInclusive<usize> {
    let (least, most) = text.split_once('-').unwrap_or((text, text));
    least.parse().unwrap()..=most.parse().unwrap()
}

fn artifacts(prefix: &str, count: usize) -> Value {
    (0..count)
        .map(|number| json!({ "name": format!("{prefix}{number}") }))
        .collect()
}

fn s3_source(number: usize) -> Value {
    let configuration = json!({ "S3Bucket": "bucket", "S3ObjectKey": "key" });
    let mut source = action(&format!("S3-{number}"), "Source", "S3", configuration);
    source["outputArtifacts"] = json!([{ "name": format!("in{number}") }]);
    source
}

/// Numbers of inputs and outputs within both ranges, and those just outside of one of them.
fn counts(vector: &Vector<'_>) -> [Vec<(usize, usize)>; 2] {
    let (inputs, outputs) = (&vector.inputs, &vector.outputs);
    let within = inputs
        .clone()
        .flat_map(|input| outputs.clone().map(move |output| (input, output)));
    let outside = |range: &RangeInclusive<usize>| [range.start().checked_sub(1), Some(range.end() + 1)];
    let input = outside(inputs)
        .into_iter()
        .flatten()
        .map(|count| (count, *outputs.start()));
    let output = outside(outputs)
        .into_iter()
        .flatten()
        .map(|count| (*inputs.start(), count));
    [
        within.collect(),
        input.chain(output).filter(|_| vector.is_limit).collect(),
    ]
}

#[tokio::test]
async fn action_types_have_the_artifacts_that_public_code_gives_them() {
    let bench = Bench::start().await;
    let lines = VECTORS.lines().filter(|line| !line.starts_with('#')).skip(1);
    for (number, line) in lines.enumerate() {
        let vector = Vector::read(line);
        let [within, outside] = counts(&vector);
        for (inputs, outputs) in within {
            let name = format!("p{number}-{inputs}-{outputs}");
            let input = json!({ "pipeline": vector.declaration(&name, inputs, outputs) });
            let answer = bench.aws.call("codepipeline", "CreatePipeline", input).await;
            assert!(answer.is_ok(), "{line}: {inputs} to {outputs}: {}", answer.unwrap_err());
        }
        for (inputs, outputs) in outside {
            let input = json!({ "pipeline": vector.declaration("refused", inputs, outputs) });
            let message = bench.refuse("CreatePipeline", input, ACTION).await;
            assert!(message.contains(" count ("), "{line}: {inputs} to {outputs}: {message}");
        }
    }
}
