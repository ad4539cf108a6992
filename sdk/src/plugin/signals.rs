//! The signals that reach a plugin process.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlBreak as Signal, CtrlC, ctrl_break, ctrl_c};

/// Handles Ctrl-C and the request to terminate until the process exits. A signal is ignored while no task waits for
/// it.
///
/// Ctrl-C must have no effect under a host: it reaches the whole process group, and the host itself stops the plugin.
/// The signal is handled and not ignored, so that child processes start with the default handler.
pub(super) struct Signals {
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(windows)]
    interrupt: CtrlC,
    terminate: Signal,
}

impl Signals {
    #[cfg(unix)]
    pub(super) fn take_over() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(windows)]
    pub(super) fn take_over() -> io::Result<Self> {
        Ok(Self {
            interrupt: ctrl_c()?,
            terminate: ctrl_break()?,
        })
    }

    /// Waits for a request to terminate.
    pub(super) async fn terminated(&mut self) {
        self.terminate.recv().await;
    }

    /// Waits for Ctrl-C or a request to terminate.
    pub(super) async fn interrupted_or_terminated(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
