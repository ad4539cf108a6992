//! Identities: what they look like, and those of objects.

use terraform_plugin_protocol::tfplugin6::{ResourceIdentityData, ResourceIdentitySchema, resource_identity_schema};

use crate::{
    diagnostics::Diagnostics,
    rpc::convert::{schema, value},
    schema::{Attribute, Configurability, IdentitySchema, description},
    value::Value,
};

/// The identity schema of a resource.
pub(in crate::rpc) fn schema_to_wire(identity: &IdentitySchema) -> ResourceIdentitySchema {
    ResourceIdentitySchema {
        version: identity.version,
        identity_attributes: identity.attributes.iter().map(attribute).collect(),
    }
}

/// Terraform refuses an identity attribute that is neither required nor optional.
fn attribute(attribute: &Attribute) -> resource_identity_schema::IdentityAttribute {
    let required = attribute.configurability == Configurability::Required;
    resource_identity_schema::IdentityAttribute {
        name: attribute.name.to_owned(),
        r#type: schema::type_to_wire(&attribute.shape.value_type()),
        required_for_import: required,
        optional_for_import: !required,
        description: description::of_attribute(attribute, &[]),
    }
}

/// The identity in the field `field`. An object from before identities has none.
///
/// # Errors
/// If it is unreadable.
pub(in crate::rpc) fn decode(
    message: Option<&ResourceIdentityData>,
    identity: &IdentitySchema,
    field: &str,
) -> Result<Option<Value>, Diagnostics> {
    let Some(data) = message.and_then(|message| message.identity_data.as_ref()) else {
        return Ok(None);
    };
    let read = value::decode(Some(data), &identity.value_type, field)?;
    Ok(Some(read).filter(|read| !read.is_null()))
}

/// The identity of an object, if it has one.
///
/// # Errors
/// If it does not match its schema.
pub(in crate::rpc) fn encode(
    identity: Option<&Value>,
    schema: &IdentitySchema,
    field: &str,
) -> Result<Option<ResourceIdentityData>, Diagnostics> {
    let Some(identity) = identity.filter(|identity| !identity.is_null()) else {
        return Ok(None);
    };
    Ok(Some(ResourceIdentityData {
        identity_data: Some(value::encode(identity, &schema.value_type, field)?),
    }))
}
