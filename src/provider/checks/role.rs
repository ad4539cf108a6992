//! ARNs of IAM roles.

use terraform_provider_sdk::{diagnostics::quote, schema::validators::Complaint, value::Value};

use super::{
    check::{Check, Judge, Severity},
    example::{Edit, Example, Place},
};
use crate::aws::Arn;

/// Not the ARN of a role.
pub const ROLE: Check = Check {
    code: "CPGL069",
    severity: Severity::Error,
    title: "Not the ARN of a role",
    cause: "Pipelines, actions and rules require the ARN of the IAM role that they assume.",
    fix: "Use a reference to the role instead of a string: `aws_iam_role.NAME.arn`.",
    example: Example::new(
        Place::Action,
        r#"role_arn = "arn:aws:iam::111122223333:role/build" # better: aws_iam_role.build.arn"#,
        Edit {
            replace: r#""arn:aws:iam::111122223333:role/build" # better: aws_iam_role.build.arn"#,
            with: r#""build""#,
        },
    ),
    judge: Judge::Argument,
};

/// Maximum characters of the ARN of a role.
const MAX_LENGTH: usize = 1024;

/// Requires the ARN of an IAM role.
///
/// # Errors
/// Returns the kind of the value, and an example of a valid ARN.
pub fn arn(value: &Value) -> Result<(), Complaint> {
    let Some(text) = value.as_str() else { return Ok(()) };
    let problem = match text.parse::<Arn>() {
        Err(why) => format!("{} is not an ARN: {why}", quote(text)),
        Ok(_) if text.chars().count() > MAX_LENGTH => format!("it is longer than {MAX_LENGTH} characters"),
        Ok(arn) if is_role(&arn) => return Ok(()),
        Ok(_) => format!("{text:?} is not the ARN of a role"),
    };
    Err(Complaint {
        summary: "Not the ARN of a role".to_owned(),
        detail: format!(
            "This must be the ARN of an IAM role, such as arn:aws:iam::111122223333:role/pipeline, but {problem}. Use a \
             reference to the role instead of a string: aws_iam_role.NAME.arn."
        ),
    })
}

fn is_role(arn: &Arn) -> bool {
    arn.service() == "iam"
        && arn.region().is_empty()
        && !arn.account().is_empty()
        && arn.resource().starts_with("role/")
        && !arn.partition().ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_arns_of_roles_are_accepted() {
        for text in [
            "arn:aws:iam::111122223333:role/pipeline",
            "arn:aws-us-gov:iam::111122223333:role/a/b",
        ] {
            assert_eq!(arn(&text.into()), Ok(()), "{text}");
        }
        for text in [
            "pipeline",
            "arn:aws:iam::111122223333:user/me",
            "arn:aws:iam:::role/pipeline",
            "arn:aws:sts::111122223333:assumed-role/pipeline/x",
            "arn:aws-:iam::111122223333:role/x",
        ] {
            let complaint = arn(&text.into()).unwrap_err();
            assert!(complaint.detail.contains("aws_iam_role.NAME.arn"), "{text}");
        }
        let long = format!("arn:aws:iam::111122223333:role/{}", "x".repeat(1000));
        assert!(arn(&long.as_str().into()).is_err());
    }
}
