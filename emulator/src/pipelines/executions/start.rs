//! Starting an execution.

use std::collections::BTreeMap;

use crate::pipelines::{
    declaration::{Action, Declaration, ExecutionMode},
    defaults,
    delivery::Outcome,
    executions::{
        advance::advance,
        environment::Environment,
        execution::{Execution, Position, Trigger, TriggerKind},
        repositories::Change,
    },
    pipeline::Pipeline,
    triggers::{self, Event, EventKind},
};

/// Maximum number of concurrent executions of a pipeline in the modes QUEUED and PARALLEL.
const CONCURRENT: usize = 50;

/// The parameters of a new execution.
pub(in crate::pipelines) struct Start {
    pub(in crate::pipelines) trigger: Trigger,
    /// Values of the pipeline's variables; the others have their defaults.
    pub(in crate::pipelines) variables: BTreeMap<String, String>,
    /// Revisions to fetch, by source action; the others fetch the head.
    pub(in crate::pipelines) chosen: BTreeMap<String, String>,
    pub(in crate::pipelines) request_token: Option<String>,
}

impl Start {
    /// A start with nothing but a trigger.
    pub(in crate::pipelines) fn by(kind: TriggerKind, detail: &str) -> Self {
        let trigger = Trigger {
            kind,
            detail: detail.to_owned(),
        };
        Self {
            trigger,
            variables: BTreeMap::new(),
            chosen: BTreeMap::new(),
            request_token: None,
        }
    }
}

/// Returns whether the pipeline has reached the limit of concurrent executions.
pub(in crate::pipelines) fn is_full(pipeline: &Pipeline) -> bool {
    pipeline.declaration().execution_mode != ExecutionMode::Superseded
        && pipeline
            .executions
            .iter()
            .filter(|execution| execution.is_running())
            .count()
            >= CONCURRENT
}

/// Starts an execution of the current version, runs it as far as possible, and returns its ID.
pub(in crate::pipelines) fn start(
    pipeline: &mut Pipeline,
    start: Start,
    environment: &mut Environment<'_, '_>,
) -> String {
    begin(pipeline, start, None, environment)
}

/// Starts an execution if the event passes a trigger of the pipeline. Returns `None` if no source of the pipeline is in the
/// event's repository.
pub(in crate::pipelines) fn start_by_event(
    pipeline: &mut Pipeline,
    event: &Event,
    environment: &mut Environment<'_, '_>,
) -> Option<Outcome> {
    let declaration = pipeline.declaration();
    let sources: Vec<&Action> = declaration
        .connection_sources()
        .filter(|source| source.setting("FullRepositoryId") == event.repository)
        .collect();
    if sources.is_empty() {
        return None;
    }
    let mut reached = sources
        .into_iter()
        .filter(|source| pipeline.webhooks.reach(source, environment.connections))
        .peekable();
    if reached.peek().is_none() {
        return Some(Outcome::Ignored("It has no webhook on the repository"));
    }
    let Some((source, trigger)) = reached.find_map(|source| Some((source, wakes(&declaration, source, event)?))) else {
        return Some(Outcome::Ignored("None of its triggers matches the event"));
    };
    if is_full(pipeline) {
        return Some(Outcome::Ignored("The maximum number of executions is running"));
    }
    let change = environment.repositories.change(event, environment.scope.ids);
    let start = Start::by(trigger, source.setting("ConnectionArn"));
    let execution = begin(pipeline, start, Some(change), environment);
    Some(Outcome::Started { execution, trigger })
}

/// The kind of trigger by which an event starts the pipeline at this source, if it does.
fn wakes(declaration: &Declaration, source: &Action, event: &Event) -> Option<TriggerKind> {
    let declared = defaults::trigger_of(declaration, source).filter(|trigger| {
        let has_filters = !trigger.push.is_empty() || !trigger.pull_request.is_empty();
        has_filters && !defaults::is_default(trigger, source)
    });
    match declared {
        Some(trigger) => triggers::starts(trigger, event).then_some(TriggerKind::WebhookV2),
        None => {
            let listens = source.detects_changes() || defaults::trigger_of(declaration, source).is_some();
            let is_ours = matches!(&event.kind, EventKind::Push { branch } if branch == source.setting("BranchName"));
            (listens && is_ours).then_some(TriggerKind::Webhook)
        }
    }
}

fn begin(
    pipeline: &mut Pipeline,
    start: Start,
    change: Option<Change>,
    environment: &mut Environment<'_, '_>,
) -> String {
    let declaration = pipeline.declaration();
    let mut execution = Execution::new(
        pipeline.version(),
        declaration.execution_mode,
        start.trigger,
        environment,
    );
    execution.chosen = start.chosen;
    execution.change = change;
    execution.request_token = start.request_token;
    execution.position = Position::Before(
        declaration
            .stages
            .first()
            .map(|stage| stage.name.clone())
            .unwrap_or_default(),
    );
    execution.take_variables(&declaration, start.variables);
    let id = execution.id.clone();
    pipeline.executions.push(execution);
    advance(pipeline, environment);
    id
}
