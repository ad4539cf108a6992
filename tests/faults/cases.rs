//! The operations, the calls that they make, and the faults.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;
use serde_json::{Value, json};

use crate::acceptance::source_action::source_action;

/// One operation of one resource.
pub(super) struct Operation {
    pub(super) resource: &'static str,
    pub(super) name: &'static str,
    /// AWS operations that it calls.
    pub(super) calls: &'static [&'static str],
    /// Arguments that are applied before; the resource is absent without.
    before: Option<&'static str>,
    /// Arguments that are applied with the fault; the resource is absent without.
    after: Option<&'static str>,
}

/// How long a wait of the provider may take here.
const TIMEOUTS: &str = "timeouts {\n create = \"6s\"\n update = \"6s\"\n delete = \"6s\"\n}";

const ONE_TAG: &str = "tags = { team = \"core\" }";
const OTHER_TAG: &str = "tags = { owner = \"core\" }";
const REASON: &str = "reason = \"Freeze\"";
const OTHER_REASON: &str = "reason = \"Incident\"";
const TRIGGER: &str = r#"trigger = { push = [{ branches = { includes = ["release/*"] } }] }"#;

const fn operation(
    (resource, name): (&'static str, &'static str),
    calls: &'static [&'static str],
    before: Option<&'static str>,
    after: Option<&'static str>,
) -> Operation {
    Operation {
        resource,
        name,
        calls,
        before,
        after,
    }
}

/// All operations.
pub(super) const OPERATIONS: [Operation; 24] = [
    operation(
        ("connection", "create"),
        &["ListConnections", "CreateConnection", "GetConnection"],
        None,
        Some(ONE_TAG),
    ),
    operation(
        ("connection", "read"),
        &["GetConnection", "ListTagsForResource"],
        Some(ONE_TAG),
        Some(ONE_TAG),
    ),
    operation(
        ("connection", "update"),
        &["GetConnection", "ListTagsForResource", "TagResource", "UntagResource"],
        Some(ONE_TAG),
        Some(OTHER_TAG),
    ),
    operation(
        ("connection", "delete"),
        &["GetConnection", "ListTagsForResource", "DeleteConnection"],
        Some(ONE_TAG),
        None,
    ),
    operation(
        ("host", "create"),
        &["ListHosts", "CreateHost", "GetHost"],
        None,
        Some(ONE_TAG),
    ),
    operation(
        ("host", "read"),
        &["GetHost", "ListTagsForResource"],
        Some(ONE_TAG),
        Some(ONE_TAG),
    ),
    operation(
        ("host", "update"),
        &[
            "GetHost",
            "ListTagsForResource",
            "TagResource",
            "UntagResource",
            "UpdateHost",
        ],
        Some(ONE_TAG),
        Some(OTHER_TAG),
    ),
    operation(
        ("host", "delete"),
        &["GetHost", "ListTagsForResource", "DeleteHost"],
        Some(ONE_TAG),
        None,
    ),
    operation(("handshake", "create"), &["GetConnection"], None, Some("")),
    operation(("handshake", "read"), &["GetConnection"], Some(""), Some("")),
    operation(("handshake", "update"), &["GetConnection"], Some(""), Some(TIMEOUTS)),
    operation(("handshake", "delete"), &["GetConnection"], Some(""), None),
    operation(
        ("pipeline", "create"),
        &["GetConnection", "GetPipeline", "CreatePipeline"],
        None,
        Some(ONE_TAG),
    ),
    operation(
        ("pipeline", "read"),
        &["GetPipeline", "ListTagsForResource"],
        Some(ONE_TAG),
        Some(ONE_TAG),
    ),
    operation(
        ("pipeline", "update"),
        &[
            "GetPipeline",
            "ListTagsForResource",
            "GetConnection",
            "UpdatePipeline",
            "TagResource",
            "UntagResource",
        ],
        Some(ONE_TAG),
        Some(OTHER_TAG),
    ),
    operation(
        ("pipeline", "delete"),
        &["GetPipeline", "ListTagsForResource", "DeletePipeline"],
        Some(ONE_TAG),
        None,
    ),
    operation(
        ("source_action", "create"),
        &["GetPipeline", "GetConnection", "UpdatePipeline"],
        None,
        Some(""),
    ),
    operation(
        ("source_action", "read"),
        &["GetPipeline", "GetConnection"],
        Some(""),
        Some(""),
    ),
    operation(
        ("source_action", "update"),
        &["GetPipeline", "GetConnection", "UpdatePipeline"],
        Some(""),
        Some(TRIGGER),
    ),
    operation(
        ("source_action", "delete"),
        &["GetPipeline", "GetConnection", "UpdatePipeline"],
        Some(""),
        None,
    ),
    operation(
        ("stage_transition", "create"),
        &["GetPipeline", "GetPipelineState", "DisableStageTransition"],
        None,
        Some(REASON),
    ),
    operation(
        ("stage_transition", "read"),
        &["GetPipelineState"],
        Some(REASON),
        Some(REASON),
    ),
    operation(
        ("stage_transition", "update"),
        &["GetPipelineState", "DisableStageTransition"],
        Some(REASON),
        Some(OTHER_REASON),
    ),
    operation(
        ("stage_transition", "delete"),
        &["GetPipelineState", "EnableStageTransition"],
        Some(REASON),
        None,
    ),
];

