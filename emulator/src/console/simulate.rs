//! The forms that send an event as GitLab would: a push, a tag or a merge request.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::pipelines::Pipeline;

/// The fields of a form, which are the members of the event.
pub(crate) type EventFields = BTreeMap<String, String>;

/// The suggested values of the forms.
#[derive(Default)]
pub(crate) struct Suggestions {
    repositories: BTreeSet<String>,
    branch: Option<String>,
}

impl Suggestions {
    /// Adds the sources of a pipeline, or only those that use one connection.
    pub(crate) fn add(&mut self, pipeline: &Pipeline, connection: Option<&str>) {
        let declaration = pipeline.declaration();
        let sources = declaration
            .connection_sources()
            .filter(|source| connection.is_none_or(|arn| source.setting("ConnectionArn") == arn));
        for source in sources {
            self.repositories.insert(source.setting("FullRepositoryId").to_owned());
            self.branch
                .get_or_insert_with(|| source.setting("BranchName").to_owned());
        }
    }

    /// Returns the three forms, which post to `action`.
    pub(crate) fn forms(&self, action: &str) -> Markup {
        let branch = self.branch.as_deref().unwrap_or("main");
        html! {
            details #simulate.panel {
                summary { "Simulate a GitLab event" }
                datalist #repositories { @for each in &self.repositories { option value=(each) {} } }
                div.forms {
                    (self.form(action, "push", "Push", html! {
                        (input("Branch", "branch", branch))
                        (files())
                    }))
                    (self.form(action, "tag", "Tag", input("Tag", "tag", "v1.0.0")))
                    (self.form(action, "merge_request", "Merge request", html! {
                        label {
                            "Event"
                            select name="action" {
                                @for each in ["open", "update", "merge", "close", "reopen"] { option { (each) } }
                            }
                        }
                        (input("Source branch", "source_branch", "topic"))
                        (input("Target branch", "target_branch", branch))
                        (files())
                    }))
                }
            }
        }
    }

    fn form(&self, action: &str, kind: &str, name: &str, fields: Markup) -> Markup {
        let repository = self.repositories.first().map(String::as_str).unwrap_or_default();
        html! {
            form method="post" action=(action) data-key=(kind) {
                h3 { (name) }
                input type="hidden" name="type" value=(kind);
                label { "Repository" input name="repository" value=(repository) list="repositories" required; }
                (fields)
                button { "Simulate " (name.to_lowercase()) }
            }
        }
    }
}

fn input(label: &str, name: &str, value: &str) -> Markup {
    html! { label { (label) input name=(name) value=(value) required; } }
}

fn files() -> Markup {
    html! { label { "Changed files, one per line" textarea name="files" rows="2" { "README.md" } } }
}

/// Returns the event that a form describes.
pub(crate) fn event(fields: &EventFields) -> Value {
    let member = |(name, value): (&String, &String)| {
        let value = match name.as_str() {
            "files" => value.lines().map(str::trim).filter(|line| !line.is_empty()).collect(),
            _ => json!(value.trim()),
        };
        (name.clone(), value)
    };
    fields.iter().map(member).collect()
}
