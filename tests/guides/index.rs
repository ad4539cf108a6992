//! The list of guides on the index page of the documentation.

use std::collections::BTreeSet;

use super::blocks::Guide;

/// The pages on the registry, which resolves relative links of the index page one folder too high.
const REGISTRY: &str = "https://registry.terraform.io/providers/gitlab-aws/codepipeline/latest/docs";

/// What a reader wants to do, and the guides for it, in the order of the page.
const GROUPS: [(&str, &[&str]); 6] = [
    ("Connect GitLab", &["getting-started", "self-managed", "migration"]),
    ("Configure pipelines", &["triggers", "full-clone"]),
    ("Run Terraform", &["installation", "permissions", "gitlab-ci"]),
    ("Test without AWS", &["testing", "emulator"]),
    (
        "Find the cause of a problem",
        &["troubleshooting", "checks", "behavior"],
    ),
    ("Evaluate the provider", &["reliability", "assumptions"]),
];

/// Returns the Markdown of the list: the title and the description of each guide.
pub(crate) fn section() -> String {
    let groups = GROUPS.iter().map(|(goal, guides)| {
        let items: String = guides.iter().map(|name| item(&Guide::open(name))).collect();
        format!("### {goal}\n\n{items}")
    });
    groups.collect::<Vec<_>>().join("\n")
}

fn item(guide: &Guide) -> String {
    let (title, description) = (guide.front_matter("page_title"), guide.front_matter("description"));
    format!("- [{title}]({REGISTRY}/guides/{}): {description}\n", guide.name)
}

#[test]
fn every_guide_is_in_the_list_once() {
    let listed: Vec<&str> = GROUPS.iter().flat_map(|(_, guides)| guides.iter().copied()).collect();
    let guides = Guide::all();
    let names: BTreeSet<&str> = guides.iter().map(|guide| guide.name.as_str()).collect();
    assert_eq!(BTreeSet::from_iter(listed.iter().copied()), names);
    assert_eq!(listed.len(), names.len());
}

#[test]
fn every_guide_begins_with_its_title() {
    for guide in Guide::all() {
        let heading = format!("\n---\n\n# {}\n", guide.front_matter("page_title"));
        assert!(guide.text.contains(&heading), "{}: {heading}", guide.name);
    }
}
