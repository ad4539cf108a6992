//! A pipeline in which anything may be unknown.

use super::{moment::Moment, syntax::Syntax};
use crate::framework::quote::quote;
use crate::{
    framework::{path::Path, value::Value},
    provider::resources::pipeline::action::CONNECTION_SOURCE,
};

/// A part of a pipeline, and where it stands.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// Where it stands in the resource.
    pub path: Path,
    /// What stands there, with whatever is unknown in it.
    pub value: &'a Value,
}

/// Elements of a list, set or repeated block.
#[derive(Clone, Debug)]
pub struct Items<T> {
    /// Those that are known to be there.
    pub known: Vec<T>,
    /// Whether there are no others.
    pub complete: bool,
}

/// A pipeline.
#[derive(Debug)]
pub struct Sketch<'a> {
    /// The whole of it.
    pub root: Part<'a>,
    /// Its region, if that is known.
    pub region: Option<&'a str>,
    /// How it is written.
    pub syntax: Syntax,
    /// Its stages.
    pub stages: Items<Stage<'a>>,
}

/// A stage.
#[derive(Clone, Debug)]
pub struct Stage<'a> {
    /// The whole of it.
    pub part: Part<'a>,
    /// Its place among the stages, from zero.
    pub index: usize,
    /// Its actions.
    pub actions: Items<Action<'a>>,
}

/// An action.
#[derive(Clone, Debug)]
pub struct Action<'a> {
    /// The whole of it.
    pub part: Part<'a>,
    /// The place of its stage among the stages, from zero.
    pub stage: usize,
    /// Its place among the actions of the stage; none while it is unknown.
    pub run_order: Option<i64>,
}

impl<'a> Part<'a> {
    /// The attribute or block `name`.
    pub fn get(&self, name: &str) -> Self {
        Self {
            path: self.path.clone().name(name),
            value: self.member(name),
        }
    }

    /// The element `key` of a map.
    pub fn key(&self, key: &str) -> Self {
        Self {
            path: self.path.clone().key(key),
            value: self.member(key),
        }
    }

    /// What is in something unknown is unknown.
    fn member(&self, name: &str) -> &'a Value {
        static UNKNOWN: Value = Value::unknown();
        if self.value.is_unknown() {
            &UNKNOWN
        } else {
            self.value.get(name)
        }
    }

    /// The text, if it is known.
    pub fn text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// The whole number, if it is known.
    pub fn number(&self) -> Option<i64> {
        match self.value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// Whether there is nothing here, for certain.
    pub fn is_absent(&self) -> bool {
        match self.value {
            Value::Null => true,
            Value::List(elements) | Value::Set(elements) => elements.is_empty(),
            Value::Map(elements) => elements.is_empty(),
            _ => false,
        }
    }

    /// Whether there is something here, for certain.
    pub fn is_present(&self) -> bool {
        !self.is_absent() && !self.value.is_unknown()
    }

    /// The elements. A path cannot lead into a set: its elements stand where the set stands.
    pub fn items(&self) -> Items<Self> {
        let element = |(index, value): (usize, &'a Value)| {
            let path = match self.value {
                Value::Set(_) => self.path.clone(),
                _ => self.path.clone().index(index),
            };
            Self { path, value }
        };
        Items {
            known: self.value.elements().iter().enumerate().map(element).collect(),
            complete: !self.value.is_unknown() && !self.value.elements().iter().any(Value::is_unknown),
        }
    }

    /// The texts in a list.
    pub fn texts(&self) -> Items<(Path, &'a str)> {
        let items = self.items();
        let known = items
            .known
            .into_iter()
            .filter_map(|item| Some((item.path.clone(), item.text()?)));
        Items {
            known: known.collect(),
            complete: items.complete,
        }
    }

    /// The elements of a map whose values are known texts.
    pub fn settings(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let elements = self.value.as_map().into_iter().flatten();
        elements.filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }
}

impl<'a> Sketch<'a> {
    /// The sketch of a pipeline that has the attributes and blocks of `codepipeline_pipeline`.
    pub fn new(pipeline: &'a Value, region: Option<&'a str>) -> Self {
        let root = Part {
            path: Path::root(),
            value: pipeline,
        };
        let stages = root.get("stage").items();
        let known = stages
            .known
            .into_iter()
            .enumerate()
            .map(|(index, part)| Stage::new(index, part))
            .collect();
        Self {
            root,
            region,
            syntax: Syntax::Blocks,
            stages: Items {
                known,
                complete: stages.complete,
            },
        }
    }

    /// The same, written like this.
    #[must_use]
    pub fn written_in(mut self, syntax: Syntax) -> Self {
        self.syntax = syntax;
        self
    }

    /// All actions that are known to be there.
    pub fn actions(&self) -> impl Iterator<Item = &Action<'a>> {
        self.stages.known.iter().flat_map(|stage| &stage.actions.known)
    }

    /// Whether all actions are known to be there.
    pub fn is_complete(&self) -> bool {
        self.stages.complete && self.stages.known.iter().all(|stage| stage.actions.complete)
    }

    /// Whether it is certain that the pipeline is of type V1.
    pub fn is_v1(&self) -> bool {
        self.root.get("pipeline_type").text() == Some("V1")
    }

    /// The source actions that use a connection.
    pub fn connection_sources(&self) -> impl Iterator<Item = &Action<'a>> {
        self.actions().filter(|action| action.is_connection_source())
    }
}

impl<'a> Stage<'a> {
    fn new(index: usize, part: Part<'a>) -> Self {
        let actions = part.get("action").items();
        let known = actions.known.into_iter().map(|part| Action::new(index, part)).collect();
        Self {
            part,
            index,
            actions: Items {
                known,
                complete: actions.complete,
            },
        }
    }

