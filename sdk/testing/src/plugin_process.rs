//! The plugin as a process, started and called as by Terraform.

use std::{
    path::Path,
    pin::Pin,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore, pki_types::CertificateDer};
use terraform_plugin_protocol::go_plugin::{Empty, grpc_controller_client::GrpcControllerClient};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, BufReader},
    net::TcpStream,
    process::{Child, ChildStdout, Command},
    task::JoinHandle,
};
use tokio_rustls::TlsConnector;
use tonic::{
    codegen::{Service, http::Uri},
    transport::{Channel, Endpoint},
};

use crate::client_identity::ClientIdentity;

/// Terraform's magic cookie.
pub const COOKIE: (&str, &str) = (
    "TF_PLUGIN_MAGIC_COOKIE",
    "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
);

/// What takes longer has failed.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A plugin about to be started: by default exactly as Terraform does it, in an otherwise empty environment.
pub struct Launch {
    command: Command,
    identity: Option<ClientIdentity>,
    directory: tempfile::TempDir,
}

impl Launch {
    /// A launch of the binary at `plugin`.
    pub fn new(plugin: &str) -> Self {
        Self::of(Command::new(plugin))
    }

    /// Puts a shell between the test and the plugin, so that the plugin can lose its parent.
    pub fn under_a_shell(plugin: &str) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", "\"$1\" & wait", "sh", plugin]);
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let identity = ClientIdentity::generate();
        command
            .env_clear()
            .envs([
                COOKIE,
                ("PLUGIN_PROTOCOL_VERSIONS", "6,5"),
                ("PLUGIN_MIN_PORT", "10000"),
            ])
            .env("PLUGIN_MAX_PORT", "25000")
            .env("PLUGIN_CLIENT_CERT", identity.pem())
            .env("TMPDIR", directory.path());
        Self {
            command,
            identity: Some(identity),
            directory,
        }
    }

    /// As with `TF_DISABLE_PLUGIN_TLS`.
    pub fn without_tls(mut self) -> Self {
        self.command.env_remove("PLUGIN_CLIENT_CERT");
        self.identity = None;
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Where the plugin's socket will be, if it has the choice.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Starts the plugin and reads its handshake line.
    ///
    /// # Panics
    /// If the plugin prints no handshake line.
    pub async fn start(mut self) -> PluginProcess {
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = self.command.spawn().expect("the plugin starts");
        let stderr = Collected::from(child.stderr.take().expect("stderr is piped"));
        let mut stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let mut line = String::new();
        let read = tokio::time::timeout(PATIENCE, stdout.read_line(&mut line)).await;
        read.expect("a handshake line in time").expect("stdout can be read");
        let handshake = Handshake::parse(&line).unwrap_or_else(|| {
            panic!("not a handshake line: {line:?}\n{}", stderr.text());
        });
        PluginProcess {
            child,
            stdout,
            stderr,
            line,
            handshake,
            identity: self.identity,
            directory: self.directory,
        }
    }
}

/// The fields of a handshake line.
#[derive(Clone, Debug)]
pub struct Handshake {
    /// Version of go-plugin's core protocol.
    pub core: String,
    /// Version of the plugin protocol.
    pub protocol: String,
    /// Network of the socket: `unix` or `tcp`.
    pub network: String,
    /// Path or address of the socket.
    pub address: String,
    /// Kind of the protocol: `grpc`.
    pub kind: String,
    /// DER; `None` means plain text.
    pub certificate: Option<CertificateDer<'static>>,
    /// Whether the server multiplexes, as the last part of the line reports it.
    pub multiplexing: Option<String>,
}

impl Handshake {
    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.strip_suffix('\n')?.split('|').map(str::to_owned);
        let mut next = || fields.next();
        let (core, protocol, network, address, kind) = (next()?, next()?, next()?, next()?, next()?);
        let certificate = match next()?.as_str() {
            "" => None,
            text => Some(STANDARD_NO_PAD.decode(text).ok()?.into()),
        };
        Some(Self {
            core,
            protocol,
            network,
            address,
            kind,
            certificate,
            multiplexing: next(),
        })
    }

    /// Returns the handshake of a debugging session, without TLS.
    pub fn plain(network: &str, address: &str) -> Self {
        Self::parse(&format!("1|6|{network}|{address}|grpc|\n")).expect("six fields")
    }

    /// Connects with the given identity, or without one; in TLS 1.3 a rejection may only appear at the first call.
    pub async fn channel(&self, identity: Option<&ClientIdentity>) -> Result<Channel, tonic::transport::Error> {
        let tls = self.certificate.as_ref().map(|server| client_config(server, identity));
        let connector = Connector {
            handshake: self.clone(),
            tls,
        };
        Endpoint::from_static("http://localhost")
            .connect_with_connector(connector)
            .await
    }

    /// A bare connection, before TLS.
    pub async fn dial(&self) -> std::io::Result<Box<dyn Socket>> {
        Ok(match self.network.as_str() {
            #[cfg(unix)]
            "unix" => Box::new(tokio::net::UnixStream::connect(&self.address).await?),
            _ => Box::new(TcpStream::connect(&self.address).await?),
        })
    }
}

/// A plugin that has announced itself; killed when dropped.
pub struct PluginProcess {
    child: Child,
    stdout: BufReader<ChildStdout>,
    stderr: Collected,
    /// The handshake line.
    pub line: String,
    /// What the line reports.
    pub handshake: Handshake,
    identity: Option<ClientIdentity>,
    directory: tempfile::TempDir,
}

