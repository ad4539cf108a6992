//! Applies that end in the middle: what they leave behind is adopted, or named with its `import` block, by the next apply.

use std::{
    collections::BTreeSet,
    fmt::{self, Write as _},
    fs::{self, File},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, SystemTime},
};

use codepipeline_emulator::Options;
use codepipeline_emulator_testing::{
    environment::variable,
    guide,
    pipelines::{foreign_declaration, gitlab_pipeline},
};
use tempfile::TempDir;

use crate::{
    acceptance::source_action::source_action,
    support::{account::Account, process::Running, workspace::Workspace},
};

/// Number of interruptions. With this variable, the counts are also written into the guide.
const VARIABLE: &str = "CODEPIPELINE_TEST_INTERRUPTIONS";

/// Interruptions at the same time.
const THREADS: usize = 3;

/// Duration of each call.
const LATENCY: Duration = Duration::from_millis(20);

/// Resources of each kind.
const EACH: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Interruption {
    CtrlC,
    CtrlCTwice,
    Terminate,
    KillProvider,
    KillTerraform,
    KillEmulator,
}

const INTERRUPTIONS: [Interruption; 6] = [
    Interruption::CtrlC,
    Interruption::CtrlCTwice,
    Interruption::Terminate,
    Interruption::KillProvider,
    Interruption::KillTerraform,
    Interruption::KillEmulator,
];

impl fmt::Display for Interruption {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::CtrlC => "Ctrl-C",
            Self::CtrlCTwice => "Ctrl-C twice",
            Self::Terminate => "SIGTERM",
            Self::KillProvider => "SIGKILL of the provider",
            Self::KillTerraform => "SIGKILL of Terraform",
            Self::KillEmulator => "Crash of the emulator",
        })
    }
}

impl Interruption {
    fn strike(self, apply: &Running, account: &mut Account, state: &Path) {
        match self {
            Self::CtrlC => apply.interrupt(),
            Self::CtrlCTwice => {
                apply.interrupt();
                thread::sleep(LATENCY * 5);
                apply.interrupt();
            }
            Self::Terminate => apply.terminate(),
            Self::KillProvider => apply.kill_children(),
            Self::KillTerraform => apply.kill(),
            Self::KillEmulator => account.crash(options(state)),
        }
    }
}

/// An interruption after some calls of the apply.
#[derive(Clone, Copy)]
struct Case {
    interruption: Interruption,
    calls: usize,
}

impl Case {
    /// Returns the case of this number, for an apply that makes `calls` calls.
    fn number(index: usize, calls: usize) -> Self {
        let round = index / INTERRUPTIONS.len();
        Self {
            interruption: INTERRUPTIONS[index % INTERRUPTIONS.len()],
            // The rounds cover the whole apply.
            calls: (round * 29 + index * 11 + 8) % calls,
        }
    }
}

/// What became of the objects of an interrupted apply.
#[derive(Default)]
struct Recovery {
    /// Objects that AWS had and the state did not know.
    unknown: usize,
    /// Those that an error named with their import block; the others were adopted.
    named: usize,
}

fn options(state: &Path) -> Options {
    Options {
        latency: LATENCY,
        state: Some(state.join("state.json")),
        ..Options::default()
    }
}

fn configuration(arn: &str) -> String {
    let mut text = String::new();
    for number in 0..EACH {
        write!(
            text,
            "resource \"codepipeline_connection\" \"c{number}\" {{\n name = \"c{number}\"\n}}\n\
             resource \"codepipeline_host\" \"h{number}\" {{\n name = \"h{number}\"\n provider_type = \
             \"GitLabSelfManaged\"\n provider_endpoint = \"https://gitlab-{number}.acme.example\"\n}}\n"
        )
        .unwrap();
        text += &gitlab_pipeline(&format!("p{number}"), &format!("{arn:?}"), "");
        text += &source_action(&format!("s{number}"), arn, "");
    }
    text
}

/// Returns the names of the objects that the account holds beside those of the other team.
fn objects(account: &Account) -> Vec<String> {
    let [connections, hosts, pipelines] =
        serde_json::from_value::<[Vec<serde_json::Value>; 3]>(account.content()).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mut names: Vec<String> = connections
        .iter()
        .map(|connection| text(&connection["ConnectionName"]))
        .collect();
    names.extend(hosts.iter().map(|host| text(&host["Name"])));
    names.extend(pipelines.iter().map(|pipeline| text(&pipeline[0]["name"])));
    let foreign = account.pipeline("release");
    let actions = foreign["stages"][0]["actions"].as_array().unwrap();
    names.extend(actions.iter().map(|action| text(&action["name"])));
    names.retain(|name| name.len() == 2);
    names
}