    /// What people call it.
    pub fn label(&self) -> String {
        self.part
            .get("name")
            .text()
            .map_or_else(|| format!("number {}", self.index + 1), quote)
    }

    /// The gates at the stage's entry and exits that are there, by name.
    pub fn gates(&self) -> impl Iterator<Item = (&'static str, Part<'a>)> + use<'a> {
        let part = self.part.clone();
        ["before_entry", "on_success", "on_failure"]
            .into_iter()
            .flat_map(move |name| part.get(name).items().known.into_iter().map(move |gate| (name, gate)))
    }

    /// The rules of the conditions at its gates, each with the name of the gate.
    pub fn rules(&self) -> impl Iterator<Item = (&'static str, Part<'a>)> + use<'a> {
        let conditions = self.gates().flat_map(|(place, gate)| {
            let conditions = gate.get("condition").items().known;
            conditions.into_iter().map(move |condition| (place, condition))
        });
        conditions.flat_map(|(place, condition)| {
            let rules = condition.get("rule").items().known;
            rules.into_iter().map(move |rule| (place, rule))
        })
    }
}

impl<'a> Action<'a> {
    fn new(stage: usize, part: Part<'a>) -> Self {
        let run_order = part.get("run_order");
        let run_order = if run_order.is_absent() {
            Some(1)
        } else {
            run_order.number()
        };
        Self { part, stage, run_order }
    }

    /// What people call it.
    pub fn label(&self) -> String {
        self.name().map_or_else(|| self.part.path.to_string(), quote)
    }

    /// Its name.
    pub fn name(&self) -> Option<&'a str> {
        self.part.get("name").text()
    }

    /// Its category.
    pub fn category(&self) -> Option<&'a str> {
        self.part.get("category").text()
    }

    /// The owner of its type.
    pub fn owner(&self) -> Option<&'a str> {
        self.part.get("owner").text()
    }

    /// The provider of its type.
    pub fn provider(&self) -> Option<&'a str> {
        self.part.get("provider").text()
    }

    /// An element of its configuration.
    pub fn setting(&self, key: &str) -> Part<'a> {
        self.part.get("configuration").key(key)
    }

    /// Whether it is certain that it is AWS's own action of this provider.
    pub fn is_of(&self, provider: &str) -> bool {
        self.owner() == Some("AWS") && self.provider() == Some(provider)
    }

    /// Whether it is certain that it is a source that uses a connection.
    pub fn is_connection_source(&self) -> bool {
        self.category() == Some("Source") && self.is_of(CONNECTION_SOURCE)
    }

    /// Whether it could be one, as far as is known.
    pub fn may_be_connection_source(&self) -> bool {
        self.category().is_none_or(|category| category == "Source")
            && self.provider().is_none_or(|provider| provider == CONNECTION_SOURCE)
            && self.owner().is_none_or(|owner| owner == "AWS")
    }

    /// When it begins.
    pub const fn begins(&self) -> Moment {
        Moment::of(self.stage, self.run_order)
    }

    /// Whether it is done at this moment. None where an unknown order decides.
    pub fn is_before(&self, later: Moment) -> Option<bool> {
        self.begins().is_before(later)
    }

    /// The names of its output artifacts.
    pub fn outputs(&self) -> Items<(Path, &'a str)> {
        let mut outputs = self.part.get("output_artifacts").texts();
        let compute = self.part.get("output_artifacts_for_compute_action").items();
        let names: Vec<Part<'a>> = compute.known.iter().map(|artifact| artifact.get("name")).collect();
        outputs.complete &= compute.complete && !names.iter().any(|name| name.value.is_unknown());
        outputs.known.extend(
            names
                .into_iter()
                .filter_map(|name| Some((name.path.clone(), name.text()?))),
        );
        outputs
    }

    /// The names of its input artifacts.
    pub fn inputs(&self) -> Items<(Path, &'a str)> {
        self.part.get("input_artifacts").texts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_is_neither_there_nor_absent() {
        let root = Value::object([
            ("a", Value::unknown()),
            ("b", Value::List(vec!["x".into(), Value::unknown()])),
            ("c", Value::List(vec![])),
        ]);
        let root = Part {
            path: Path::root(),
            value: &root,
        };
        assert!(!root.get("a").is_absent() && !root.get("a").is_present());
        assert!(root.get("b").is_present() && !root.get("b").texts().complete);
        assert_eq!(root.get("b").texts().known, [(Path::attribute("b").index(0), "x")]);
        assert!(root.get("c").is_absent() && root.get("d").is_absent());
        assert!(root.get("c").items().complete && !root.get("a").items().complete);
    }

    #[test]
    fn an_action_is_before_those_of_later_stages_and_of_higher_orders() {
        let action = |order: Value| Value::object([("run_order", order)]);
        let stage = |actions: Vec<Value>| Value::object([("action", Value::List(actions))]);
        let pipeline = Value::object([(
            "stage",
            Value::List(vec![
                stage(vec![
                    action(Value::Null),
                    action(Value::from(2)),
                    action(Value::unknown()),
                ]),
                stage(vec![action(Value::from(1))]),
            ]),
        )]);
        let sketch = Sketch::new(&pipeline, None);
        let actions: Vec<_> = sketch.actions().collect();
        let before = |one: usize, other: usize| actions[one].is_before(actions[other].begins());
        assert_eq!(before(0, 1), Some(true));
        assert_eq!(before(1, 0), Some(false));
        assert_eq!(before(0, 2), None);
        assert_eq!(before(2, 3), Some(true));
        assert_eq!(actions[1].is_before(Moment::before_stage(0)), Some(false));
        assert_eq!(actions[1].is_before(Moment::after_stage(0)), Some(true));
        assert_eq!(actions[1].is_before(Moment::before_stage(1)), Some(true));
    }
}
