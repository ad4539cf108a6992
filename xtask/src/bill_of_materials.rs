//! The software bill of materials of a binary, in CycloneDX's JSON: every package in it, with its version and license, and
//! the version of Rust.
//!
//! Source: <https://cyclonedx.org/docs/1.6/json/>.

use std::{error::Error, path::Path};

use cargo_metadata::Package;
use serde_json::{Value, json};

use crate::{PROVIDER, VERSION, build, packages};

/// Returns the bill of materials of the provider that is built for `target` from the workspace at `root`.
///
/// # Errors
/// Returns an error if cargo cannot read the workspace.
pub fn of(root: &Path, target: &str) -> Result<String, Box<dyn Error>> {
    let components: Vec<Value> = packages::of(root, target)?.iter().map(component).collect();
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": PROVIDER, "version": VERSION},
            "tools": {"components": [{"type": "application", "name": "rustc", "version": build::compiler()?}]},
        },
        "components": components,
    });
    Ok(format!("{bill:#}\n"))
}

fn component(package: &Package) -> Value {
    let (name, version) = (package.name.as_str(), package.version.to_string());
    let mut component = json!({
        "type": "library",
        "name": name,
        "version": version,
        "purl": format!("pkg:cargo/{name}@{version}"),
    });
    if let Some(license) = packages::license(package) {
        component["licenses"] = json!([{"expression": license}]);
    }
    component
}
