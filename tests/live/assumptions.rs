//! The assumptions, in the order of the page.

use std::{future::Future, pin::Pin};

use super::{
    account::TestAccount,
    checks::{self, Found},
};

type Check = for<'a> fn(&'a TestAccount) -> Pin<Box<dyn Future<Output = Found> + 'a>>;

/// Something that AWS does not document.
pub(super) struct Assumption {
    /// What AWS is assumed to do: a sentence without a full stop.
    pub(super) assumed: &'static str,
    /// What the provider does because of it.
    pub(super) effect: &'static str,
    /// What would change for users if it were wrong.
    pub(super) otherwise: &'static str,
    /// How to find out.
    pub(super) check: Check,
}

/// All assumptions that calls can check.
pub(super) const ASSUMPTIONS: &[Assumption] = &[
    Assumption {
        assumed: "Connections of different provider types may have the same name",
        effect: "Only a connection with the same name, type and host counts as identical.",
        otherwise: "The create would fail with the error of AWS, without an import block.",
        check: |account| Box::pin(checks::connections_of_two_types_share_a_name(account)),
    },
    Assumption {
        assumed: "A new connection is in the response to the next list request",
        effect: "If the response to a create is lost, the connection that is new in the list is adopted.",
        otherwise: "The adoption would find nothing. The next plan would warn about an identical connection.",
        check: |account| Box::pin(checks::a_new_connection_is_listed(account)),
    },
    Assumption {
        assumed: "A connection can be read under the ARN of the other API, or does not exist there",
        effect: "The plan reports a connection ARN that does not exist, and contains the other ARN if that exists.",
        otherwise: "The error would not contain the other ARN.",
        check: |account| Box::pin(checks::the_other_arn_is_found_or_absent(account)),
    },
    Assumption {
        assumed: "Two hosts may have the same name",
        effect: "Only a host with the same name, type and endpoint counts as identical.",
        otherwise: "The create would fail with the error of AWS, without an import block.",
        check: |account| Box::pin(checks::hosts_share_a_name(account)),
    },
    Assumption {
        assumed: "A connection can be created on a host that is PENDING",
        effect: "It is created with a warning that contains the console page of the host.",
        otherwise: "The create would fail until the host is set up. No other object is affected.",
        check: |account| Box::pin(checks::a_pending_host_takes_a_connection(account)),
    },
    Assumption {
        assumed: "A host with connections cannot be deleted",
        effect: "The error of the delete lists the connections on the host.",
        otherwise: "The host would be deleted, and its connections would stop working.",
        check: |account| Box::pin(checks::a_host_with_a_connection_is_not_deleted(account)),
    },
    Assumption {
        assumed: "AWS adds a trigger for the branch to a V2 pipeline whose source has none",
        effect: "This trigger is in `trigger_all` only, and causes no diff.",
        otherwise: "A trigger of another form would appear as drift after the first apply.",
        check: |account| Box::pin(checks::a_default_trigger_is_added(account)),
    },
    Assumption {
        assumed: "AWS keeps DetectChanges \"true\" together with a trigger",
        effect: "The combination is a warning, and causes no diff.",
        otherwise: "AWS would reject the combination or change the value, which would appear as drift.",
        check: |account| Box::pin(checks::detect_changes_is_kept_beside_a_trigger(account)),
    },
    Assumption {
        assumed: "AWS rejects a source with an unknown configuration key",
        effect: "An unknown key is a warning at plan.",
        otherwise: "The warning would be about a key that AWS accepts.",
        check: |account| Box::pin(checks::an_unknown_key_is_refused(account)),
    },
    Assumption {
        assumed: "A pipeline can change from V2 to V1",
        effect: "The change of `pipeline_type` is an update, not a replacement.",
        otherwise: "The update would fail with the error of AWS. The pipeline stays as it is.",
        check: |account| Box::pin(checks::a_pipeline_changes_to_v1(account)),
    },
    Assumption {
        assumed: "An update of a pipeline that does not exist returns a \"not found\" error",
        effect: "The error reports that the pipeline was deleted after the plan.",
        otherwise: "The error would contain only the message of AWS.",
        check: |account| Box::pin(checks::an_update_of_nothing_is_not_found(account)),
    },
    Assumption {
        assumed: "Version 1 of a changed pipeline can still be read as it was",
        effect: "A pipeline that was deleted and created again between the read and the write of an apply is detected.",
        otherwise: "The comparison would be skipped, or would report a change that was not made.",
        check: |account| Box::pin(checks::version_1_stays_as_it_was(account)),
    },
];
