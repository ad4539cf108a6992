//! The trait for actions.

use std::future::{Future, ready};

use tokio::sync::mpsc;

use crate::{
    author::{BoxFuture, Configurable, Kind, prior::attributes},
    diagnostics::{Diagnostic, Diagnostics},
    schema::Schema,
    typed::{Attributes, Document},
    value::Value,
};

/// An action: an operation that leaves no object in the state.
pub trait Action: Send + Sync + Sized + 'static {
    /// The configured provider.
    type Client: Send + Sync + 'static;
    /// The arguments in the configuration.
    type Arguments: Attributes + Send + Sync;

    /// The name of the type: `example_send`.
    const NAME: &'static str;

    /// Checks conditions on more than one argument. Runs offline.
    fn validate(&self, _config: Document<'_>) -> Diagnostics {
        Diagnostics::new()
    }

    /// Checks a planned invocation; `config` may contain unknown values. `client` is absent while the provider's
    /// configuration is not known.
    fn plan(&self, _client: Option<&Self::Client>, _config: Document<'_>) -> impl Future<Output = Diagnostics> + Send {
        ready(Diagnostics::new())
    }

    /// Runs the action.
    ///
    /// # Errors
    /// Returns why it failed.
    fn invoke(
        &self,
        client: &Self::Client,
        arguments: Self::Arguments,
        progress: &Progress,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send;
}

/// Reports the progress of an action. Terraform shows each message immediately.
#[derive(Clone, Debug)]
pub struct Progress(mpsc::Sender<String>);

/// Terraform has canceled the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl Progress {
    /// Returns progress that is sent into `sender`.
    pub(crate) const fn new(sender: mpsc::Sender<String>) -> Self {
        Self(sender)
    }

    /// Reports progress, one message per line of `text`: Terraform would show a second line without its prefix.
    ///
    /// # Errors
    /// Returns [`Cancelled`] if Terraform no longer listens.
    pub async fn report(&self, text: &str) -> Result<(), Cancelled> {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.0.send(line.to_owned()).await.map_err(|_| Cancelled)?;
        }
        Ok(())
    }

    /// Waits until Terraform no longer listens. A wait in an action ends then.
    pub async fn closed(&self) {
        self.0.closed().await;
    }
}

impl From<Cancelled> for Diagnostics {
    fn from(_: Cancelled) -> Self {
        Diagnostic::error(
            "The action was canceled",
            "Terraform no longer listens to it. What the action has already done remains done.",
        )
        .into()
    }
}

/// The kind of actions.
pub enum ActionKind {}

impl<C: 'static> Kind<C> for ActionKind {
    type Any = dyn AnyAction<C>;
}

/// The object-safe counterpart of [`Action`].
pub trait AnyAction<C>: Configurable<ActionKind> {
    /// See [`Action::plan`].
    fn plan<'a>(&'a self, client: Option<&'a C>, config: &'a Value) -> BoxFuture<'a, Diagnostics>;
    /// See [`Action::invoke`].
    fn invoke<'a>(
        &'a self,
        client: &'a C,
        config: &'a Value,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<(), Diagnostics>>;
}

impl<A: Action> Configurable<ActionKind> for A {
    fn name(&self) -> &'static str {
        A::NAME
    }

    fn schema(&self) -> Schema {
        Schema::new(0, A::Arguments::block())
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        Action::validate(self, config)
    }
}

impl<A: Action> AnyAction<A::Client> for A {
    fn plan<'a>(&'a self, client: Option<&'a A::Client>, config: &'a Value) -> BoxFuture<'a, Diagnostics> {
        Box::pin(Action::plan(self, client, Document::new(config)))
    }

    fn invoke<'a>(
        &'a self,
        client: &'a A::Client,
        config: &'a Value,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<(), Diagnostics>> {
        Box::pin(async move {
            let arguments = A::Arguments::from_object(attributes(config)?)?;
            Action::invoke(self, client, arguments, progress).await
        })
    }
}
