//! `provider::codepipeline::connection_arn_parse`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    typed::Attributes,
};

use crate::{
    aws::{Arn, arn::Kind},
    provider::checks,
};

/// Splits the ARN of a connection or host into its parts.
#[derive(Debug)]
pub struct ConnectionArnParse;

/// Splits the ARN of a connection or host into its parts.
///
/// The service is the prefix of the API that created the object: `codeconnections`, or its former name
/// `codestar-connections`. The prefix of an existing ARN never changes, and the `Resource` of a policy must contain the
/// ARN as it is.
#[derive(Attributes, Debug)]
pub struct Parameters {
    /// ARN of the connection or host.
    pub arn: String,
}

/// The parts of an ARN.
#[derive(Attributes, Debug)]
pub struct Parts {
    /// AWS account that owns the object, 12 digits.
    pub account_id: String,
    /// Last part of the ARN: the UUID of a connection, or the name of a host followed by a hyphen and eight hexadecimal
    /// digits.
    pub id: String,
    /// Kind of the object: `connection` or `host`.
    pub kind: String,
    /// Partition, such as `aws` or `aws-us-gov`.
    pub partition: String,
    /// Region of the object.
    pub region: String,
    /// Service in the ARN: `codeconnections` or `codestar-connections`.
    pub service: String,
}

impl Function for ConnectionArnParse {
    type Parameters = Parameters;
    type Output = Parts;

    const NAME: &'static str = "connection_arn_parse";

    fn call(&self, parameters: Parameters) -> Result<Parts, FunctionError> {
        let text = parameters.arn;
        let problem = match text.parse::<Arn>() {
            Ok(arn) if matches!(arn.kind(), Kind::Connection | Kind::Host) => return Ok(parts(&arn)),
            Ok(arn) => checks::arn::what_it_is(&arn),
            Err(why) => why.to_string(),
        };
        let text = format!(
            "This must be the ARN of a connection or host, such as \
             arn:aws:codeconnections:eu-west-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee, but {problem}."
        );
        Err(FunctionError::of_argument(0, text))
    }
}

fn parts(arn: &Arn) -> Parts {
    Parts {
        account_id: arn.account().to_owned(),
        id: arn.name().to_owned(),
        kind: arn.kind().to_string(),
        partition: arn.partition().to_owned(),
        region: arn.region().to_owned(),
        service: arn.service().to_owned(),
    }
}
