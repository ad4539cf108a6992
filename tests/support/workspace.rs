//! A directory with a configuration, in which the real command line runs against one account.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;
use xtask::{
    VERSION,
    install::{REGISTRIES, SOURCE},
};

use super::{account::Account, cli::Cli, outcome::Outcome, own_build, process::Running};

/// Every workspace has it, so that a test's `main.tf` holds only what the test is about.
const REQUIREMENTS: &str = r#"terraform {
  required_providers {
    codepipeline = {
      source = "gitlab-aws/codepipeline"
    }
  }
}
"#;

/// A directory and an environment that use the provider's own build. Nothing of the machine leaks in.
pub(crate) struct Workspace {
    directory: TempDir,
    environment: BTreeMap<String, String>,
}

impl Workspace {
    /// A fresh directory with `configuration` as `main.tf`, aimed at `account` in eu-west-1.
    pub(crate) fn new(account: &Account, configuration: &str) -> Self {
        let directory = tempfile::Builder::new()
            .prefix("codepipeline-")
            .tempdir()
            .expect("a temporary directory");
        let environment = environment(directory.path(), account.url());
        let workspace = Self { directory, environment };
        workspace.write(
            "cli.tfrc",
            &cli_configuration(&[("gitlab-aws/codepipeline", plugin_directory())]),
        );
        workspace.write("versions.tf", REQUIREMENTS);
        workspace.configure(configuration);
        workspace
    }

    /// Installs the provider's own build as hashicorp/aws too. Terraform loads the schemas of every provider in a state,
    /// and asks the one that an object moves to for everything else.
    pub(crate) fn use_own_build_as_aws(&self) {
        let directory = self.path("aws");
        std::fs::create_dir(&directory).expect("the directory is ours");
        let plugin = directory.join("terraform-provider-aws");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_terraform-provider-codepipeline"), plugin).expect("a new link");
        let overrides = [
            ("gitlab-aws/codepipeline", plugin_directory()),
            ("hashicorp/aws", directory.as_path()),
        ];
        self.write("cli.tfrc", &cli_configuration(&overrides));
    }

    /// `terraform init` with the provider's own build and, from this mirror, hashicorp/aws.
    pub(crate) fn initialize(&self, mirror: &Path) -> Outcome {
        let build = own_build();
        let own = self.path("mirror");
        for registry in REGISTRIES {
            let mut place = own.join(registry);
            place.extend(SOURCE);
            place.extend([VERSION, &build.platform.directory()]);
            std::fs::create_dir_all(&place).expect("the directory is ours");
            std::os::unix::fs::symlink(&build.path, place.join(build.installed_name())).expect("a new link");
        }
        let mirrors = [("gitlab-aws/codepipeline", own.as_path()), ("hashicorp/aws", mirror)];
        self.write("cli.tfrc", &mirrored(&mirrors));
        self.run(&["init", "-backend=false", "-input=false", "-no-color"])
    }

    /// Replaces `main.tf`.
    pub(crate) fn configure(&self, configuration: &str) {
        self.write("main.tf", configuration);
    }

