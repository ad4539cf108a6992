//! Completes a part of a configuration with what the guide shows elsewhere, or takes for granted.

use std::{collections::BTreeSet, fs, path::Path};

use codepipeline_emulator_testing::pipelines::{gitlab_pipeline, gitlab_pipeline_arguments};

use super::blocks::{Guide, file_name, first_word};
use crate::support::{account::Account, workspace::Workspace};

const HANDSHAKE: &str = "codepipeline_handshake.gitlab.connection_arn";
/// Stands for the arguments of a pipeline.
const ARGUMENTS: &str = "  # The arguments and blocks of aws_codepipeline.web.\n";
/// Attributes that resources of hashicorp/aws have.
const STAND_IN: &str = "locals {\n  stand_in = {\n    arn  = \"arn:aws:iam::111122223333:role/stand-in\"\n    name = \
                        \"stand-in\"\n  }\n}\n";
/// A resource of ours.
const USE: &str = "resource \"codepipeline_connection\" \"gitlab\" {\n  name = \"gitlab\"\n}\n";
/// A file that a configuration reads.
const CERTIFICATE: (&str, &str) = (
    "certificate-authorities.pem",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
);
/// The module that tests in a guide belong to, and the values of its variables.
const MODULE: [&str; 3] = [
    "module/main.tf",
    "module/tests/connection/main.tf",
    "module/tests/mocks/codepipeline.tfmock.hcl",
];
const VARIABLES: &str = "service = \"payments\"\nrepository = \"acme/platform/payments-api\"\nrole_arn = \
                         \"arn:aws:iam::111122223333:role/pipeline\"\nartifact_bucket = \"acme-artifacts\"\n";
/// The URL of the emulator in the guides.
const EMULATOR: &str = "http://127.0.0.1:4780";

/// Returns a directory with a whole configuration that contains the given one of the guide.
pub(super) fn workspace(account: &Account, guide: &Guide, at: usize) -> Workspace {
    let workspace = Workspace::new(account, "");
    workspace.write(CERTIFICATE.0, CERTIFICATE.1);
    let files = files(guide, at);
    if files.iter().any(|(_, text)| text.contains("required_providers")) {
        workspace.remove("versions.tf");
    }
    for (name, text) in files {
        workspace.write(&name, &text.replace(EMULATOR, account.url()));
    }
    workspace
}

fn files(guide: &Guide, at: usize) -> Vec<(String, String)> {
    let configurations = guide.configurations();
    let mut files = vec![(file_name(&configurations[at]).to_owned(), whole(&configurations[at]))];
    let mut text = files[0].1.clone();
    if files[0].0 == "main.tf" && first_word(&text) == "provider" {
        // Terraform validates only providers that are used.
        text.push_str(USE);
        files.push(("use.tf".to_owned(), USE.to_owned()));
    }
    while let Some(address) = undeclared(&text) {
        let earlier = configurations[..at].iter().rev().map(|earlier| whole(earlier));
        let mut declaring = earlier
            .chain([example("resources/codepipeline_handshake/resource.tf")])
            .filter(|other| declares(other, &address));
        let Some(neighbor) = declaring.next() else { break };
        text.push_str(&neighbor);
        files.push((format!("neighbor_{}.tf", files.len()), neighbor));
    }
    let (stand_ins, declarations) = stand_ins(&text);
    for (_, text) in &mut files {
        *text = stand_ins(text);
    }
    files.extend(declarations.map(|text| ("stand_ins.tf".to_owned(), text)));
    if files.len() == 1 && files[0].0.ends_with("test.hcl") {
        files.extend(module());
    }
    files
}

fn module() -> impl Iterator<Item = (String, String)> {
    let files = MODULE
        .iter()
        .map(|path| (path.replacen("module/", "", 1), example(path)));
    files.chain([("terraform.tfvars".to_owned(), VARIABLES.to_owned())])
}

/// Puts a part of a pipeline into a pipeline.
fn whole(configuration: &str) -> String {
    match first_word(configuration) {
        "trigger" => gitlab_pipeline("web", HANDSHAKE, configuration),
        "stage" => {
            let pipeline = gitlab_pipeline("web", HANDSHAKE, "");
            let (before, rest) = pipeline.split_once("  stage {\n").expect("the stage of the source");
            let (_, build) = rest.split_once("  stage {\n").expect("the stage of the build");
            format!("{before}{configuration}  stage {{\n{build}")
        }
        _ => {
            let arguments = format!("  name = \"web\"\n{}", gitlab_pipeline_arguments(HANDSHAKE));
            configuration.replace(ARGUMENTS, &arguments)
        }
    }
}

