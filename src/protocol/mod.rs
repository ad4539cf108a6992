//! Terraform's plugin protocol 6: the only place where generated types exist.

pub mod tfplugin6;
