//! One action in Terraform Core's hands: its checks, its lines and its end.

use std::time::Duration;

use serde_json::Value as Json;
use terraform_plugin_protocol::tfplugin6::{
    Diagnostic, DynamicValue,
    invoke_action::{self, Event, event::Type},
    plan_action, stop_provider, validate_action_config,
};
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::author::Provider as _;
use tonic::Streaming;

use crate::protocol::{
    messages::said,
    ours::{Ours, fill},
};

/// An action hangs if it takes longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// An action that runs.
pub(super) struct Invocation {
    events: Streaming<Event>,
    lines: Vec<String>,
}

/// An action that has ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) lines: Vec<String>,
    /// All that its diagnostics say; empty after a success.
    pub(super) said: String,
}

impl Ours {
    /// The diagnostics of `ValidateActionConfig`.
    pub(super) async fn validate_action(&mut self, action: &str, config: Json) -> Vec<Diagnostic> {
        let request = validate_action_config::Request {
            type_name: action.into(),
            config: Some(in_json(action, config)),
        };
        let answer = self.client().validate_action_config(request).await.unwrap();
        answer.into_inner().diagnostics
    }

    /// The diagnostics of `PlanAction`.
    pub(super) async fn plan_action(&mut self, action: &str, config: Json) -> Vec<Diagnostic> {
        let request = plan_action::Request {
            action_type: action.into(),
            config: Some(in_json(action, config)),
            ..Default::default()
        };
        let answer = self.client().plan_action(request).await.unwrap().into_inner();
        assert_eq!(answer.deferred, None, "an action is never deferred");
        answer.diagnostics
    }

    /// Starts an action.
    pub(super) async fn invoke(&mut self, action: &str, config: Json) -> Invocation {
        let request = invoke_action::Request {
            action_type: action.into(),
            config: Some(in_json(action, config)),
            ..Default::default()
        };
        let events = self.client().invoke_action(request).await.unwrap().into_inner();
        let lines = Vec::new();
        Invocation { events, lines }
    }

    /// Runs an action to its end.
    pub(super) async fn run(&mut self, action: &str, config: Json) -> Ended {
        self.invoke(action, config).await.end().await
    }

    /// Interrupts whatever runs, as Ctrl-C does.
    pub(super) async fn stop(&mut self) {
        let request = stop_provider::Request {};
        self.client().stop_provider(request).await.unwrap();
    }
}

impl Invocation {
    /// Waits for a line that contains `text`, and returns it.
    #[track_caller]
    pub(super) fn line<'i>(&'i mut self, text: &'i str) -> impl Future<Output = String> + 'i {
        let caller = std::panic::Location::caller();
        async move {
            loop {
                match self.next().await {
                    Type::Progress(progress) if progress.message.contains(text) => return progress.message,
                    Type::Progress(_) => {}
                    Type::Completed(end) => {
                        panic!("{caller}: no {text:?} in {:#?}: {}", self.lines, said(&end.diagnostics))
                    }
                }
            }
        }
    }

    /// Waits for the end, which is the last event.
    pub(super) async fn end(mut self) -> Ended {
        loop {
            if let Type::Completed(end) = self.next().await {
                assert_eq!(self.events.message().await.unwrap(), None, "nothing follows the end");
                let (lines, said) = (self.lines, said(&end.diagnostics));
                return Ended { lines, said };
            }
        }
    }

    /// The next event. Each has a type, and each message one line.
    async fn next(&mut self) -> Type {
        let event = tokio::time::timeout(PATIENCE, self.events.message()).await;
        let event = event.unwrap_or_else(|_| panic!("the action hangs after {:#?}", self.lines));
        let event = event.unwrap().expect("an end before the stream ends");
        let event = event.r#type.expect("an event without a type crashes Terraform");
        if let Type::Progress(progress) = &event {
            assert!(!progress.message.contains('\n'), "{:?}", progress.message);
            self.lines.push(progress.message.clone());
        }
        event
    }
}

impl Ended {
    /// Asserts success.
    #[track_caller]
    pub(super) fn succeeds(self) -> Vec<String> {
        assert_eq!(self.said, "", "{:#?}", self.lines);
        self.lines
    }

    /// Asserts an error that says each of these.
    #[track_caller]
    pub(super) fn fails(self, texts: &[&str]) -> Vec<String> {
        for text in texts {
            assert!(
                self.said.contains(text),
                "no {text:?} in {:?} after {:#?}",
                self.said,
                self.lines
            );
        }
        self.lines
    }
}

fn in_json(action: &str, mut config: Json) -> DynamicValue {
    let known = Codepipeline::ACTIONS.iter().find(|known| known.name() == action);
    let schema = known.unwrap_or_else(|| panic!("{action} is not an action")).schema();
    fill(&schema.block, &mut config);
    DynamicValue {
        msgpack: Vec::new(),
        json: config.to_string().into_bytes(),
    }
}