    /// Writes a file of the directory.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file has a directory")).expect("the directory is ours");
        std::fs::write(path, text).expect("the directory is ours");
    }

    /// Removes a file of the directory.
    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.path(name)).expect("the file is there");
    }

    /// The path of a file of the directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Sets an environment variable for all further commands.
    pub(crate) fn set_variable(&mut self, name: &str, value: &str) {
        self.environment.insert(name.to_owned(), value.to_owned());
    }

    /// Removes an environment variable from all further commands.
    pub(crate) fn unset_variable(&mut self, name: &str) {
        self.environment.remove(name);
    }

    /// `terraform validate`.
    pub(crate) fn validate(&self) -> Outcome {
        self.run(&["validate", "-no-color"])
    }

    /// `terraform plan` into a file; exit code 2 means that there are changes.
    pub(crate) fn plan(&self) -> Outcome {
        self.plan_with(&[])
    }

    /// [`Workspace::plan`] with further options, such as `-refresh-only`.
    pub(crate) fn plan_with(&self, options: &[&str]) -> Outcome {
        self.run(
            &[
                &["plan", "-detailed-exitcode", "-input=false", "-no-color", "-out=tfplan"],
                options,
            ]
            .concat(),
        )
    }

    /// Plans the import of these IDs to these addresses, and writes the configuration that Terraform generates to
    /// `generated.tf`.
    pub(crate) fn generate<'a>(&self, imports: impl IntoIterator<Item = (&'a str, &'a str)>) -> Outcome {
        let imports: Vec<_> = imports.into_iter().collect();
        let blocks = |argument: &str| {
            let block = |(to, id): &(&str, &str)| format!("import {{\n  to = {to}\n  id = {id:?}\n{argument}}}\n");
            imports.iter().map(block).collect::<String>()
        };
        let argument = match Cli::chosen().generates_only_with_provider() {
            true => "  provider = codepipeline\n",
            false => "",
        };
        self.write("imports.tf", &blocks(argument));
        let outcome = self.plan_with(&["-generate-config-out=generated.tf"]);
        // Terraform accepts the argument only as long as the resource has no configuration.
        self.write("imports.tf", &blocks(""));
        outcome
    }

    /// The plan of the last [`Workspace::plan`] in Terraform's JSON form.
    #[track_caller]
    pub(crate) fn planned(&self) -> Value {
        self.json(&["show", "-json", "tfplan"])
    }

    /// What the last [`Workspace::plan`] does to one resource: the `change` object with `actions`, `before`, `after` …
    #[track_caller]
    pub(crate) fn planned_change(&self, address: &str) -> Value {
        let plan = self.planned();
        let changes = plan["resource_changes"].as_array().expect("a plan lists its changes");
        let found = changes.iter().find(|change| change["address"] == address);
        found.unwrap_or_else(|| panic!("{address} is not in the plan: {plan:#}"))["change"].clone()
    }

    /// `terraform apply` without asking.
    pub(crate) fn apply(&self) -> Outcome {
        self.apply_with(&[])
    }

    /// [`Workspace::apply`] with further options, such as `-target`.
    pub(crate) fn apply_with(&self, options: &[&str]) -> Outcome {
        self.run(&[&["apply", "-auto-approve", "-input=false", "-no-color"], options].concat())
    }

    /// Starts an apply that continues while the test acts, for instance to authorize a connection.
    pub(crate) fn start_apply(&self) -> Running {
        self.start(&["apply", "-auto-approve", "-input=false", "-no-color"])
    }

    /// `terraform destroy` without asking.
    pub(crate) fn destroy(&self) -> Outcome {
        self.run(&["destroy", "-auto-approve", "-input=false", "-no-color"])
    }

    /// `terraform import` by id.
    pub(crate) fn import(&self, address: &str, id: &str) -> Outcome {
        self.run(&["import", "-input=false", "-no-color", address, id])
    }

    /// `terraform query` (Terraform 1.14 and later) with further options.
    pub(crate) fn query(&self, options: &[&str]) -> Outcome {
        self.run(&[&["query", "-no-color"], options].concat())
    }

    /// The state in Terraform's JSON form.
    #[track_caller]
    pub(crate) fn state(&self) -> Value {
        self.json(&["show", "-json"])
    }

    /// The addresses in the state, sorted.
    #[track_caller]
    pub(crate) fn addresses(&self) -> Vec<String> {
        let listed = self.run(&["state", "list"]);
        // Terraform answers with an error as long as no state was ever written.
        if listed.code() != 0 && listed.mentions("No state file was found") {
            return Vec::new();
        }
        listed.succeeds().stdout.lines().map(str::to_owned).collect()
    }

    /// The attributes of one object of the root module in the state.
    #[track_caller]
    pub(crate) fn resource(&self, address: &str) -> Value {
        self.object(address)["values"].take()
    }

    /// Whether Terraform will replace the object because its creation failed half-way.
    #[track_caller]
    pub(crate) fn is_tainted(&self, address: &str) -> bool {
        self.object(address)["tainted"] == true
    }

    #[track_caller]
    fn object(&self, address: &str) -> Value {
        let mut state = self.state();
        let objects = state["values"]["root_module"]["resources"].as_array_mut();
        let found = objects
            .into_iter()
            .flatten()
            .find(|object| object["address"] == address);
        match found {
            Some(object) => object.take(),
            None => panic!("{address} is not in the state: {state:#}"),
        }
    }

    /// The value of one output.
    #[track_caller]
    pub(crate) fn output(&self, name: &str) -> Value {
        self.json(&["output", "-json", name])
    }

    /// Any other command, such as `state rm` or `console`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.start(arguments).finish()
    }

    /// Any command in the background.
    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        Running::start(self.command().args(arguments))
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        let outcome = self.run(arguments);
        outcome.succeeds();
        serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("not JSON ({error})\n{outcome}"))
    }

    fn command(&self) -> Command {
        let mut command = Cli::chosen().command();
        command
            .env_clear()
            .envs(&self.environment)
            .current_dir(self.directory.path());
        command
    }
}

