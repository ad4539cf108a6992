//! The webhooks that AWS adds to a project.

use serde_json::Value;
use url::Url;

use super::{client::Client, failure::Failure, project::text};

/// Whether AWS is notified of pushes to a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebhookStatus {
    /// The webhooks were not requested, or the user is not allowed to read them.
    Unknown,
    /// The project has no webhook of a connection.
    Absent,
    /// The project has only a webhook of an older type of CodePipeline source, which connections do not use.
    OldStyleOnly,
    /// The project has a webhook of a connection, and GitLab delivers to it.
    Healthy,
    /// The project has a webhook of a connection, but GitLab has stopped delivering to it.
    Failing(FailingWebhook),
}

/// A webhook to which GitLab does not deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailingWebhook {
    /// Its ID in GitLab.
    pub id: u64,
    /// `temporarily_disabled` or `disabled`.
    pub alert_status: String,
    /// Time of GitLab's next attempt.
    pub disabled_until: Option<String>,
}

/// The receiver of a webhook. Its URL is a secret and is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Receiver {
    Connection,
    OldStyle,
    Other,
}

/// Maximum pages of webhooks; GitLab allows 100 webhooks per project.
const MAX_PAGES: u32 = 5;

/// Requests the project's webhooks.
pub(crate) async fn status(client: &Client, project: u64) -> Result<WebhookStatus, Failure> {
    let (mut webhooks, mut page) = (Vec::new(), Some(1));
    while let Some(number) = page.filter(|number| *number <= MAX_PAGES) {
        let reply = client
            .get(&format!("projects/{project}/hooks?per_page=100&page={number}"))
            .await?;
        if !reply.is_success() {
            return Ok(WebhookStatus::Unknown);
        }
        page = reply.next_page;
        webhooks.extend(reply.body.as_array().cloned().unwrap_or_default());
    }
    Ok(judge(&webhooks))
}

/// Returns the status of a project's webhooks. One working webhook of a connection is sufficient.
fn judge(webhooks: &[Value]) -> WebhookStatus {
    let of = |wanted: Receiver| {
        webhooks
            .iter()
            .filter(|webhook| receiver(webhook) == wanted)
            .collect::<Vec<_>>()
    };
    let connections = of(Receiver::Connection);
    let mut broken: Vec<FailingWebhook> = connections.iter().filter_map(|webhook| failing(webhook)).collect();
    match (connections.len(), broken.pop()) {
        (0, _) if of(Receiver::OldStyle).is_empty() => WebhookStatus::Absent,
        (0, _) => WebhookStatus::OldStyleOnly,
        (all, Some(last)) if broken.len() + 1 == all => WebhookStatus::Failing(last),
        _ => WebhookStatus::Healthy,
    }
}

/// Returns the receiver of a URL. Connections use subdomains of `webhooks.aws`; `REGION.webhooks.aws/trigger` is an
/// older type of CodePipeline webhook.
fn receiver(webhook: &Value) -> Receiver {
    let Some(url) = webhook
        .get("url")
        .and_then(Value::as_str)
        .and_then(|url| Url::parse(url).ok())
    else {
        return Receiver::Other;
    };
    match url.host_str().and_then(|host| host.strip_suffix(".webhooks.aws")) {
        Some(region) if !region.contains('.') && url.path().trim_end_matches('/') == "/trigger" => Receiver::OldStyle,
        Some(_) => Receiver::Connection,
        None => Receiver::Other,
    }
}

/// Returns the failure of a webhook, if any. Servers without this feature do not report it.
fn failing(webhook: &Value) -> Option<FailingWebhook> {
    let alert_status = text(webhook, "alert_status").filter(|status| status != "executable")?;
    let id = webhook.get("id").and_then(Value::as_u64).unwrap_or_default();
    Some(FailingWebhook {
        id,
        alert_status,
        disabled_until: text(webhook, "disabled_until"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn receivers_are_told_apart_by_host() {
        for (url, expected) in [
            (
                "https://eu-west-1.codestar-connections.webhooks.aws/connect/trigger/GitLab?x=1",
                Receiver::Connection,
            ),
            ("https://eu-west-1.codeconnections.webhooks.aws/x", Receiver::Connection),
            ("https://us-east-1.webhooks.aws/trigger?t=secret", Receiver::OldStyle),
            ("https://webhooks.aws.example.com/trigger", Receiver::Other),
            ("https://evilwebhooks.aws/trigger", Receiver::Other),
            ("not a url", Receiver::Other),
        ] {
            assert_eq!(receiver(&json!({ "url": url })), expected, "{url}");
        }
    }

    #[test]
    fn one_working_webhook_is_enough() {
        let connection = |status: Value| json!({ "id": 7, "url": "https://r.codestar-connections.webhooks.aws/x", "alert_status": status });
        let old = json!({ "id": 8, "url": "https://r.webhooks.aws/trigger?t=x" });
        assert_eq!(judge(&[]), WebhookStatus::Absent);
        assert_eq!(judge(std::slice::from_ref(&old)), WebhookStatus::OldStyleOnly);
        assert_eq!(judge(&[connection(json!("executable"))]), WebhookStatus::Healthy);
        assert_eq!(judge(&[connection(Value::Null), old]), WebhookStatus::Healthy);
        assert_eq!(
            judge(&[connection(json!("disabled")), connection(json!("executable"))]),
            WebhookStatus::Healthy
        );
        assert!(matches!(
            judge(&[connection(json!("disabled"))]),
            WebhookStatus::Failing(FailingWebhook { id: 7, .. })
        ));
    }
}
