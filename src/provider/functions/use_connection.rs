//! The policy of roles that use a connection.

use terraform_provider_sdk::author::FunctionError;

use crate::{
    gitlab::{hosts::Hosts, repository_id},
    provider::{checks, policy},
};

/// Returns the policy, as JSON, of a role that uses the connection, in one repository or in all.
///
/// # Errors
/// If the first argument is not the ARN of a connection, or the second not a repository.
pub(super) fn policy(connection_arn: &str, repository_id: Option<&str>) -> Result<String, FunctionError> {
    let arn =
        checks::arn::connection(connection_arn).map_err(|problem| FunctionError::of_argument(0, problem.detail))?;
    if let Some(text) = repository_id {
        if text.contains(['*', '?']) {
            let sentence = "The policy compares the repository exactly, so a pattern never matches. To allow every \
                            repository that the connection can access, use null.";
            return Err(FunctionError::of_argument(1, sentence));
        }
        let verdict = repository_id::judge(text, None, &Hosts::any());
        if let Some(problem) = verdict.refusal() {
            return Err(FunctionError::of_argument(1, problem.advice()));
        }
    }
    Ok(policy::use_connection(arn.as_str(), repository_id).to_json())
}
