//! Preview server: builds in memory, serves the site to a browser, and rebuilds when files change.
//!
//! 1. `session` reads and compiles the workspace; `watch` reports changed paths; `builder` runs the builds. `workspace`
//!    rereads the changed paths at once, and scans all files a moment later.
//! 2. `preview` is the result: the last site without errors and the latest diagnostics; `changes` compares builds.
//! 3. `preview_handle` holds the current preview and swaps it atomically: no request sees parts of two builds.
//! 4. `http` serves it, by default to this machine only; `inject` adds the script to pages, `client/` contains it.
//! 5. `diagnostics_json` serializes diagnostics for the browser, `article_text` the text of an article; `editor` opens
//!    files from there.
//!
//! One thread builds, others serve. Nothing is written to disk, and requests do not read from it.

mod article_text;
mod builder;
mod changes;
mod diagnostics_json;
mod editor;
mod http;
mod inject;
mod preview;
mod preview_handle;
mod session;
mod watch;
mod workspace;

use crate::compile::{CompileOptions, Compiled};
use crate::load::CONFIG_FILE;
use crate::load::walk::WalkError;
use builder::Builder;
use http::AllowedHosts;
use preview_handle::PreviewHandle;
use session::PreviewSession;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use watch::{ChangedPaths, FileWatcher, WatchOptions, WatchUnavailable};

/// Number of ports to try after the requested one.
const MAX_PORT_OFFSET: u16 = 100;

/// Delay of the full scan after a build that read the reported paths only; it finds changes that were not reported.
const FULL_SCAN_DELAY: Duration = Duration::from_millis(500);

/// Options of the preview server.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Root folder of the workspace.
    pub root: PathBuf,
    /// Compile options.
    pub compile: CompileOptions,
    /// Address to listen on.
    pub interface: IpAddr,
    /// Port; 0 selects any free one.
    pub port: u16,
    /// Tries the next ports if this one is in use.
    pub next_port: bool,
    /// Additional host names under which the server may be addressed.
    pub allowed_hosts: Vec<String>,
    /// Additional folders and files to watch.
    pub extra_watch: Vec<PathBuf>,
    /// Quiet period before a build.
    pub debounce: Duration,
    /// Polls for changes instead of using file system events.
    pub poll: bool,
    /// Sends browsers to the page of a saved record.
    pub navigate: bool,
    /// Editor command.
    pub editor: Option<String>,
}

/// Error that prevents the preview.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port cannot be bound.
    #[error("failed to listen on {address}")]
    Listen {
        /// Address and port.
        address: SocketAddr,
        /// Error of the operating system.
        source: io::Error,
    },
    /// Threads or random numbers are not available.
    #[error("failed to start the server")]
    Start(#[source] io::Error),
    /// The workspace cannot be read.
    #[error(transparent)]
    Read(#[from] WalkError),
}

/// Event for the terminal.
pub enum ServeEvent<'a> {
    /// The first build is done; the site is served at this URL.
    Serving(&'a str),
    /// A build without errors.
    Built {
        /// Changed files; empty for the first build.
        changed: &'a [String],
        /// Number of pages that are new or differ.
        pages: usize,
        /// Duration of the build.
        elapsed: Duration,
        /// The compilation.
        compiled: &'a Compiled,
    },
    /// A build with errors; the last good site stays visible.
    Failed {
        /// The compilation.
        compiled: &'a Compiled,
        /// Changed files; empty for the first build.
        changed: &'a [String],
    },
    /// The workspace cannot be read at the moment; with the error.
    Unreadable(&'a str),
    /// Fell back to polling, for this reason.
    Polling(&'a str),
}

/// Server that listens on its port.
pub struct Server {
    options: ServeOptions,
    address: SocketAddr,
    handle: Arc<PreviewHandle>,
    /// Dropped with the server, which closes all connections.
    _runtime: Runtime,
}

impl Server {
    /// Binds the port and starts to serve: requests wait for the first build.
    pub fn start(options: ServeOptions) -> Result<Server, ServeError> {
        let runtime = Runtime::new().map_err(ServeError::Start)?;
        let listener = runtime.block_on(bind(&options))?;
        let address = listener.local_addr().map_err(ServeError::Start)?;
        let root = options.root.canonicalize().unwrap_or_else(|_| options.root.clone());
        let handle = PreviewHandle::new(root, options.editor.clone())
            .map_err(|error| ServeError::Start(io::Error::other(error.to_string())))?;
        let handle = Arc::new(handle);
        let hosts = AllowedHosts::new(options.interface, &options.allowed_hosts);
        runtime.spawn(http::listen(listener, http::router(handle.clone(), hosts)));
        Ok(Server { options, address, handle, _runtime: runtime })
    }

    /// Returns the address that the server listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Builds, and rebuilds whenever files change. Returns only if the first read fails.
    pub fn run(self, mut on_event: impl FnMut(ServeEvent<'_>)) -> Result<(), ServeError> {
        let (mut watcher, unavailable) = FileWatcher::new(self.watch_options());
        let mut builder = Builder {
            session: PreviewSession::new(self.handle.root.clone(), self.options.compile.clone()),
            navigate: self.options.navigate,
            handle: &self.handle,
        };
        builder.build_initial(&mut on_event)?;
        if let Some(WatchUnavailable(reason)) = unavailable {
            on_event(ServeEvent::Polling(&reason));
        }
        on_event(ServeEvent::Serving(&self.url()));
        loop {
            if let Some(output) = builder.output_dir() {
                watcher.ignore(&output);
            }
            let timeout = (!builder.session.is_fully_scanned()).then_some(FULL_SCAN_DELAY);
            let changed_paths = watcher.wait(|path| builder.session.has_read(path), timeout);
            let changed_paths = changed_paths.unwrap_or_else(|WatchUnavailable(reason)| {
                on_event(ServeEvent::Polling(&reason));
                ChangedPaths::Everything
            });
            builder.rebuild(&changed_paths, &mut on_event);
        }
    }

    fn watch_options(&self) -> WatchOptions {
        let config = &self.options.compile.load.config;
        WatchOptions {
            root: self.handle.root.clone(),
            config: if config.is_empty() { CONFIG_FILE.to_owned() } else { config.clone() },
            extra: self.options.extra_watch.clone(),
            debounce: self.options.debounce,
            poll: self.options.poll,
        }
    }

    /// Returns the URL of the home page, for a browser on this machine.
    fn url(&self) -> String {
        let host = match self.address.ip() {
            ip if ip.is_unspecified() => "localhost".to_owned(),
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        let preview = self.handle.current();
        let base_path = preview.latest.as_ref().map_or("/", |compiled| compiled.site.config.base_path());
        format!("http://{host}:{}{base_path}", self.address.port())
    }
}

async fn bind(options: &ServeOptions) -> Result<TcpListener, ServeError> {
    let last_port = if options.next_port { options.port.saturating_add(MAX_PORT_OFFSET) } else { options.port };
    let mut port = options.port;
    loop {
        let address = SocketAddr::new(options.interface, port);
        match TcpListener::bind(address).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last_port => port += 1,
            Err(source) => return Err(ServeError::Listen { address, source }),
        }
    }
}
