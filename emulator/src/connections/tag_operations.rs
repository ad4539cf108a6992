//! Tag, untag and list the tags of connections and hosts.

use serde_json::{Value, json};

use crate::connections::{
    Connection, Connections, Failure, Scope,
    answers::not_found,
    tags::{Tags, new_tags, tag_list},
};

/// Maximum number of tags on a resource.
const LIMIT: usize = 200;

pub(crate) fn tag(input: &Value, scope: &Scope<'_>, connections: &mut Connections) -> Result<Value, Failure> {
    let arn = resource_arn(input);
    let tags = find(arn, scope, connections, Connection::is_at_home)?;
    let mut all = tags.clone();
    all.extend(new_tags(&input["Tags"])?);
    if all.len() > LIMIT {
        return Err(Failure::new(
            "LimitExceededException",
            format!("{arn} would have more than {LIMIT} tags."),
        ));
    }
    *tags = all;
    Ok(json!({}))
}

pub(crate) fn untag(input: &Value, scope: &Scope<'_>, connections: &mut Connections) -> Result<Value, Failure> {
    let tags = find(resource_arn(input), scope, connections, Connection::is_at_home)?;
    for key in input["TagKeys"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        tags.remove(key);
    }
    Ok(json!({}))
}

pub(crate) fn list(input: &Value, scope: &Scope<'_>, connections: &mut Connections) -> Result<Value, Failure> {
    let tags = find(resource_arn(input), scope, connections, Connection::is_visible)?;
    Ok(json!({"Tags": tag_list(tags)}))
}

fn resource_arn(input: &Value) -> &str {
    input["ResourceArn"].as_str().unwrap_or_default()
}

/// Returns the tags of a visible host, or of a connection for which `allows` holds.
fn find<'a>(
    arn: &str,
    scope: &Scope<'_>,
    connections: &'a mut Connections,
    allows: impl Fn(&Connection, &Scope<'_>) -> bool,
) -> Result<&'a mut Tags, Failure> {
    let Connections { connections, hosts } = connections;
    let of_connection = connections
        .get_mut(arn)
        .filter(|found| allows(found, scope))
        .map(|found| &mut found.tags);
    let of_host = hosts
        .get_mut(arn)
        .filter(|found| found.is_visible(scope))
        .map(|found| &mut found.tags);
    of_connection.or(of_host).ok_or_else(|| not_found("Resource", arn))
}
