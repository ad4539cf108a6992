//! Terraform's plugin protocol, with the tests in the part of Terraform Core.

mod applying;
mod bad_requests;
mod core;
mod every_method;
mod incomplete_states;
mod kinds;
mod kinds_provider;
mod life;
mod panics;
mod provider;
mod schemas;
mod shapes;
mod unknown_configuration;
mod upgrades;
mod values;