/// A fault, as the emulator takes it, without its operation and its place.
pub(super) struct Fault {
    pub(super) name: &'static str,
    body: fn() -> Value,
}

fn error(class: &str, message: &str) -> Value {
    json!({ "kind": "error", "class": class, "message": message })
}

/// All faults.
pub(super) const FAULTS: [Fault; 12] = [
    Fault {
        name: "throttle",
        body: || json!({ "kind": "throttle" }),
    },
    Fault {
        name: "internal",
        body: || json!({ "kind": "internal" }),
    },
    Fault {
        name: "deny",
        body: || json!({ "kind": "deny" }),
    },
    Fault {
        name: "cut before",
        body: || json!({ "kind": "drop-before" }),
    },
    Fault {
        name: "cut after commit",
        body: || json!({ "kind": "drop-after" }),
    },
    Fault {
        name: "slow",
        body: || json!({ "kind": "slow", "delay_ms": 700 }),
    },
    Fault {
        name: "lag",
        body: || json!({ "kind": "lag", "delay_ms": 1500 }),
    },
    Fault {
        name: "Conflict",
        body: || error("ConflictException", "The resource is being modified."),
    },
    Fault {
        name: "ConcurrentModification",
        body: || error("ConcurrentModificationException", "The resource is being modified."),
    },
    Fault {
        name: "LimitExceeded",
        body: || error("LimitExceededException", "The quota is used up."),
    },
    Fault {
        name: "ResourceUnavailable",
        body: || error("ResourceUnavailableException", "The resource is not available."),
    },
    Fault {
        name: "role not assumable",
        body: || {
            let message = "CodePipeline is not authorized to perform AssumeRole on role pipeline";
            error("InvalidStructureException", message)
        },
    },
];

/// The calls of an operation that a fault changes.
pub(super) const PLACES: [&str; 3] = ["first", "second", "every"];

/// One run: the operation, the AWS operation that fails, the fault and its place.
#[derive(Clone, Copy)]
pub(super) struct Case {
    pub(super) operation: &'static Operation,
    pub(super) call: &'static str,
    pub(super) fault: &'static Fault,
    pub(super) place: &'static str,
}

/// Returns all cases.
pub(super) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for operation in &OPERATIONS {
        for call in operation.calls {
            for fault in FAULTS.iter().filter(|fault| fault.name != "lag" || is_read(call)) {
                cases.extend(PLACES.map(|place| Case {
                    operation,
                    call,
                    fault,
                    place,
                }));
            }
        }
    }
    cases
}

fn is_read(call: &str) -> bool {
    call.starts_with("Get") || call.starts_with("List")
}

impl Case {
    /// Returns the fault as the emulator takes it.
    pub(super) fn fault(&self) -> Value {
        let mut fault = (self.fault.body)();
        fault["operation"] = json!(self.call);
        fault["after"] = json!(u8::from(self.place == "second"));
        fault["times"] = json!(u8::from(self.place != "every"));
        fault
    }
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Operation { resource, name, .. } = self.operation;
        let (call, fault, place) = (self.call, self.fault.name, self.place);
        write!(f, "{name} {resource}: {fault} at {place} {call}")
    }
}

impl Operation {
    /// Returns the configurations before the operation and with it. `arn` is that of an available connection.
    pub(super) fn configurations(&self, arn: &str) -> [String; 2] {
        [self.before, self.after].map(|arguments| {
            let resource = arguments.map(|arguments| self.declared(arguments, arn));
            let provider = "provider \"codepipeline\" {\n  max_retries = 2\n}\n";
            format!("{provider}{}", resource.unwrap_or_default())
        })
    }

    fn declared(&self, arguments: &str, arn: &str) -> String {
        let block = |body: &str| format!("resource \"codepipeline_{}\" \"it\" {{\n{body}\n}}\n", self.resource);
        match self.resource {
            "connection" => block(&format!("name = \"web\"\n{arguments}")),
            "host" => {
                let endpoint = if arguments == OTHER_TAG { "git" } else { "gitlab" };
                block(&format!(
                    "name = \"gitlab\"\nprovider_type = \"GitLabSelfManaged\"\nprovider_endpoint = \
                     \"https://{endpoint}.example.com\"\n{arguments}\nvpc_configuration {{\nvpc_id = \"vpc-0a1b2c3d\"\n\
                     subnet_ids = [\"subnet-0a1b2c3d\"]\nsecurity_group_ids = [\"sg-0a1b2c3d\"]\n}}\n{TIMEOUTS}"
                ))
            }
            "handshake" => block(&format!("connection_arn = {arn:?}\n{}", handshake_timeout(arguments))),
            "pipeline" => {
                let mode = if arguments == OTHER_TAG { "QUEUED" } else { "SUPERSEDED" };
                let extra = format!("execution_mode = \"{mode}\"\n{arguments}");
                gitlab_pipeline("it", &format!("{arn:?}"), &extra)
            }
            "stage_transition" => block(&format!(
                "pipeline_name = \"release\"\nstage_name = \"Build\"\n{arguments}"
            )),
            _ => source_action("it", arn, arguments),
        }
    }

    /// Returns the address of the resource.
    pub(super) fn address(&self) -> String {
        format!("codepipeline_{}.it", self.resource)
    }
}

fn handshake_timeout(arguments: &str) -> &'static str {
    if arguments.is_empty() {
        "timeouts {\n create = \"5s\"\n}"
    } else {
        "timeouts {\n create = \"6s\"\n}"
    }
}
