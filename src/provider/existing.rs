//! Objects that exist already although the configuration creates them, named together.
//!
//! An apply that is killed leaves objects outside the state, and the next one finds them. Terraform plans and creates many
//! objects at once and each call returns its own diagnostics, so the last call that finds an object reports all of them.

use std::time::Duration;

use terraform_provider_sdk::diagnostics::{Diagnostic, Diagnostics, Severity};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Time without a further call after which a call is the last one.
const QUIET: Duration = Duration::from_secs(1);

/// Advice after `import` blocks of objects that hashicorp/aws may manage.
pub const MOVE_INSTEAD: &str = "If a resource of hashicorp/aws manages such an object, write a `moved` block instead: \
                                with an `import` block, the apply that removes that resource destroys the object.";

/// An object that already exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    /// The object, such as `connection "web"`.
    pub object: String,
    /// Its `import` block.
    pub import: String,
}

/// The existing objects that this process has found in the way of new ones.
#[derive(Debug)]
pub struct AllExisting {
    found: watch::Sender<Found>,
    stop: CancellationToken,
}

#[derive(Debug, Default)]
struct Found {
    objects: Vec<Existing>,
    /// Number of calls that have found one.
    calls: usize,
}

impl AllExisting {
    /// Returns none yet. `stop` ends the waits for further objects.
    pub fn new(stop: CancellationToken) -> Self {
        let found = watch::Sender::default();
        Self { found, stop }
    }

    /// Returns what a plan reports of an object: nothing if a later call reports it, `alone` if it is the only one, else a
    /// warning with the import blocks of all of them. Waits for further objects.
    pub async fn at_plan(&self, found: Existing, alone: impl Into<Diagnostics>) -> Diagnostics {
        match self.gathered(found).await.as_deref() {
            None => Diagnostics::new(),
            Some([_]) => alone.into(),
            Some(all) => together(all).with_severity(Severity::Warning).into(),
        }
    }

    /// Returns the error of the failed creation of an object: a reference to a later error if there is one, `alone` if it is
    /// the only object, else an error with the import blocks of all of them. Waits for further objects.
    pub async fn at_apply(&self, found: Existing, alone: impl Into<Diagnostics>) -> Diagnostics {
        match self.gathered(found).await.as_deref() {
            None => alone.into().into_iter().map(elsewhere).collect(),
            Some([_]) => alone.into(),
            Some(all) => together(all).into(),
        }
    }

    /// Returns all objects, this one included; `None` if there is a later call.
    async fn gathered(&self, found: Existing) -> Option<Vec<Existing>> {
        let mut call = 0;
        self.found.send_modify(|all| {
            all.calls += 1;
            call = all.calls;
            // An apply plans each object again before it creates it.
            if !all.objects.contains(&found) {
                all.objects.push(found);
            }
        });
        let mut changes = self.found.subscribe();
        let later = async { changes.wait_for(|all| all.calls > call).await.is_ok() };
        tokio::select! {
            _ = later => {}
            () = tokio::time::sleep(QUIET) => {}
            () = self.stop.cancelled() => {}
        }
        let all = self.found.borrow();
        (all.calls == call).then(|| all.objects.clone())
    }
}

/// Returns the error without its import block, which a later error contains.
fn elsewhere(error: Diagnostic) -> Diagnostic {
    Diagnostic {
        detail: "Another error of this apply contains the import blocks of all objects that already exist.".to_owned(),
        ..error
    }
}

fn together(all: &[Existing]) -> Diagnostic {
    let objects: Vec<&str> = all.iter().map(|one| one.object.as_str()).collect();
    let imports: Vec<&str> = all.iter().map(|one| one.import.as_str()).collect();
    Diagnostic::error(
        format!("{} objects already exist", all.len()),
        format!(
            "They are not in the state: {}. An apply that was interrupted may have created them. To manage them, add these \
             blocks with the addresses of your resources. Otherwise, choose other names.\n\n{}\n\n{MOVE_INSTEAD}",
            objects.join(", "),
            imports.join("\n\n")
        ),
    )
}
