//! `CallFunction`.

use terraform_plugin_protocol::tfplugin6::call_function::{Request, Response};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{function, value},
};

/// Computes a function's result.
pub(super) fn call<P: Provider>(server: &Server<P>, request: &Request) -> Result<Response, Diagnostics> {
    let function = server.function(&request.name)?;
    let signature = function.signature();
    let result = function::decode_arguments(signature, &request.arguments).and_then(|read| function.call(read));
    Ok(match result {
        Ok(result) => Response {
            result: Some(value::encode(&result, &signature.output, "result")?),
            error: None,
        },
        Err(error) => Response {
            result: None,
            error: Some(function::error_to_wire(error)),
        },
    })
}
