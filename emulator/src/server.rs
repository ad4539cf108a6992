//! The server: one listener, one router and a graceful shutdown.

use std::{io, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    response::{Redirect, Response},
    routing::get,
};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{oneshot, watch},
    task::{JoinHandle, JoinSet},
};

use crate::{cloud::Cloud, console, control, endpoint, options::Options, wire::Cut};

/// Time for running calls to finish once the emulator stops.
const GRACE: Duration = Duration::from_secs(1);

/// An emulator that runs beside its owner; it stops when this is dropped.
pub struct Server {
    url: String,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts an emulator on `listener`, inside a Tokio runtime.
    ///
    /// # Errors
    /// If the state file cannot be read, or the listener has no address.
    pub fn start(listener: TcpListener, options: Options) -> io::Result<Self> {
        let url = format!("http://{}", listener.local_addr()?);
        let (stop, stopped) = oneshot::channel();
        let run = serve(listener, options, async {
            // An error means that the owner was dropped, which also stops the emulator.
            let _ = stopped.await;
        })?;
        let task = tokio::spawn(run);
        Ok(Self {
            url,
            stop: Some(stop),
            task,
        })
    }

    /// Address of the emulator, without a slash at its end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops the emulator and waits until it has.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        // A panic in the task was printed when it happened.
        let _ = (&mut self.task).await;
    }
}

/// An emulator on `listener` that runs, once it is polled, until `shutdown` is ready.
///
/// # Errors
/// If the state file cannot be read.
pub fn serve(
    listener: TcpListener,
    options: Options,
    shutdown: impl Future<Output = ()>,
) -> io::Result<impl Future<Output = ()>> {
    let cloud = Arc::new(Cloud::new(options)?);
    Ok(run(listener, cloud, shutdown))
}

fn router(cloud: Arc<Cloud>) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::to("/console/") }).post(endpoint::call))
        .merge(control::router())
        .merge(console::router())
        .with_state(cloud)
}

async fn run(listener: TcpListener, cloud: Arc<Cloud>, shutdown: impl Future<Output = ()>) {
    let router = router(Arc::clone(&cloud));
    let mut shutdown = pin!(shutdown);
    let (stop, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(converse(stream, router.clone(), stopped.clone()))),
                // Too many open files, most likely: some will be closed soon.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop((listener, stop));
    // Connections of calls that are still paused or delayed are closed.
    let _ = tokio::time::timeout(GRACE, async { while connections.join_next().await.is_some() {} }).await;
    cloud.end();
}

/// Handles the requests of one TCP connection.
async fn converse(stream: TcpStream, router: Router, mut stopped: watch::Receiver<()>) {
    // Responses are small, and waiting to fill a packet would delay each by 40 ms.
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(|request| answer(&router, request));
    let mut connection = pin!(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    // An error means that the client has disconnected or that the emulator has closed the connection.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopped.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// An error makes hyper close the connection without a single byte of a response.
async fn answer(router: &TowerToHyperService<Router>, request: http::Request<Incoming>) -> Result<Response, io::Error> {
    let Ok(response) = router.call(request.map(Body::new)).await;
    match response.extensions().get::<Cut>() {
        Some(Cut) => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
        None => Ok(response),
    }
}
