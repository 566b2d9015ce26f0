//! What the builder shows and the server serves: the present [`Preview`], replaced as a whole, and the session's secret.

use super::preview::Preview;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

/// Between the builder and the server.
pub(super) struct PreviewHandle {
    preview: watch::Sender<Arc<Preview>>,
    /// Lets pages of this session ask and act; new at each start.
    pub(super) token: String,
    /// The briefing's folder.
    pub(super) root: PathBuf,
    /// The editor's command, as the environment has it.
    pub(super) editor: Option<String>,
}

impl PreviewHandle {
    /// A stage on which nothing is shown yet.
    pub(super) fn new(root: PathBuf, editor: Option<String>) -> Result<PreviewHandle, getrandom::Error> {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret)?;
        let token = format!("{:032x}", u128::from_le_bytes(secret));
        Ok(PreviewHandle { preview: watch::Sender::new(Arc::default()), token, root, editor })
    }

    /// Shows a preview to all who look, at once.
    pub(super) fn replace(&self, preview: Preview) {
        self.preview.send_replace(Arc::new(preview));
    }

    /// What is shown now.
    pub(super) fn current(&self) -> Arc<Preview> {
        self.preview.borrow().clone()
    }

    /// Tells of every preview from now on, the present one first.
    pub(super) fn subscribe(&self) -> watch::Receiver<Arc<Preview>> {
        self.preview.subscribe()
    }

    /// What is shown, as soon as the first attempt to build is over.
    pub(super) async fn wait_until_built(&self) -> Arc<Preview> {
        let mut receiver = self.subscribe();
        match receiver.wait_for(|preview| preview.generation > 0).await {
            Ok(preview) => preview.clone(),
            // The sender is part of this stage.
            Err(_) => self.current(),
        }
    }
}
