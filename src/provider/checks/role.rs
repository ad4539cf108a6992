//! ARNs of IAM roles.

use terraform_provider_sdk::{diagnostics::quote, schema::validators::Complaint, value::Value};

use crate::aws::Arn;

/// Longest ARN of a role, in characters.
const MAX_LENGTH: usize = 1024;

/// The text must be the ARN of an IAM role.
///
/// # Errors
/// What it is instead, and what a right one looks like.
pub fn arn(value: &Value) -> Result<(), Complaint> {
    let Some(text) = value.as_str() else { return Ok(()) };
    let problem = match text.parse::<Arn>() {
        Err(why) => format!("{} is none: {why}", quote(text)),
        Ok(_) if text.chars().count() > MAX_LENGTH => format!("it is longer than {MAX_LENGTH} characters"),
        Ok(arn) if is_role(&arn) => return Ok(()),
        Ok(_) => format!("{text:?} is not the ARN of a role"),
    };
    Err(Complaint {
        summary: "Not the ARN of a role".to_owned(),
        detail: format!(
            "This must be the ARN of an IAM role, such as arn:aws:iam::111122223333:role/pipeline, but {problem}. Use the \
             reference to the role instead of a text: aws_iam_role.NAME.arn."
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
    fn only_arns_of_roles_are_taken() {
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
