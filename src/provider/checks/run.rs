//! Finds the checks of one kind.

use terraform_provider_sdk::diagnostics::Diagnostics;

use super::{
    ALL,
    check::{Check, Judge},
    connection_arguments::ConnectionArguments,
    findings::Findings,
};
use crate::gitlab::finding::FindingKind;

/// Returns the problems of the arguments of a connection.
pub fn judge_connection(arguments: &ConnectionArguments) -> Diagnostics {
    let mut found = Diagnostics::new();
    for check in ALL {
        if let Judge::Connection(judge) = check.judge {
            let mut findings = Findings::of(check.code);
            judge(arguments, &mut findings);
            found.extend(findings.into_diagnostics());
        }
    }
    found
}

/// Returns the check of a preflight finding.
pub fn of_gitlab(kind: FindingKind) -> &'static Check {
    let is_of_kind = |check: &&&Check| matches!(check.judge, Judge::Gitlab(of) if of == kind);
    ALL.iter()
        .find(is_of_kind)
        .expect("a test proves that every kind has a check")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_answer_has_a_check() {
        for kind in [
            FindingKind::Transport,
            FindingKind::InvalidToken,
            FindingKind::InsufficientScope,
            FindingKind::Forbidden,
            FindingKind::ProjectHidden,
            FindingKind::ProjectMoved,
            FindingKind::PathCase,
            FindingKind::Archived,
            FindingKind::MarkedForDeletion,
            FindingKind::EmptyRepository,
            FindingKind::RepositoryDisabled,
            FindingKind::ImportUnfinished,
            FindingKind::NotOwner,
            FindingKind::MaintainerOnly,
            FindingKind::AccessUnknown,
            FindingKind::CodeHidden,
            FindingKind::BranchMissing,
            FindingKind::BranchRefused,
            FindingKind::WebhookAbsent,
            FindingKind::WebhookFailing,
        ] {
            assert!(matches!(of_gitlab(kind).judge, Judge::Gitlab(of) if of == kind));
        }
    }
}
