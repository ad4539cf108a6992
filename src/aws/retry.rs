//! Which failures are tried again, how often and how fast.

use std::time::Duration;

use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep, TokioSleep};
use aws_smithy_runtime::client::retries::{RetryPartition, TokenBucket};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{
                BeforeTransmitInterceptorContextMut, BeforeTransmitInterceptorContextRef,
                FinalizerInterceptorContextRef, InterceptorContext,
            },
            dyn_dispatch_hint,
        },
        orchestrator::Metadata,
        retries::{
            RequestAttempts,
            classifiers::{ClassifyRetry, RetryAction, RetryClassifierPriority},
        },
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::{config_bag::ConfigBag, retry::RetryConfig};
use tokio_util::sync::CancellationToken;

use super::{
    answer,
    codes::{is_quota, is_throttling},
    error::{Error, Kind, find},
    settings::{RetryMode, Settings},
    transport::NotSent,
};

/// Attempts of one call when nobody says otherwise, as in hashicorp/aws.
const ATTEMPTS: u32 = 25;

/// Number of the attempt, from 1; travels with the request so that the connector knows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt(pub(crate) u32);

/// The settings, then what the environment or the profile says (`inherited`), then our default.
pub(crate) fn config(settings: &Settings, inherited: Option<&RetryConfig>, has_attempts: bool) -> RetryConfig {
    let inherited = inherited.cloned().unwrap_or_else(RetryConfig::standard);
    let attempts = settings.max_retries.unwrap_or(if has_attempts {
        inherited.max_attempts()
    } else {
        ATTEMPTS
    });
    let config = match settings.retry_mode {
        Some(RetryMode::Standard) => RetryConfig::standard(),
        Some(RetryMode::Adaptive) => RetryConfig::adaptive(),
        None => inherited,
    };
    config
        .with_max_attempts(attempts.max(1))
        .with_initial_backoff(settings.pace.initial_backoff)
        .with_max_backoff(settings.pace.max_backoff)
}

/// Attempts are counted per call; a budget shared by all calls would fail some of them early under throttling.
pub(crate) fn partition() -> RetryPartition {
    RetryPartition::custom("terraform-provider-codepipeline")
        .token_bucket(TokenBucket::unlimited())
        .build()
}

/// A quota is no throttling: `LimitExceededException` does not pass by itself.
#[derive(Debug)]
pub(crate) struct QuotaIsFinal;

impl ClassifyRetry for QuotaIsFinal {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match code(context) {
            Some(code) if is_quota(&code) => RetryAction::RetryForbidden,
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "a quota is final"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

/// For calls that must not be done twice: only what was certainly not done is tried again.
#[derive(Debug)]
pub(crate) struct OnlyThrottling;

impl ClassifyRetry for OnlyThrottling {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let Some(Err(error)) = context.output_or_error() else {
            return RetryAction::NoActionIndicated;
        };
        let not_sent = error
            .as_connector_error()
            .is_some_and(|error| find::<NotSent>(error).is_some());
        if not_sent || code(context).is_some_and(|code| is_throttling(&code)) {
            return RetryAction::NoActionIndicated;
        }
        RetryAction::RetryForbidden
    }

    fn name(&self) -> &'static str {
        "only throttling is tried again"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

fn code(context: &InterceptorContext) -> Option<String> {
    answer::code(context.response()?)
}

/// Numbers the attempts, leaves a trace of each, and refuses a further one after a stop.
#[derive(Clone, Debug)]
pub(crate) struct Attempts(pub(crate) CancellationToken);

#[dyn_dispatch_hint]
impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "attempts"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if number(bag) > 1 && self.0.is_cancelled() {
            return Err(Error::new(Kind::Cancelled, "stopped before another attempt").into());
        }
        Ok(())
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().add_extension(Attempt(number(bag)));
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        trace(context, bag);
        Ok(())
    }
}

fn trace(context: &FinalizerInterceptorContextRef<'_>, bag: &ConfigBag) {
    let operation = bag.load::<Metadata>();
    let response = context.response();
    tracing::debug!(
        service = operation.map(Metadata::service),
        operation = operation.map(Metadata::name),
        attempt = number(bag),
        status = response.map(|response| response.status().as_u16()),
        request_id = response.and_then(|response| response.headers().get("x-amzn-requestid")),
        "AWS call"
    );
}

fn number(bag: &ConfigBag) -> u32 {
    bag.load::<RequestAttempts>().map_or(1, RequestAttempts::attempts)
}

/// Sleeps between attempts, and wakes at once when somebody says stop.
#[derive(Clone, Debug)]
pub(crate) struct Pause(pub(crate) CancellationToken);

impl AsyncSleep for Pause {
    fn sleep(&self, duration: Duration) -> Sleep {
        let (cancel, sleep) = (self.0.clone(), TokioSleep::new().sleep(duration));
        Sleep::new(async move {
            tokio::select! {
                () = cancel.cancelled() => (),
                () = sleep => (),
            }
        })
    }
}
