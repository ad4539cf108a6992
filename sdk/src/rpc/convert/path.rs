//! Paths.

use terraform_plugin_protocol::tfplugin6::{AttributePath, attribute_path};

use crate::value::{Path, Step};

/// The path of a part of a value.
pub(in crate::rpc) fn to_wire(path: &Path) -> AttributePath {
    AttributePath {
        steps: path.steps().iter().map(step).collect(),
    }
}

fn step(step: &Step) -> attribute_path::Step {
    use attribute_path::step::Selector;
    let selector = match step {
        Step::Attribute(name) => Selector::AttributeName(name.to_string()),
        Step::Index(index) => Selector::ElementKeyInt(i64::try_from(*index).unwrap_or(i64::MAX)),
        Step::Key(key) => Selector::ElementKeyString(key.clone()),
    };
    attribute_path::Step {
        selector: Some(selector),
    }
}

#[cfg(test)]
mod tests {
    use attribute_path::step::Selector;

    use super::*;

    #[test]
    fn each_kind_of_step_has_its_own_selector() {
        let wire = to_wire(&Path::attribute("stage").index(2).name("configuration").key("Branch"));
        let selectors: Vec<_> = wire.steps.into_iter().filter_map(|step| step.selector).collect();
        assert_eq!(
            selectors,
            [
                Selector::AttributeName("stage".into()),
                Selector::ElementKeyInt(2),
                Selector::AttributeName("configuration".into()),
                Selector::ElementKeyString("Branch".into()),
            ]
        );
    }
}
