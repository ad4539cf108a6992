//! Functions' signatures, arguments and errors.

use terraform_plugin_protocol::tfplugin6::{self as wire, DynamicValue, StringKind};

use crate::{
    author::{FunctionError, Signature},
    rpc::convert::{schema::type_to_wire, value},
    schema::{Attribute, Configurability, description},
    value::Value,
};

/// The signature of a function.
pub(in crate::rpc) fn to_wire(signature: &Signature) -> wire::Function {
    wire::Function {
        parameters: signature.parameters.iter().map(parameter).collect(),
        r#return: Some(wire::function::Return {
            r#type: type_to_wire(&signature.output.value_type()),
        }),
        summary: description::of_doc_comment(signature.summary),
        description: description::of_doc_comment(signature.description),
        description_kind: StringKind::Markdown.into(),
        ..Default::default()
    }
}

/// Terraform itself returns "unknown" for a function that does not accept unknown values, and rejects null.
fn parameter(parameter: &Attribute) -> wire::function::Parameter {
    wire::function::Parameter {
        name: parameter.name.to_owned(),
        r#type: type_to_wire(&parameter.shape.value_type()),
        allow_null_value: parameter.configurability != Configurability::Required,
        allow_unknown_values: false,
        description: description::of_attribute(parameter, &[]),
        description_kind: StringKind::Markdown.into(),
    }
}

/// Decodes the arguments of a call.
///
/// # Errors
/// If their number is not that of the parameters, or one of them cannot be read.
pub(in crate::rpc) fn decode_arguments(
    signature: &Signature,
    arguments: &[DynamicValue],
) -> Result<Vec<Value>, FunctionError> {
    let parameters = signature.parameters_of(arguments.len())?;
    let pairs = arguments.iter().zip(parameters).enumerate();
    pairs
        .map(|(index, (argument, parameter))| {
            let ty = parameter.shape.value_type();
            value::decode(Some(argument), &ty, parameter.name).map_err(|problems| {
                let details: Vec<_> = problems.iter().map(|problem| problem.detail.as_str()).collect();
                FunctionError::of_argument(index, details.join("\n\n"))
            })
        })
        .collect()
}

/// Why a function has no result.
pub(in crate::rpc) fn error_to_wire(error: FunctionError) -> wire::FunctionError {
    wire::FunctionError {
        // Terraform adds the full stop.
        text: error.text.strip_suffix('.').unwrap_or(&error.text).to_owned(),
        function_argument: error.argument.and_then(|index| i64::try_from(index).ok()),
    }
}
