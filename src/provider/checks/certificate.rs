//! Certificates in PEM format.

use terraform_provider_sdk::{schema::validators::Complaint, value::Value};

use super::{
    check::{Check, Judge, Severity},
    example::{Edit, Example, Place},
};

/// Not a certificate in PEM format.
pub const CERTIFICATE: Check = Check {
    code: "CPGL110",
    severity: Severity::Error,
    title: "Not a certificate in PEM format",
    cause: "`tls_certificate` requires public certificates in PEM format, each between a line `-----BEGIN CERTIFICATE-----` and \
            a line `-----END CERTIFICATE-----`. Do not include a private key: it would be stored in the state and sent to \
            AWS.",
    fix: "Read the certificate from its file: `file(\"ca.pem\")`. Join several certificates with a line break: \
          `join(\"\\n\", [...])`.",
    example: Example::new(
        Place::File,
        r#"resource "codepipeline_host" "gitlab" {
  name              = "gitlab"
  provider_type     = "GitLabSelfManaged"
  provider_endpoint = "https://gitlab.example.com"

  vpc_configuration {
    vpc_id             = "vpc-0a1b2c3d"
    subnet_ids         = ["subnet-0a1b2c3d"]
    security_group_ids = ["sg-0a1b2c3d"]
    tls_certificate    = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
  }
}"#,
        Edit {
            replace: r"CERTIFICATE-----\nMIIB\n-----END",
            with: "CERTIFICATE-----MIIB-----END",
        },
    ),
    judge: Judge::Argument,
};

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Requires certificates in PEM format. An empty string counts as omitted.
///
/// # Errors
/// Returns the problem, without the value.
pub fn pem(value: &Value) -> Result<(), Complaint> {
    let text = value.as_str().unwrap_or_default();
    let Some((summary, detail)) = problem(text).filter(|_| !text.is_empty()) else {
        return Ok(());
    };
    Err(Complaint::new(summary, detail))
}

fn problem(text: &str) -> Option<(&'static str, &'static str)> {
    let lines = || text.lines().map(str::trim);
    let count = |marker: &str| lines().filter(|line| *line == marker).count();
    let is_broken = lines().any(|line| line.contains("-----") && !(line.starts_with("-----") && is_marker(line)));
    Some(if text.contains("PRIVATE KEY-----") {
        (
            "Private key in `tls_certificate`",
            "The value contains a private key. It would be stored in the state and sent to AWS. Use only the public \
             certificate of the certificate authority, and consider the key as disclosed.",
        )
    } else if !text.contains(BEGIN) {
        (
            "Not a certificate in PEM format",
            "A certificate in PEM format begins with the line -----BEGIN CERTIFICATE-----. To read it from a file, write \
             file(\"ca.pem\").",
        )
    } else if is_broken {
        (
            "Certificate without line breaks",
            "The lines -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- must be on their own lines, but one of them is \
             on a line with other text. Join several certificates with a line break: join(\"\\n\", [...]).",
        )
    } else if count(BEGIN) != count(END) {
        (
            "Incomplete certificate",
            "There must be one line -----END CERTIFICATE----- for each line -----BEGIN CERTIFICATE-----.",
        )
    } else {
        return None;
    })
}

/// Whether a line is one marker and nothing else.
fn is_marker(line: &str) -> bool {
    line.matches("-----").count() == 2 && line.ends_with("-----")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_certificates_in_pem_format_are_accepted() {
        let one = format!("{BEGIN}\nMIIB\n{END}");
        for text in [
            one.clone(),
            format!("{one}\n{one}\n"),
            one.replace('\n', "\r\n"),
            String::new(),
        ] {
            assert_eq!(pem(&text.as_str().into()), Ok(()), "{text}");
        }
        for (text, says) in [
            (format!("{one}{one}"), "Join several"),
            (one.replace('\n', ""), "on their own lines"),
            (one.replace('\n', " "), "on their own lines"),
            ("MIIB".to_owned(), "file(\"ca.pem\")"),
            (format!("{BEGIN}\nMIIB\n"), "for each line"),
            (one.replace("CERTIFICATE", "PRIVATE KEY"), "private key"),
            (format!("{one}\n-----BEGIN RSA PRIVATE KEY-----\nM"), "private key"),
        ] {
            let complaint = pem(&text.as_str().into()).unwrap_err();
            assert!(complaint.detail.contains(says), "{text}: {complaint:?}");
            assert!(!complaint.detail.contains("MIIB"));
        }
    }
}
