//! Functions.

use crate::framework::{
    diagnostics::Diagnostics,
    function::{AnyFunction, FunctionError, Signature},
    provider::Provider,
    server::Server,
    types::Type,
    value::Value,
};

use super::convert::{function, value};
use super::lookup;
use super::tfplugin6::{DynamicValue, call_function, get_functions};

/// The signatures.
pub(super) fn signatures<P: Provider>(server: &Server<P>) -> get_functions::Response {
    let functions = server
        .functions()
        .iter()
        .map(|(name, one)| ((*name).to_owned(), function::to_wire(&one.signature())));
    get_functions::Response {
        functions: functions.collect(),
        ..Default::default()
    }
}

/// Computes a result.
pub(super) fn call<P: Provider>(
    server: &Server<P>,
    request: &call_function::Request,
) -> Result<call_function::Response, Diagnostics> {
    let function = *server
        .functions()
        .get(request.name.as_str())
        .ok_or_else(|| lookup::unknown::<P>("function", &request.name))?;
    let signature = function.signature();
    Ok(match result(function, &signature, &request.arguments) {
        Ok(result) => call_function::Response {
            result: Some(value::encode(&result, &signature.output, "result")?),
            error: None,
        },
        Err(error) => call_function::Response {
            result: None,
            error: Some(function::error_to_wire(error)),
        },
    })
}

fn result(
    function: &dyn AnyFunction,
    signature: &Signature,
    arguments: &[DynamicValue],
) -> Result<Value, FunctionError> {
    let (wanted, given) = (signature.parameters.len(), arguments.len());
    if wanted != given {
        let text = format!("{} takes {wanted} arguments, not {given}.", function.name());
        return Err(FunctionError { text, argument: None });
    }
    let arguments = arguments.iter().zip(&signature.parameters).enumerate();
    let arguments: Result<Vec<_>, _> = arguments
        .map(|(index, (argument, parameter))| {
            known(argument, &parameter.shape.value_type(), parameter.name).map_err(|text| FunctionError {
                text,
                argument: Some(index),
            })
        })
        .collect();
    function.call(&arguments?)
}

/// The known value of one argument.
fn known(argument: &DynamicValue, ty: &Type, name: &str) -> Result<Value, String> {
    let read = value::decode(Some(argument), ty, name).map_err(|problems| texts(&problems))?;
    if read.is_wholly_known() {
        Ok(read)
    } else {
        Err(format!("{name} is not known yet."))
    }
}

fn texts(problems: &Diagnostics) -> String {
    let details: Vec<_> = problems.iter().map(|problem| problem.detail.as_str()).collect();
    details.join("\n\n")
}
