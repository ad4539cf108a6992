//! A provider for the tests of lists, actions and ephemeral resources. Its words exist only in the state.

use std::fs::write;

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::{author::*, diagnostics::*, plugin, serve, typed::*};

/// A word.
#[derive(Attributes, Clone, Serialize, Deserialize)]
struct Word {
    /// The word.
    #[attr(requires_replace)]
    word: String,
}

struct Words;

impl Resource for Words {
    type Client = ();
    type Arguments = Word;
    type Computed = ();
    type Identity = Word;
    type Private = ();

    const NAME: &'static str = "kinds_word";

    fn identity(word: &Word, (): &()) -> Word {
        word.clone()
    }

    async fn create(
        &self,
        _: &Context<'_, Self>,
        planned: Planned<Self>,
        _: &Checkpoint<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        Ok(known(planned.arguments))
    }

    async fn read(
        &self,
        _: &Context<'_, Self>,
        word: &Word,
        _: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        Ok(Some(known(word.clone())))
    }

    async fn update(
        &self,
        _: &Context<'_, Self>,
        _: State<Self>,
        planned: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        Ok(known(planned.arguments))
    }

    async fn delete(&self, _: &Context<'_, Self>, _: State<Self>) -> Result<(), Diagnostics> {
        Ok(())
    }
}

fn known(arguments: Word) -> State<Words> {
    State { arguments, computed: (), private: () }
}

impl ListResource for Words {
    type Resource = Self;
    type Arguments = ();

    async fn list(&self, (): &(), (): (), results: &Results<'_>) -> Result<(), Diagnostics> {
        for word in ["alpha", "beta"] {
            let state = known(Word { word: word.to_owned() });
            if results.send(format!("Word {word}"), &state.arguments, Some(&state)).await.is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// A file with content.
#[derive(Attributes)]
struct File {
    /// Path of the file.
    path: String,
    /// Text of the file.
    text: String,
}

struct Write;

impl Action for Write {
    type Client = ();
    type Arguments = File;

    const NAME: &'static str = "kinds_write";

    async fn invoke(&self, (): &(), file: File, progress: &Progress) -> Result<(), Diagnostics> {
        let _cancelled = progress.report(&format!("Writing {}", file.path)).await;
        write(file.path, file.text).map_err(|error| Diagnostic::error("Not written", error.to_string()).into())
    }
}

/// A file that exists until the command ends.
#[derive(Attributes)]
struct Session {
    /// Path of a file to which the session writes that it was closed.
    path: String,
}

struct Sessions;

impl EphemeralResource for Sessions {
    type Client = ();
    type Arguments = Session;
    type Computed = ();
    type Private = String;

    const NAME: &'static str = "kinds_session";

    async fn open(&self, (): &(), session: Session) -> Result<Opened<Self>, Diagnostics> {
        let private = session.path.clone();
        Ok(Opened { arguments: session, computed: (), private, renew_at: None })
    }

    async fn close(&self, (): &(), path: String) -> Result<(), Diagnostics> {
        write(path, "closed").map_err(|error| Diagnostic::error("Not written", error.to_string()).into())
    }
}

struct Kinds;

impl Provider for Kinds {
    type Config = ();
    type Client = ();

    const NAME: &'static str = "kinds";
    const RESOURCES: &'static [&'static dyn AnyResource<()>] = &[&Words];
    const LIST_RESOURCES: &'static [&'static dyn AnyListResource<()>] = &[&Words];
    const ACTIONS: &'static [&'static dyn AnyAction<()>] = &[&Write];
    const EPHEMERAL_RESOURCES: &'static [&'static dyn AnyEphemeralResource<()>] = &[&Sessions];

    async fn configure(&self, _: Document<'_>, _: &str) -> Result<Configured<()>, Diagnostics> {
        Ok(Configured::Ready(()))
    }
}

fn main() -> Result<(), plugin::Error> {
    serve(|_| Kinds)
}
