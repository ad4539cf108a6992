//! Proxies, from the provider's settings, otherwise from the environment.

use std::fmt;

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_types::base64;
use http::Uri;
use percent_encoding::percent_decode_str;

use super::{
    environment,
    error::{Error, Kind},
};

/// Hosts that are never reached through a proxy: this machine and its metadata services.
const LOCAL: &str = "localhost,127.0.0.0/8,::1,169.254.169.254,169.254.170.2,169.254.170.23,fd00:ec2::254,fd00:ec2::23";

/// The proxies of requests, by their scheme.
pub struct Proxies {
    http: Option<Uri>,
    https: Option<Uri>,
    excluded: String,
}

impl Proxies {
    /// Returns the configured proxies, otherwise those of the environment. `excluded` are the hosts to reach without a
    /// proxy, separated by commas.
    ///
    /// # Errors
    /// Returns [`Kind::Settings`] if a proxy is not a URL.
    pub fn of(http: Option<&str>, https: Option<&str>, excluded: Option<&str>) -> Result<Self, Error> {
        let (http, https) = (configured("http_proxy", http), configured("https_proxy", https));
        let every_scheme = || variable(&["ALL_PROXY", "all_proxy"]);
        let excluded = excluded.map(str::to_owned);
        let excluded = excluded.or_else(|| environment::first(&["NO_PROXY", "no_proxy"]));
        Ok(Self {
            // As in hashicorp/aws, a configured HTTP proxy serves HTTPS too if there is no other.
            https: https
                .or_else(|| variable(&["HTTPS_PROXY", "https_proxy"]))
                .or_else(|| http.clone())
                .or_else(every_scheme)
                .map(url)
                .transpose()?,
            http: http
                .or_else(|| variable(&["HTTP_PROXY", "http_proxy"]))
                .or_else(every_scheme)
                .map(url)
                .transpose()?,
            excluded: excluded.map_or_else(|| LOCAL.to_owned(), |hosts| format!("{hosts},{LOCAL}")),
        })
    }

    /// Returns the URL of the proxy of plain HTTP requests.
    pub fn http_url(&self) -> Option<String> {
        self.http.as_ref().map(ToString::to_string)
    }

    /// Returns the URL of the proxy of HTTPS requests.
    pub fn https_url(&self) -> Option<String> {
        self.https.as_ref().map(ToString::to_string)
    }

    /// Returns the hosts that are reached without a proxy, separated by commas: those of the configuration or the
    /// environment, this machine, and its metadata services.
    pub fn excluded(&self) -> &str {
        &self.excluded
    }

    /// Returns the passwords in the URLs, in the form of the URL and in that of the request.
    pub(super) fn secrets(&self) -> Vec<String> {
        let urls = [&self.http, &self.https].into_iter().flatten();
        let user_information = urls.filter_map(|url| Some(url.authority()?.as_str().rsplit_once('@')?.0));
        let secrets = user_information.flat_map(|user| {
            let (_, password) = user.split_once(':').unwrap_or_default();
            let decoded = percent_decode_str(user).collect::<Vec<u8>>();
            [password.to_owned(), base64::encode(decoded)]
        });
        secrets.collect()
    }

    /// Returns the proxy of plain HTTP requests.
    pub(super) fn http(&self) -> Result<ProxyConfig, Error> {
        self.config(self.http.as_ref(), ProxyConfig::http)
    }

    /// Returns the proxy of HTTPS requests.
    pub(super) fn https(&self) -> Result<ProxyConfig, Error> {
        self.config(self.https.as_ref(), ProxyConfig::https)
    }

    fn config<E: fmt::Display>(
        &self,
        url: Option<&Uri>,
        through: fn(Uri) -> Result<ProxyConfig, E>,
    ) -> Result<ProxyConfig, Error> {
        let config = match url {
            Some(url) => through(url.clone()).map_err(|error| Error::new(Kind::Settings, error.to_string()))?,
            None => ProxyConfig::disabled(),
        };
        Ok(config.no_proxy(&self.excluded))
    }
}

/// Prints no URL, because it may contain a password.
impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxies").finish_non_exhaustive()
    }
}

/// A proxy, and the argument or variable that names it.
type Named = (&'static str, String);

fn configured(argument: &'static str, value: Option<&str>) -> Option<Named> {
    value.map(|value| (argument, value.to_owned()))
}

/// Returns the first of several variables that is set and not empty.
fn variable(names: &[&'static str]) -> Option<Named> {
    let value = |name: &&'static str| Some((*name, environment::var(name)?));
    names.iter().find_map(value)
}

/// Never quotes the URL, because it may contain a password. So the error is at no argument: Terraform would print its line.
fn url((source, value): Named) -> Result<Uri, Error> {
    let value = if value.contains("://") {
        value
    } else {
        format!("http://{value}")
    };
    let url = value.parse::<Uri>().ok().filter(|url| url.host().is_some());
    url.ok_or_else(|| {
        let text = format!("{source} is not the URL of a proxy, such as http://proxy:3128");
        Error::new(Kind::Settings, text)
    })
}