/// Makes the socket directories that are left look old, since a provider that starts removes only old ones.
fn age(directory: &TempDir) {
    for entry in fs::read_dir(directory).unwrap() {
        let long_ago = SystemTime::now() - Duration::from_secs(3600);
        File::open(entry.unwrap().path())
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
    }
}

/// An account with an available connection and the pipeline of another team, and the configuration for it.
fn furnished(state: &Path) -> (Account, Workspace) {
    let account = Account::with(options(state));
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&foreign_declaration("release"));
    let workspace = Workspace::new(&account, &configuration(&arn));
    account.forget_calls();
    (account, workspace)
}

/// Returns the number of calls of an apply that is not interrupted.
fn uninterrupted() -> usize {
    let state = TempDir::new().unwrap();
    let (account, workspace) = furnished(state.path());
    workspace.apply().succeeds();
    account.calls().len()
}

fn recover(case: Case) -> Recovery {
    let (state, sockets) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (mut account, mut workspace) = furnished(state.path());
    let furniture = account.content();
    workspace.set_variable("TMPDIR", sockets.path().to_str().unwrap());
    account.forget_calls();
    let mut apply = workspace.start_apply();
    while account.calls().len() < case.calls && apply.is_running() {
        thread::sleep(Duration::from_millis(5));
    }
    case.interruption.strike(&apply, &mut account, state.path());
    drop(apply.finish());
    let known = workspace.addresses();
    let tainted = known.iter().find(|address| workspace.is_tainted(address));
    assert_eq!(tainted, None, "tainted");
    let mut recovery = Recovery {
        unknown: objects(&account).len() - known.len(),
        named: 0,
    };
    age(&sockets);
    let mut outcome = workspace.apply();
    if outcome.code() != 0 {
        let blocks: BTreeSet<String> = outcome.import_blocks().into_iter().collect();
        recovery.named = blocks.len();
        workspace.write("imports.tf", &blocks.into_iter().collect::<String>());
        outcome = workspace.apply();
    }
    outcome.succeeds();
    let mut found = objects(&account);
    found.sort();
    found.dedup();
    assert_eq!(
        (found.len(), objects(&account).len()),
        (4 * EACH, 4 * EACH),
        "{found:?}"
    );
    assert_eq!(workspace.addresses().len(), 4 * EACH);
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    let mut left = account.content();
    let mut expected = furniture;
    for content in [&mut left, &mut expected] {
        content[2][0][0]["version"].take();
    }
    assert_eq!(left, expected);
    let sockets: Vec<String> = fs::read_dir(&sockets)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("terraform-"))
        .collect();
    assert_eq!(sockets, Vec::<String>::new());
    recovery
}

type Results = Vec<(Case, Result<Recovery, String>)>;

fn run_all(count: usize) -> Results {
    let (next, calls) = (AtomicUsize::new(0), uninterrupted());
    let work = || {
        let mut results = Results::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return results;
            }
            let case = Case::number(index, calls);
            let result = catch_unwind(AssertUnwindSafe(|| recover(case)));
            let text =
                |panic: Box<dyn std::any::Any + Send>| panic.downcast_ref::<String>().cloned().unwrap_or_default();
            results.push((case, result.map_err(text)));
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// Returns the counts for each interruption.
fn table(results: &Results) -> String {
    let mut table =
        "| Interruption | Runs | Not converged | Objects outside the state | Named with an import block |\n\
                     | --- | --- | --- | --- | --- |\n"
            .to_owned();
    for interruption in INTERRUPTIONS {
        let of_it = || results.iter().filter(|(case, _)| case.interruption == interruption);
        let recoveries = || of_it().filter_map(|(_, result)| result.as_ref().ok());
        writeln!(
            table,
            "| {interruption} | {} | {} | {} | {} |",
            of_it().count(),
            of_it().filter(|(_, result)| result.is_err()).count(),
            recoveries().map(|recovery| recovery.unknown).sum::<usize>(),
            recoveries().map(|recovery| recovery.named).sum::<usize>(),
        )
        .unwrap();
    }
    table
}

#[test]
fn what_an_interrupted_apply_leaves_is_adopted_or_named_by_the_next() {
    let wanted = variable(VARIABLE);
    let count = wanted
        .as_deref()
        .map_or(INTERRUPTIONS.len(), |wanted| wanted.parse().unwrap());
    let results = run_all(count);
    if wanted.is_some() {
        guide::write("reliability.md", "test of interruptions", &table(&results));
    }
    let wrong: Vec<String> = results
        .iter()
        .filter_map(|(case, result)| {
            Some(format!(
                "{} after {} calls: {}",
                case.interruption,
                case.calls,
                result.as_ref().err()?
            ))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {count} runs:\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}
