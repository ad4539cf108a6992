//! A server whose answers harm a careless client.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// Pause between the parts of an answer that drips.
const PAUSE: Duration = Duration::from_millis(20);

/// What follows the beginning of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Rest {
    /// The server closes the connection.
    End,
    /// The same bytes again and again, as fast as the client reads.
    Flood(Vec<u8>),
    /// The same byte again and again, with pauses.
    Drip(u8),
    /// The connection stays open.
    Silence,
}

/// A running server; it ends with the runtime.
pub(crate) struct HostileServer {
    pub(crate) url: String,
    requests: Arc<AtomicUsize>,
}

impl HostileServer {
    /// Starts a server that begins each answer with what `beginning` returns for the number of the request.
    pub(crate) async fn start(beginning: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static, rest: Rest) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let (count, beginning) = (Arc::clone(&requests), Arc::new(beginning));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let beginning = beginning(count.fetch_add(1, Ordering::Relaxed));
                let rest = rest.clone();
                // A client that gives up is what the tests are about.
                tokio::spawn(async move { drop(answer(stream, &beginning, &rest).await) });
            }
        });
        Self { url, requests }
    }

    /// The number of connections so far.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

async fn answer(stream: TcpStream, beginning: &[u8], rest: &Rest) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    read_request(&mut stream).await?;
    stream.write_all(beginning).await?;
    loop {
        match rest {
            Rest::End => return stream.shutdown().await,
            Rest::Flood(bytes) => stream.write_all(bytes).await?,
            Rest::Drip(byte) => {
                stream.write_u8(*byte).await?;
                tokio::time::sleep(PAUSE).await;
            }
            Rest::Silence => std::future::pending().await,
        }
    }
}

/// Reads one request to its end: otherwise, closing the connection would discard the answer.
async fn read_request(stream: &mut BufReader<TcpStream>) -> std::io::Result<()> {
    let (mut line, mut length) = (String::new(), 0);
    while stream.read_line(&mut line).await? > 2 {
        let header = line.to_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a client sends a number");
        }
        line.clear();
    }
    stream.read_exact(&mut vec![0; length]).await.map(drop)
}
