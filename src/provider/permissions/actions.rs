//! The permissions that the actions need.

use super::{
    resources,
    statements::{APPROVAL, PIPELINE, STAGE, Section, passing},
};
use crate::provider::policy::{Policy, Statement, of_service};

/// The sections, by the path of their page below `docs/`.
pub(super) fn sections() -> Vec<(&'static str, Section)> {
    vec![
        ("actions/await_handshake.md", resources::handshake()),
        ("actions/put_approval_result.md", put_approval_result()),
        ("actions/resave_pipeline.md", resave_pipeline()),
        ("actions/retry_stage.md", retry_stage()),
        ("actions/start_pipeline_execution.md", start_pipeline_execution()),
        ("actions/stop_pipeline_execution.md", stop_pipeline_execution()),
    ]
}

fn put_approval_result() -> Section {
    let own = of_service(
        "codepipeline",
        &["GetPipeline", "GetPipelineState", "ListActionExecutions"],
    );
    let approval = of_service("codepipeline", &["PutApprovalResult"]);
    (
        "The permission to complete an approval is limited to one approval action. `ListActionExecutions` is needed \
         only for pipelines with the `PARALLEL` execution mode. Without `GetPipeline`, the plan warns and does not \
         check the names.",
        Policy::new(vec![
            Statement::allow(own, PIPELINE),
            Statement::allow(approval, APPROVAL),
        ]),
    )
}

fn resave_pipeline() -> Section {
    let own = of_service("codepipeline", &["GetPipeline", "UpdatePipeline"]);
    let mut statements = vec![Statement::allow(own, PIPELINE)];
    statements.extend(passing());
    (
        "Saving a pipeline passes its role and its connections to CodePipeline, which requires the last two \
         statements. Without `GetConnection`, the action saves the pipeline without checking its connections.",
        Policy::new(statements),
    )
}

fn retry_stage() -> Section {
    let own = of_service(
        "codepipeline",
        &[
            "GetPipeline",
            "GetPipelineExecution",
            "GetPipelineState",
            "ListActionExecutions",
            "ListPipelineExecutions",
        ],
    );
    let stage = of_service("codepipeline", &["RetryStageExecution"]);
    (
        "The permission to retry is limited to one stage of a pipeline. `GetPipelineExecution` is needed only with \
         `execution_id` or `wait`, and `ListPipelineExecutions` only with `wait`. Without `ListActionExecutions`, the \
         progress does not include actions. Without `GetPipeline`, the plan warns and does not check the name of the \
         stage.",
        Policy::new(vec![Statement::allow(own, PIPELINE), Statement::allow(stage, STAGE)]),
    )
}

fn start_pipeline_execution() -> Section {
    let own = of_service(
        "codepipeline",
        &[
            "GetPipeline",
            "GetPipelineExecution",
            "ListActionExecutions",
            "ListPipelineExecutions",
            "StartPipelineExecution",
        ],
    );
    (
        "`GetPipelineExecution`, `ListActionExecutions` and `ListPipelineExecutions` are needed only with `wait`. \
         Without `ListActionExecutions`, the progress does not include actions. Without `GetPipeline`, the plan warns \
         and does not check variables and source actions.",
        Policy::new(vec![Statement::allow(own, PIPELINE)]),
    )
}

fn stop_pipeline_execution() -> Section {
    let own = of_service(
        "codepipeline",
        &[
            "GetPipeline",
            "GetPipelineExecution",
            "ListActionExecutions",
            "ListPipelineExecutions",
            "StopPipelineExecution",
        ],
    );
    (
        "`ListPipelineExecutions` is needed only without `execution_id`. Without `ListActionExecutions`, the progress \
         does not include actions. Without `GetPipeline`, the plan warns and does not check that the pipeline exists.",
        Policy::new(vec![Statement::allow(own, PIPELINE)]),
    )
}
