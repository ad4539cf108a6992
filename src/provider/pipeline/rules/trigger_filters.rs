//! Filters of triggers.

use terraform_provider_sdk::{diagnostics::quote, value::Value};

use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Node, OpenPipeline, ResourceType},
};

/// The criteria of a filter.
pub const CRITERIA: [&str; 3] = ["branches", "file_paths", "tags"];
/// The lists of patterns of a criterion.
pub(super) const LISTS: [&str; 2] = ["includes", "excludes"];
/// The kinds of filters.
pub(super) const KINDS: [&str; 2] = ["push", "pull_request"];

/// Returns every filter with its kind.
pub(super) fn filters<'a>(git: &Node<'a>) -> impl Iterator<Item = (&'static str, Node<'a>)> + use<'a> {
    let git = git.clone();
    KINDS
        .into_iter()
        .flat_map(move |kind| git.blocks(kind).map(move |filter| (kind, filter)))
}

/// Returns every criterion of all filters with its name.
pub(super) fn criteria<'a>(pipeline: &OpenPipeline<'a>) -> impl Iterator<Item = (&'static str, Node<'a>)> + use<'a> {
    let filters = pipeline.git_configurations().flat_map(|git| filters(&git));
    filters.flat_map(|(_, filter)| {
        CRITERIA
            .into_iter()
            .flat_map(move |name| filter.blocks(name).map(move |criterion| (name, criterion)))
    })
}

/// A list of patterns.
pub(super) struct Patterns<'a> {
    pub(super) criterion: &'static str,
    /// `includes` or `excludes`.
    pub(super) list: &'static str,
    pub(super) node: Node<'a>,
}

/// Returns the lists of patterns of all filters.
pub(super) fn patterns<'a>(pipeline: &OpenPipeline<'a>) -> impl Iterator<Item = Patterns<'a>> + use<'a> {
    criteria(pipeline).flat_map(|(criterion, node)| {
        LISTS.map(|list| Patterns {
            criterion,
            list,
            node: node.get(list),
        })
    })
}

/// Filters that exclude each other.
pub const FILTER_COMBINATION: Check = Check {
    code: "CPGL033",
    severity: Severity::ErrorOrWarning,
    title: "Conflicting filters",
    cause: "A push filter cannot have both tags and branches, because a push is to either a tag or a branch, and two \
            filters of the same kind cannot be identical. AWS does not document tags with file paths, which are a \
            warning.",
    fix: "Use one `push` filter for the tags and another filter for the branches.",
    example: Example::new(
        Place::Trigger,
        r#"push {
  branches {
    includes = ["main"]
  }
}

push {
  tags {
    includes = ["v*"]
  }
}"#,
        Edit {
            replace: r#"}
}

push {"#,
            with: r#"}
"#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        for git in pipeline.git_configurations() {
            let filters = format!("filters of {}", quote(git.string("source_action_name").unwrap_or("?")));
            for push in git.blocks("push") {
                tags_are_alone(&push, &filters, pipeline.resource_type, findings);
            }
            for kind in KINDS {
                filters_differ(&git.get(kind).elements().known, kind, findings);
            }
        }
    }),
};

/// AWS rejects tags with branches, and probably also with file paths.
fn tags_are_alone(push: &Node<'_>, filters: &str, resource_type: ResourceType, findings: &mut Findings) {
    let tags = push.get("tags");
    if !tags.is_present() {
        return;
    }
    let fix = format!(
        "Use {}: a change that passes one of them starts the pipeline.",
        resource_type.two_filters("push")
    );
    if push.get("branches").is_present() {
        let detail =
            format!("A `push` filter has both `tags` and `branches`, but a push is to either a tag or a branch. {fix}");
        findings.error(tags.path, format!("Conflicting {filters}"), detail);
    } else if push.get("file_paths").is_present() {
        let detail = format!(
            "A `push` filter has both `tags` and `file_paths`. AWS does not document such a filter, and a pushed tag \
             has no changed files: AWS may reject the filter, or no push may pass it. {fix}"
        );
        findings.warning(tags.path, format!("Possibly conflicting {filters}"), detail);
    }
}

