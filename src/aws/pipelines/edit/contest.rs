//! Many writers of one pipeline, whose calls interleave at random.

use std::{fmt, mem, ops::Range};

use codepipeline_emulator_testing::guide;
use proptest::{prelude::Rng, test_runner::TestRunner};
use serde_json::{Value, json};

use super::machine::{Event, Machine, Policy, Save, Step};
use crate::aws::{error::Error, pipelines::declaration::version};

/// Changes of each writer in all contests of one kind.
const CHANGES: usize = 300;

/// Durations in milliseconds.
const CALL: Range<u64> = 50..150;
const SHORTEST_PAUSE: u64 = 1000;

struct Chance(TestRunner);

impl Chance {
    fn within(&mut self, range: Range<u64>) -> u64 {
        range.start + u64::from(self.0.rng().next_u32()) % (range.end - range.start)
    }
}

/// The versions of a pipeline.
struct Pipeline(Vec<Value>);

impl Pipeline {
    fn with(variables: &[Variable]) -> Self {
        let variables: Vec<Value> = variables.iter().map(Variable::declaration).collect();
        Self(vec![json!({ "version": 1, "variables": variables })])
    }

    fn current(&self) -> Value {
        self.0[self.0.len() - 1].clone()
    }

    fn version(&self, number: i64) -> Value {
        let older = self.0.iter().find(|older| version(older) == Some(number));
        older.unwrap().clone()
    }

    fn write(&mut self, mut declaration: Value) -> Value {
        declaration["version"] = json!(self.0.len() + 1);
        self.0.push(declaration.clone());
        declaration
    }

    fn answer(&mut self, step: Step<Error>) -> Event {
        match step {
            Step::Read => Event::Read(Ok(self.current())),
            Step::ReadVersions(numbers) => {
                let read = numbers.into_iter().map(|number| (number, Ok(self.version(number))));
                Event::Versions(read.collect())
            }
            Step::Write(declaration) => Event::Written(Ok(self.write(declaration))),
            Step::PauseAtRandom(_) | Step::Pause(_) => Event::Paused,
            Step::Finish(_) => unreachable!("nothing is left to do"),
        }
    }
}

/// A variable that is added or removed.
#[derive(Clone)]
struct Variable {
    name: String,
    is_added: bool,
}

impl Variable {
    fn change(&self, declaration: &mut Value) {
        let variables = declaration["variables"].as_array_mut().unwrap();
        variables.retain(|variable| variable["name"] != *self.name);
        if self.is_added {
            variables.push(self.declaration());
        }
    }

    fn declaration(&self) -> Value {
        json!({ "name": self.name })
    }

    fn is_changed(&self, declaration: &Value) -> bool {
        let mut variables = declaration["variables"].as_array().unwrap().iter();
        variables.any(|variable| variable["name"] == *self.name) == self.is_added
    }
}

type Change = Box<dyn FnMut(&mut Value) -> Result<Save, Error>>;

/// What an editor does next.
enum Next {
    Read,
    Step(Box<Machine<Change, Error>>, Step<Error>),
}

/// One writer, which makes its changes one after the other.
struct Editor {
    changes: Vec<Variable>,
    /// Whether the first ones were reported.
    reported: Vec<bool>,
    next: Next,
    /// When it has done it.
    time: u64,
}

impl Editor {
    fn step(&mut self, pipeline: &mut Pipeline, chance: &mut Chance) {
        let (machine, step) = match mem::replace(&mut self.next, Next::Read) {
            Next::Read => {
                let variable = self.changes[self.reported.len()].clone();
                let change: Change = Box::new(move |declaration| {
                    variable.change(declaration);
                    Ok(Save::IfChanged)
                });
                let (machine, step) = Machine::start(Policy::Merge, pipeline.current(), None, change);
                (Box::new(machine), step)
            }
            Next::Step(mut machine, step) => {
                let step = machine.next(pipeline.answer(step));
                (machine, step)
            }
        };
        self.time += match step {
            Step::PauseAtRandom(round) => chance.within(0..SHORTEST_PAUSE << round),
            Step::Pause(round) => SHORTEST_PAUSE << round,
            _ => chance.within(CALL),
        };
        match step {
            Step::Finish(result) => self.reported.push(result.is_ok()),
            step => self.next = Next::Step(machine, step),
        }
    }