/// Returns a file of the examples.
fn example(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns a resource of ours to which the configuration refers without declaring it. The target of a move or an import
/// may be declared elsewhere.
fn undeclared(configuration: &str) -> Option<Address> {
    let lines = configuration
        .lines()
        .filter(|line| !line.trim_start().starts_with("to "));
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    let mut addresses = addresses(&text, "codepipeline_").into_iter();
    addresses.find(|address| !declares(configuration, address))
}

fn declares(configuration: &str, (kind, name): &Address) -> bool {
    configuration.contains(&format!("resource \"{kind}\" \"{name}\""))
}

/// Type and name of a resource.
type Address = (String, String);

/// Returns the resources to which the configuration refers, of types that begin with `prefix`.
fn addresses(configuration: &str, prefix: &str) -> BTreeSet<Address> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "_.".contains(character);
    let words = configuration.split(|character| !is_part(character));
    let addresses = words.filter(|word| word.starts_with(prefix)).filter_map(|word| {
        let mut parts = word.split('.');
        Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
    });
    addresses.filter(|(_, name)| !name.is_empty()).collect()
}

/// Returns what replaces the resources of hashicorp/aws by resources that need no provider, and the declarations of those
/// that the configuration does not contain. The arguments are evaluated, and their names are not checked.
fn stand_ins(configuration: &str) -> (impl Fn(&str) -> String + use<>, Option<String>) {
    let lines = configuration.lines().filter(|line| !line.starts_with("  from = "));
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    let addresses = addresses(&text, "aws_");
    let is_needed = !addresses.is_empty() || text.contains("resource \"aws_");
    let missing = addresses.iter().filter(|address| !declares(configuration, address));
    let declarations = missing.map(|(kind, name)| {
        format!("resource \"terraform_data\" \"{kind}_{name}\" {{\n  input = local.stand_in\n}}\n")
    });
    let declarations = STAND_IN.to_owned() + &declarations.collect::<String>();
    let replace = move |text: &str| {
        // The longer of two names that begin alike comes first.
        let replaced = addresses.iter().rev().fold(text.to_owned(), |text, (kind, name)| {
            let (address, stand_in) = (format!("{kind}.{name}"), format!("terraform_data.{kind}_{name}"));
            text.replace(&format!("{address}."), &format!("{stand_in}.output."))
                .replace(&address, &stand_in)
        });
        without_aws_resources(&replaced)
    };
    (replace, is_needed.then_some(declarations))
}

/// Declares the resources of hashicorp/aws as `terraform_data`, with their arguments as input.
fn without_aws_resources(configuration: &str) -> String {
    let mut text = String::new();
    let mut is_open = false;
    for line in configuration.lines() {
        match line
            .strip_prefix("resource \"aws_")
            .and_then(|rest| rest.strip_suffix("\" {"))
        {
            Some(head) => {
                let name = head.replace("\" \"", "_");
                text.push_str(&format!(
                    "resource \"terraform_data\" \"aws_{name}\" {{\n  input = merge(local.stand_in, {{"
                ));
                is_open = true;
            }
            None if is_open && line == "}" => {
                text.push_str("  })\n}");
                is_open = false;
            }
            None => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

#[test]
fn a_part_is_completed_with_earlier_parts_of_the_guide() {
    let block = |text: &str| format!("```terraform\n{text}```\n");
    let host = "resource \"codepipeline_host\" \"gitlab\" {\n  name = \"x\"\n}\n";
    let handshake = "resource \"codepipeline_handshake\" \"host\" {\n  host_arn = codepipeline_host.gitlab.arn\n}\n";
    let guide = Guide {
        name: String::new(),
        text: block(host)
            + &block(handshake)
            + &block("output \"arn\" {\n  value = codepipeline_handshake.host.host_arn\n}\n"),
    };
    let texts: Vec<String> = files(&guide, 2).into_iter().skip(1).map(|(_, text)| text).collect();
    assert_eq!(texts, [handshake, host]);
}

#[test]
fn a_resource_of_hashicorp_aws_has_a_stand_in() {
    let text = "resource \"aws_iam_role\" \"a\" {\n  name = aws_iam_role.b.name\n}\noutput \"arn\" {\n  value = aws_iam_role.a.arn\n}\n";
    let (replace, declarations) = stand_ins(text);
    let expected = "resource \"terraform_data\" \"aws_iam_role_a\" {\n  input = merge(local.stand_in, {\n  name = \
                    terraform_data.aws_iam_role_b.output.name\n  })\n}\noutput \"arn\" {\n  value = \
                    terraform_data.aws_iam_role_a.output.arn\n}\n";
    assert_eq!(replace(text), expected);
    assert!(declarations.unwrap().contains("\"aws_iam_role_b\""));
    assert_eq!(stand_ins("moved {\n  from = aws_codepipeline.web\n}\n").1, None);
}
