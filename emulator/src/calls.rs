//! The log of calls, for tests that check which calls were made.

use std::collections::VecDeque;

use serde::Serialize;

use crate::{faults::FaultKind, service::Service};

/// Maximum number of logged calls.
const REMEMBERED: usize = 100_000;

/// One call to the emulated AWS.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Call {
    /// The service, `None` if the request named none.
    pub(crate) service: Option<Service>,
    /// Name of the operation as the caller wrote it.
    pub(crate) operation: String,
    /// Class of the returned error, or the way in which the response was lost.
    pub(crate) error: Option<String>,
    /// Start of the call, in seconds since the epoch.
    #[serde(skip)]
    pub(crate) time: f64,
    /// The fault that changed it.
    #[serde(skip)]
    pub(crate) fault: Option<FaultKind>,
}

/// The calls so far, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    calls: VecDeque<Call>,
    /// Number of deleted calls, which is the number of the first remaining call.
    forgotten: usize,
}

impl Calls {
    /// Records a call, and returns its number.
    pub(crate) fn begin(&mut self, time: f64, service: Option<Service>, operation: &str) -> usize {
        if self.calls.len() == REMEMBERED {
            self.calls.pop_front();
            self.forgotten += 1;
        }
        self.calls.push_back(Call {
            service,
            operation: operation.to_owned(),
            error: None,
            time,
            fault: None,
        });
        self.forgotten + self.calls.len() - 1
    }

    /// Records how a call failed.
    pub(crate) fn fail(&mut self, number: usize, error: &str) {
        if let Some(call) = self.call_mut(number) {
            call.error = Some(error.to_owned());
        }
    }

    /// Records the fault that changes a call.
    pub(crate) fn strike(&mut self, number: usize, fault: FaultKind) {
        if let Some(call) = self.call_mut(number) {
            call.fault = Some(fault);
        }
    }

    fn call_mut(&mut self, number: usize) -> Option<&mut Call> {
        self.calls.get_mut(number.checked_sub(self.forgotten)?)
    }

    /// Deletes all calls.
    pub(crate) fn clear(&mut self) {
        self.forgotten += self.calls.len();
        self.calls.clear();
    }

    /// The calls, oldest first.
    pub(crate) fn list(&self) -> &VecDeque<Call> {
        &self.calls
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_fails_after_the_log_was_cleared_spoils_no_other() {
        let mut calls = Calls::default();
        let first = calls.begin(0.0, Some(Service::Sts), "AssumeRole");
        calls.clear();
        calls.begin(0.0, Some(Service::CodePipeline), "GetPipeline");
        calls.fail(first, "AccessDenied");
        assert_eq!(calls.list().len(), 1);
        assert_eq!(calls.list()[0].error, None);
    }
}
