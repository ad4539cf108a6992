//! The section on permissions of each page.

use std::collections::BTreeMap;

use super::{actions, data_sources, list_resources, resources, statements::Section};
use crate::provider::policy::Policy;

/// Returns the Markdown on permissions of each page, by its path below `docs/`.
pub fn sections() -> BTreeMap<String, String> {
    let written = policies().map(|(path, (about, policy))| (path.to_owned(), section(about, &policy)));
    let gitlab = (
        "data-sources/gitlab_project.md".to_owned(),
        "This data source needs no AWS permissions. GitLab requires a token with the `read_api` scope. Without a \
         token, only public projects are visible."
            .to_owned(),
    );
    written.chain([gitlab]).collect()
}

fn policies() -> impl Iterator<Item = (&'static str, Section)> {
    let kinds = [
        actions::sections(),
        data_sources::sections(),
        list_resources::sections(),
        resources::sections(),
    ];
    kinds.into_iter().flatten()
}

fn section(about: &str, policy: &Policy) -> String {
    format!(
        "{about}\n\n```json\n{}\n```\n\nReplace the placeholders in capital letters, and the partition `aws` if \
         necessary. The [guide on permissions](../guides/permissions.md) explains each statement.",
        policy.to_page()
    )
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::provider::policy::PREFIXES;

    /// Each action of a policy with a resource on which it is allowed.
    fn allowed((_, policy): Section) -> Vec<(String, String)> {
        let policy: Value = serde_json::from_str(&policy.to_json()).unwrap();
        let strings = |value: &Value| -> Vec<String> {
            let strings = value.as_array().into_iter().flatten();
            strings.map(|string| string.as_str().unwrap().to_owned()).collect()
        };
        let statements = policy["Statement"].as_array().unwrap().iter();
        let pairs = statements.flat_map(|statement| {
            let actions = strings(&statement["Action"]).into_iter();
            actions.flat_map(|action| {
                let resources = strings(&statement["Resource"]).into_iter();
                resources.map(move |resource| (action.clone(), resource))
            })
        });
        pairs.collect()
    }

    #[test]
    fn every_action_of_the_connections_api_is_allowed_under_both_prefixes() {
        for (_, section) in policies() {
            let allowed = allowed(section);
            for (action, resource) in &allowed {
                let (service, operation) = action.split_once(':').unwrap();
                if PREFIXES.contains(&service) {
                    for prefix in PREFIXES {
                        let twin = (format!("{prefix}:{operation}"), resource.clone());
                        assert!(allowed.contains(&twin), "{twin:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_action_is_only_allowed_on_every_resource_if_it_cannot_be_restricted() {
        for (_, section) in policies() {
            for (action, _) in allowed(section).iter().filter(|(_, resource)| resource == "*") {
                let (service, operation) = action.split_once(':').unwrap();
                let is_unrestrictable =
                    service == "ec2" || operation.starts_with("Create") || operation.starts_with("List");
                assert!(is_unrestrictable, "{action}");
            }
        }
    }

    #[test]
    fn whoever_saves_a_pipeline_may_pass_its_role_and_its_connections() {
        for (page, section) in policies() {
            let allowed = allowed(section);
            if !allowed
                .iter()
                .any(|(action, _)| action == "codepipeline:UpdatePipeline")
            {
                continue;
            }
            for action in ["iam:PassRole", "codeconnections:PassConnection"] {
                assert!(allowed.iter().any(|(found, _)| found == action), "{page}: {action}");
            }
        }
    }
}
