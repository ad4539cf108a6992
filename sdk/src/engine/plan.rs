//! `PlanResourceChange`: plans one object.
//!
//! The plan starts as the proposed new state, which is the configuration merged with the prior values of computed
//! attributes. Then, in this order: defaults are applied; write-only values are removed; prior values are kept where the
//! configuration means the same; if anything differs from the prior state, computed values become unknown unless they keep
//! their prior values; the resource checks and changes the plan; the changes that require replacement are collected.

use crate::{
    author::{AnyResource, ResourcePlan, SchemaRules},
    diagnostics::Diagnostics,
    engine::{
        identity, known, plan_check,
        replace::replaced,
        required,
        walk::{Position, rewrite},
    },
    schema::{Block, Schema},
    value::{Path, Value},
};

/// The request.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanRequest {
    /// The configuration; null for a destroy.
    pub config: Value,
    /// The prior state; null for a create.
    pub prior: Value,
    /// The configuration merged with the prior values of computed attributes; null for a destroy.
    pub proposed: Value,
    /// The private data of the prior object; for the new object of a replacement, that of the plan of the replacement.
    pub prior_private: Vec<u8>,
    /// The private data that the plan returned, if the client passes it to the apply.
    pub planned_private: Vec<u8>,
    /// The identity of the prior object.
    pub prior_identity: Option<Value>,
}

/// The response.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanResponse {
    /// The planned state; null for a destroy.
    pub planned: Value,
    /// The attributes that require replacement.
    pub requires_replace: Vec<Path>,
    /// The private data for the apply.
    pub private: Vec<u8>,
    /// The planned identity; `None` if it is known only after the apply.
    pub identity: Option<Value>,
    /// Warnings and errors.
    pub diagnostics: Diagnostics,
}

/// Plans one object. `client` is absent while the provider's configuration is not known.
pub async fn plan<C: Send + Sync>(
    resource: &dyn AnyResource<C>,
    schema: &Schema,
    client: Option<&C>,
    request: PlanRequest,
) -> PlanResponse {
    let PlanRequest {
        config,
        prior,
        proposed,
        prior_private,
        planned_private,
        prior_identity,
    } = request;
    let private = match prior {
        Value::Null if prior_private.is_empty() => planned_private,
        _ => prior_private,
    };
    let mut resource_plan = ResourcePlan {
        client,
        block: &schema.block,
        rules: SCHEMA_RULES,
        config: &config,
        prior: &prior,
        planned: proposed,
        private,
        requires_replace: Vec::new(),
        diagnostics: Diagnostics::new(),
    };
    if !resource_plan.planned.is_null() {
        resource_plan.diagnostics = required::check(&schema.block, &config);
        if resource_plan.diagnostics.has_errors() {
            return refused(resource_plan, prior_identity);
        }
    }
    plan_by_schema(&mut resource_plan);
    let outcome = resource.plan(&mut resource_plan).await;
    resource_plan.diagnostics.collect(outcome);
    if !resource_plan.diagnostics.has_errors() {
        let breaches = plan_check::check(resource.name(), &schema.block, &config, &prior, &resource_plan.planned);
        resource_plan.diagnostics.extend(breaches);
    }
    let requires_replace = resource_plan.replaced();
    let before = match prior {
        Value::Null => None,
        _ => prior_identity.or_else(|| resource.identity(&prior)),
    };
    let identity = identity::planned(resource, before.as_ref(), &resource_plan.planned);
    if !resource_plan.diagnostics.has_errors() && requires_replace.is_empty() {
        let changed = identity::check(resource, before.as_ref(), identity.as_ref());
        resource_plan.diagnostics.extend(changed);
    }
    PlanResponse {
        planned: resource_plan.planned,
        requires_replace,
        private: resource_plan.private,
        identity,
        diagnostics: resource_plan.diagnostics,
    }
}

/// Returns the response for a configuration that cannot be planned.
fn refused<C>(resource_plan: ResourcePlan<'_, C>, identity: Option<Value>) -> PlanResponse {
    PlanResponse {
        planned: resource_plan.planned,
        requires_replace: Vec::new(),
        private: resource_plan.private,
        identity,
        diagnostics: resource_plan.diagnostics,
    }
}

/// The rules of the schema, based on the walk.
const SCHEMA_RULES: SchemaRules = SchemaRules {
    plan_computed,
    requires_replace: replaced,
    unknown_arguments: known::unknown_arguments,
};

/// Plans an object that is not destroyed by the rules of the schema.
fn plan_by_schema<C>(resource_plan: &mut ResourcePlan<'_, C>) {
    if resource_plan.planned.is_null() {
        return;
    }
    apply_defaults(resource_plan.block, resource_plan.config, &mut resource_plan.planned);
    clear_write_only(resource_plan.block, &mut resource_plan.planned);
    keep_same(
        resource_plan.block,
        resource_plan.config,
        resource_plan.prior,
        &mut resource_plan.planned,
    );
    if resource_plan.planned != *resource_plan.prior {
        resource_plan.plan_computed_values();
    }
}

/// Sets each default for which the configuration has no value.
fn apply_defaults(block: &Block, config: &Value, planned: &mut Value) {
    let root = Position::root(block, config, &Value::Null);
    rewrite(&root, planned, &mut |position, planned| {
        if position.chosen_by_provider {
            return;
        }
        for attribute in position.members.attributes {
            if let Some(default) = &attribute.default
                && position.config.get(attribute.name).is_null()
            {
                planned.insert(attribute.name.to_owned(), default.clone());
            }
        }
    });
}

/// Sets every write-only value to null, because a plan or state must not contain them.
pub(crate) fn clear_write_only(block: &Block, value: &mut Value) {
    rewrite(&Position::root_alone(block), value, &mut |position, object| {
        let write_only = position.members.attributes.iter().filter(|one| one.write_only);
        for attribute in write_only {
            object.insert(attribute.name.to_owned(), Value::Null);
        }
    });
}

/// Keeps the prior value of each attribute whose configured value means the same. Terraform allows this over a configured
/// value only if the prior value is not null and not in a set. Any other omitted value is null.
fn keep_same(block: &Block, config: &Value, prior: &Value, planned: &mut Value) {
    let root = Position::root(block, config, prior);
    rewrite(&root, planned, &mut |position, planned| {
        if position.chosen_by_provider {
            return;
        }
        for attribute in position.members.attributes {
            let Some(same) = attribute.same else { continue };
            let (configured, stored) = (position.config.get(attribute.name), position.prior.get(attribute.name));
            let is_allowed = configured.is_null() || !stored.is_null() && !position.is_in_set();
            let is_kept = is_allowed && same.holds(configured, stored, prior);
            planned.insert(
                attribute.name.to_owned(),
                if is_kept { stored } else { configured }.clone(),
            );
        }
    });
}

/// Makes every computed value unknown that is not configured and has no default, unless it keeps its prior value.
pub(crate) fn plan_computed(block: &Block, config: &Value, prior: &Value, planned: &mut Value) {
    let root = Position::root(block, config, prior);
    rewrite(&root, planned, &mut |position, planned| {
        if position.chosen_by_provider {
            return;
        }
        let attributes = position.members.attributes.iter().filter(|attribute| {
            attribute.configurability.is_computed()
                && attribute.default.is_none()
                && attribute.same.is_none()
                && !attribute.write_only
                && position.config.get(attribute.name).is_null()
        });
        for attribute in attributes {
            let value = if attribute.use_state_for_unknown && !position.prior.is_null() {
                position.prior.get(attribute.name).clone()
            } else {
                Value::unknown()
            };
            planned.insert(attribute.name.to_owned(), value);
        }
    });
}
