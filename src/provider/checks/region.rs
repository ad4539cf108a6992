//! Regions in which connections work.

use crate::{
    aws::regions::{Support, supported},
    framework::{
        attributes::{Field, Maybe},
        diagnostics::Diagnostic,
        path::Path,
        plan::Plan,
        resource::Resource,
    },
    provider::{checks::codes, client::Client},
};

/// Says at plan whether connections or hosts can be made in the planned region.
pub fn plan<R: Resource<Client = Client>>(plan: &mut Plan<'_, '_, R>, field: Field<String>) {
    let Some(client) = plan.client() else { return };
    if client.session.settings().skip_region_validation {
        return;
    }
    if let Maybe::Known(region) = plan.planned().get(field)
        && let Some(problem) = judge(&region)
    {
        plan.report(problem.at(Path::attribute(field.name)));
    }
}

fn judge(region: &str) -> Option<Diagnostic> {
    let advice = "Make it in a region that has connections, such as eu-west-1: pipelines of every region of the partition \
                  can use the connection. To go on all the same, set `skip_region_validation = true` in the provider block.";
    let found = match supported(region) {
        Support::Yes => return None,
        Support::Doubtful(why) => Diagnostic::warning(
            format!("Connections may not work in {region}"),
            format!("{why}. {advice}"),
        ),
        Support::No(why) => Diagnostic::error(format!("No connections in {region}"), format!("{why}. {advice}")),
    };
    Some(found.code(codes::REGION))
}
