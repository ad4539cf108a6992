//! Kills of the emulator in the middle of concurrent writes.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use codepipeline_emulator_testing::{aws_client::AwsClient, environment::variable, guide};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinSet;

use super::connections::create;
use crate::support::emulator_process::EmulatorProcess;

const SERVICE: &str = "codeconnections";

/// Number of kills. With this variable, the counts are also written into the guide.
const VARIABLE: &str = "CODEPIPELINE_TEST_KILLS";
/// Kills without the variable.
const SAMPLE: usize = 5;
const WRITERS: usize = 4;
/// Tags that a writer changes by turns.
const KEYS: usize = 10;
/// Most acknowledged writes before a kill.
const MOST_WRITES: usize = 40;

/// What one writer knows of the tags on its connection.
struct Writer {
    arn: String,
    /// Value of each tag in the last acknowledged write.
    acknowledged: BTreeMap<String, String>,
    /// The write that has been sent and not acknowledged.
    pending: Option<(String, String)>,
    writes: usize,
}

impl Writer {
    /// Writes until the emulator is gone; `total` counts the acknowledged writes of all writers.
    async fn write(mut self, aws: AwsClient, total: Arc<AtomicUsize>) -> Self {
        loop {
            let (key, value) = (format!("k{}", self.writes % KEYS), self.writes.to_string());
            let input = json!({ "ResourceArn": self.arn, "Tags": [{ "Key": key, "Value": value }] });
            self.pending = Some((key.clone(), value.clone()));
            let answer = aws.try_call(SERVICE, "TagResource", &input).await;
            if !answer.is_ok_and(|answer| answer.status() == 200) {
                return self;
            }
            self.acknowledged.insert(key, value);
            self.pending = None;
            self.writes += 1;
            total.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Compares the tags after a restart with the acknowledged ones. The pending write may be there or not.
    async fn compare(&mut self, aws: &AwsClient) {
        let input = json!({ "ResourceArn": self.arn });
        let tags = aws.ok(SERVICE, "ListTagsForResource", input).await["Tags"].take();
        let text = |tag: &Value, member: &str| tag[member].as_str().unwrap().to_owned();
        let tags = tags.as_array().unwrap().iter();
        let found: BTreeMap<_, _> = tags.map(|tag| (text(tag, "Key"), text(tag, "Value"))).collect();
        let mut possible = self.acknowledged.clone();
        possible.extend(self.pending.take());
        assert!(
            found == self.acknowledged || found == possible,
            "{found:?} instead of {:?} or {possible:?}",
            self.acknowledged
        );
        self.acknowledged = found;
    }
}

/// Starts the emulator, lets all writers write, and kills it after `writes` acknowledged writes.
async fn kill_while_writing(state: &[&str], writers: Vec<Writer>, writes: usize) -> Vec<Writer> {
    let mut emulator = EmulatorProcess::start(state);
    let total = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    for writer in writers {
        tasks.spawn(writer.write(emulator.aws(), Arc::clone(&total)));
    }
    while total.load(Ordering::Relaxed) < writes {
        tokio::time::sleep(std::time::Duration::from_micros(200)).await;
    }
    emulator.kill();
    tasks.join_all().await
}

#[tokio::test]
async fn a_kill_during_concurrent_writes_loses_no_acknowledged_write() {
    let (directory, wanted) = (TempDir::new().unwrap(), variable(VARIABLE));
    let path = directory.path().join("state.json");
    let state = ["--state", path.to_str().unwrap()];
    let mut writers = Vec::new();
    let mut first = EmulatorProcess::start(&state);
    for _ in 0..WRITERS {
        writers.push(Writer {
            arn: create(&first.aws(), SERVICE, "app").await,
            acknowledged: BTreeMap::new(),
            pending: None,
            writes: 0,
        });
    }
    first.kill();
    let kills = wanted.as_deref().map_or(SAMPLE, |wanted| wanted.parse().unwrap());
    for kill in 0..kills {
        writers = kill_while_writing(&state, writers, 1 + kill % MOST_WRITES).await;
        let emulator = EmulatorProcess::start(&state);
        for writer in &mut writers {
            writer.compare(&emulator.aws()).await;
        }
    }
    if wanted.is_some() {
        let writes: usize = writers.iter().map(|writer| writer.writes).sum();
        let counts = format!("{kills} kills, {writes} acknowledged writes, 0 lost, 0 unreadable files.\n");
        guide::write("reliability.md", "test of kills", &counts);
    }
}
