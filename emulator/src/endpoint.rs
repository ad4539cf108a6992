//! The endpoint of AWS's operations: request, authentication, fault, operation, response.

use std::sync::Arc;

use axum::{
    body::to_bytes,
    extract::{self, State},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use crate::{
    cloud::{Cloud, Visitor},
    faults::{FaultKind, InjectedFault},
    service::Service,
    sts,
    wire::{Cut, Failure, Output, Request, failed, succeeded},
};

/// Maximum bytes of a request, which is more than the largest pipeline.
const LARGEST_BODY: usize = 10 << 20;

/// The ways in which a call returns no output.
enum NoOutput {
    /// An error is returned.
    Failed(Failure),
    /// The connection is closed.
    Cut(&'static str),
}

impl From<Failure> for NoOutput {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Handles one call. The call completes even if its client disconnects.
pub(crate) async fn call(State(cloud): State<Arc<Cloud>>, request: extract::Request) -> Response {
    let id = cloud.request_id();
    let (parts, body) = request.into_parts();
    let request = match to_bytes(body, LARGEST_BODY).await {
        Ok(body) => Request::identify(parts, body),
        Err(_) => Err(Failure::new("RequestEntityTooLargeException", "The request is too large.").with_status(413)),
    };
    let request = match request {
        Ok(request) => request,
        Err(failure) => {
            let number = cloud.begin_call(None, "");
            cloud.with_calls(|calls| calls.fail(number, &failure.class));
            return failed(None, &failure, &id);
        }
    };
    let work = tokio::spawn(async move {
        tokio::select! {
            response = answer(&cloud, &request, &id) => response,
            () = cloud.ended() => cut(),
        }
    });
    // A panic was printed when it happened; its caller loses the connection.
    work.await.unwrap_or_else(|_| cut())
}

/// Performs a call and adds it to the record, if there is one.
async fn answer(cloud: &Cloud, request: &Request, id: &str) -> Response {
    let response = logged(cloud, request, id).await;
    let Some(record) = &cloud.record else { return response };
    record.add(request, response).await.unwrap_or_else(|error| {
        let message = format!("The call could not be recorded: {error}");
        failed(
            Some(request.service),
            &Failure::new("InternalFailure", message).with_status(500),
            id,
        )
    })
}

/// Performs a call and logs how it ended.
async fn logged(cloud: &Cloud, request: &Request, id: &str) -> Response {
    let number = cloud.begin_call(Some(request.service), &request.operation);
    match attempt(cloud, request, number).await {
        Ok(output) => succeeded(request.service, &request.operation, &output, id),
        Err(NoOutput::Failed(failure)) => {
            cloud.with_calls(|calls| calls.fail(number, &failure.class));
            failed(Some(request.service), &failure, id)
        }
        Err(NoOutput::Cut(how)) => {
            cloud.with_calls(|calls| calls.fail(number, how));
            cut()
        }
    }
}

fn cut() -> Response {
    (axum::Extension(Cut), ()).into_response()
}

async fn attempt(cloud: &Cloud, request: &Request, number: usize) -> Result<Output, NoOutput> {
    if !cloud.latency.is_zero() {
        tokio::time::sleep(cloud.latency).await;
    }
    let visitor = cloud.authenticate(request)?;
    // Subscribed before the faults are read, so that no deletion in between is missed.
    let mut release = cloud.release();
    let injected = cloud.with_faults(|faults| faults.next_fault(request.service, &request.operation));
    let Some(InjectedFault { kind, delay, failure }) = injected else {
        return Ok(cloud.perform(request, &visitor)?);
    };
    cloud.with_calls(|calls| calls.strike(number, kind));
    match kind {
        FaultKind::Throttle => return Err(throttled(request.service).into()),
        FaultKind::Internal => {
            return Err(Failure::new("InternalFailure", "An internal error occurred.")
                .with_status(500)
                .into());
        }
        FaultKind::Deny => return Err(denied(request, &visitor).into()),
        FaultKind::Error => return Err(failure.into()),
        FaultKind::DropBefore => return Err(NoOutput::Cut("drop-before")),
        FaultKind::DropAfter => {
            let _lost = cloud.perform(request, &visitor);
            return Err(NoOutput::Cut("drop-after"));
        }
        FaultKind::Lag => return Ok(cloud.perform_on_past(request, &visitor, delay)?),
        FaultKind::Slow => tokio::time::sleep(delay).await,
        // An error means that the cloud no longer exists and that no caller waits for the response.
        FaultKind::Pause => drop(release.changed().await),
    }
    Ok(cloud.perform(request, &visitor)?)
}

fn throttled(service: Service) -> Failure {
    let class = if service == Service::Sts {
        "Throttling"
    } else {
        "ThrottlingException"
    };
    Failure::new(class, "Rate exceeded")
}

/// STS does not return which policy denies the call: it may be the policy of the role or of the caller.
fn denied(request: &Request, visitor: &Visitor) -> Failure {
    let action = format!("{}:{}", request.service.name(), request.operation);
    let resource = resource(request, visitor);
    let user = &visitor.caller.arn;
    let message = format!("User: {user} is not authorized to perform: {action} on resource: {resource}");
    let denied = |message| Failure::new("AccessDenied", message).with_status(403);
    match request.service {
        Service::Sts if request.operation == sts::UNSIGNED => denied(format!("Not authorized to perform {action}")),
        Service::Sts => denied(message),
        _ => {
            let message = format!("{message} because no identity-based policy allows the {action} action");
            Failure::new("AccessDeniedException", message)
        }
    }
}

/// Returns the ARN of the resource that the input of a call names, `*` without one.
fn resource(request: &Request, visitor: &Visitor) -> String {
    const ARNS: [&str; 5] = ["ConnectionArn", "HostArn", "ResourceArn", "resourceArn", "RoleArn"];
    let input = request.input().unwrap_or_default();
    let names = [&input["name"], &input["pipelineName"], &input["pipeline"]["name"]];
    let pipeline = || {
        let name = names.into_iter().find_map(Value::as_str)?;
        let partition = super::scope::partition(&visitor.region);
        Some(format!(
            "arn:{partition}:codepipeline:{}:{}:{name}",
            visitor.region, visitor.caller.account
        ))
    };
    let arn = ARNS
        .iter()
        .find_map(|member| input[*member].as_str())
        .map(str::to_owned);
    arn.or_else(pipeline).unwrap_or_else(|| "*".to_owned())
}
