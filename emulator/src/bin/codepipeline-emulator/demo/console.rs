//! Acts as the user in the emulator's web console, and sends the events of GitLab, over HTTP as in a browser.

use std::fmt;

use reqwest::{Client, Response, Url, header::CONTENT_TYPE};
use serde_json::{Value, json};
use url::form_urlencoded;

/// A client of the emulator's pages.
pub(crate) struct Console {
    endpoint: String,
    http: Client,
}

impl Console {
    /// Returns a client of the emulator at `endpoint`.
    ///
    /// # Errors
    /// If the HTTP client cannot be built.
    pub(crate) fn new(endpoint: &str) -> Result<Self, String> {
        // The client needs a TLS provider even for plain HTTP. An error means that one is installed already.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        // No certificates: all requests stay on this machine.
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

    /// Returns the URL of the first page.
    pub(crate) fn url(&self) -> String {
        format!("{}/console/", self.endpoint)
    }

    /// Follows the link that Terraform printed and authorizes the connection. Returns the URL of its page.
    ///
    /// # Errors
    /// Returns the page without the expected link or button.
    pub(crate) async fn authorize(&self, link: &str) -> Result<String, String> {
        // The emulator's console has the paths of AWS's.
        let (_, path) = link
            .split_once("/codesuite/")
            .ok_or_else(|| format!("Not a link to the console: {link}"))?;
        let connection = self.open(&format!("/codesuite/{path}")).await?;
        let question = self.open(connection.link("Update pending connection")?).await?;
        let mut connection = self.press(&question, "Authorize").await?;
        if connection.text.contains(">AVAILABLE<") {
            // Without the message.
            connection.url.set_query(None);
            return Ok(connection.url.to_string());
        }
        Err(format!("The connection is not AVAILABLE.\n{connection}"))
    }

    /// Delivers a push event of GitLab. Returns a line for each execution that it started.
    ///
    /// # Errors
    /// Returns the response of the emulator.
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

    /// Returns what still exists of the demo: names in the lists of the console, and webhooks.
    ///
    /// # Errors
    /// Returns the response of the emulator.
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

    /// Presses the button of a form that posts to the URL of its page.
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

/// A page: its URL and its HTML.
struct Page {
    url: Url,
    text: String,
}

impl Page {
    /// Reads a response; an error status is an error.
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

    /// Returns the first element with this name and text.
    fn element(&self, name: &str, text: &str) -> Result<Element<'_>, String> {
        let found = elements(&self.text, name).find(|element| element.text == text);
        found.ok_or_else(|| format!("The page has no \"{text}\".\n{self}"))
    }

    /// Returns the target of the link with this text.
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

/// Returns all elements with this name. Elements with the same name must not nest.
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
