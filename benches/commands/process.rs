//! The running processes of the provider.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A process of the provider.
pub(crate) struct Process {
    /// Its peak memory, in megabytes.
    pub(crate) memory: f64,
    /// CPU time until now, in seconds.
    pub(crate) cpu: f64,
}

/// Returns the running processes whose programs are in one of the packages, by their IDs.
pub(crate) fn processes(packages: &[PathBuf]) -> Vec<(String, Process)> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = all.filter_map(|entry| {
        let program = fs::read_link(entry.path().join("exe")).ok()?;
        let is_provider = packages.iter().any(|package| program.starts_with(package));
        let process = is_provider.then(|| process(&entry.path()))??;
        Some((entry.file_name().to_string_lossy().into_owned(), process))
    });
    processes.collect()
}

fn process(directory: &Path) -> Option<Process> {
    let status = fs::read_to_string(directory.join("status")).ok()?;
    let peak = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = peak.split_whitespace().nth(1)?.parse().ok()?;
    let threads = fs::read_dir(directory.join("task")).ok()?.flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let statistics = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        statistics.split_whitespace().next()?.parse::<f64>().ok()
    });
    Some(Process {
        memory: kilobytes / 1e3,
        cpu: nanoseconds.sum::<f64>() / 1e9,
    })
}
