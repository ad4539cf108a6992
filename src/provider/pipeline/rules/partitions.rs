//! The partition of a pipeline: its regions and ARNs must be in it.

use terraform_provider_sdk::value::Path;

use super::references;
use crate::{
    aws::{
        Arn,
        arn::Kind,
        regions::{self, is_known},
    },
    provider::{
        checks::{
            check::{Check, Judge, Severity},
            example::{Edit, Example, Place},
            findings::Findings,
        },
        pipeline::open::{Node, OpenPipeline},
    },
};

/// Region or ARN of another partition.
pub const PARTITION: Check = Check {
    code: "CPGL100",
    severity: Severity::Error,
    title: "Region or ARN of another partition",
    cause: "An AWS account is in one partition: `aws`, `aws-cn` (China), `aws-us-gov` or another partition. The regions and ARNs of a \
            pipeline must be in the partition of its role, because no action can reach another partition.",
    fix: "Use regions and ARNs of the partition of the role.",
    example: Example::new(
        Place::Action,
        r#"role_arn = "arn:aws:iam::111122223333:role/build""#,
        Edit {
            replace: "arn:aws:",
            with: "arn:aws-cn:",
        },
    ),
    judge: Judge::Pipeline(everything_is_in_one_partition),
};

fn everything_is_in_one_partition(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let Some(own) = own_partition(pipeline) else { return };
    let regions = regions(pipeline).into_iter().filter_map(|(path, region)| {
        let partition = regions::partition(region).filter(|_| is_known(region))?;
        Some((path, format!("The region {region}"), partition.name.to_owned()))
    });
    // Connections have a check of their own.
    let arns = arns(pipeline)
        .into_iter()
        .filter(|(_, arn)| arn.kind() != Kind::Connection);
    let arns = arns.map(|(path, arn)| (path, format!("{arn}"), arn.partition().to_owned()));
    for (path, subject, partition) in regions.chain(arns).filter(|(_, _, partition)| partition != own) {
        let detail = format!(
            "{subject} is in the partition {partition}, and the pipeline is in {own}. An account reaches only its own \
             partition: use a region or an ARN in {own}."
        );
        findings.error(path, format!("Wrong partition: {partition}"), detail);
    }
}

/// Encryption key of another region.
pub const KEY_REGION: Check = Check {
    code: "CPGL101",
    severity: Severity::Error,
    title: "Encryption key of another region",
    cause: "The encryption key of an artifact store must be in the region of its bucket.",
    fix: "Use a key in that region, or a replica of a multi-Region key in that region.",
    example: Example::new(
        Place::Pipeline,
        r#"artifact_store {
  type     = "S3"
  location = "artifacts-eu"
  region   = "eu-west-1"

  encryption_key {
    type = "KMS"
    id   = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}"#,
        Edit {
            replace: "arn:aws:kms:eu-west-1:",
            with: "arn:aws:kms:us-east-1:",
        },
    ),
    judge: Judge::Pipeline(keys_are_in_the_region_of_their_store),
};

fn keys_are_in_the_region_of_their_store(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for (store, path, id) in keys(pipeline) {
        let region = store.get("region");
        let region = if region.is_absent() {
            pipeline.region
        } else {
            region.as_str()
        };
        let (Some(region), Ok(key)) = (region, id.parse::<Arn>()) else {
            continue;
        };
        let is_kms = key.service() == "kms" && is_known(key.region());
        if is_kms && is_possible(pipeline, region) && is_possible(pipeline, key.region()) && key.region() != region {
            let detail = format!(
                "The artifact store is in {region}, and its encryption key {key} is in {}. Use a key in {region}.",
                key.region()
            );
            findings.error(path, "Encryption key of another region", detail);
        }
    }
}

