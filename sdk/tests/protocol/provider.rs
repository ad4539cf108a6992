//! A provider of the tests' own, behind the real service.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::{
    author::{
        AnyAction, AnyDataSource, AnyEphemeralResource, AnyFunction, AnyListResource, AnyResource, Checkpoint,
        Configured, Context, DataSource, Failure, Function, FunctionError, MovableType, MoveSource, Planned, Provider,
        Resource, State,
    },
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Document},
    value::{Number, Path, Value},
};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::{
    kinds_provider::{Notes, Ring, Secret},
    shapes::Shapes,
};

/// What the provider acts upon.
pub(crate) struct World {
    /// The notes that exist, by name, with what they say.
    pub(crate) notes: Mutex<BTreeMap<String, Option<String>>>,
    /// A note of the fate `wait` is finished when there is a permit.
    pub(crate) gate: Semaphore,
    /// A permit for each note of the fate `wait` that has been begun.
    pub(crate) begun: Semaphore,
    /// A permit for each list and action that detected that the client has disconnected.
    pub(crate) cancelled: Semaphore,
    /// Pulled by StopProvider.
    pub(crate) stopped: CancellationToken,
}

impl Default for World {
    fn default() -> Self {
        Self {
            notes: Mutex::default(),
            gate: Semaphore::new(0),
            begun: Semaphore::new(0),
            cancelled: Semaphore::new(0),
            stopped: CancellationToken::new(),
        }
    }
}

impl World {
    pub(crate) fn has_note(&self, name: &str) -> bool {
        self.notes.lock().unwrap().contains_key(name)
    }
}

pub(crate) struct Toys(pub(crate) Arc<World>);

/// The provider block.
#[derive(Attributes)]
pub(crate) struct Config {
    /// How to greet. `panic` and `refuse` do what they say.
    pub(crate) greeting: Option<String>,
}

impl Provider for Toys {
    type Config = Config;
    type Client = Arc<World>;

    const NAME: &'static str = "toy";
    const RESOURCES: &'static [&'static dyn AnyResource<Self::Client>] = &[&Note, &Shapes];
    const LIST_RESOURCES: &'static [&'static dyn AnyListResource<Self::Client>] = &[&Notes];
    const ACTIONS: &'static [&'static dyn AnyAction<Self::Client>] = &[&Ring];
    const EPHEMERAL_RESOURCES: &'static [&'static dyn AnyEphemeralResource<Self::Client>] = &[&Secret];
    const DATA_SOURCES: &'static [&'static dyn AnyDataSource<Self::Client>] = &[&Echo];
    const FUNCTIONS: &'static [&'static dyn AnyFunction] = &[&Shout];

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        match config.value("greeting").as_str() {
            Some("") => Diagnostic::error("Empty greeting", "Write a word.").into(),
            _ => Diagnostics::new(),
        }
    }

    async fn configure(&self, config: Document<'_>, _: &str) -> Result<Configured<Self::Client>, Diagnostics> {
        match config.value("greeting").as_str() {
            Some("panic") => panic!("the greeting broke"),
            Some("refuse") => Err(Diagnostic::error("No greeting", "It refuses.").into()),
            None if config.value("greeting").is_unknown() => Ok(Configured::Unknown(vec![Path::attribute("greeting")])),
            _ => Ok(Configured::Ready(Arc::clone(&self.0))),
        }
    }

    fn stop(&self) {
        self.0.stopped.cancel();
    }
}

/// The resource for a note.
pub(crate) struct Note;

/// A note.
#[derive(Attributes)]
pub(crate) struct Arguments {
    /// Its name.
    #[attr(requires_replace)]
    pub(crate) name: String,
    /// A number.
    pub(crate) size: Option<Number>,
    /// What it says.
    pub(crate) text: Option<String>,
    /// What happens when it is made: `wait` or `panic`; the latter also when it is changed.
    pub(crate) fate: Option<String>,
}

/// What only the provider knows.
#[derive(Attributes)]
pub(crate) struct Computed {
    /// The id.
    #[attr(use_state_for_unknown)]
    pub(crate) id: String,
}

/// What identifies a note.
#[derive(Attributes, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// The id.
    pub(crate) id: String,
}

/// What is remembered of a note.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Private {
    pub(crate) made: bool,
}

impl Note {
    pub(crate) fn made(arguments: Arguments) -> State<Self> {
        State {
            computed: Computed {
                id: format!("note-{}", arguments.name),
            },
            arguments,
            private: Private { made: true },
        }
    }
}

impl Resource for Note {
    type Client = Arc<World>;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = Identity;
    type Private = Private;

