//! A drawing of a pipeline in the Mermaid language, as GitLab shows it.
//!
//! Source: <https://mermaid.js.org/syntax/flowchart.html>, and the limits `maxTextSize` and `maxEdges` of its configuration.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    label::escaped,
    stage::{Action, Stage},
};

/// Maximum characters that Mermaid draws.
const MAX_TEXT: usize = 50_000;
/// Maximum arrows that Mermaid draws.
const MAX_ARROWS: usize = 500;

/// Maximum characters of a name.
const NAME: usize = 100;
/// Maximum characters of an error or a reason.
const DETAIL: usize = 80;
/// Maximum characters of a revision.
const REVISION: usize = 16;

/// The looks of stages and actions, readable in a light and in a dark theme.
const LOOKS: [(&str, &str); 7] = [
    ("failed", "fill:#fdd4cd,stroke:#dd2b0e,color:#5c0f00"),
    ("idle", "fill:#ececef,stroke:#737278,color:#333238"),
    ("parallel", "fill:none,stroke:#737278,stroke-dasharray:4"),
    ("running", "fill:#cbe2f9,stroke:#1f75cb,color:#033464"),
    ("stage", "fill:none,stroke:#737278"),
    ("stopped", "fill:#f5d9a8,stroke:#ab6100,color:#5c2900"),
    ("succeeded", "fill:#c3e6cd,stroke:#108548,color:#0a4020"),
];

/// What a drawing contains.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// The stages without their actions.
    Stages,
    /// The actions with their status.
    Actions,
    /// Errors and revisions too.
    Details,
}

/// Returns a flowchart of the stages from top to bottom, and of their actions from left to right, those that run in parallel
/// in one frame.
pub fn drawing(stages: &[Stage]) -> String {
    let extents = [Extent::Details, Extent::Actions, Extent::Stages];
    let mut drawings = extents.into_iter().map(|extent| Drawing::of(stages, extent));
    let fitting = drawings.find(Drawing::fits);
    fitting.unwrap_or_else(|| Drawing::of(stages, Extent::Stages)).text
}

/// A drawing, or its first lines.
struct Drawing {
    text: String,
    arrows: usize,
    extent: Extent,
    /// The frames and boxes of each look.
    looks: BTreeMap<&'static str, Vec<String>>,
}

impl Drawing {
    fn of(stages: &[Stage], extent: Extent) -> Self {
        let mut drawing = Self {
            text: "flowchart TB\n".to_owned(),
            arrows: 0,
            extent,
            looks: BTreeMap::new(),
        };
        for (index, stage) in stages.iter().enumerate() {
            drawing.stage(index, stage);
        }
        for (index, stage) in stages.iter().enumerate().skip(1) {
            drawing.transition(index, stage);
        }
        for (name, look) in LOOKS {
            if let Some(ids) = drawing.looks.remove(name) {
                drawing.line(1, &format!("classDef {name} {look}"));
                drawing.line(1, &format!("class {} {name}", ids.join(",")));
            }
        }
        drawing
    }

    fn fits(&self) -> bool {
        self.text.encode_utf16().count() <= MAX_TEXT && self.arrows <= MAX_ARROWS
    }

    fn line(&mut self, depth: usize, line: &str) {
        let _ = writeln!(self.text, "{:1$}{line}", "", depth * 2);
    }

    fn stage(&mut self, index: usize, stage: &Stage) {
        let (id, title) = (format!("s{index}"), title(stage));
        if self.extent == Extent::Stages || stage.actions.is_empty() {
            return self.status_box(1, &id, &title, stage.status.as_deref());
        }
        self.line(1, &format!("subgraph {id} [\"{title}\"]"));
        self.line(2, "direction LR");
        let groups = by_run_order(&stage.actions);
        for (order, group) in groups.iter().enumerate() {
            self.group(&format!("{id}g{order}"), group);
        }
        for order in 1..groups.len() {
            self.arrows += 1;
            self.line(2, &format!("{id}g{} --> {id}g{order}", order - 1));
        }
        self.line(1, "end");
        self.looks.entry("stage").or_default().push(id);
    }

    /// Draws the actions of one run order: one alone, several in a frame.
    fn group(&mut self, id: &str, actions: &[&Action]) {
        if let [action] = actions {
            return self.action(2, id, action);
        }
        self.line(2, &format!("subgraph {id} [\" \"]"));
        self.line(3, "direction LR");
        for (index, action) in actions.iter().enumerate() {
            self.action(3, &format!("{id}a{index}"), action);
        }
        self.line(2, "end");
        self.looks.entry("parallel").or_default().push(id.to_owned());
    }

    fn action(&mut self, depth: usize, id: &str, action: &Action) {
        let mut label = vec![escaped(&action.name, NAME)];
        label.extend(progress(action));
        if self.extent == Extent::Details {
            let error = action.error_message.as_deref().map(|error| escaped(error, DETAIL));
            let revision = action
                .revision_id
                .as_deref()
                .map(|revision| escaped(revision, REVISION));
            label.extend(error.or(revision));
        }
        self.status_box(depth, id, &label.join("<br>"), action.status.as_deref());
    }

    fn status_box(&mut self, depth: usize, id: &str, label: &str, status: Option<&str>) {
        self.line(depth, &format!("{id}[\"{label}\"]"));
        self.looks.entry(look(status)).or_default().push(id.to_owned());
    }

    fn transition(&mut self, index: usize, stage: &Stage) {
        let before = index - 1;
        self.arrows += 1;
        if stage.transition.enabled {
            return self.line(1, &format!("s{before} --> s{index}"));
        }
        let reason = stage.transition.disabled_reason.as_deref().unwrap_or_default();
        let reason = escaped(&format!("Disabled: {reason}"), DETAIL);
        self.line(1, &format!("s{before} -. \"{reason}\" .-x s{index}"));
    }
}

/// Returns the actions by run order, in the order of the pipeline within each.
fn by_run_order(actions: &[Action]) -> Vec<Vec<&Action>> {
    let mut groups: BTreeMap<i64, Vec<&Action>> = BTreeMap::new();
    for action in actions {
        groups.entry(action.run_order.unwrap_or(1)).or_default().push(action);
    }
    groups.into_values().collect()
}

fn title(stage: &Stage) -> String {
    let name = escaped(&stage.name, NAME);
    match stage.waiting_execution_ids.len() {
        0 => name,
        1 => format!("{name}, 1 execution waits"),
        count => format!("{name}, {count} executions wait"),
    }
}

/// Returns the status in words; `None` before the first run.
fn progress(action: &Action) -> Option<String> {
    let status = match action.status.as_deref()? {
        "InProgress" if action.category.as_deref() == Some("Approval") => "Waits for approval",
        "InProgress" => "In progress",
        status => status,
    };
    let percent = action
        .percent_complete
        .filter(|_| action.status.as_deref() == Some("InProgress"));
    let percent = percent.map(|percent| format!(", {percent}%")).unwrap_or_default();
    Some(escaped(&format!("{status}{percent}"), DETAIL))
}

/// Returns the look of an action or stage with this status.
fn look(status: Option<&str>) -> &'static str {
    match status {
        None => "idle",
        Some("Succeeded") => "succeeded",
        Some("Failed") => "failed",
        Some("InProgress") => "running",
        Some(_) => "stopped",
    }
}
