//! The input of each operation.

use crate::{
    pipelines::model::{
        declaration::{NAMED, PIPELINE, RETRY_MODE},
        patterns::{LINE, NAMESPACE, REASON, REQUEST_TOKEN, RESOURCE, UUID},
    },
    wire::constraints::{Member, Shape, any_list, integer, list, matching, optional, required, text},
};

const PIPELINE_NAME: Member = required("pipelineName", &NAMED);
const STAGE_NAME: Member = required("stageName", &NAMED);
const ACTION_NAME: Member = required("actionName", &NAMED);
const EXECUTION: Shape = matching(0, usize::MAX, UUID);
const EXECUTION_ID: Member = required("pipelineExecutionId", &EXECUTION);
const NEXT_TOKEN: Member = optional("nextToken", &text(1, 2048));
const MAX_RESULTS: Member = optional("maxResults", &integer(1, 100));
const RESOURCE_ARN: Member = required("resourceArn", &matching(0, usize::MAX, RESOURCE));
const TAGS: Shape = any_list(&Shape::Structure(&[
    required("key", &text(1, 128)),
    required("value", &text(0, 256)),
]));

pub(crate) const CREATE_PIPELINE: Shape = Shape::Structure(&[required("pipeline", &PIPELINE), optional("tags", &TAGS)]);
pub(crate) const DELETE_PIPELINE: Shape = Shape::Structure(&[required("name", &NAMED)]);
pub(crate) const GET_PIPELINE: Shape =
    Shape::Structure(&[required("name", &NAMED), optional("version", &integer(1, i64::MAX))]);
pub(crate) const GET_PIPELINE_STATE: Shape = Shape::Structure(&[required("name", &NAMED)]);
pub(crate) const UPDATE_PIPELINE: Shape = Shape::Structure(&[required("pipeline", &PIPELINE)]);
pub(crate) const LIST_PIPELINES: Shape = Shape::Structure(&[NEXT_TOKEN, optional("maxResults", &integer(1, 1000))]);

pub(crate) const GET_PIPELINE_EXECUTION: Shape = Shape::Structure(&[PIPELINE_NAME, EXECUTION_ID]);
pub(crate) const LIST_PIPELINE_EXECUTIONS: Shape = Shape::Structure(&[
    PIPELINE_NAME,
    MAX_RESULTS,
    optional(
        "filter",
        &Shape::Structure(&[optional(
            "succeededInStage",
            &Shape::Structure(&[optional("stageName", &NAMED)]),
        )]),
    ),
    NEXT_TOKEN,
]);
pub(crate) const LIST_ACTION_EXECUTIONS: Shape = Shape::Structure(&[
    PIPELINE_NAME,
    optional(
        "filter",
        &Shape::Structure(&[
            optional("pipelineExecutionId", &EXECUTION),
            optional(
                "latestInPipelineExecution",
                &Shape::Structure(&[
                    EXECUTION_ID,
                    required("startTimeRange", &Shape::Choice(&["All", "Latest"])),
                ]),
            ),
        ]),
    ),
    MAX_RESULTS,
    NEXT_TOKEN,
]);

pub(crate) const START_PIPELINE_EXECUTION: Shape = Shape::Structure(&[
    required("name", &NAMED),
    optional(
        "variables",
        &list(
            &Shape::Structure(&[
                required("name", &matching(1, 128, NAMESPACE)),
                required("value", &matching(1, 1000, LINE)),
            ]),
            1,
            50,
        ),
    ),
    optional("clientRequestToken", &matching(1, 128, REQUEST_TOKEN)),
    optional("sourceRevisions", &list(&SOURCE_REVISION, 0, 50)),
]);
const SOURCE_REVISION: Shape = Shape::Structure(&[
    ACTION_NAME,
    required(
        "revisionType",
        &Shape::Choice(&["COMMIT_ID", "IMAGE_DIGEST", "S3_OBJECT_KEY", "S3_OBJECT_VERSION_ID"]),
    ),
    required("revisionValue", &text(1, 1500)),
]);

pub(crate) const STOP_PIPELINE_EXECUTION: Shape = Shape::Structure(&[
    PIPELINE_NAME,
    EXECUTION_ID,
    optional("abandon", &Shape::Boolean),
    optional("reason", &text(0, 200)),
]);
pub(crate) const RETRY_STAGE_EXECUTION: Shape = Shape::Structure(&[
    PIPELINE_NAME,
    STAGE_NAME,
    EXECUTION_ID,
    required("retryMode", &RETRY_MODE),
]);
pub(crate) const ROLLBACK_STAGE: Shape = Shape::Structure(&[
    PIPELINE_NAME,
    STAGE_NAME,
    required("targetPipelineExecutionId", &EXECUTION),
]);

const TRANSITION_TYPE: Member = required("transitionType", &Shape::Choice(&["Inbound", "Outbound"]));
pub(crate) const ENABLE_STAGE_TRANSITION: Shape = Shape::Structure(&[PIPELINE_NAME, STAGE_NAME, TRANSITION_TYPE]);
pub(crate) const DISABLE_STAGE_TRANSITION: Shape = Shape::Structure(&[
    PIPELINE_NAME,
    STAGE_NAME,
    TRANSITION_TYPE,
    required("reason", &matching(1, 300, REASON)),
]);

pub(crate) const PUT_APPROVAL_RESULT: Shape = Shape::Structure(&[
    PIPELINE_NAME,
    STAGE_NAME,
    ACTION_NAME,
    required(
        "result",
        &Shape::Structure(&[
            required("summary", &text(0, 512)),
            required("status", &Shape::Choice(&["Approved", "Rejected"])),
        ]),
    ),
    required("token", &matching(0, usize::MAX, UUID)),
]);
pub(crate) const PUT_ACTION_REVISION: Shape = Shape::Structure(&[
    PIPELINE_NAME,
    STAGE_NAME,
    ACTION_NAME,
    required(
        "actionRevision",
        &Shape::Structure(&[
            required("revisionId", &text(1, 1500)),
            required("revisionChangeId", &text(1, 100)),
            required("created", &Shape::Timestamp),
        ]),
    ),
]);

pub(crate) const TAG_RESOURCE: Shape = Shape::Structure(&[RESOURCE_ARN, required("tags", &TAGS)]);
pub(crate) const UNTAG_RESOURCE: Shape =
    Shape::Structure(&[RESOURCE_ARN, required("tagKeys", &any_list(&text(1, 128)))]);
pub(crate) const LIST_TAGS_FOR_RESOURCE: Shape = Shape::Structure(&[RESOURCE_ARN, NEXT_TOKEN, MAX_RESULTS]);
