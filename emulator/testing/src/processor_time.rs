//! The processor time of processes, from Linux's files about them.

use std::{fs, time::Duration};

/// Clock ticks in a second in these files.
const TICKS: u64 = 100;

/// Returns the processor time of a process that has not been waited for; `None` if the system has no such file.
pub fn of_process(id: u32) -> Option<Duration> {
    sum(&id.to_string(), 11)
}

/// Returns the processor time of all processes that this one has started and waited for, with theirs; `None` if the system
/// has no such file.
pub fn of_ended_children() -> Option<Duration> {
    sum("self", 13)
}

/// Returns the ticks in user and system mode, which are two fields from `first` after the name of the program.
fn sum(process: &str, first: usize) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may contain spaces.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(first);
    let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 1000 / TICKS))
}
