//! State files as hashicorp/aws writes them.

use serde_json::{Value, json};

/// An object in a state of hashicorp/aws.
pub(crate) struct AwsObject<'a> {
    /// The type, such as `aws_codepipeline`.
    pub(crate) type_name: &'a str,
    /// The name of the resource.
    pub(crate) name: &'a str,
    /// The key in `for_each`.
    pub(crate) key: Option<&'a str>,
    /// The values of all attributes.
    pub(crate) attributes: Value,
}

/// Returns the state file with these objects.
pub(crate) fn state_file<'a>(objects: impl IntoIterator<Item = AwsObject<'a>>) -> String {
    let mut resources: Vec<Value> = Vec::new();
    for object in objects {
        let mut instance = json!({ "schema_version": 0, "attributes": object.attributes });
        if let Some(key) = object.key {
            instance["index_key"] = json!(key);
        }
        let is_same = |one: &&mut Value| one["type"] == object.type_name && one["name"] == object.name;
        match resources.iter_mut().find(is_same) {
            Some(resource) => resource["instances"].as_array_mut().expect("a list").push(instance),
            None => resources.push(json!({
                "mode": "managed", "type": object.type_name, "name": object.name,
                "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]", "instances": [instance],
            })),
        }
    }
    json!({
        "version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "c5f0e0a4-0000-4000-8000-000000000000",
        "outputs": {}, "resources": resources,
    })
    .to_string()
}
