//! Terraform's plugin protocol, with the tests in the part of Terraform Core.

mod wire;