/// The directory of the plugin that Cargo has built for this very test run.
fn plugin_directory() -> &'static Path {
    let plugin = Path::new(env!("CARGO_BIN_EXE_terraform-provider-codepipeline"));
    plugin.parent().expect("a binary lies in a directory")
}

/// Only these providers are taken from these directories; there is no `direct`, so nothing can be fetched by mistake.
fn cli_configuration(overrides: &[(&str, &Path)]) -> String {
    let overrides = overrides
        .iter()
        .map(|(source, directory)| format!("    {source:?} = {directory:?}\n"));
    let overrides: String = overrides.collect();
    format!("provider_installation {{\n  dev_overrides {{\n{overrides}  }}\n}}\n")
}

/// Only these providers are taken from these mirrors.
fn mirrored(mirrors: &[(&str, &Path)]) -> String {
    let methods = mirrors.iter().map(|(source, mirror)| {
        format!("  filesystem_mirror {{\n    path    = {mirror:?}\n    include = [{source:?}]\n  }}\n")
    });
    let methods: String = methods.collect();
    format!("provider_installation {{\n{methods}}}\n")
}

fn environment(directory: &Path, endpoint: &str) -> BTreeMap<String, String> {
    let home = directory.to_str().expect("temporary paths are UTF-8");
    let configuration = format!("{home}/cli.tfrc");
    let variables = [
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("CHECKPOINT_DISABLE", "1"),
        ("HOME", home),
        ("PATH", &path()),
        ("TF_CLI_CONFIG_FILE", &configuration),
        ("TF_IN_AUTOMATION", "1"),
    ];
    variables
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

#[expect(
    clippy::disallowed_methods,
    reason = "provisioners of examples need a shell, wherever it is installed"
)]
fn path() -> String {
    std::env::var("PATH").expect("PATH is set")
}

/// A workspace without the provider: what is under test here is this file.
fn bare(configuration: &str) -> Workspace {
    let workspace = Workspace::new(&Account::open(), configuration);
    workspace.remove("versions.tf");
    workspace
}

#[test]
fn a_workspace_plans_applies_reads_and_destroys() {
    let workspace = bare(
        r#"
        resource "terraform_data" "greeting" { input = "hello" }
        output "greeting" { value = terraform_data.greeting.output }
        "#,
    );
    workspace.validate().succeeds();
    workspace.plan().plans(1, 0, 0);
    let change = workspace.planned_change("terraform_data.greeting");
    assert_eq!(change["actions"], serde_json::json!(["create"]));
    assert_eq!(workspace.addresses(), Vec::<String>::new());
    workspace
        .apply()
        .applied(1, 0, 0)
        .says("terraform_data.greeting: Creation complete");
    workspace.plan().has_no_changes();
    assert_eq!(workspace.resource("terraform_data.greeting")["input"], "hello");
    assert!(!workspace.is_tainted("terraform_data.greeting"));
    assert_eq!(workspace.output("greeting"), "hello");
    assert_eq!(workspace.addresses(), ["terraform_data.greeting"]);
    workspace
        .destroy()
        .succeeds()
        .says("Destroy complete! Resources: 1 destroyed.");
}

#[test]
fn a_workspace_shows_an_error_as_terraform_words_it() {
    let workspace = bare(r#"output "nothing" { value = local.nothing }"#);
    workspace
        .plan()
        .fails()
        .says("A local value with the name \"nothing\" has not been declared")
        .says_not("Apply complete");
}

#[test]
fn a_running_apply_can_be_watched_and_interrupted() {
    let workspace = bare(
        r#"
        resource "terraform_data" "slow" {
          provisioner "local-exec" { command = "echo now it waits; sleep 60" }
        }
        "#,
    );
    let mut apply = workspace.start_apply();
    apply.wait_for("(local-exec): now it waits");
    apply.interrupt();
    apply.finish().fails();
    assert!(workspace.is_tainted("terraform_data.slow"));
}
