//! What the policies for roles that use a connection have in common.

use terraform_provider_sdk::author::FunctionError;

use crate::{
    gitlab::{hosts::Hosts, repository_id},
    provider::{checks, policy},
};

/// The policy, as JSON, of a role that uses the connection, in one repository or in all.
///
/// # Errors
/// That the first argument is no ARN of a connection, or the second no repository.
pub(super) fn policy(connection_arn: &str, repository_id: Option<&str>) -> Result<String, FunctionError> {
    let arn =
        checks::arn::connection(connection_arn).map_err(|problem| FunctionError::of_argument(0, problem.detail))?;
    if let Some(text) = repository_id {
        if text.contains(['*', '?']) {
            let sentence = "The permission is limited to one repository, whose name is compared letter by letter: a pattern would \
                            never match. Write null for every repository that the connection reaches.";
            return Err(FunctionError::of_argument(1, sentence));
        }
        let verdict = repository_id::judge(text, None, &Hosts::any());
        if let Some(problem) = verdict.refusal() {
            return Err(FunctionError::of_argument(1, problem.advice()));
        }
    }
    Ok(policy::use_connection(arn.as_str(), repository_id).to_json())
}
