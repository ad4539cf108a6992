//! Write-only settings of generated pipelines: each reaches AWS, and none returns.

use serde_json::Value;
use terraform_provider_codepipeline::provider::{
    pipeline::{
        codec::{self, Prior},
        rules,
        write_only::{WriteOnlyKeys, cleared, secrets},
    },
    resources::pipeline::Arguments,
};
use terraform_provider_sdk::typed::{Secret, derived::object_to_value};

use super::{
    dice::Dice,
    generator::{REGION, declaration},
};

/// The arguments of a declaration, with some settings moved to `configuration_wo`, and some in both with another value.
fn with_secrets(declaration: &Value, dice: &mut Dice) -> Arguments {
    let mut wanted = codec::read(declaration, None, REGION);
    for action in wanted.stage.iter_mut().flat_map(|stage| &mut stage.action) {
        if action.is_connection_source() || dice.happens(50) {
            continue;
        }
        let configuration = action.configuration.get_or_insert_default();
        let moved: Vec<String> = configuration.keys().filter(|_| dice.happens(50)).cloned().collect();
        let mut settings = std::collections::BTreeMap::new();
        for key in moved {
            let value = configuration.remove(&key).unwrap();
            if dice.happens(30) {
                configuration.insert(key.clone(), Some("shown".to_owned()));
            }
            settings.insert(key, value);
        }
        settings.insert("Omitted".to_owned(), None);
        action.configuration_wo = Some(Secret::new(settings));
        action.configuration_wo_version = Some(1);
    }
    wanted
}

#[test]
fn write_only_settings_are_sent_and_are_no_drift() {
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let there = declaration("web", &mut dice);
        let wanted = with_secrets(&there, &mut dice);
        assert_eq!(
            codec::write(&wanted, &Value::Null, None),
            codec::write(&codec::read(&there, None, REGION), &Value::Null, None),
            "{seed}"
        );
        let keys = WriteOnlyKeys::default().after(&object_to_value(&wanted)).unwrap();
        let stored = cleared(&wanted);
        let prior = Prior {
            arguments: &stored,
            write_only: &keys,
        };
        assert_eq!(codec::read(&there, Some(prior), REGION), stored, "{seed}");
        // An action without new settings keeps those in AWS.
        assert_eq!(keys.after(&object_to_value(&stored)).as_ref(), Some(&keys), "{seed}");
        let kept = codec::write(&stored, &there, Some(prior));
        assert_eq!(kept, codec::write(&wanted, &there, None), "{seed}");
    }
}

#[test]
fn no_rule_shows_a_write_only_value() {
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let mut wanted = with_secrets(&declaration("web", &mut dice), &mut dice);
        for action in wanted.stage.iter_mut().flat_map(|stage| &mut stage.action) {
            let Some(settings) = &mut action.configuration_wo else {
                continue;
            };
            let mut hidden = settings.expose().clone();
            hidden
                .values_mut()
                .flatten()
                .for_each(|value| *value = "#{hidden.secret} {[".to_owned());
            hidden.insert(String::new(), Some("hidden".repeat(200)));
            *settings = Secret::new(hidden);
        }
        let found = rules::judge(&object_to_value(&wanted), Some(REGION));
        let found: Vec<String> = found.iter().map(|found| format!("{found:?}")).collect();
        assert!(!found.concat().contains("hidden"), "{seed}: {found:#?}");
        let has_secrets = !secrets(&wanted).is_empty();
        assert_eq!(
            found.iter().any(|found| found.contains("has 1200 characters")),
            has_secrets,
            "{found:#?}"
        );
    }
}
