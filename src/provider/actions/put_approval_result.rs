//! `codepipeline_put_approval_result`.

use terraform_provider_sdk::{
    author::{Action, Progress},
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Choice, Document},
};

use crate::{
    aws::pipelines::{ActionRun, ActionState, Approval},
    provider::{
        checks,
        client::Client,
        executions::Place,
        pipeline::model::{action::Category, arguments::Arguments as Pipeline},
        pipelines::quoted_names,
    },
};

/// `codepipeline_put_approval_result`: the result of a manual approval.
#[derive(Debug)]
pub struct PutApprovalResult;

/// Approves or rejects a manual approval that is waiting. The provider reads the token of the approval from the state
/// of the pipeline. If the approval is not waiting, or already has a result, the action fails.
///
/// Actions require Terraform 1.14 or later.
#[derive(Attributes, Clone, Debug)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Arguments {
    /// Name of the approval action.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub action_name: String,
    /// ID of the execution that is waiting for the approval; the only such execution when omitted. Required if several
    /// executions are waiting, which happens with the `PARALLEL` execution mode.
    #[attr(length(36..=36), pattern("[0-9a-f-]+"))]
    pub execution_id: Option<String>,
    /// Name of the pipeline.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub pipeline_name: String,
    /// Region of the pipeline; the provider's region when omitted.
    #[attr(check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// Name of the stage.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    pub stage_name: String,
    /// Result of the review.
    pub status: Verdict,
    /// Comment on the result, which the AWS console shows.
    #[attr(length(..=512))]
    pub summary: Option<String>,
}

/// Result of the review.
///
/// Source: `ApprovalResult` of the CodePipeline API.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The execution continues.
    Approved,
    /// The execution fails.
    Rejected,
}

impl Action for PutApprovalResult {
    type Client = Client;
    type Arguments = Arguments;

    const NAME: &'static str = "codepipeline_put_approval_result";

    async fn plan(&self, client: Option<&Client>, config: Document<'_>) -> Diagnostics {
        let found = Place::at_plan(client, config, Arguments::REGION, Arguments::PIPELINE_NAME).await;
        let (place, declaration) = match found {
            Ok(Some(found)) => found,
            Ok(None) => return Diagnostics::new(),
            Err(problems) => return problems,
        };
        let names = (
            config.get(Arguments::STAGE_NAME).known(),
            config.get(Arguments::ACTION_NAME).known(),
        );
        let (Some(stage), Some(action)) = names else {
            return Diagnostics::new();
        };
        let problem = is_approval(&place, &declaration, &stage, &action).err();
        problem.unwrap_or_default().as_warnings()
    }

    async fn invoke(&self, client: &Client, arguments: Arguments, progress: &Progress) -> Result<(), Diagnostics> {
        let place = Place::of(client, arguments.region.as_deref(), &arguments.pipeline_name).await?;
        let (execution, token) = waiting(&place, &arguments).await?;
        place.proceed()?;
        put(&place, &arguments, &token).await?;
        let Arguments {
            stage_name,
            action_name,
            ..
        } = &arguments;
        let was = match arguments.status {
            Verdict::Approved => "approved",
            Verdict::Rejected => "rejected",
        };
        let page = execution.map_or_else(|| place.page(), |id| place.page_of(&id));
        Ok(progress
            .report(&format!("{stage_name}/{action_name} was {was}: {page}"))
            .await?)
    }
}

/// Checks that the stage has this approval action.
fn is_approval(
    place: &Place<'_>,
    declaration: &serde_json::Value,
    stage: &str,
    action: &str,
) -> Result<(), Diagnostics> {
    place.stage_in(declaration, stage)?;
    let pipeline = Pipeline::declared(declaration);
    let stage = pipeline.stage.iter().find(|known| known.name == stage);
    let actions = || stage.into_iter().flat_map(|stage| &stage.action);
    match actions().find(|known| known.name == action) {
        Some(found) if found.category == Category::Approval => Ok(()),
        Some(_) => {
            let error = Diagnostic::error(
                format!("The action {action:?} of {:?} is not an approval", place.pipeline),
                "Only an action of the category Approval accepts a result. Check action_name.",
            );
            Err(error.at(Arguments::ACTION_NAME.path()).into())
        }
        None => Err(no_action(place, action, actions().map(|known| known.name.as_str()))),
    }
}

fn no_action<'n>(place: &Place<'_>, action: &str, names: impl Iterator<Item = &'n str>) -> Diagnostics {
    let error = Diagnostic::error(
        format!("The stage of {:?} has no action {action:?}", place.pipeline),
        format!(
            "Its actions are {}. Names of actions are case-sensitive.",
            quoted_names(names)
        ),
    );
    error.at(Arguments::ACTION_NAME.path()).into()
}

