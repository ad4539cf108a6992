//! Artifact stores, and the regions that need one.

use std::collections::BTreeSet;

use terraform_provider_sdk::diagnostics::quote;

use super::{
    findings::Findings,
    sketch::{Action, Part, Sketch},
};
use crate::provider::checks::codes;

pub(super) fn are_one_or_one_for_each_region(sketch: &Sketch<'_>, findings: &mut Findings) {
    let at = sketch.root.get("artifact_store");
    let stores = at.items();
    if stores.known.is_empty() && stores.complete {
        let detail = "A pipeline keeps its artifacts in a bucket. Add:\n\n  artifact_store {\n    type     = \"S3\"\n    location \
                      = \"BUCKET\"\n  }";
        findings.error(codes::STORES, at.path, "No artifact store", detail);
        return;
    }
    let regions: Vec<Part<'_>> = stores.known.iter().map(|store| store.get("region")).collect();
    if regions.len() > 1 && regions.iter().any(Part::is_absent) {
        let detail = "With several `artifact_store` blocks each needs its `region`: AWS keeps one store for each region. Add the \
                      regions, or keep one block without `region`.";
        findings.error(
            codes::STORES,
            at.path.clone(),
            "Artifact store without a region",
            detail,
        );
    }
    let mut seen = BTreeSet::new();
    for region in regions.iter().filter_map(Part::text) {
        if !seen.insert(region) {
            let detail = format!(
                "Two `artifact_store` blocks are for {region}. AWS keeps one store for each region: remove one."
            );
            findings.error(
                codes::STORES,
                at.path.clone(),
                format!("Two artifact stores for {region}"),
                detail,
            );
        }
    }
}

pub(super) fn cover_every_region(sketch: &Sketch<'_>, findings: &mut Findings) {
    let stores = sketch.root.get("artifact_store").items();
    let regions: Vec<Part<'_>> = stores.known.iter().map(|store| store.get("region")).collect();
    if !stores.complete || regions.is_empty() || regions.iter().any(|region| region.value.is_unknown()) {
        return;
    }
    let used: Vec<_> = sketch
        .actions()
        .filter_map(|action| Some((action.part.text_of("region")?, action)))
        .collect();
    let mut covered: BTreeSet<&str> = regions.iter().filter_map(Part::text).collect();
    let is_only = covered.is_empty();
    if is_only {
        // It serves the pipeline's own region; an action of another one shows itself by the difference.
        covered.extend(sketch.region.or_else(|| used.first().map(|(region, _)| *region)));
    } else if let Some(own) = sketch.region.filter(|own| covered.insert(own)) {
        let detail = format!(
            "The pipeline is in {own}, and no `artifact_store` is for {own}. Add one with region = {own} and a bucket there.",
            own = quote(own)
        );
        let at = sketch.root.get("artifact_store").path;
        findings.error(codes::STORE_REGIONS, at, format!("No artifact store for {own}"), detail);
    }
    for (region, action) in used {
        if covered.insert(region) {
            lacking(action, region, is_only, findings);
        }
    }
}

fn lacking(action: &Action<'_>, region: &str, is_only: bool, findings: &mut Findings) {
    let advice = if is_only {
        "The only `artifact_store` has no region, so it serves the pipeline's own region alone. Give it `region`, and add one block \
         for each further region."
    } else {
        "Add an `artifact_store` with that region and a bucket there."
    };
    let detail = format!(
        "The action {} runs in {region}, where no artifacts can be kept. {advice}",
        action.label()
    );
    let at = action.part.get("region").path;
    findings.error(
        codes::STORE_REGIONS,
        at,
        format!("No artifact store for {region}"),
        detail,
    );
}

pub(super) fn only_actions_of_aws_leave_the_region(sketch: &Sketch<'_>, findings: &mut Findings) {
    let Some(own) = sketch.region else { return };
    for action in sketch.actions() {
        let region = action.part.get("region");
        let Some(text) = region.text().filter(|text| *text != own) else {
            continue;
        };
        let kind = match (action.category(), action.owner()) {
            (Some("Source"), _) => "sources",
            (_, Some(owner @ ("Custom" | "ThirdParty"))) => owner,
            _ => continue,
        };
        let detail = format!(
            "The action {} is to run in {text}, and the pipeline is in {own}. Actions of this kind ({kind}) run in the pipeline's \
             region only: remove `region`.",
            action.label()
        );
        findings.error(
            codes::ACTION_REGION,
            region.path,
            "Action that cannot leave the pipeline's region",
            detail,
        );
    }
}