    fn is_finished(&self) -> bool {
        self.reported.len() == self.changes.len()
    }
}

/// What became of the changes in all contests of one kind.
#[derive(Default)]
struct Counts {
    reported: u32,
    /// Reported, and not in force at the end.
    lost: u32,
    failed: u32,
    /// Failed, and in force at the end.
    unreported: u32,
    writes: usize,
}

/// How many editors add and remove how many variables each, and within which time they start.
struct Contest {
    adding: usize,
    removing: usize,
    changes: usize,
    runs: usize,
    within: u64,
}

impl Contest {
    const fn of(adding: usize, removing: usize, changes: usize, within: u64) -> Self {
        Self {
            adding,
            removing,
            changes,
            runs: CHANGES / changes,
            within,
        }
    }

    fn run(&self, chance: &mut Chance, counts: &mut Counts) {
        let changes = |editor| {
            let variable = |number| Variable {
                name: format!("{editor}-{number}"),
                is_added: editor < self.adding,
            };
            (0..self.changes).map(variable).collect()
        };
        let changes: Vec<Vec<Variable>> = (0..self.adding + self.removing).map(changes).collect();
        let mut pipeline = Pipeline::with(&changes[self.adding..].concat());
        let editor = |changes| Editor {
            changes,
            reported: Vec::new(),
            next: Next::Read,
            time: chance.within(0..self.within) + chance.within(CALL),
        };
        let mut editors: Vec<Editor> = changes.into_iter().map(editor).collect();
        while let Some(next) = editors
            .iter_mut()
            .filter(|editor| !editor.is_finished())
            .min_by_key(|editor| editor.time)
        {
            next.step(&mut pipeline, chance);
        }
        counts.writes += pipeline.0.len() - 1;
        let changes = editors
            .iter()
            .flat_map(|editor| editor.changes.iter().zip(&editor.reported));
        for (variable, is_reported) in changes {
            let is_in_force = variable.is_changed(&pipeline.current());
            counts.reported += u32::from(*is_reported);
            counts.lost += u32::from(*is_reported && !is_in_force);
            counts.failed += u32::from(!is_reported);
            counts.unreported += u32::from(!is_reported && is_in_force);
        }
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        let mut chance = Chance(TestRunner::deterministic());
        for _ in 0..self.runs {
            self.run(&mut chance, &mut counts);
        }
        counts
    }
}

impl fmt::Display for Contest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            adding,
            removing,
            changes,
            runs,
            within,
        } = self;
        write!(formatter, "{adding} | {removing} | {changes} | {within} | {runs}")
    }
}

#[test]
fn what_any_of_many_writers_reports_is_in_force() {
    let contests = [
        Contest::of(2, 0, 1, 100),
        Contest::of(4, 0, 1, 100),
        Contest::of(8, 0, 1, 100),
        Contest::of(8, 0, 1, 1000),
        Contest::of(8, 0, 1, 5000),
        Contest::of(0, 3, 1, 100),
        Contest::of(0, 6, 1, 100),
        Contest::of(2, 2, 1, 100),
        Contest::of(4, 4, 1, 100),
        Contest::of(4, 4, 1, 1000),
        Contest::of(8, 0, 10, 1000),
        Contest::of(4, 4, 10, 1000),
    ];
    let mut table = "| Writers that add | Writers that remove | Changes of each | Started within, ms | Runs | Changes reported | of \
                     these lost | Changes failed | of these in effect | Writes |\n| --- | --- | --- | --- | --- | --- | --- | --- \
                     | --- | --- |\n"
        .to_owned();
    for contest in contests {
        let counts = contest.counts();
        let reported = counts.reported;
        table += &format!(
            "| {contest} | {reported} | {} | {} | {} | {} |\n",
            counts.lost, counts.failed, counts.unreported, counts.writes
        );
        assert_eq!(counts.unreported, 0, "{contest}");
        assert!(
            counts.lost * 400 <= reported,
            "{contest}: {} of {reported} are lost",
            counts.lost
        );
    }
    let is_stale = guide::write("reliability.md", "contest of writers", table.trim_end());
    assert!(!is_stale, "reliability.md was stale and is written again");
}
