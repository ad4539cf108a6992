//! Declarations of pipelines, without AWS and without Terraform.

mod breakage;
mod comparison;
mod declaration;
mod dice;
mod generator;
mod moved;
mod reach;
