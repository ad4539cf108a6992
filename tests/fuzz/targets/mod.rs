//! The targets, one file each.

pub(crate) mod arn;
pub(crate) mod attribute_path;
pub(crate) mod aws_response;
pub(crate) mod branch;
pub(crate) mod emulator;
pub(crate) mod json_state;
pub(crate) mod msgpack;
pub(crate) mod plan;
pub(crate) mod project_path;
pub(crate) mod trigger_glob;
pub(crate) mod type_json;
pub(crate) mod validate;

use super::target::Target;

/// Every target, in alphabetical order.
pub(crate) const ALL: &[Target] = &[
    arn::TARGET,
    attribute_path::TARGET,
    aws_response::TARGET,
    branch::TARGET,
    emulator::TARGET,
    json_state::TARGET,
    msgpack::TARGET,
    plan::TARGET,
    project_path::TARGET,
    trigger_glob::TARGET,
    type_json::TARGET,
    validate::TARGET,
];
