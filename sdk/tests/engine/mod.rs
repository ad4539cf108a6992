//! The planning engine: each rule of Terraform's resource instance change lifecycle, on a toy resource.

mod apply;
mod conform;
mod import;
mod nested;
mod plan;
mod read;
mod replace;
mod required;
mod toy;
