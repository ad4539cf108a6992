//! The header `User-Agent` of the requests to AWS and GitLab.

use crate::aws::environment;

/// Page of the provider in the public registry.
const PAGE: &str = "https://registry.terraform.io/providers/gitlab-aws/codepipeline";

/// Returns Terraform, the provider, and the products in `TF_APPEND_USER_AGENT`, as hashicorp/aws does.
pub fn user_agent(terraform_version: &str) -> String {
    let appended = environment::var("TF_APPEND_USER_AGENT").unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let products = format!(
        "Terraform/{terraform_version} (+https://www.terraform.io) terraform-provider-codepipeline/{version} (+{PAGE}) {appended}"
    );
    // No other characters are valid in a header.
    let printable = products.chars().filter(|c| matches!(c, ' '..='~'));
    printable.collect::<String>().trim().to_owned()
}
