//! Connections: taken, bounded, and closed in peace.

use crate::desk::Desk;
use crate::{DeskError, Settings, api};
use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

/// How long to wait before the next connection where the system has none to give.
const BREATH: Duration = Duration::from_millis(50);

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    settings: Settings,
    /// Tells answers without an end that it is time to end.
    stop: watch::Sender<bool>,
}

impl Server {
    /// Opens the ledger and listens. Whoever connects from now on is answered once [`Server::run`] runs.
    ///
    /// # Errors
    /// Where the ledger cannot be opened, the address is taken, or others could ask without a token.
    pub async fn bind(settings: Settings) -> Result<Self, DeskError> {
        settings.check()?;
        let at = settings.listen;
        let failed = |cause| DeskError::Listen { address: at, cause };
        let listener = TcpListener::bind(at).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (stop, stopped) = watch::channel(false);
        // Opening waits for the disk, or for a server.
        let opening = tokio::task::spawn_blocking(move || {
            Desk::open(&settings, address, stopped).map(|desk| (Arc::new(desk), settings))
        });
        let (desk, settings) = match opening.await {
            Ok(opened) => opened?,
            Err(broken) => std::panic::resume_unwind(broken.into_panic()),
        };
        Ok(Self { listener, address, router: api::router(desk), settings, stop })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` is there, then ends open answers.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let limits = self.settings.limits;
        let places = Arc::new(Semaphore::new(limits.connections));
        let open = GracefulShutdown::new();
        let service = TowerToHyperService::new(self.router);
        let mut stop = std::pin::pin!(stop);
        loop {
            let taken = async {
                // Beyond the limit, connections wait in the system's queue.
                let place = Arc::clone(&places).acquire_owned().await;
                (self.listener.accept().await, place)
            };
            let taken = tokio::select! {
                () = &mut stop => break,
                taken = taken => taken,
            };
            let (Ok((stream, _)), Ok(place)) = taken else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.head)
                .max_buf_size(64 << 10)
                .serve_connection(TokioIo::new(stream), service.clone());
            let connection = open.watch(connection);
            tokio::spawn(async move {
                // A client that breaks off is no failure of ours.
                let _ = connection.await;
                drop(place);
            });
        }
        drop(self.listener);
        self.stop.send_replace(true);
        let _ = tokio::time::timeout(limits.farewell, open.shutdown()).await;
    }
}

/// Serves until the user or the system says stop (Ctrl-C, SIGTERM); `ready` is told where, once it listens.
///
/// # Errors
/// As [`Server::bind`].
pub fn serve(settings: Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), DeskError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let farewell = settings.limits.farewell;
    let served = runtime.block_on(async {
        let stop = signals()?;
        let server = Server::bind(settings).await?;
        ready(server.address());
        server.run(stop).await;
        Ok(())
    });
    // A text that is being read when nobody waits for it any more is not waited for.
    runtime.shutdown_timeout(farewell);
    served
}

/// Waits for Ctrl-C and SIGTERM, from now on.
#[cfg(unix)]
fn signals() -> Result<impl Future<Output = ()>, DeskError> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
fn signals() -> Result<impl Future<Output = ()>, DeskError> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
