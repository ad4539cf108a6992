//! The shape of a pipeline declaration.

use crate::{
    pipelines::model::patterns::{ARTIFACT, BUCKET, ENVIRONMENT, LINE, NAME, NAMESPACE, PROVIDER, ROLE},
    wire::constraints::{Member, Shape, any_list, integer, list, map, matching, optional, required, text},
};

/// Name of a pipeline, a stage, an action or a rule.
pub(super) const NAMED: Shape = matching(1, 100, NAME);

/// The whole declaration.
pub(super) const PIPELINE: Shape = Shape::Structure(&[
    required("name", &NAMED),
    required("roleArn", &ROLE_ARN),
    optional("artifactStore", &ARTIFACT_STORE),
    optional("artifactStores", &map(&REGION, &ARTIFACT_STORE, usize::MAX)),
    required("stages", &any_list(&STAGE)),
    optional("version", &integer(1, i64::MAX)),
    optional("executionMode", &Shape::Choice(&["PARALLEL", "QUEUED", "SUPERSEDED"])),
    optional("pipelineType", &Shape::Choice(&["V1", "V2"])),
    optional("variables", &list(&VARIABLE, 0, 50)),
    optional("triggers", &list(&TRIGGER, 0, 50)),
]);

const ROLE_ARN: Shape = matching(0, 1024, ROLE);
const REGION: Shape = text(4, 30);
const TIMEOUT: Shape = integer(5, 86_400);
const COMMANDS: Shape = list(&text(1, 1000), 1, 50);

const ARTIFACT_STORE: Shape = Shape::Structure(&[
    required("type", &Shape::Choice(&["S3"])),
    required("location", &matching(3, 63, BUCKET)),
    optional(
        "encryptionKey",
        &Shape::Structure(&[
            required("id", &text(1, 400)),
            required("type", &Shape::Choice(&["KMS"])),
        ]),
    ),
]);

const STAGE: Shape = Shape::Structure(&[
    required("name", &NAMED),
    optional(
        "blockers",
        &any_list(&Shape::Structure(&[
            required("name", &text(1, 100)),
            required("type", &Shape::Choice(&["Schedule"])),
        ])),
    ),
    required("actions", &any_list(&ACTION)),
    optional("beforeEntry", &CONDITIONS),
    optional("onSuccess", &CONDITIONS),
    optional(
        "onFailure",
        &Shape::Structure(&[
            optional("result", &RESULT),
            optional(
                "retryConfiguration",
                &Shape::Structure(&[optional("retryMode", &RETRY_MODE)]),
            ),
            optional("conditions", &list(&CONDITION, 1, 1)),
        ]),
    ),
]);

pub(super) const RETRY_MODE: Shape = Shape::Choice(&["ALL_ACTIONS", "FAILED_ACTIONS"]);
const RESULT: Shape = Shape::Choice(&["FAIL", "RETRY", "ROLLBACK", "SKIP"]);
const CONDITIONS: Shape = Shape::Structure(&[required("conditions", &list(&CONDITION, 1, 1))]);
const CONDITION: Shape = Shape::Structure(&[optional("result", &RESULT), optional("rules", &list(&RULE, 1, 5))]);

const RULE: Shape = Shape::Structure(&[
    required("name", &NAMED),
    required(
        "ruleTypeId",
        &Shape::Structure(&[
            required("category", &Shape::Choice(&["Rule"])),
            optional("owner", &Shape::Choice(&["AWS"])),
            required("provider", &matching(1, 35, PROVIDER)),
            optional("version", &matching(1, 9, PROVIDER)),
        ]),
    ),
    optional("configuration", &map(&text(1, 50), &text(1, 10_000), 200)),
    optional("commands", &COMMANDS),
    optional("inputArtifacts", &any_list(&ARTIFACT_NAME)),
    optional("roleArn", &ROLE_ARN),
    optional("region", &REGION),
    optional("timeoutInMinutes", &TIMEOUT),
]);

const ARTIFACT_NAME: Shape = Shape::Structure(&[ARTIFACT_MEMBER]);
const ARTIFACT_MEMBER: Member = required("name", &matching(1, 100, ARTIFACT));

const ACTION: Shape = Shape::Structure(&[
    required("name", &NAMED),
    required(
        "actionTypeId",
        &Shape::Structure(&[
            required("category", &CATEGORY),
            required("owner", &Shape::Choice(&["AWS", "Custom", "ThirdParty"])),
            required("provider", &matching(1, 35, PROVIDER)),
            required("version", &matching(1, 9, PROVIDER)),
        ]),
    ),
    optional("runOrder", &integer(1, 999)),
    // The model allows 50000 characters; `structure` applies the limit of 1000.
    optional("configuration", &map(&text(1, 50), &text(1, 50_000), usize::MAX)),
    optional("commands", &COMMANDS),
    optional(
        "outputArtifacts",
        &any_list(&Shape::Structure(&[
            ARTIFACT_MEMBER,
            optional("files", &list(&text(1, 128), 1, 10)),
        ])),
    ),
    optional("inputArtifacts", &any_list(&ARTIFACT_NAME)),
    optional("outputVariables", &list(&text(1, 128), 1, 15)),
    optional("environmentVariables", &list(&ENVIRONMENT_VARIABLE, 1, 10)),
    optional("roleArn", &ROLE_ARN),
    optional("region", &REGION),
    optional("namespace", &matching(1, 100, NAMESPACE)),
    optional("timeoutInMinutes", &TIMEOUT),
]);

const CATEGORY: Shape = Shape::Choice(&["Approval", "Build", "Compute", "Deploy", "Invoke", "Source", "Test"]);

const ENVIRONMENT_VARIABLE: Shape = Shape::Structure(&[
    required("name", &matching(1, 128, ENVIRONMENT)),
    required("value", &matching(1, 2000, LINE)),
    optional("type", &Shape::Choice(&["PLAINTEXT", "SECRETS_MANAGER"])),
]);

const VARIABLE: Shape = Shape::Structure(&[
    required("name", &matching(1, 128, NAMESPACE)),
    optional("defaultValue", &matching(1, 1000, LINE)),
    optional("description", &matching(0, 200, LINE)),
]);

const TRIGGER: Shape = Shape::Structure(&[
    required("providerType", &Shape::Choice(&["CodeStarSourceConnection"])),
    required(
        "gitConfiguration",
        &Shape::Structure(&[
            required("sourceActionName", &NAMED),
            optional("push", &list(&PUSH, 1, 3)),
            optional("pullRequest", &list(&PULL_REQUEST, 1, 3)),
        ]),
    ),
]);

const LINE_LIST: Shape = list(&matching(1, 255, LINE), 1, 8);
const TEXT_LIST: Shape = list(&text(1, 255), 1, 8);
const GLOBS: Shape = Shape::Structure(&[optional("includes", &LINE_LIST), optional("excludes", &LINE_LIST)]);
const TAG_GLOBS: Shape = Shape::Structure(&[optional("includes", &TEXT_LIST), optional("excludes", &TEXT_LIST)]);

const PUSH: Shape = Shape::Structure(&[
    optional("tags", &TAG_GLOBS),
    optional("branches", &GLOBS),
    optional("filePaths", &GLOBS),
]);

const PULL_REQUEST: Shape = Shape::Structure(&[
    optional("events", &list(&Shape::Choice(&["CLOSED", "OPEN", "UPDATED"]), 1, 3)),
    optional("branches", &GLOBS),
    optional("filePaths", &GLOBS),
]);
