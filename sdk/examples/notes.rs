//! A provider of notes: each note is a file.
use std::fs::{read_to_string, remove_file, write};
use terraform_provider_sdk::{author::*, diagnostics::*, plugin, serve, typed::*};
/// The file of a note.
#[derive(Attributes, serde::Serialize, serde::Deserialize)]
struct File {
    /// Path of the file.
    path: String,
}
/// A note in a file.
#[derive(Attributes)]
struct Arguments {
    /// Path of the file.
    #[attr(requires_replace)]
    path: String,
    /// Text of the note.
    text: String,
}
struct Note;
type Saved = Result<State<Note>, Failure<Note>>;
type Found = Result<Option<State<Note>>, Diagnostics>;
impl Resource for Note {
    type Client = ();
    type Arguments = Arguments;
    type Computed = ();
    type Identity = File;
    type Private = ();
    const NAME: &'static str = "notes_note";
    fn identity(note: &Arguments, _: &()) -> File {
        File { path: note.path.clone() }
    }
    async fn create(&self, _: &Context<'_, Self>, new: Planned<Self>, _: &Checkpoint<Self>) -> Saved {
        write(&new.arguments.path, &new.arguments.text).map_err(|e| Diagnostic::error("Not written", e.to_string()))?;
        Ok(State { arguments: new.arguments, computed: (), private: () })
    }
    async fn read(&self, _: &Context<'_, Self>, File { path }: &File, _: Option<&State<Self>>) -> Found {
        let note = read_to_string(path).ok().map(|text| Arguments { path: path.clone(), text });
        Ok(note.map(|arguments| State { arguments, computed: (), private: () }))
    }
    async fn update(&self, context: &Context<'_, Self>, _: State<Self>, note: Planned<Self>) -> Saved {
        Resource::create(self, context, note, &Checkpoint::default()).await
    }
    async fn delete(&self, _: &Context<'_, Self>, note: State<Self>) -> Result<(), Diagnostics> {
        remove_file(note.arguments.path).map_err(|e| Diagnostic::error("Not deleted", e.to_string()).into())
    }
}
struct Notes;
impl Provider for Notes {
    type Config = ();
    type Client = ();
    const NAME: &'static str = "notes";
    const RESOURCES: &'static [&'static dyn AnyResource<()>] = &[&Note];
    async fn configure(&self, _: Document<'_>, _: &str) -> Result<Configured<()>, Diagnostics> {
        Ok(Configured::Ready(()))
    }
}
fn main() -> Result<(), plugin::Error> {
    serve(|_| Notes)
}
