//! `provider::codepipeline::console_url`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::aws::{Arn, console};

/// Returns the console page of a connection, host or pipeline.
#[derive(Debug)]
pub struct ConsoleUrl;

/// Returns the URL of a connection, host or pipeline in the AWS console.
///
/// For a connection, this is the page with **Update pending connection**, where you complete the handshake. Hosts have
/// no page of their own, so for a host, this is the list of hosts in its region. The function returns an error for any
/// other ARN.
#[derive(Attributes, Debug)]
pub struct Parameters {
    /// ARN of the connection, host or pipeline.
    pub arn: String,
}

impl Function for ConsoleUrl {
    type Parameters = Parameters;
    type Output = String;

    const NAME: &'static str = "console_url";

    fn call(&self, parameters: Parameters) -> Result<String, FunctionError> {
        let text = parameters.arn;
        let problem = match text.parse::<Arn>() {
            Ok(arn) => match console::page(&arn) {
                Some(page) => return Ok(page),
                None => format!("{text:?} is another kind of ARN, or is in a partition whose console is unknown"),
            },
            Err(why) => why.to_string(),
        };
        let text = format!("This must be the ARN of a connection, host or pipeline, but {problem}.");
        Err(FunctionError::of_argument(0, text))
    }
}
