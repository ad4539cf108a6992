//! The packages that a binary consists of.

use std::{
    collections::{BTreeSet, HashMap},
    error::Error,
    path::Path,
};

use cargo_metadata::{CargoOpt, DependencyKind, MetadataCommand, Package, PackageId, Resolve};

use crate::PROVIDER;

/// Returns the packages that the provider links if it is built for `target` from the workspace at `root`, and those that
/// build them, by name and version.
///
/// # Errors
/// Returns an error if cargo cannot read the workspace.
pub(crate) fn of(root: &Path, target: &str) -> Result<Vec<Package>, Box<dyn Error>> {
    let metadata = MetadataCommand::new()
        .current_dir(root)
        .features(CargoOpt::SomeFeatures(Vec::new()))
        .other_options(["--locked".to_owned(), format!("--filter-platform={target}")])
        .exec()?;
    let provider = metadata.packages.iter().find(|package| *package.name == PROVIDER);
    let provider = provider
        .ok_or("the workspace does not contain the provider")?
        .id
        .clone();
    let resolve = metadata.resolve.as_ref().ok_or("cargo resolved no dependencies")?;
    let linked = linked(resolve, &provider);
    let mut packages = metadata.packages;
    packages.retain(|package| package.id != provider && linked.contains(&package.id));
    packages.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    Ok(packages)
}

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

/// Returns the license of a package as an SPDX expression; `None` if its manifest names none.
pub(crate) fn license(package: &Package) -> Option<String> {
    // `/` is the old spelling of OR.
    let license = package.license.as_ref()?.replace('/', " OR ");
    Some(license.split_whitespace().collect::<Vec<_>>().join(" "))
}