    const NAME: &'static str = "toy_note";
    const MOVES_FROM: &'static [MovableType] = &[MovableType {
        provider: "elsewhere/other",
        type_name: "other_note",
    }];
    const VERSION: i64 = 1;
    const IDENTITY_VERSION: i64 = 2;

    fn identity(_: &Arguments, computed: &Computed) -> Identity {
        Identity {
            id: computed.id.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<Identity, Diagnostics> {
        if id.starts_with("note-") {
            Ok(Identity { id: id.to_owned() })
        } else {
            Err(Diagnostic::error("Not the id of a note", "It looks like note-NAME.").into())
        }
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        match config.value("text").as_str() {
            Some("panic") => panic!("the validation broke"),
            _ => Diagnostics::new(),
        }
    }

    async fn create(
        &self,
        context: &Context<'_, Self>,
        planned: Planned<Self>,
        checkpoint: &Checkpoint<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let state = Self::made(planned.arguments);
        match state.arguments.fate.as_deref() {
            Some("wait") => {
                context.client.begun.add_permits(1);
                context.client.gate.acquire().await.expect("never closed").forget();
            }
            Some("panic") => {
                checkpoint.save(Self::made(Arguments {
                    ..clone(&state.arguments)
                }));
                panic!("the note broke");
            }
            Some("fail") => {
                checkpoint.save(Self::made(Arguments {
                    ..clone(&state.arguments)
                }));
                return Err(Diagnostic::error("No note", "the note failed").into());
            }
            _ => {}
        }
        let mut notes = context.client.notes.lock().unwrap();
        notes.insert(state.arguments.name.clone(), state.arguments.text.clone());
        Ok(state)
    }

    async fn check_replacement(
        &self,
        _: &Context<'_, Self>,
        _: &State<Self>,
        new: Document<'_>,
    ) -> Result<(), Diagnostics> {
        match new.value("fate").as_str() {
            Some("fail") => Err(Diagnostic::error("No note", "the new note would fail").into()),
            _ => Ok(()),
        }
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &Identity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let name = identity.id.trim_start_matches("note-");
        let notes = context.client.notes.lock().unwrap();
        Ok(notes.get(name).map(|text| {
            Self::made(Arguments {
                name: name.to_owned(),
                size: prior.and_then(|prior| prior.arguments.size.clone()),
                text: text.clone(),
                fate: prior.and_then(|prior| prior.arguments.fate.clone()),
            })
        }))
    }

    async fn update(
        &self,
        context: &Context<'_, Self>,
        prior: State<Self>,
        planned: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let state = Self::made(planned.arguments);
        if prior.arguments.name != state.arguments.name {
            return Err(Diagnostic::bug("A name cannot change.").into());
        }
        assert!(state.arguments.fate.as_deref() != Some("panic"), "the change broke");
        let mut notes = context.client.notes.lock().unwrap();
        notes.insert(state.arguments.name.clone(), state.arguments.text.clone());
        Ok(state)
    }

    async fn delete(&self, context: &Context<'_, Self>, state: State<Self>) -> Result<(), Diagnostics> {
        context.client.notes.lock().unwrap().remove(&state.arguments.name);
        Ok(())
    }

    fn upgrade(_: i64, mut state: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        let name = state["title"].take();
        Ok(serde_json::json!({ "name": name, "id": state["id"].take() }))
    }

    /// Version 0 has a `key`, version 1 a `name`, version 2 the `id`.
    fn upgrade_identity(version: i64, mut identity: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        match version {
            0 => Ok(serde_json::json!({ "name": identity["key"].take() })),
            _ => Ok(serde_json::json!({ "id": format!("note-{}", identity["name"].as_str().unwrap_or_default()) })),
        }
    }

    fn moved(source: &MoveSource<'_>) -> Result<serde_json::Value, Diagnostics> {
        Ok(source.state.clone())
    }
}

fn clone(arguments: &Arguments) -> Arguments {
    let Arguments { name, size, text, fate } = arguments;
    Arguments {
        name: name.clone(),
        size: size.clone(),
        text: text.clone(),
        fate: fate.clone(),
    }
}

/// Says what it hears.
pub(crate) struct Echo;

/// What to say.
#[derive(Attributes)]
pub(crate) struct Heard {
    /// The text.
    pub(crate) text: String,
}

/// What is said.
#[derive(Attributes)]
pub(crate) struct Said {
    /// The text again.
    pub(crate) echo: String,
}

impl DataSource for Echo {
    type Client = Arc<World>;
    type Arguments = Heard;
    type Computed = Said;

    const NAME: &'static str = "toy_echo";

    async fn read(
        &self,
        _: &Arc<World>,
        heard: Heard,
        _: &(dyn Fn(Diagnostic) + Send + Sync),
    ) -> Result<(Heard, Said), Diagnostics> {
        assert!(heard.text != "panic", "the echo broke");
        let echo = heard.text.clone();
        Ok((heard, Said { echo }))
    }
}

/// Converts text to a shout.
pub(crate) struct Shout;

/// Converts text to a shout.
///
/// Adds exclamation marks on request.
#[derive(Attributes)]
pub(crate) struct Whisper {
    /// The text.
    pub(crate) text: String,
    /// How many exclamation marks to add.
    pub(crate) marks: Option<i64>,
}

impl Function for Shout {
    type Parameters = Whisper;
    type Output = String;

    const NAME: &'static str = "shout";

    fn call(&self, whisper: Whisper) -> Result<String, FunctionError> {
        assert!(whisper.text != "panic", "the shout broke");
        let marks = usize::try_from(whisper.marks.unwrap_or(0)).map_err(|_| FunctionError {
            text: "There are no negative marks.".into(),
            argument: Some(1),
        })?;
        Ok(whisper.text.to_uppercase() + &"!".repeat(marks))
    }
}

/// A note as Terraform's documents have it.
pub(crate) fn note(name: &str, id: impl Into<Value>) -> Value {
    Value::object([
        ("name", name.into()),
        ("size", Value::Null),
        ("text", Value::Null),
        ("fate", Value::Null),
        ("id", id.into()),
    ])
}
