//! The plan of one object, which the engine and the resource create together.

use crate::{
    diagnostics::Diagnostics,
    schema::Block,
    value::{Path, Value},
};

/// The rules of the schema for a plan, which the engine implements.
#[derive(Clone, Copy, Debug)]
pub struct SchemaRules {
    /// Makes each computed value unknown that is neither configured nor a default, unless it keeps its prior value.
    /// Takes the root block, the configuration, the prior state and the planned state.
    pub plan_computed: fn(&Block, &Value, &Value, &mut Value),
    /// Returns the paths whose change requires replacement. Takes the root block, the prior state and the planned state.
    pub requires_replace: fn(&Block, &Value, &Value) -> Vec<Path>,
    /// Returns the paths of the configured values that are unknown. Takes the root block and the configuration.
    pub unknown_arguments: fn(&Block, &Value) -> Vec<Path>,
}

/// The plan of one object in progress.
#[derive(Debug)]
pub struct ResourcePlan<'a, C> {
    /// The configured provider; `None` while its configuration is unknown.
    pub client: Option<&'a C>,
    /// The root block.
    pub block: &'a Block,
    /// The rules of the schema.
    pub rules: SchemaRules,
    /// The configuration; null for a destroy.
    pub config: &'a Value,
    /// The prior state; null for a create.
    pub prior: &'a Value,
    /// The planned state; null for a destroy.
    pub planned: Value,
    /// The private data, as bytes.
    pub private: Vec<u8>,
    /// The attributes that require replacement in addition to those in the schema.
    pub requires_replace: Vec<Path>,
    /// Warnings and errors so far.
    pub diagnostics: Diagnostics,
}

impl<C> ResourcePlan<'_, C> {
    /// Marks every computed value as unknown that has neither a configured value nor a default. An attribute with
    /// `use_state_for_unknown` keeps its prior value if it has one.
    pub fn plan_computed_values(&mut self) {
        (self.rules.plan_computed)(self.block, self.config, self.prior, &mut self.planned);
    }

    /// Returns the attributes that require replacement in the current plan.
    pub fn replaced(&self) -> Vec<Path> {
        let mut paths = (self.rules.requires_replace)(self.block, self.prior, &self.planned);
        let further = self
            .requires_replace
            .iter()
            .filter(|path| !paths.contains(path))
            .cloned()
            .collect::<Vec<_>>();
        paths.extend(further);
        paths
    }
}
