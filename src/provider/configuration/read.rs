//! Reads and validates the provider block.

use std::collections::{BTreeMap, BTreeSet};

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes as _, Document, Maybe},
    value::{Path, Value},
};

use super::block::{Config, Gitlab};
use crate::gitlab::base_url::BaseUrl;

impl Config {
    /// Reads a provider block. Unknown arguments that are not required to call AWS are omitted, and so are empty
    /// strings, so that the environment applies.
    ///
    /// # Errors
    /// Returns the arguments that cannot be read.
    pub fn read(config: Document<'_>) -> Result<Self, Diagnostics> {
        let block = config.root().as_map().cloned();
        let mut block = block.ok_or_else(|| Diagnostic::bug("The provider block is not an object."))?;
        for (name, value) in &mut block {
            if is_deferrable(name) && !value.is_wholly_known() {
                *value = Value::Null;
            }
        }
        omit_empty(&mut block);
        for nested in block.values_mut() {
            match nested {
                Value::List(elements) => {
                    elements.retain(|element| !is_empty(element));
                    elements.iter_mut().filter_map(Value::as_map_mut).for_each(omit_empty);
                }
                Value::Map(attributes) => omit_empty(attributes),
                _ => {}
            }
        }
        Self::from_object(&block)
    }

    /// Returns the unknown arguments that are required to call AWS.
    pub fn unknown(config: Document<'_>) -> Vec<Path> {
        let arguments = config.root().as_map().into_iter().flatten();
        arguments
            .filter(|(name, value)| !is_deferrable(name) && !value.is_wholly_known())
            .map(|(name, _)| Path::attribute(name.clone()))
            .collect()
    }

    /// Code of the check that `skip_region_validation` skips.
    pub const REGION_CHECK: &'static str = "CPGL010";

    /// Returns the codes of the checks that are skipped; none while one of them is unknown.
    pub fn skipped_checks(config: Document<'_>) -> Option<BTreeSet<String>> {
        let codes = config.value(Self::SKIP_CHECKS.name);
        let regions = config.get(Self::SKIP_REGION_VALIDATION);
        let skips_regions = !matches!(regions, Maybe::Null | Maybe::Known(false));
        let known = codes.elements().iter().filter_map(Value::as_str);
        let known = known.chain(skips_regions.then_some(Self::REGION_CHECK));
        codes.is_wholly_known().then(|| known.map(str::to_owned).collect())
    }

    /// Returns the problems of the provider block, as far as it is known.
    pub fn validate(config: Document<'_>) -> Diagnostics {
        let problems = [incomplete_access_key(config), invalid_base_url(config)];
        problems.into_iter().flatten().collect()
    }
}

/// The other half of the key would come from the environment, and may belong to another account.
fn incomplete_access_key(config: Document<'_>) -> Option<Diagnostic> {
    let is_given = |name: &str| match config.value(name) {
        Value::Unknown(_) => None,
        value => Some(value.as_str().is_some_and(|text| !text.is_empty())),
    };
    let (key, secret) = (Config::ACCESS_KEY.name, Config::SECRET_KEY.name);
    let (given, missing) = match (is_given(key), is_given(secret)) {
        (Some(true), Some(false)) => (key, secret),
        (Some(false), Some(true)) => (secret, key),
        _ => return None,
    };
    let detail = format!(
        "`{given}` is set and `{missing}` is not. Set both, or omit both to take the credentials from the environment \
             or a profile."
    );
    Some(Diagnostic::error("Incomplete access key", detail).at(Path::attribute(missing)))
}

fn invalid_base_url(config: Document<'_>) -> Option<Diagnostic> {
    let (block, argument) = (Config::GITLAB.name, Gitlab::BASE_URL.name);
    let problem = BaseUrl::parse(config.value(block).get(argument).as_str()?).err()?;
    Some(Diagnostic::error("Invalid URL of GitLab", problem).at(Path::attribute(block).name(argument)))
}

fn omit_empty(attributes: &mut BTreeMap<String, Value>) {
    for value in attributes.values_mut().filter(|value| is_empty(value)) {
        *value = Value::Null;
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_str() == Some("")
}

/// Whether the provider can call AWS and plan resources before the argument is known.
fn is_deferrable(name: &str) -> bool {
    [Config::DEFAULT_TAGS.name, Config::GITLAB.name, Config::SKIP_CHECKS.name].contains(&name)
}
