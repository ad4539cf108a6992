//! A Terraform and OpenTofu provider that connects GitLab to AWS CodePipeline.

pub mod aws;
pub mod emulator;
pub mod framework;
pub mod gitlab;
pub mod plugin;
pub mod protocol;
pub mod provider;
