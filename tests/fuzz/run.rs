//! Runs the fuzzer and writes its figures into the guide.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use codepipeline_emulator_testing::{environment::variable, guide, processor_time};

use super::{target::Target, targets};

/// Set to the seconds to fuzz each target. Without it, nothing is fuzzed.
const SECONDS: &str = "CODEPIPELINE_TEST_FUZZ";

/// Set to the number of targets to fuzz at the same time, one by default.
const JOBS: &str = "CODEPIPELINE_TEST_FUZZ_JOBS";

/// Set to the names of the targets to fuzz, separated by commas. Without it, all are fuzzed.
const TARGETS: &str = "CODEPIPELINE_TEST_FUZZ_TARGETS";

const PAGE: &str = "reliability.md";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz")
}

/// The text of the guide.
fn page() -> String {
    let guides = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guides");
    fs::read_to_string(guides.join(PAGE)).unwrap()
}

/// Builds the fuzzer.
fn build() -> PathBuf {
    let (folder, target) = (folder(), folder().join("target"));
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .env("RUSTC_WRAPPER", folder.join("instrument"))
        .status()
        .unwrap();
    assert!(status.success());
    target.join("release/fuzz")
}

/// The figures of one target.
#[derive(Default)]
struct Figures {
    executions: String,
    edges: String,
    corpus: String,
    time: Duration,
    processor_time: Option<Duration>,
    /// What the fuzzer printed last, if it found a crash.
    crash: Option<String>,
}

/// Fuzzes a target.
fn fuzz(program: &Path, target: &Target, seconds: u64) -> Figures {
    let corpus = folder().join("target/corpus").join(target.name);
    fs::create_dir_all(&corpus).unwrap();
    for (number, seed) in (target.seeds)().into_iter().enumerate() {
        fs::write(corpus.join(format!("seed-{number}")), seed).unwrap();
    }
    let artifacts = folder().join("target/artifacts");
    fs::create_dir_all(&artifacts).unwrap();
    let started = Instant::now();
    let child = Command::new(program)
        .env("FUZZ_TARGET", target.name)
        .args([
            "-print_final_stats=1",
            "-max_len=4096",
            "-len_control=0",
            "-timeout=60",
            "-rss_limit_mb=4096",
        ])
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/{}-", artifacts.display(), target.name))
        .arg(corpus)
        .stderr(Stdio::piped())
        .spawn();
    let figures = read(child.unwrap());
    Figures {
        time: started.elapsed(),
        ..figures
    }
}

/// Reads what the fuzzer prints until it ends.
fn read(mut child: Child) -> Figures {
    let mut figures = Figures::default();
    let mut printed = Vec::new();
    for line in BufReader::new(child.stderr.take().unwrap()).split(b'\n') {
        let line = String::from_utf8_lossy(&line.unwrap()).into_owned();
        let words: Vec<&str> = line.split_whitespace().collect();
        let after = |name: &str| {
            words
                .iter()
                .skip_while(|word| **word != name)
                .nth(1)
                .map(|word| (*word).to_owned())
        };
        figures.edges = after("cov:").unwrap_or(figures.edges);
        figures.corpus = after("corp:").unwrap_or(figures.corpus);
        figures.executions = after("stat::number_of_executed_units:").unwrap_or(figures.executions);
        if !line.starts_with('#') {
            printed.push(line);
        }
    }
    figures.processor_time = processor_time::of_process(child.id());
    if !child.wait().unwrap().success() {
        figures.crash = Some(printed.split_off(printed.len().saturating_sub(30)).join("\n"));
    }
    figures
}

/// Fuzzes targets, `jobs` at the same time.
fn fuzz_all(targets: &[&Target], seconds: u64, jobs: usize) -> BTreeMap<&'static str, Figures> {
    let program = build();
    let (next, results) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some(target) = targets.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let figures = fuzz(&program, target, seconds);
                    results.lock().unwrap().insert(target.name, figures);
                }
            });
        }
    });
    results.into_inner().unwrap()
}

/// Returns the table. Targets that were not fuzzed keep their rows.
fn table(results: &BTreeMap<&str, Figures>) -> String {
    let page = page();
    let rows = targets::ALL.iter().map(|target| match results.get(target.name) {
        Some(figures) => format!("{} {} |\n", row(target), cells(figures).join(" | ")),
        None => {
            let row = page.lines().find(|line| line.starts_with(&row(target)));
            row.map(|row| format!("{row}\n")).unwrap_or_default()
        }
    });
    let head = "| Target | Input | Executions | Time | Processor time | Edges covered | Inputs kept | Crashes |\n";
    let total = format!("{} targets.\n\n", targets::ALL.len());
    total + head + &format!("|{}\n", " --- |".repeat(8)) + &rows.collect::<String>()
}

/// The first cells of a target's row.
fn row(target: &Target) -> String {
    format!("| `{}` | {} |", target.name, target.input)
}

/// The other cells.
fn cells(figures: &Figures) -> [String; 6] {
    let minutes = |time: Duration| format!("{:.1} min", time.as_secs_f64() / 60.0);
    [
        figures.executions.clone(),
        minutes(figures.time),
        figures.processor_time.map_or_else(String::new, minutes),
        figures.edges.clone(),
        figures.corpus.split('/').next().unwrap_or_default().to_owned(),
        usize::from(figures.crash.is_some()).to_string(),
    ]
}

#[test]
fn the_guide_has_the_figures_of_every_fuzz_target() {
    if let Some(seconds) = variable(SECONDS) {
        let jobs = variable(JOBS).map_or(1, |jobs| jobs.parse().unwrap());
        let wanted = variable(TARGETS);
        let is_wanted = |name: &str| {
            wanted
                .as_ref()
                .is_none_or(|names| names.split(',').any(|wanted| wanted == name))
        };
        let chosen: Vec<&Target> = targets::ALL.iter().filter(|target| is_wanted(target.name)).collect();
        let results = fuzz_all(&chosen, seconds.parse().unwrap(), jobs);
        guide::write(PAGE, "fuzzer", &table(&results));
        let crashes: Vec<String> = results.into_values().filter_map(|figures| figures.crash).collect();
        assert!(crashes.is_empty(), "{}", crashes.join("\n\n"));
    }
    let page = page();
    let missing: Vec<&str> = targets::ALL
        .iter()
        .filter(|target| !page.contains(&row(target)))
        .map(|target| target.name)
        .collect();
    assert!(missing.is_empty(), "set {SECONDS} to fuzz {missing:?} too");
}
