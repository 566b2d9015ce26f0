//! Shared handle to the current [`Preview`], which is replaced atomically, and the session's secret.

use super::preview::Preview;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

/// Shared between the builder and the request handlers.
pub(super) struct PreviewHandle {
    preview: watch::Sender<Arc<Preview>>,
    /// Session token that authorizes pages to send requests; random for each start.
    pub(super) token: String,
    /// Root folder of the workspace.
    pub(super) root: PathBuf,
    /// Editor command from the environment.
    pub(super) editor: Option<String>,
}

impl PreviewHandle {
    /// Creates a handle with an empty preview.
    pub(super) fn new(root: PathBuf, editor: Option<String>) -> Result<PreviewHandle, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        let token = format!("{:032x}", u128::from_le_bytes(bytes));
        Ok(PreviewHandle { preview: watch::Sender::new(Arc::default()), token, root, editor })
    }

    /// Replaces the preview and notifies all subscribers.
    pub(super) fn replace(&self, preview: Preview) {
        self.preview.send_replace(Arc::new(preview));
    }

    /// Returns the current preview.
    pub(super) fn current(&self) -> Arc<Preview> {
        self.preview.borrow().clone()
    }

    /// Returns a receiver of previews, starting with the current one.
    pub(super) fn subscribe(&self) -> watch::Receiver<Arc<Preview>> {
        self.preview.subscribe()
    }

    /// Returns the current preview, once the first build attempt is finished.
    pub(super) async fn wait_until_built(&self) -> Arc<Preview> {
        let mut receiver = self.subscribe();
        match receiver.wait_for(|preview| preview.generation > 0).await {
            Ok(preview) => preview.clone(),
            // Unreachable: `self` owns the sender.
            Err(_) => self.current(),
        }
    }
}
