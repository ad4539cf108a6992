//! `PlanResourceChange`: what is to become of one object.
//!
//! The plan starts as the proposed new state, which is the configuration over the prior values of computed attributes.
//! Then, in this order: defaults; write-only values go; if anything differs from the prior state, computed values
//! become unknown unless their prior value is to be used; the resource looks it over; what requires a replacement is
//! collected.

use crate::{
    author::{AnyResource, Draft},
    diagnostics::Diagnostics,
    engine::{
        guard::guarded,
        objects::{Members, Place, for_each_object, for_each_own_object},
    },
    schema::{Block, Schema},
    value::{Path, Value},
};

/// Terraform's question.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanRequest {
    /// What the practitioner wrote; null at a destroy.
    pub config: Value,
    /// What the state has; null at a create.
    pub prior: Value,
    /// The configuration over the prior values of computed attributes; null at a destroy.
    pub proposed: Value,
    /// What the provider remembers beside the prior state.
    pub prior_private: Vec<u8>,
    /// What identifies the prior object.
    pub prior_identity: Option<Value>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanResponse {
    /// What is to become; null at a destroy.
    pub planned: Value,
    /// What makes a new object of it.
    pub requires_replace: Vec<Path>,
    /// What the apply is to remember.
    pub private: Vec<u8>,
    /// What identifies the object; none while there is no object.
    pub identity: Option<Value>,
    /// Warnings and errors.
    pub diagnostics: Diagnostics,
}

/// Plans one object. `client` is none while the provider's configuration is not known.
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
        prior_identity,
    } = request;
    let mut draft = Draft {
        client,
        block: &schema.block,
        config: &config,
        prior: &prior,
        planned: proposed,
        private: prior_private,
        requires_replace: Vec::new(),
        diagnostics: Diagnostics::new(),
    };
    plan_by_schema(&mut draft);
    let outcome = guarded(resource.plan(&mut draft)).await;
    draft.diagnostics.collect(outcome.unwrap_or_else(|bug| Err(bug.into())));
    PlanResponse {
        requires_replace: draft.replaced(),
        planned: draft.planned,
        private: draft.private,
        identity: match prior {
            Value::Null => None,
            _ => prior_identity.or_else(|| resource.identity(&prior)),
        },
        diagnostics: draft.diagnostics,
    }
}

/// What the schema alone says of an object that is to be there.
fn plan_by_schema<C>(draft: &mut Draft<'_, C>) {
    if draft.planned.is_null() {
        return;
    }
    apply_defaults(draft.block, draft.config, &mut draft.planned);
    clear_write_only(draft.block, &mut draft.planned);
    if draft.planned != *draft.prior {
        draft.open_computed_values();
    }
}

/// Puts each default where the configuration has no value.
fn apply_defaults(block: &Block, config: &Value, planned: &mut Value) {
    let place = Place {
        config,
        prior: &Value::Null,
        planned,
    };
    for_each_object(Members::of_block(block), place, &mut |members, place| {
        let Some(planned) = place.planned.as_map_mut() else {
            return;
        };
        for attribute in members.attributes {
            if let Some(default) = &attribute.default
                && place.config.get(attribute.name).is_null()
            {
                planned.insert(attribute.name.to_owned(), default.clone());
            }
        }
    });
}

/// Makes null what must never enter a plan.
pub(crate) fn clear_write_only(block: &Block, planned: &mut Value) {
    for_each_own_object(Members::of_block(block), planned, &mut |members, planned| {
        for attribute in members.attributes.iter().filter(|attribute| attribute.write_only) {
            planned.insert(attribute.name.to_owned(), Value::Null);
        }
    });
}

/// Makes every computed value unknown that the configuration leaves open and no default fills, unless its prior value is
/// to be used.
pub(crate) fn open_computed(block: &Block, config: &Value, prior: &Value, planned: &mut Value) {
    for_each_object(
        Members::of_block(block),
        Place { config, prior, planned },
        &mut |members, place| {
            let Some(planned) = place.planned.as_map_mut() else {
                return;
            };
            for attribute in members.attributes {
                let open = attribute.origin.is_computed() && attribute.default.is_none() && !attribute.write_only;
                if !open || !place.config.get(attribute.name).is_null() {
                    continue;
                }
                let keep = attribute.use_state_for_unknown && !place.prior.is_null();
                let value = if keep {
                    place.prior.get(attribute.name).clone()
                } else {
                    Value::unknown()
                };
                planned.insert(attribute.name.to_owned(), value);
            }
        },
    );
}