/// Returns the execution whose approval waits, if it is known, and the token.
async fn waiting(place: &Place<'_>, arguments: &Arguments) -> Result<(Option<String>, String), Diagnostics> {
    let stage = place.stage(&arguments.stage_name).await?;
    let found = stage.actions.iter().find(|known| known.name == arguments.action_name);
    let Some(action) = found else {
        let names = stage.actions.iter().map(|known| known.name.as_str());
        return Err(no_action(place, &arguments.action_name, names));
    };
    let latest = stage.latest.as_ref().map(|(id, _)| id.clone());
    let is_meant = arguments.execution_id.is_none() || arguments.execution_id == latest;
    match &action.token {
        Some(token) if is_meant => Ok((latest, token.clone())),
        // Executions in mode PARALLEL have their tokens in the runs.
        _ => parallel(place, arguments, action).await,
    }
}

async fn parallel(
    place: &Place<'_>,
    arguments: &Arguments,
    state: &ActionState,
) -> Result<(Option<String>, String), Diagnostics> {
    let Place {
        client,
        region,
        pipeline,
    } = place;
    let (stage, action) = (&arguments.stage_name, &arguments.action_name);
    let execution = arguments.execution_id.as_deref();
    let runs = client.pipelines.action_runs(region, pipeline, execution).await;
    let runs = runs.map_err(|error| place.failed(&format!("read the runs of {stage}/{action}"), &error))?;
    let Some(runs) = runs else {
        return Err(execution.map_or_else(|| place.not_found(), |id| place.no_execution(id)));
    };
    let waits = |run: &&ActionRun| run.stage == *stage && run.action == *action && run.is_running() && run.is_approval;
    let waiting: Vec<&ActionRun> = runs.iter().filter(waits).collect();
    match waiting[..] {
        [run] => match (&run.external_id, &state.token) {
            (Some(token), _) | (None, Some(token)) => Ok((Some(run.execution.clone()), token.clone())),
            (None, None) => Err(does_not_wait(
                arguments,
                "AWS does not return the token of the approval.",
            )),
        },
        [] => {
            let status = state.status.as_deref();
            let latest = status.map_or_else(
                || "It has never run.".to_owned(),
                |status| format!("The status of its latest run is {status}."),
            );
            Err(does_not_wait(arguments, &latest))
        }
        _ => Err(several_wait(arguments, &waiting)),
    }
}

fn does_not_wait(arguments: &Arguments, why: &str) -> Diagnostics {
    let Arguments {
        pipeline_name,
        stage_name,
        action_name,
        execution_id,
        ..
    } = arguments;
    let of = execution_id
        .as_ref()
        .map(|id| format!(" in the execution {id}"))
        .unwrap_or_default();
    let error = Diagnostic::error(
        format!("{stage_name}/{action_name} of {pipeline_name:?} is not waiting for approval{of}"),
        format!("{why} Run the action again when an execution has reached the approval."),
    );
    error.at(Arguments::ACTION_NAME.path()).into()
}

fn several_wait(arguments: &Arguments, waiting: &[&ActionRun]) -> Diagnostics {
    let ids: Vec<&str> = waiting.iter().map(|run| run.execution.as_str()).collect();
    let error = Diagnostic::error(
        format!(
            "Several executions of {:?} are waiting for approval",
            arguments.pipeline_name
        ),
        format!("Set execution_id to one of them: {}.", ids.join(", ")),
    );
    error.at(Arguments::ACTION_NAME.path()).into()
}

async fn put(place: &Place<'_>, arguments: &Arguments, token: &str) -> Result<(), Diagnostics> {
    let Place {
        client,
        region,
        pipeline,
    } = place;
    let approval = Approval {
        stage: &arguments.stage_name,
        action: &arguments.action_name,
        token,
        is_approved: arguments.status == Verdict::Approved,
        summary: arguments.summary.as_deref().unwrap_or_default(),
    };
    match client
        .pipelines
        .put_approval(region, pipeline, approval, &place.patience())
        .await
    {
        Err(error) if error.code() == Some("ApprovalAlreadyCompletedException") => {
            let stage = place.stage(approval.stage).await?;
            let action = stage.actions.into_iter().find(|known| known.name == approval.action);
            match action {
                // Our own result, whose response was lost.
                Some(action) if is_result(&action, &approval) => Ok(()),
                action => Err(completed(arguments, action.as_ref())),
            }
        }
        put => put.map_err(|error| {
            place.failed(
                &format!("approve or reject {}/{}", approval.stage, approval.action),
                &error,
            )
        }),
    }
}

fn is_result(action: &ActionState, approval: &Approval<'_>) -> bool {
    let expected = if approval.is_approved { "Succeeded" } else { "Failed" };
    action.status.as_deref() == Some(expected) && action.summary.as_deref().unwrap_or_default() == approval.summary
}

fn completed(arguments: &Arguments, action: Option<&ActionState>) -> Diagnostics {
    let Arguments {
        pipeline_name,
        stage_name,
        action_name,
        ..
    } = arguments;
    let status = action
        .and_then(|action| action.status.as_deref())
        .unwrap_or("not known");
    let error = Diagnostic::error(
        format!("{stage_name}/{action_name} of {pipeline_name:?} already has a result"),
        format!("The approval was completed out of band at the same time. Its status is {status}."),
    );
    error.at(Arguments::ACTION_NAME.path()).into()
}
