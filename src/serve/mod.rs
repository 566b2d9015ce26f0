//! Shows the briefing in a browser while it is being written, and keeps up with the writer.
//!
//! 1. `session` reads and compiles the briefing; `watch` says when to do it again, and what was touched; `builder` does
//!    it. `files` reads what was touched at once, and looks at everything a moment later.
//! 2. `preview` is what comes of it: the last site without errors and the latest findings; `changes` says what differs.
//! 3. `stage` holds the present preview, which is replaced as a whole: no request ever sees half of one.
//! 4. `http` serves it to the writer's browser, and to nobody else; `inject` puts the script into pages, `client/` has it.
//! 5. `findings` tells the browser what was found; `editor` opens files from there.
//!
//! One thread builds, others serve. Nothing is written to the disk, and nothing is read from it for a request.

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

/// So many ports are tried, from the one that was asked for.
const MAX_PORT_OFFSET: u16 = 100;

/// So long after a build that looked only at what was touched, everything is looked at, so that nothing is missed.
const FULL_SCAN_DELAY: Duration = Duration::from_millis(500);

/// How to serve.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// The briefing's folder.
    pub root: PathBuf,
    /// How it is compiled.
    pub compile: CompileOptions,
    /// The address to listen on.
    pub interface: IpAddr,
    /// The port; any free one for 0.
    pub port: u16,
    /// Whether the next free port is taken when this one is in use.
    pub next_port: bool,
    /// Names under which the server answers, besides its own.
    pub allowed_hosts: Vec<String>,
    /// Other folders and files whose changes count.
    pub extra_watch: Vec<PathBuf>,
    /// How long files must be at rest before a build.
    pub debounce: Duration,
    /// Look at all files now and then instead of being told of changes.
    pub poll: bool,
    /// Whether browsers follow the record that is saved.
    pub navigate: bool,
    /// The command of the writer's editor.
    pub editor: Option<String>,
}

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port cannot be listened on.
    #[error("failed to listen on {address}")]
    Listen {
        /// The address and port.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
    /// Threads or random numbers could not be had.
    #[error("failed to start the server")]
    Start(#[source] io::Error),
    /// The briefing cannot be read.
    #[error(transparent)]
    Read(#[from] WalkError),
}

/// What the terminal is told.
pub enum ServeEvent<'a> {
    /// The first site is there, at this address.
    Serving(&'a str),
    /// A site was built.
    Built {
        /// The files that changed; none the first time.
        changed: &'a [String],
        /// How many pages are new or differ.
        pages: usize,
        /// How long it took.
        elapsed: Duration,
        /// The compilation.
        compiled: &'a Compiled,
    },
    /// There are mistakes; the last site without is shown on.
    Failed {
        /// The compilation.
        compiled: &'a Compiled,
        /// The files that changed; none the first time.
        changed: &'a [String],
    },
    /// The briefing cannot be read at present.
    Unreadable(&'a str),
    /// Files are looked at now and then only, for this reason.
    Polling(&'a str),
}

/// A server that has its port.
pub struct Server {
    options: ServeOptions,
    address: SocketAddr,
    handle: Arc<PreviewHandle>,
    /// Ends with the server, and the connections with it.
    _runtime: Runtime,
}

impl Server {
    /// Takes a port and begins to answer: requests wait for the first build.
    pub fn start(options: ServeOptions) -> Result<Server, ServeError> {
        let runtime = Runtime::new().map_err(ServeError::Start)?;
        let listener = runtime.block_on(bind(&options))?;
        let address = listener.local_addr().map_err(ServeError::Start)?;
        let root = options.root.canonicalize().unwrap_or_else(|_| options.root.clone());
        let stage = PreviewHandle::new(root, options.editor.clone())
            .map_err(|error| ServeError::Start(io::Error::other(error.to_string())))?;
        let stage = Arc::new(stage);
        let hosts = AllowedHosts::new(options.interface, &options.allowed_hosts);
        runtime.spawn(http::listen(listener, http::router(stage.clone(), hosts)));
        Ok(Server { options, address, handle: stage, _runtime: runtime })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Builds, and builds again whenever files change. Comes back only when the briefing cannot be read at first.
    pub fn run(self, mut tell: impl FnMut(ServeEvent<'_>)) -> Result<(), ServeError> {
        let (mut watch, trouble) = FileWatcher::new(self.watch_options());
        let mut builder = Builder {
            session: PreviewSession::new(self.handle.root.clone(), self.options.compile.clone()),
            navigate: self.options.navigate,
            handle: &self.handle,
        };
        builder.build_initial(&mut tell)?;
        if let Some(WatchUnavailable(reason)) = trouble {
            tell(ServeEvent::Polling(&reason));
        }
        tell(ServeEvent::Serving(&self.url()));
        loop {
            if let Some(output) = builder.output_dir() {
                watch.ignore(&output);
            }
            let at_most = (!builder.session.is_fully_scanned()).then_some(FULL_SCAN_DELAY);
            let touched = watch.wait(|path| builder.session.has_read(path), at_most);
            let touched = touched.unwrap_or_else(|WatchUnavailable(reason)| {
                tell(ServeEvent::Polling(&reason));
                ChangedPaths::Everything
            });
            builder.rebuild(&touched, &mut tell);
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

    /// The address of the front page, for a browser on this machine.
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
    let last = if options.next_port { options.port.saturating_add(MAX_PORT_OFFSET) } else { options.port };
    let mut port = options.port;
    loop {
        let address = SocketAddr::new(options.interface, port);
        match TcpListener::bind(address).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
            Err(source) => return Err(ServeError::Listen { address, source }),
        }
    }
}
