//! `GetFunctions` and `CallFunction`.

use terraform_plugin_protocol::tfplugin6::{call_function, get_functions};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{function, value},
};

/// Returns the signature of each function.
pub(super) fn functions<P: Provider>(server: &Server<P>) -> get_functions::Response {
    let functions = server.functions().iter();
    get_functions::Response {
        functions: functions
            .map(|one| (one.name().to_owned(), function::to_wire(one.signature())))
            .collect(),
        ..Default::default()
    }
}

/// Computes a function's result.
pub(super) fn call<P: Provider>(
    server: &Server<P>,
    request: &call_function::Request,
) -> Result<call_function::Response, Diagnostics> {
    let function = server.function(&request.name)?;
    let signature = function.signature();
    let result = function::decode_arguments(signature, &request.arguments).and_then(|read| function.call(read));
    Ok(match result {
        Ok(result) => call_function::Response {
            result: Some(value::encode(&result, &signature.output.value_type(), "result")?),
            error: None,
        },
        Err(error) => call_function::Response {
            result: None,
            error: Some(function::error_to_wire(error)),
        },
    })
}
