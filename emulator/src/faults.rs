//! Injected faults: how the next calls of an operation fail.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{operations, service::Service, wire::Failure};

/// The kind of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FaultKind {
    /// Too many calls.
    Throttle,
    /// AWS itself fails.
    Internal,
    /// No policy allows the call.
    Deny,
    /// The connection is closed, and the call is not performed.
    DropBefore,
    /// The call is performed, and its response is lost.
    DropAfter,
    /// The response is delayed.
    Slow,
    /// The call waits until the faults are deleted, and is then performed.
    Pause,
    /// The call fails with an error of the test's choice, and nothing is done.
    Error,
    /// The response does not contain recent writes.
    Lag,
}

/// A fault as a test requests it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// Service whose calls fail; all services by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    service: Option<Service>,
    /// Name of the operation.
    operation: String,
    /// Kind of the fault.
    kind: FaultKind,
    /// Number of calls that succeed first.
    #[serde(default)]
    after: u64,
    /// Number of calls that fail, 0 for all.
    #[serde(default = "once")]
    times: u64,
    /// Milliseconds of delay of a `slow` response, or how long a write is missing from responses with a `lag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u64>,
    /// Class of an `error`, such as `ConflictException`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    /// Message of an `error`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// HTTP status of an `error`, 400 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
}

fn once() -> u64 {
    1
}

/// The fault of one call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InjectedFault {
    /// Kind of the fault.
    pub(crate) kind: FaultKind,
    /// Delay of a `slow` response, or the time of a `lag`.
    pub(crate) delay: Duration,
    /// The response to an `error`.
    pub(crate) failure: Failure,
}

/// The faults that wait for their calls, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// With their ids, which are never given out again.
    faults: Vec<(u64, Fault)>,
    added: u64,
}

impl Faults {
    /// Adds a fault.
    ///
    /// # Errors
    /// Returns the reason for an invalid fault.
    pub(crate) fn add(&mut self, fault: Fault) -> Result<(), String> {
        if !operations::exists(fault.service, &fault.operation) {
            let who = fault.service.map_or("No service", |service| service.name());
            return Err(format!("{who} has no operation {} in this emulator", fault.operation));
        }
        fault.check()?;
        self.faults.push((self.added, fault));
        self.added += 1;
        Ok(())
    }

    /// Whether responses may omit recent writes.
    pub(crate) fn have_lag(&self) -> bool {
        self.faults.iter().any(|(_, fault)| fault.kind == FaultKind::Lag)
    }

    /// Returns the faults in force with their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(u64, Fault)> {
        self.faults.iter()
    }

    /// Deletes the fault with this id, and returns its kind. Returns `None` if there is no such fault.
    pub(crate) fn delete(&mut self, id: u64) -> Option<FaultKind> {
        let index = self.faults.iter().position(|(of, _)| *of == id)?;
        Some(self.faults.remove(index).1.kind)
    }

    /// Deletes all faults.
    pub(crate) fn clear(&mut self) {
        self.faults.clear();
    }

    /// Returns the fault of the call that arrives now: the first that is due. Every earlier one counts the call.
    pub(crate) fn next_fault(&mut self, service: Service, operation: &str) -> Option<InjectedFault> {
        let index = self
            .faults
            .iter_mut()
            .position(|(_, fault)| fault.takes(service, operation))?;
        let (_, fault) = &mut self.faults[index];
        let injected = InjectedFault {
            kind: fault.kind,
            delay: Duration::from_millis(fault.delay_ms.unwrap_or_default()),
            failure: fault.failure(),
        };
        match fault.times {
            0 => {}
            1 => drop(self.faults.remove(index)),
            _ => fault.times -= 1,
        }
        Some(injected)
    }
}

impl Fault {
    /// Checks that each member fits the kind.
    fn check(&self) -> Result<(), String> {
        let is_delayed = matches!(self.kind, FaultKind::Slow | FaultKind::Lag);
        if is_delayed != self.delay_ms.is_some() {
            return Err("delay_ms is required for the kinds slow and lag and not allowed for any other".to_owned());
        }
        let is_error = self.kind == FaultKind::Error;
        if is_error != self.class.is_some() || (!is_error && (self.message.is_some() || self.status.is_some())) {
            return Err(
                "class is required for the kind error; class, message and status are not allowed for any other"
                    .to_owned(),
            );
        }
        if self.status.is_some_and(|status| !(400..600).contains(&status)) {
            return Err("status is the HTTP status of an error, from 400 to 599".to_owned());
        }
        if self.kind == FaultKind::Lag && !operations::only_reads(&self.operation) {
            return Err(format!(
                "{} is a write operation, and only read operations can lag",
                self.operation
            ));
        }
        Ok(())
    }

    fn failure(&self) -> Failure {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Failure::new(text(&self.class), text(&self.message)).with_status(self.status.unwrap_or(400))
    }

    fn takes(&mut self, service: Service, operation: &str) -> bool {
        if self.operation != operation || self.service.is_some_and(|meant| meant != service) {
            return false;
        }
        let due = self.after == 0;
        self.after = self.after.saturating_sub(1);
        due
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(fault: serde_json::Value) -> Faults {
        let mut faults = Faults::default();
        faults.add(serde_json::from_value(fault).unwrap()).unwrap();
        faults
    }

    fn strikes(faults: &mut Faults, calls: usize) -> Vec<bool> {
        (0..calls)
            .map(|_| faults.next_fault(Service::CodePipeline, "GetPipeline").is_some())
            .collect()
    }

    #[test]
    fn a_fault_spares_the_first_calls_and_ends_after_its_times() {
        let mut faults = faults(json!({"operation": "GetPipeline", "kind": "throttle", "after": 1, "times": 2}));
        assert_eq!(strikes(&mut faults, 5), [false, true, true, false, false]);
    }

    #[test]
    fn a_fault_without_times_strikes_once_and_with_zero_always() {
        assert_eq!(
            strikes(&mut faults(json!({"operation": "GetPipeline", "kind": "deny"})), 2),
            [true, false]
        );
        let mut always = faults(json!({"operation": "GetPipeline", "kind": "deny", "times": 0}));
        assert_eq!(strikes(&mut always, 3), [true, true, true]);
    }

    #[test]
    fn a_fault_of_another_service_strikes_not() {
        let mut other = faults(json!({"service": "codeconnections", "operation": "TagResource", "kind": "internal"}));
        assert_eq!(other.next_fault(Service::CodePipeline, "TagResource"), None);
        assert!(other.next_fault(Service::CodeConnections, "TagResource").is_some());
    }
}
