//! The software bill of materials of a binary, in CycloneDX's JSON: every package in it, with its version and license.
//!
//! Source: <https://cyclonedx.org/docs/1.6/json/>.

use std::{
    collections::{BTreeSet, HashMap},
    error::Error,
    path::Path,
};

use cargo_metadata::{CargoOpt, DependencyKind, MetadataCommand, Package, PackageId, Resolve};
use serde_json::{Value, json};

use crate::{PROVIDER, VERSION};

/// Returns the bill of materials of the provider that is built for `target` from the workspace at `root`.
///
/// # Errors
/// Returns an error if cargo cannot read the workspace.
pub fn of(root: &Path, target: &str) -> Result<String, Box<dyn Error>> {
    let metadata = MetadataCommand::new()
        .current_dir(root)
        .features(CargoOpt::SomeFeatures(Vec::new()))
        .other_options(["--locked".to_owned(), format!("--filter-platform={target}")])
        .exec()?;
    let provider = metadata.packages.iter().find(|package| *package.name == PROVIDER);
    let provider = provider.ok_or("the workspace does not contain the provider")?;
    let resolve = metadata.resolve.as_ref().ok_or("cargo resolved no dependencies")?;
    let linked = linked(resolve, &provider.id);
    let mut packages: Vec<&Package> = metadata
        .packages
        .iter()
        .filter(|package| package.id != provider.id && linked.contains(&package.id))
        .collect();
    packages.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    let components: Vec<Value> = packages.into_iter().map(component).collect();
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": PROVIDER, "version": VERSION}},
        "components": components,
    });
    Ok(format!("{bill:#}\n"))
}

/// Returns the packages that the provider links, and those that build them.
fn linked<'a>(resolve: &'a Resolve, provider: &'a PackageId) -> BTreeSet<&'a PackageId> {
    let nodes: HashMap<_, _> = resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let (mut found, mut open) = (BTreeSet::from([provider]), vec![provider]);
    while let Some(node) = open.pop().and_then(|package| nodes.get(package)) {
        for dependency in &node.deps {
            let is_linked = dependency
                .dep_kinds
                .iter()
                .any(|kind| kind.kind != DependencyKind::Development);
            if is_linked && found.insert(&dependency.pkg) {
                open.push(&dependency.pkg);
            }
        }
    }
    found
}

fn component(package: &Package) -> Value {
    let (name, version) = (package.name.as_str(), package.version.to_string());
    let mut component = json!({
        "type": "library",
        "name": name,
        "version": version,
        "purl": format!("pkg:cargo/{name}@{version}"),
    });
    if let Some(license) = &package.license {
        // `/` is the old spelling of OR.
        component["licenses"] = json!([{"expression": license.replace('/', " OR ")}]);
    }
    component
}