fn filters_differ(filters: &[Node<'_>], kind: &str, findings: &mut Findings) {
    for (index, filter) in filters.iter().enumerate() {
        let is_equal = |other: &Node<'_>| normalized(other.value) == normalized(filter.value);
        if filter.value.is_wholly_known() && filters[..index].iter().any(is_equal) {
            let detail = format!("Two `{kind}` filters of one trigger are identical. Remove one.");
            findings.error(filter.path.clone(), "Duplicate filter", detail);
        }
    }
}

/// Returns a filter in a normalized form, in which an empty list of patterns or events equals an omitted one.
fn normalized(value: &Value) -> Value {
    match value {
        Value::Map(members) => {
            let members = members.iter();
            Value::Map(
                members
                    .map(|(name, member)| (name.clone(), normalized(member)))
                    .collect(),
            )
        }
        Value::List(elements) if elements.is_empty() => Value::Null,
        Value::List(elements) => Value::List(elements.iter().map(normalized).collect()),
        other => other.clone(),
    }
}

/// Filter without criteria.
pub const EMPTY_FILTER: Check = Check {
    code: "CPGL037",
    severity: Severity::Warning,
    title: "Filter without criteria",
    cause: "AWS does not document the effect of a trigger without filters, a filter without criteria, or a criterion \
            without patterns.",
    fix: "Add a filter, a criterion or a pattern, or remove the block.",
    example: Example::new(
        Place::Trigger,
        r#"pull_request {
  events = ["OPEN"]

  branches {
    includes = ["**"]
  }
}"#,
        Edit {
            replace: r#"events = ["OPEN"]

  branches {
    includes = ["**"]
  }"#,
            with: r#"events = ["OPEN"]"#,
        },
    ),
    judge: Judge::Pipeline(filters_have_criteria),
};

fn filters_have_criteria(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let resource_type = pipeline.resource_type;
    for git in pipeline.git_configurations() {
        let source = quote(git.string("source_action_name").unwrap_or("?"));
        if KINDS.iter().all(|kind| git.get(kind).is_absent()) {
            let summary = format!("Trigger for {source} without a filter");
            let detail = format!(
                "Add `push` or `pull_request`, or remove the trigger. Without a trigger, each push to the branch of \
                 the source starts the pipeline, unless {} is set.",
                resource_type.assignment("DetectChanges", "false")
            );
            findings.warning(git.path.clone(), summary, detail);
        }
        for (kind, filter) in filters(&git) {
            match kind {
                "push" => push_has_a_criterion(&filter, &source, findings),
                _ => pull_request_has_branches(&filter, &source, resource_type, findings),
            }
            criteria_have_patterns(&filter, &source, findings);
        }
    }
}

fn push_has_a_criterion(filter: &Node<'_>, source: &str, findings: &mut Findings) {
    if CRITERIA.iter().all(|name| filter.get(name).is_absent()) {
        let summary = format!("Filter of the trigger for {source} without criteria");
        let detail = "AWS does not document which pushes pass a filter without criteria. Add `branches`, `tags` or \
                      `file_paths`.";
        findings.warning(filter.path.clone(), summary, detail);
    }
}

fn pull_request_has_branches(filter: &Node<'_>, source: &str, resource_type: ResourceType, findings: &mut Findings) {
    if filter.get("branches").is_absent() {
        let summary = format!("Pull request filter of the trigger for {source} without branches");
        let detail = format!(
            "AWS documents pull request filters with `branches` only. For every branch, write {}.",
            resource_type.criterion("branches", "**")
        );
        findings.warning(filter.path.clone(), summary, detail);
    }
}

fn criteria_have_patterns(filter: &Node<'_>, source: &str, findings: &mut Findings) {
    for criterion in CRITERIA.iter().flat_map(|name| filter.blocks(name)) {
        if LISTS.iter().all(|list| criterion.get(list).is_absent()) {
            let summary = format!("Empty criterion in the trigger for {source}");
            let detail = "It has neither `includes` nor `excludes`. Add one of them, or remove the criterion.";
            findings.warning(criterion.path, summary, detail);
        }
    }
}
