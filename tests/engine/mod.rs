//! The planning engine: each rule of Terraform's resource instance change lifecycle, on a toy resource.

mod apply;
mod import;
mod plan;
mod read;
mod toy;
