//! A list, an action and an ephemeral resource of the tests' provider.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use terraform_provider_sdk::{
    author::{Action, EphemeralResource, Imported, ListResource, Opened, Progress, Renewed, Results, imported},
    diagnostics::{Diagnostic, Diagnostics},
    typed::Attributes,
};

use super::provider::{Identity, Note, World};

/// A word.
#[derive(Attributes)]
pub(crate) struct Word {
    /// The word.
    pub(crate) prefix: Option<String>,
}

/// Finds notes.
pub(crate) struct Notes;

impl ListResource for Notes {
    type Resource = Note;
    type Arguments = Word;

    async fn list(&self, world: &Arc<World>, word: Word, results: &Results<'_>) -> Result<(), Diagnostics> {
        if word.prefix.as_deref() == Some("slow") {
            results.canceled().await;
            assert_eq!(results.remaining(), 0);
            world.cancelled.add_permits(1);
            return Ok(());
        }
        let names: Vec<_> = world.notes.lock().unwrap().keys().cloned().collect();
        for name in names {
            assert!(name != "panic", "the list broke");
            let identity = Identity {
                id: format!("note-{name}"),
            };
            let Imported { state, diagnostics } = imported(&Note, world, &identity).await;
            assert!(diagnostics.is_empty());
            if results
                .send(format!("Note {name}"), &identity, state.as_ref())
                .await
                .is_err()
            {
                world.cancelled.add_permits(1);
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Rings a bell.
pub(crate) struct Ring;

impl Action for Ring {
    type Client = Arc<World>;
    type Arguments = Word;

    const NAME: &'static str = "toy_ring";

    async fn invoke(&self, world: &Arc<World>, word: Word, progress: &Progress) -> Result<(), Diagnostics> {
        let word = word.prefix.unwrap_or_default();
        if word == "forever" {
            while progress.report(&word).await.is_ok() {}
            world.cancelled.add_permits(1);
        }
        assert!(word != "panic", "the bell broke");
        let cancelled = progress.report(&format!("{word}\n\ndong\n")).await;
        cancelled.map_err(|_| Diagnostic::error("Cancelled", "The client does not listen.").into())
    }
}

/// A secret that lasts as long as a command.
pub(crate) struct Secret;

/// The secret.
#[derive(Attributes)]
pub(crate) struct Told {
    /// The secret.
    pub(crate) secret: String,
}

impl EphemeralResource for Secret {
    type Client = Arc<World>;
    type Arguments = Word;
    type Computed = Told;
    type Private = String;

    const NAME: &'static str = "toy_secret";

    async fn open(&self, _: &Arc<World>, word: Word) -> Result<Opened<Self>, Diagnostics> {
        let private = word.prefix.clone().unwrap_or_default();
        Ok(Opened {
            computed: Told {
                secret: format!("{private}-secret"),
            },
            arguments: word,
            private,
            renew_at: Some(SystemTime::now() + Duration::from_secs(60)),
        })
    }

    async fn renew(&self, _: &Arc<World>, private: String) -> Result<Renewed<Self>, Diagnostics> {
        Ok(Renewed {
            private: format!("{private} renewed"),
            renew_at: None,
        })
    }

    async fn close(&self, world: &Arc<World>, private: String) -> Result<(), Diagnostics> {
        world.notes.lock().unwrap().insert(format!("closed {private}"), None);
        Ok(())
    }
}
