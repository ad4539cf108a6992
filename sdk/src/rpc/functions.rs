//! Functions.

use terraform_plugin_protocol::tfplugin6::{DynamicValue, call_function, get_functions};

use crate::{
    author::{FunctionError, Provider},
    diagnostics::Diagnostics,
    engine::server::{FunctionEntry, Server},
    rpc::{
        convert::{function, value},
        lookup,
    },
    value::{Type, Value},
};

/// The signatures.
pub(super) fn signatures<P: Provider>(server: &Server<P>) -> get_functions::Response {
    let functions = server
        .functions()
        .iter()
        .map(|(name, entry)| ((*name).to_owned(), function::to_wire(entry.signature())));
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
    let function = lookup::function(server, &request.name)?;
    Ok(match result(function, &request.arguments) {
        Ok(result) => call_function::Response {
            result: Some(value::encode(&result, &function.signature().output, "result")?),
            error: None,
        },
        Err(error) => call_function::Response {
            result: None,
            error: Some(function::error_to_wire(error)),
        },
    })
}

fn result(entry: &FunctionEntry, arguments: &[DynamicValue]) -> Result<Value, FunctionError> {
    let signature = entry.signature();
    let parameters = signature.parameters_of(arguments.len())?;
    let read = arguments.iter().zip(parameters).enumerate();
    let read: Result<Vec<_>, _> = read
        .map(|(index, (argument, parameter))| {
            known(argument, &parameter.shape.value_type(), parameter.name).map_err(|text| FunctionError {
                text,
                argument: Some(index),
            })
        })
        .collect();
    entry.function.call(signature, read?)
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
