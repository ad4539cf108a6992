//! A provider for the tests of the plugin process: its configuration is a greeting, its data source returns it.

use std::process::ExitCode;

use terraform_provider_sdk::{
    author::{AnyDataSource, Configured, DataSource, Provider},
    debug,
    diagnostics::{Diagnostic, Diagnostics},
    serve,
    typed::{Attributes, Document},
};

/// Greets.
#[derive(Attributes)]
struct Config {
    /// The greeting.
    greeting: String,
}

struct Greeter;

impl Provider for Greeter {
    type Config = Config;
    type Client = String;

    const NAME: &'static str = "greeter";
    const DATA_SOURCES: &'static [&'static dyn AnyDataSource<String>] = &[&Greeting];

    async fn configure(&self, config: Document<'_>, _: &str) -> Result<Configured<String>, Diagnostics> {
        let greeting = config.value("greeting").as_str().unwrap_or_default();
        Ok(Configured::Ready(greeting.to_owned()))
    }
}

struct Greeting;

/// The greeting of the provider's configuration.
#[derive(Attributes)]
struct Computed {
    /// The greeting.
    text: String,
}

impl DataSource for Greeting {
    type Client = String;
    type Arguments = ();
    type Computed = Computed;

    const NAME: &'static str = "greeter_greeting";

    async fn read(
        &self,
        greeting: &String,
        (): (),
        _: &(dyn Fn(Diagnostic) + Send + Sync),
    ) -> Result<((), Computed), Diagnostics> {
        Ok(((), Computed { text: greeting.clone() }))
    }
}

fn main() -> ExitCode {
    let served = match std::env::args().nth(1).as_deref() {
        Some("--debug") => debug(&["registry.terraform.io/example/greeter"], |_| Greeter),
        _ => serve(|_| Greeter),
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
