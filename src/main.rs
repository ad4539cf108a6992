//! The plugin's command line: without arguments, it serves Terraform; with an argument, it prints information about itself.

use std::{
    ffi::{OsStr, OsString},
    io::{self, Write},
    process::ExitCode,
};

use terraform_provider_codepipeline::{debug, serve};
use terraform_provider_sdk::plugin;

const USAGE: &str = "\
terraform-provider-codepipeline connects GitLab to AWS CodePipeline. It is a plugin: Terraform and OpenTofu start it
when a configuration requires it:

    terraform {
      required_providers {
        codepipeline = {
          source = \"gitlab-aws/codepipeline\"
        }
      }
    }

Then run `terraform init` and `terraform plan`.

Usage: terraform-provider-codepipeline [--debug | --version | --help]

  --debug    run until Ctrl-C, and print the variable TF_REATTACH_PROVIDERS, which attaches Terraform to this process
  --version  print the version
  --help     print this text
";

/// Exit code for unknown arguments.
const MISUSE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(|argument| argument.to_str()).collect();
    match arguments[..] {
        [] => ended(serve()),
        [Some("--debug" | "-debug")] => ended(debug()),
        [Some("--version" | "-version" | "-V")] => print(&version()),
        [Some("--help" | "-help" | "-h")] => print(USAGE),
        _ => {
            let arguments: Vec<_> = std::env::args_os().skip(1).collect();
            let arguments = arguments.join(OsStr::new(" "));
            eprintln!(
                "error: unknown arguments: {}\n\nFor more information, try '--help'.",
                arguments.display()
            );
            ExitCode::from(MISUSE)
        }
    }
}

/// Returns the version, with the commit if `cargo xtask` built the provider.
fn version() -> String {
    let commit = option_env!("CODEPIPELINE_COMMIT").map(|commit| format!(" ({commit})"));
    format!(
        "{} {}{}\n",
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION"),
        commit.unwrap_or_default()
    )
}

fn ended(result: Result<(), plugin::Error>) -> ExitCode {
    match result {
        Ok(()) => return ExitCode::SUCCESS,
        Err(plugin::Error::NotStartedByHost) => eprint!("{USAGE}"),
        Err(error) => eprintln!("error: {error}"),
    }
    ExitCode::FAILURE
}

fn print(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
