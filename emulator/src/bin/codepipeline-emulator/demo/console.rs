//! What a person does in the emulator's web console, and GitLab at its door: over HTTP, as they would.

use std::fmt;

use reqwest::{Client, Response, Url, header::CONTENT_TYPE};
use serde_json::{Value, json};
use url::form_urlencoded;

/// The emulator as its visitors see it.
pub(crate) struct Console {
    endpoint: String,
    http: Client,
}

impl Console {
    /// The console of the emulator at `endpoint`.
    ///
    /// # Errors
    /// Why there can be no HTTP client.
    pub(crate) fn of(endpoint: &str) -> Result<Self, String> {
        // The client wants to know its TLS even for plain HTTP; whoever installed one before is as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        // No certificates: the visitor never leaves this machine.
        let http = Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            endpoint: endpoint.to_owned(),
            http,
        })
    }

    /// Address of the first page.
    pub(crate) fn url(&self) -> String {
        format!("{}/console/", self.endpoint)
    }

    /// Follows a link that Terraform printed, on this console, and authorises AWS; answers where that was.
    ///
    /// # Errors
    /// The page on which it did not go on.
    pub(crate) async fn authorize(&self, link: &str) -> Result<String, String> {
        // The emulator's console has the paths of AWS's.
        let (_, path) = link
            .split_once("/codesuite/")
            .ok_or_else(|| format!("No link to the console: {link}"))?;
        let connection = self.open(&format!("/codesuite/{path}")).await?;
        let question = self.open(connection.link("Update pending connection")?).await?;
        let connection = self.press(&question, "Authorize").await?;
        if connection.text.contains(">AVAILABLE<") {
            return Ok(connection.url.to_string());
        }
        Err(format!("The connection is not AVAILABLE.\n{connection}"))
    }

    /// Delivers GitLab's event of a push; answers each execution that it started.
    ///
    /// # Errors
    /// What the emulator answers.
    pub(crate) async fn push(&self, repository: &str, branch: &str) -> Result<Vec<String>, String> {
        let event = json!({ "repository": repository, "type": "push", "branch": branch, "files": ["README.md"] });
        let request = self
            .http
            .post(format!("{}/_emulator/events", self.endpoint))
            .json(&event);
        let answer = Page::read(request.send().await).await?.text;
        let answer: Value = serde_json::from_str(&answer).map_err(|error| error.to_string())?;
        let executions = answer["executions"].as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(executions.iter().map(started).collect())
    }

    /// What is still there of the demonstration: names in the lists of the console, and webhooks.
    ///
    /// # Errors
    /// What the emulator answers.
    pub(crate) async fn leftovers(&self) -> Result<Vec<String>, String> {
        let mut left = Vec::new();
        for (list, name) in [("/console/", "gitlab"), ("/console/pipelines", "payments")] {
            if self.open(list).await?.link(name).is_ok() {
                left.push(name.to_owned());
            }
        }
        let webhooks = self.open("/_emulator/webhooks").await?.text;
        if webhooks != "[]" {
            left.push(format!("webhooks {webhooks}"));
        }
        Ok(left)
    }

    async fn open(&self, path: &str) -> Result<Page, String> {
        Page::read(self.http.get(format!("{}{path}", self.endpoint)).send().await).await
    }

    /// Presses the button of a form that answers to the page's own address.
    async fn press(&self, page: &Page, label: &str) -> Result<Page, String> {
        let button = page.element("button", label)?;
        let field = button.attribute("name").zip(button.attribute("value"));
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(field)
            .finish();
        let request = self
            .http
            .post(page.url.clone())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        Page::read(request.body(body).send().await).await
    }
}

fn started(execution: &Value) -> String {
    let word = |name: &str| execution[name].as_str().unwrap_or_default();
    format!(
        "{} started: execution {} ({})",
        word("pipeline"),
        word("id"),
        word("trigger")
    )
}

/// What a person sees: where, and the HTML.
struct Page {
    url: Url,
    text: String,
}

impl Page {
    /// Takes an answer; an error status is an error.
    async fn read(answer: reqwest::Result<Response>) -> Result<Self, String> {
        let answer = answer.map_err(|error| error.to_string())?;
        let (url, status) = (answer.url().clone(), answer.status());
        let text = answer.text().await.map_err(|error| error.to_string())?;
        if status.is_success() {
            Ok(Self { url, text })
        } else {
            Err(format!("{url}: {status}\n{text}"))
        }
    }

    /// The first element of that name with that text.
    fn element(&self, name: &str, text: &str) -> Result<Element<'_>, String> {
        let found = elements(&self.text, name).find(|element| element.text == text);
        found.ok_or_else(|| format!("There is no \"{text}\" to click on.\n{self}"))
    }

    /// Where the link with that text leads.
    fn link(&self, text: &str) -> Result<&str, String> {
        Ok(self.element("a", text)?.attribute("href").unwrap_or_default())
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.url, self.text)
    }
}

/// One element of a page: its attributes as written, and everything inside it.
struct Element<'a> {
    attributes: &'a str,
    text: &'a str,
}

impl<'a> Element<'a> {
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let (_, rest) = self.attributes.split_once(&format!("{name}=\""))?;
        Some(rest.split_once('"')?.0)
    }
}

/// All elements of that name; enough for pages of our own making, in which those that count do not nest.
fn elements<'a>(page: &'a str, name: &str) -> impl Iterator<Item = Element<'a>> {
    let (start, end) = (format!("<{name} "), format!("</{name}>"));
    let mut rest = page;
    std::iter::from_fn(move || {
        let (attributes, after) = rest.split_once(&start)?.1.split_once('>')?;
        let (text, after) = after.split_once(&end)?;
        rest = after;
        Some(Element { attributes, text })
    })
}
