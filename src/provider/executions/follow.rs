//! Follows an execution until it ends, and reports what happens.

use std::{collections::BTreeMap, sync::Mutex, time::Duration};

use terraform_provider_sdk::{
    author::{Progress, guard::lock},
    diagnostics::{Diagnostic, Diagnostics},
};

use super::{end::Over, lines, place::Place};
use crate::{
    aws::{
        error::{Error, Kind},
        pipelines::{ActionRun, Execution},
        wait::{self, Outcome, Patience, Pauses, Presence},
    },
    provider::waiting::{Waiting, span},
};

/// Pauses between two reads.
const PAUSES: Pauses = Pauses {
    first: Duration::from_secs(1),
    longest: Duration::from_secs(5),
};
/// Time in which AWS may not return a new execution, or the effect of a retry, yet.
const PROPAGATION: Duration = Duration::from_secs(10);

/// An execution to follow.
#[derive(Debug)]
pub struct Follow<'f> {
    /// Its pipeline.
    pub place: &'f Place<'f>,
    /// ID of the execution.
    pub id: &'f str,
    /// The limit of the wait.
    pub timeout: Duration,
    /// The listener.
    pub progress: &'f Progress,
    /// The runs before the wait, which are not reported.
    pub known: Vec<ActionRun>,
    /// Whether the execution had ended, and runs again.
    pub is_restarted: bool,
}

/// What the reads have returned so far.
#[derive(Default)]
struct Watch {
    execution: Option<Execution>,
    runs: Vec<ActionRun>,
    /// The statuses that were reported, by run.
    reported: BTreeMap<String, String>,
    /// Whether AWS does not allow reading the runs.
    is_denied: bool,
}

/// The end of a wait.
enum End {
    Over,
    Missing,
}

impl Follow<'_> {
    /// Waits until the execution has ended, whatever its status.
    ///
    /// # Errors
    /// If it does not end in time, does not exist, cannot be read, or the wait is interrupted.
    pub async fn until_over(self) -> Result<Over, Diagnostics> {
        let patience = Patience::within(self.timeout, self.place.client.stop());
        let presence = Presence::of_new(PROPAGATION);
        let unchanged = Presence::of_new(PROPAGATION);
        let reported = self.known.iter().map(|run| (run.id.clone(), run.status.clone()));
        let watch = Mutex::new(Watch {
            reported: reported.collect(),
            ..Watch::default()
        });
        let look = async || self.look(&watch, &presence, &unchanged).await;
        let waiting = Waiting::begin(self.progress, self.timeout);
        let work = wait::until(&patience, PAUSES, Error::is_transient, look);
        let ended = waiting.during(work, || self.still(&waiting, &watch)).await?;
        let Watch { execution, runs, .. } = watch.into_inner().unwrap_or_default();
        match (ended, execution) {
            (Ok(Outcome::Done(End::Over)), Some(execution)) => Ok(Over {
                execution,
                runs,
                after: waiting.elapsed(),
            }),
            (Ok(Outcome::Done(_)), _) => Err(self.place.no_execution(self.id)),
            (Ok(Outcome::TimedOut), execution) => Err(self.timed_out(execution.as_ref(), &runs).into()),
            (Ok(Outcome::Cancelled), _) => Err(self.interrupted().into()),
            (Err(error), _) => Err(self.place.failed(&format!("read the execution {}", self.id), &error)),
        }
    }

    async fn look(
        &self,
        watch: &Mutex<Watch>,
        presence: &Presence,
        unchanged: &Presence,
    ) -> Result<Option<End>, Error> {
        let Place {
            client,
            region,
            pipeline,
        } = self.place;
        let found = client.pipelines.execution(region, pipeline, self.id).await?;
        let is_gone = presence.is_gone(found.is_some());
        let Some(execution) = found else {
            return Ok(is_gone.then_some(End::Missing));
        };
        let runs = self.runs(watch).await?;
        let is_new = |run: &ActionRun| self.known.iter().all(|known| known.id != run.id);
        // After a retry, AWS may still return the end before it.
        let has_restarted = !self.is_restarted || runs.iter().any(is_new) || unchanged.is_gone(false);
        let is_over = execution.status.is_over() && has_restarted;
        let lines = {
            let mut watch = lock(watch);
            watch.execution = Some(execution);
            let lines = watch.changed(self.place, &runs);
            watch.runs = runs;
            lines
        };
        for line in lines {
            // The wait itself ends when Terraform no longer listens.
            let _ = self.progress.report(&line).await;
        }
        Ok(is_over.then_some(End::Over))
    }

    /// Returns the runs; none if AWS does not allow it, which is reported once.
    async fn runs(&self, watch: &Mutex<Watch>) -> Result<Vec<ActionRun>, Error> {
        if lock(watch).is_denied {
            return Ok(Vec::new());
        }
        let Place {
            client,
            region,
            pipeline,
        } = self.place;
        match client.pipelines.action_runs(region, pipeline, Some(self.id)).await {
            Err(error) if error.kind() == Kind::AccessDenied => {
                lock(watch).is_denied = true;
                let action = error.action().unwrap_or_default();
                let line = format!("The actions of the execution are not reported: {action} is not allowed");
                let _ = self.progress.report(&line).await;
                Ok(Vec::new())
            }
            runs => Ok(runs?.unwrap_or_default()),
        }
    }

    fn still(&self, waiting: &Waiting<'_>, watch: &Mutex<Watch>) -> String {
        let watch = lock(watch);
        let present = watch.execution.as_ref().map(|it| lines::at_present(it, &watch.runs));
        let present = present.unwrap_or_else(|| "without a response from AWS".to_owned());
        format!("{}: {}", waiting.still(&present), self.place.page_of(self.id))
    }

    fn timed_out(&self, execution: Option<&Execution>, runs: &[ActionRun]) -> Diagnostic {
        let present = execution.map(|execution| lines::at_present(execution, runs));
        let present = present.unwrap_or_else(|| "not known".to_owned());
        let waits = runs.iter().any(|run| run.is_running() && run.is_approval);
        let approve = if waits {
            "Review it in the AWS console, or with the action codepipeline_put_approval_result. "
        } else {
            ""
        };
        Diagnostic::error(
            format!("The execution of {:?} did not end in time", self.place.pipeline),
            format!(
                "After {}, the status of the execution {} is {present}. It continues: {}\n{approve}To wait longer: timeout = \
                 \"2h\".",
                span(self.timeout),
                self.id,
                self.place.page_of(self.id)
            ),
        )
    }

    fn interrupted(&self) -> Diagnostic {
        let Place { pipeline, .. } = self.place;
        Diagnostic::error(
            format!("The wait for the execution of {pipeline:?} was interrupted"),
            format!(
                "The execution {} continues: {}\nTo stop it, invoke the action codepipeline_stop_pipeline_execution.",
                self.id,
                self.place.page_of(self.id)
            ),
        )
    }
}

impl Watch {
    /// Returns the lines about the runs whose status has changed, in their order.
    fn changed(&mut self, place: &Place<'_>, runs: &[ActionRun]) -> Vec<String> {
        let mut lines = Vec::new();
        for run in runs.iter().rev() {
            let before = self.reported.insert(run.id.clone(), run.status.clone());
            if before.as_ref() != Some(&run.status) {
                lines.push(lines::of_run(place, run));
            }
        }
        lines
    }
}
