//! Injected faults: how the next calls of an operation fail.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{operations, service::Service};

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
    /// Milliseconds of delay of a `slow` response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u64>,
}

fn once() -> u64 {
    1
}

/// The fault of one call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct InjectedFault {
    /// Kind of the fault.
    pub(crate) kind: FaultKind,
    /// Delay of a `slow` response.
    pub(crate) delay: Duration,
}

/// The faults that wait for their calls, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    faults: Vec<Fault>,
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
        if (fault.kind == FaultKind::Slow) != fault.delay_ms.is_some() {
            return Err("delay_ms is required for the kind slow and not allowed for any other".to_owned());
        }
        self.faults.push(fault);
        Ok(())
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
            .position(|fault| fault.takes(service, operation))?;
        let fault = &mut self.faults[index];
        let injected = InjectedFault {
            kind: fault.kind,
            delay: Duration::from_millis(fault.delay_ms.unwrap_or_default()),
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
