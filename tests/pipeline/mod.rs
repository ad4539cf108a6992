//! Declarations of pipelines, without AWS and without Terraform.

mod declaration;
