//! Retries: the failures to retry, the number of attempts, and the backoff.

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
        orchestrator::{HttpResponse, Metadata},
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
    exchange::{Attempt, NotSent},
    refusal,
};
use crate::aws::{
    error::{Error, Kind, find},
    error_codes,
    secrets::Secrets,
    settings::{RetryMode, Settings},
};

/// Default maximum attempts per call, as in hashicorp/aws.
const ATTEMPTS: u32 = 25;

/// Returns the retry configuration: the settings, else the environment or the profile (`inherited`), else our default.
pub(in crate::aws) fn retry_config(
    settings: &Settings,
    inherited: Option<&RetryConfig>,
    has_attempts: bool,
) -> RetryConfig {
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

/// Returns a partition without a retry budget: a budget that all calls share would fail some of them early under
/// throttling.
pub(in crate::aws) fn retry_partition() -> RetryPartition {
    RetryPartition::custom("terraform-provider-codepipeline")
        .token_bucket(TokenBucket::unlimited())
        .build()
}

/// Never retries a call that exceeded a quota, because the SDK treats `LimitExceededException` as throttling.
#[derive(Debug)]
pub(in crate::aws) struct QuotaIsFinal;

impl ClassifyRetry for QuotaIsFinal {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match kind(context) {
            Some(Kind::Quota) => RetryAction::RetryForbidden,
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

/// For calls that must not run twice: retries only if AWS certainly did not complete the call.
#[derive(Debug)]
pub(in crate::aws) struct OnlyThrottling;

impl ClassifyRetry for OnlyThrottling {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let Some(Err(error)) = context.output_or_error() else {
            return RetryAction::NoActionIndicated;
        };
        let not_sent = error
            .as_connector_error()
            .is_some_and(|error| find::<NotSent>(error).is_some());
        if not_sent || kind(context) == Some(Kind::Throttled) {
            return RetryAction::NoActionIndicated;
        }
        RetryAction::RetryForbidden
    }

    fn name(&self) -> &'static str {
        "only throttling is retried"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

fn kind(context: &InterceptorContext) -> Option<Kind> {
    let refused = context.response().filter(|response| !response.status().is_success())?;
    error_codes::of_code(&refusal::code(refused)?)
}

/// Numbers and logs the attempts, and refuses a further one after an interruption.
#[derive(Clone, Debug)]
pub(in crate::aws) struct Attempts(pub(in crate::aws) CancellationToken);

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
            return Err(Error::new(Kind::Cancelled, "interrupted before another attempt").into());
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
        log(context, bag);
        Ok(())
    }
}

fn log(context: &FinalizerInterceptorContextRef<'_>, bag: &ConfigBag) {
    let operation = bag.load::<Metadata>();
    let response = context.response();
    tracing::debug!(
        service = operation.map(Metadata::service),
        operation = operation.map(Metadata::name),
        attempt = number(bag),
        status = response.map(|response| response.status().as_u16()),
        request_id = response.and_then(request_id),
        "AWS call"
    );
}

fn request_id(response: &HttpResponse) -> Option<String> {
    let id = response.headers().get("x-amzn-requestid")?.to_owned();
    Some(match response.extension::<Secrets>() {
        Some(secrets) => secrets.masked(id),
        None => id,
    })
}

fn number(bag: &ConfigBag) -> u32 {
    bag.load::<RequestAttempts>().map_or(1, RequestAttempts::attempts)
}

/// Sleeps between attempts; an interruption ends the sleep.
#[derive(Clone, Debug)]
pub(in crate::aws) struct InterruptibleSleep(pub(in crate::aws) CancellationToken);

impl AsyncSleep for InterruptibleSleep {
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
