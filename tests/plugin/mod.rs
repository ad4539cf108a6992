//! The plugin process as Terraform starts it.
