//! Declarations of pipelines as raw JSON. Shape: `PipelineDeclaration` of the CodePipeline API.

use aws_sdk_codepipeline::types::PipelineDeclaration;
use serde_json::Value;

use crate::aws::{
    error::{Call, Error},
    wire::missing,
};

/// Members of every declaration.
const REQUIRED: [&str; 3] = ["name", "roleArn", "stages"];

/// Returns the version of a declaration. AWS counts from 1 and adds 1 with each update.
pub fn version(declaration: &Value) -> Option<i64> {
    declaration["version"].as_i64()
}

/// Returns the declaration in a response.
///
/// # Errors
/// Returns [`Kind::NotAws`](crate::aws::error::Kind::NotAws) if the response lacks a member that every declaration has.
pub(super) fn declaration_in_answer(call: Call, mut answer: Value) -> Result<Value, Error> {
    let declaration = answer["pipeline"].take();
    if !declaration.is_object() {
        return Err(missing(call, "pipeline"));
    }
    match REQUIRED.iter().find(|member| declaration[**member].is_null()) {
        Some(member) => Err(missing(call, member)),
        None => Ok(declaration),
    }
}

/// Returns a declaration that satisfies the SDK's own checks; it is never sent.
pub(super) fn placeholder() -> PipelineDeclaration {
    let builder = PipelineDeclaration::builder().name("-").role_arn("-");
    let builder = builder.set_stages(Some(Vec::new()));
    builder.build().expect("name, role and stages are given")
}
