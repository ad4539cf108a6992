//! Configurations that Terraform asks the provider to validate.

use std::sync::LazyLock;

use terraform_plugin_protocol::tfplugin6::{
    AttributePath, Diagnostic, DynamicValue, attribute_path::step::Selector, validate_data_resource_config,
    validate_provider_config, validate_resource_config,
};
use terraform_provider_codepipeline::provider::{Codepipeline, configuration::Config};
use terraform_provider_sdk::{
    author::Provider,
    typed::Attributes as _,
    value::{Type, Value},
};

use super::super::{
    choices::Choices,
    configurations::{self, Configuration},
    messages::{bytes, dynamic},
    ours::client,
    provider::{assert_no_bug, block_on},
    target::Target,
    value::{arbitrary, mutate},
};

pub(crate) const TARGET: Target = Target {
    name: "validate",
    input: "Configurations of the provider and of all resources and data sources",
    run,
    seeds: || (0..=u8::MAX).map(|index| vec![index % 3, index / 3]).collect(),
};

const CONNECTION: &str =
    "arn:aws:codestar-connections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

static CONFIGURATIONS: LazyLock<Vec<Configuration>> = LazyLock::new(|| configurations::all(CONNECTION));

/// Every configuration is accepted or refused, and each diagnostic is about a part that the configuration has.
fn run(input: &[u8]) {
    let mut choices = Choices::new(input);
    match choices.below(3) {
        0 => {
            let configuration = choices.pick(&CONFIGURATIONS);
            let ty = &configurations::schemas()[configuration.resource].value_type;
            let mut config = configuration.value.clone();
            mutate(&mut config, ty, &mut choices);
            let found = resource(configuration.resource, dynamic(&config, ty));
            found.iter().for_each(|it| assert_leads_somewhere(it, &config));
        }
        1 => {
            let names: Vec<_> = configurations::schemas().keys().collect();
            let name = choices.pick(&names);
            let config = choices.rest();
            let (first, rest) = config.split_first().unwrap_or((&0, &[]));
            let json = DynamicValue {
                json: rest.to_vec(),
                ..DynamicValue::default()
            };
            assert_no_bug(&resource(name, if first % 2 == 0 { bytes(rest) } else { json }));
        }
        _ => other(&mut choices),
    }
}

fn resource(name: &str, config: DynamicValue) -> Vec<Diagnostic> {
    let request = validate_resource_config::Request {
        type_name: name.to_owned(),
        config: Some(config),
        ..Default::default()
    };
    let response = block_on(client().validate_resource_config(request)).expect("a response");
    response.into_inner().diagnostics
}

/// The provider block or a data source.
fn other(choices: &mut Choices) {
    let data_source = *choices.pick(Codepipeline::DATA_SOURCES);
    if choices.below(2) == 0 {
        let ty = Config::block().value_type();
        let config = object(&ty, choices);
        let request = validate_provider_config::Request {
            config: Some(dynamic(&config, &ty)),
        };
        let response = block_on(client().validate_provider_config(request)).expect("a response");
        assert_no_bug(&response.into_inner().diagnostics);
    } else {
        let ty = data_source.schema().value_type;
        let config = object(&ty, choices);
        let request = validate_data_resource_config::Request {
            type_name: data_source.name().to_owned(),
            config: Some(dynamic(&config, &ty)),
        };
        let response = block_on(client().validate_data_resource_config(request)).expect("a response");
        let found = response.into_inner().diagnostics;
        found.iter().for_each(|it| assert_leads_somewhere(it, &config));
    }
}

fn object(ty: &Type, choices: &mut Choices) -> Value {
    let Type::Object(members) = ty else {
        unreachable!("a root is an object")
    };
    Value::object(members.iter().map(|(name, ty)| (name.clone(), arbitrary(ty, choices))))
}

fn assert_leads_somewhere(diagnostic: &Diagnostic, config: &Value) {
    assert_no_bug(std::slice::from_ref(diagnostic));
    if let Some(path) = &diagnostic.attribute {
        assert!(leads_somewhere(path, config), "{diagnostic:?} of {config:?}");
    }
}

/// Whether the path is in the value, or ends in one that is unknown or null.
fn leads_somewhere(path: &AttributePath, config: &Value) -> bool {
    let mut at = config;
    for step in &path.steps {
        let inner = match (step.selector.as_ref(), at) {
            (_, Value::Null | Value::Unknown(_)) => return true,
            (Some(Selector::AttributeName(name) | Selector::ElementKeyString(name)), Value::Map(members)) => {
                members.get(name)
            }
            (Some(Selector::ElementKeyInt(index)), Value::List(elements)) => {
                usize::try_from(*index).ok().and_then(|index| elements.get(index))
            }
            _ => None,
        };
        match inner {
            Some(inner) => at = inner,
            None => return false,
        }
    }
    true
}