/// Identifier of an encryption key in a form that AWS does not document.
pub const KEY_ID: Check = Check {
    code: "CPGL102",
    severity: Severity::ErrorOrWarning,
    title: "Invalid ID of an encryption key",
    cause: "An encryption key is identified by its ID, its ARN or the ARN of an alias. AWS does not document the name of \
            an alias as an identifier here: `alias/NAME` is a warning. The ARN of another type of object is an error.",
    fix: "Use a reference: `aws_kms_key.NAME.arn`, or `data.aws_kms_alias.NAME.arn`.",
    example: Example::new(
        Place::Pipeline,
        r#"artifact_store {
  type     = "S3"
  location = "artifacts"

  encryption_key {
    type = "KMS"
    id   = "arn:aws:kms:eu-west-1:111122223333:alias/artifacts"
  }
}"#,
        Edit {
            replace: "arn:aws:kms:eu-west-1:111122223333:alias/artifacts",
            with: "alias/artifacts",
        },
    ),
    judge: Judge::Pipeline(keys_are_identified_as_documented),
};

fn keys_are_identified_as_documented(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for (_, path, id) in keys(pipeline) {
        match id.parse::<Arn>() {
            Ok(arn) if arn.service() != "kms" => {
                let detail = format!(
                    "{arn} is not the ARN of a key of AWS Key Management Service. Use a reference: aws_kms_key.NAME.arn."
                );
                findings.error(path, "Not the ARN of an encryption key", detail);
            }
            Err(_) if id.starts_with("alias/") => {
                let detail = "AWS documents the ID or ARN of a key, or the ARN of an alias, but not the name of an alias. Use \
                              data.aws_kms_alias.NAME.arn.";
                findings.warning(path, format!("{id:?} is the name of an alias"), detail);
            }
            _ => {}
        }
    }
}

/// Whether a region is known and in the partition of the pipeline. Another check reports any other region.
pub(super) fn is_possible(pipeline: &OpenPipeline<'_>, region: &str) -> bool {
    let partition = regions::partition(region).filter(|_| is_known(region));
    match (partition, own_partition(pipeline)) {
        (Some(partition), Some(own)) => partition.name == own,
        (partition, _) => partition.is_some() || is_known(region),
    }
}

/// Returns the ARNs of the keys, and those of the actions and rules.
pub fn arns(pipeline: &OpenPipeline<'_>) -> Vec<(Path, Arn)> {
    let keys = keys(pipeline).into_iter().map(|(_, path, id)| (path, id));
    let of_consumers = pipeline.consumers.iter().flat_map(|consumer| {
        let role = consumer.node.get("role_arn");
        let role = role.as_str().map(|text| (role.path, text));
        let configuration = consumer.node.get("configuration");
        let settings = configuration.string_entries();
        let settings = settings.filter(|(_, text)| !references::has_any(text));
        role.into_iter()
            .chain(settings.map(move |(key, text)| (configuration.key(key).path, text)))
    });
    let texts = keys.chain(of_consumers);
    texts
        .filter_map(|(path, text)| Some((path, text.parse().ok()?)))
        .collect()
}

/// Returns the region of the pipeline and those of its stores, actions and rules.
fn regions<'a>(pipeline: &OpenPipeline<'a>) -> Vec<(Path, &'a str)> {
    let own = pipeline.region.map(|region| (pipeline.root.get("region").path, region));
    let stores = pipeline.root.blocks("artifact_store");
    let stores = stores.filter_map(|store| Some((store.path.clone(), store.string("region")?)));
    let consumers = pipeline.consumers.iter().filter_map(|consumer| {
        let region = consumer.node.get("region");
        Some((region.path.clone(), region.as_str()?))
    });
    own.into_iter().chain(stores).chain(consumers).collect()
}

/// Returns the identifier of each encryption key with its store. No path leads into the set of stores.
fn keys<'a>(pipeline: &OpenPipeline<'a>) -> Vec<(Node<'a>, Path, &'a str)> {
    let stores = pipeline.root.blocks("artifact_store");
    stores
        .flat_map(|store| {
            let keys = store.blocks("encryption_key");
            keys.filter_map(move |key| Some((store.clone(), store.path.clone(), key.string("id")?)))
        })
        .collect()
}

/// Returns the partition of the role or, while that is unknown, of the region.
fn own_partition<'a>(pipeline: &OpenPipeline<'a>) -> Option<&'a str> {
    let role = pipeline
        .root
        .string("role_arn")
        .filter(|role| role.parse::<Arn>().is_ok());
    let of_role = role.and_then(|role| role.split(':').nth(1));
    of_role.or_else(|| Some(regions::partition(pipeline.region?)?.name))
}
