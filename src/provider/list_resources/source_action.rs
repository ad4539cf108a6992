//! `list.codepipeline_source_action`.

use terraform_provider_sdk::{
    author::{ListResource, Results},
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Document},
};

use super::{
    listing::{End, Listing, Object, outcome},
    query::Query,
};
use crate::provider::{
    checks,
    client::Client,
    filters::PipelineFilter,
    pipelines, region,
    resources::source_action::{
        Identity, SourceAction,
        part::{Part, first_stage, sources},
    },
};

/// Lists source actions.
#[derive(Debug)]
pub struct SourceActions;

/// Lists the source actions that use a connection, in the pipelines of a region. Without filters, it lists those of
/// every pipeline in the region.
///
/// AWS does not list source actions, so the provider reads each pipeline. With `pipeline_name`, it reads only that
/// pipeline.
#[derive(Attributes, Clone, Debug, Default)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Filter {
    /// ARN of the connection of the source actions.
    pub connection_arn: Option<String>,
    /// Name of the pipeline; all pipelines in the region when omitted.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub pipeline_name: Option<String>,
    /// Region of the pipelines; the provider's region when omitted.
    #[attr(check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
}

impl ListResource for SourceActions {
    type Resource = SourceAction;
    type Arguments = Filter;

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        // Both have the same filter by connection.
        PipelineFilter::validate(config)
    }

    async fn list(&self, client: &Client, filter: Filter, results: &Results<'_>) -> Result<(), Diagnostics> {
        outcome(list(client, &filter, results).await)
    }
}

async fn list(client: &Client, filter: &Filter, results: &Results<'_>) -> Result<(), End> {
    let region = &region::or_own(client, filter.region.as_deref()).await?;
    let query = Query::new("source actions", "pipelines", region.clone(), filter);
    let listing = Listing::new(&SourceAction, client, results, query);
    let find = |name: String| find(client, region, name, filter.connection_arn.as_deref());
    listing.search_pipelines(filter.pipeline_name.as_ref(), find).await
}

/// Returns the source actions of a pipeline that use a connection: `connection_arn` if it is given.
async fn find(
    client: &Client,
    region: &str,
    pipeline: String,
    connection_arn: Option<&str>,
) -> Result<Option<Vec<Object<SourceAction>>>, Diagnostic> {
    let Some(found) = pipelines::read(client, region, &pipeline).await? else {
        return Ok(None);
    };
    let account = found.arn.map(|arn| arn.account().to_owned());
    let stage = first_stage(&found.declaration);
    let names = sources(&found.declaration)
        .iter()
        .filter_map(|action| action["name"].as_str());
    let parts = names.filter_map(|name| Part::find(&found.declaration, name));
    let selected = parts.filter(|part| {
        part.is_connection_source() && connection_arn.is_none_or(|arn| part.setting("ConnectionArn") == arn)
    });
    let object = |part: Part| {
        let (repository, branch) = (part.setting("FullRepositoryId"), part.setting("BranchName"));
        Object {
            display_name: format!("{pipeline}/{stage}/{} ({repository}, {branch})", part.name()),
            identity: Identity {
                account_id: account.clone(),
                region: Some(region.to_owned()),
                pipeline_name: pipeline.clone(),
                name: part.name().to_owned(),
            },
        }
    };
    Ok(Some(selected.map(object).collect()))
}
