//! Attachments: files beside an `index.md`, which are copied with its page.

use crate::load::layout::FileLayout;
use crate::model::Attachment;
use std::sync::Arc;

/// Returns the files in a record's folder, with image dimensions from their headers.
pub(super) fn in_folder(folder: &str, layout: &FileLayout) -> Vec<Attachment> {
    let files = layout.attachments.get(folder).map(Vec::as_slice).unwrap_or_default();
    let attachment = |(source, bytes): &(Arc<str>, crate::model::Bytes)| Attachment {
        name: Arc::from(source.strip_prefix(folder).unwrap_or(source)),
        source: Arc::clone(source),
        bytes: Arc::clone(bytes),
        size: image_size(bytes),
    };
    files.iter().map(attachment).collect()
}

fn image_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}