impl PluginProcess {
    /// A plugin as Terraform starts it.
    pub async fn start(plugin: &str) -> Self {
        Launch::new(plugin).start().await
    }

    /// A channel as Terraform opens it.
    ///
    /// # Panics
    /// When the plugin refuses it.
    pub async fn channel(&self) -> Channel {
        self.channel_as(self.identity.as_ref())
            .await
            .expect("the plugin accepts the host")
    }

    /// Connects with the given identity, or without one; in TLS 1.3 a rejection may only appear at the first call.
    pub async fn channel_as(&self, identity: Option<&ClientIdentity>) -> Result<Channel, tonic::transport::Error> {
        self.handshake.channel(identity).await
    }

    /// What Terraform announced itself with.
    pub fn identity(&self) -> &ClientIdentity {
        self.identity.as_ref().expect("started with TLS")
    }

    /// Ends the plugin as Terraform does, over the given connection.
    pub async fn shutdown(&mut self, channel: Channel) -> ExitStatus {
        GrpcControllerClient::new(channel)
            .shutdown(Empty {})
            .await
            .expect("an answer");
        self.exit().await
    }

    /// Waits for the end of the process.
    ///
    /// # Panics
    /// When it does not end.
    pub async fn exit(&mut self) -> ExitStatus {
        let exit = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        exit.unwrap_or_else(|_| panic!("the plugin does not end\n{}", self.stderr()))
            .expect("the child is ours")
    }

    /// Returns whether the process still runs.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("the child is ours").is_none()
    }

    /// The id of the process.
    ///
    /// # Panics
    /// When it has ended.
    pub fn id(&self) -> u32 {
        self.child.id().expect("the plugin runs")
    }

    /// Sends a signal, such as `INT`.
    pub async fn signal(&self, name: &str) {
        send_signal(name, self.id()).await;
    }

    /// What came on stdout after the handshake line; waits for its end.
    pub async fn rest_of_stdout(&mut self) -> String {
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).await.expect("text");
        rest
    }

    /// What came on stderr so far.
    pub fn stderr(&self) -> String {
        self.stderr.text()
    }

    /// All that came on stderr; waits for its end.
    pub async fn rest_of_stderr(&mut self) -> String {
        (&mut self.stderr.reader).await.expect("no reader panics");
        self.stderr()
    }

    /// Waits until stderr has `text`.
    pub async fn wait_for_stderr(&self, text: &str) {
        eventually(
            || self.stderr().contains(text),
            || format!("{text:?} on stderr, which has {}", self.stderr()),
        )
        .await;
    }

    /// Waits until no file is left where the socket was.
    pub async fn wait_for_an_empty_directory(&self) {
        let entries = || std::fs::read_dir(self.directory.path()).expect("the directory").count();
        eventually(|| entries() == 0, || "an empty socket directory".to_owned()).await;
    }
}

/// Sends a signal to a process; the standard library can only kill.
pub async fn send_signal(name: &str, process: u32) {
    let sent = Command::new("kill")
        .args([format!("-{name}"), process.to_string()])
        .status()
        .await;
    assert!(sent.expect("kill is installed").success());
}

/// Looks again and again until it is so.
async fn eventually(is_so: impl Fn() -> bool, expected: impl Fn() -> String) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while !is_so() {
        assert!(tokio::time::Instant::now() < deadline, "expected {}", expected());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// An output of the process, read all the time so that a full pipe never blocks it.
struct Collected {
    text: Arc<Mutex<String>>,
    reader: JoinHandle<()>,
}

impl Collected {
    fn from(mut source: impl AsyncRead + Unpin + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let sink = Arc::clone(&text);
        let reader = tokio::spawn(async move {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = source.read(&mut buffer).await {
                sink.lock()
                    .expect("no reader panics")
                    .push_str(&String::from_utf8_lossy(&buffer[..count]));
            }
        });
        Self { text, reader }
    }

    fn text(&self) -> String {
        self.text.lock().expect("no reader panics").clone()
    }
}

/// The host's side of TLS: the announced certificate is the only root, its name is `localhost`.
pub fn client_config(server: &CertificateDer<'static>, identity: Option<&ClientIdentity>) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(server.clone()).expect("a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_root_certificates(roots);
    let mut config = match identity {
        None => config.with_no_client_auth(),
        Some(identity) => {
            // Not `with_client_auth_cert`: it refuses a key that is not the certificate's.
            let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&identity.key).expect("a key");
            let certified = rustls::sign::CertifiedKey::new(vec![identity.certificate.clone()], key);
            config.with_client_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(certified)))
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    Arc::new(config)
}

/// Bytes both ways.
pub trait Socket: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Socket for S {}

/// Opens connections for tonic.
struct Connector {
    handshake: Handshake,
    tls: Option<Arc<ClientConfig>>,
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Box<dyn Socket>>;
    type Error = std::io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let (handshake, tls) = (self.handshake.clone(), self.tls.clone());
        Box::pin(async move {
            let socket = handshake.dial().await?;
            let Some(config) = tls else {
                return Ok(TokioIo::new(socket));
            };
            let name = "localhost".try_into().expect("a name");
            let stream = TlsConnector::from(config).connect(name, socket).await?;
            Ok(TokioIo::new(Box::new(stream) as Box<dyn Socket>))
        })
    }
}
