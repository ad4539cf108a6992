//! Artifact stores, and the regions that need one.

use std::collections::BTreeSet;

use terraform_provider_sdk::diagnostics::quote;

use super::{
    partitions::is_possible,
    unique::{Named, UniqueName},
};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, Node, OpenPipeline},
};

/// Conflicting artifact stores.
pub const ARTIFACT_STORES: Check = Check {
    code: "CPGL063",
    severity: Severity::Error,
    title: "Conflicting artifact stores",
    cause: "A pipeline has one artifact store without a region, or one for each of several regions.",
    fix: "If there are several blocks, set a different `region` in each of them.",
    example: Example::new(
        Place::Pipeline,
        r#"artifact_store {
  type     = "S3"
  location = "artifacts-eu"
  region   = "eu-west-1"
}

artifact_store {
  type     = "S3"
  location = "artifacts-us"
  region   = "us-east-1"
}"#,
        Edit {
            replace: r#"location = "artifacts-us"
  region   = "us-east-1""#,
            with: r#"location = "artifacts-us""#,
        },
    ),
    judge: Judge::Pipeline(stores_are_one_or_one_for_each_region),
};

fn stores_are_one_or_one_for_each_region(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let block = pipeline.root.get("artifact_store");
    let stores = block.elements();
    if stores.known.is_empty() && stores.is_complete {
        let detail = "A pipeline stores its artifacts in a bucket. Add:\n\n  artifact_store {\n    type     = \"S3\"\n    \
                      location = \"BUCKET\"\n  }";
        findings.error(block.path, "No artifact store", detail);
        return;
    }
    let regions: Vec<Node<'_>> = stores.known.iter().map(|store| store.get("region")).collect();
    if regions.len() > 1 && regions.iter().any(Node::is_absent) {
        let detail = "If there are several `artifact_store` blocks, each one needs a `region`, because AWS has one \
                      store for each region. Set the regions, or keep one block without `region`.";
        findings.error(block.path.clone(), "Artifact store without a region", detail);
    }
    let unique = UniqueName {
        noun: "artifact store region",
        rule: "AWS has one artifact store for each region. Remove one of the `artifact_store` blocks.",
    };
    let of_another = || "Another `artifact_store`".to_owned();
    let names = stores.known.iter().filter_map(|store| store.string("region"));
    unique.judge(
        names.map(|region| Named::new(region, block.path.clone(), of_another())),
        findings,
    );
}

/// Region without an artifact store.
pub const STORE_REGIONS: Check = Check {
    code: "CPGL064",
    severity: Severity::Error,
    title: "Region without an artifact store",
    cause: "The region of the pipeline and each region in which one of its actions runs need an artifact store.",
    fix: "Add an `artifact_store` with that region.",
    example: Example::new(
        Place::Pipeline,
        r#"region = "eu-west-1"

artifact_store {
  type     = "S3"
  location = "artifacts-eu"
  region   = "eu-west-1"
}

artifact_store {
  type     = "S3"
  location = "artifacts-us"
  region   = "us-east-1"
}"#,
        Edit {
            replace: r#"type     = "S3"
  location = "artifacts-eu"
  region   = "eu-west-1"
}

artifact_store {
  type     = "S3""#,
            with: r#"type     = "S3""#,
        },
    ),
    judge: Judge::Pipeline(every_region_has_a_store),
};

fn every_region_has_a_store(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let block = pipeline.root.get("artifact_store");
    let stores = block.elements();
    let regions: Vec<Node<'_>> = stores.known.iter().map(|store| store.get("region")).collect();
    if !stores.is_complete || regions.is_empty() || regions.iter().any(Node::is_unknown) {
        return;
    }
    let actions = pipeline.actions();
    // An invalid region is reported only by the region check.
    if regions
        .iter()
        .filter_map(Node::as_str)
        .any(|region| !is_possible(pipeline, region))
    {
        return;
    }
    let used: Vec<_> = actions
        .filter_map(|action| Some((action.node.string("region")?, action)))
        .filter(|(region, _)| is_possible(pipeline, region))
        .collect();
    let mut covered: BTreeSet<&str> = stores.known.iter().filter_map(|store| store.string("region")).collect();
    let has_no_region = covered.is_empty();
    if has_no_region {
        // The store is in the pipeline's own region. If that is unknown, only actions of different regions are found.
        covered.extend(pipeline.region.or_else(|| used.first().map(|(region, _)| *region)));
    } else if let Some(own) = pipeline.region.filter(|own| covered.insert(own)) {
        let detail = format!(
            "The pipeline is in {own}, and no `artifact_store` has that region. Add one with region = {} and a bucket \
             in that region.",
            quote(own)
        );
        findings.error(block.path, format!("No artifact store for {own}"), detail);
    }
    for (region, action) in used {
        if covered.insert(region) {
            action_without_store(action, region, has_no_region, findings);
        }
    }
}

fn action_without_store(action: &Action<'_>, region: &str, store_has_no_region: bool, findings: &mut Findings) {
    let fix = if store_has_no_region {
        "The only `artifact_store` has no region, so it serves only the pipeline's own region. Set its `region`, and \
         add one block for each other region."
    } else {
        "Add an `artifact_store` with that region and a bucket in it."
    };
    let detail = format!(
        "The action {} runs in {region}, which has no artifact store. {fix}",
        action.label()
    );
    let at = action.node.get("region").path;
    findings.error(at, format!("No artifact store for {region}"), detail);
}
