//! Images.

use super::Writer;
use crate::model::{Inline, InlineKind, ReferenceId};
use crate::model::{href::href, percent};
use crate::relate::Target;

impl Writer<'_> {
    /// Writes an image that is loaded lazily, or its alternative text if the file does not exist.
    pub(super) fn image(&mut self, to: ReferenceId, title: Option<&str>, alt: &str) {
        let mut size = None;
        let source = match self.context.body.target(to) {
            Target::Path(path) => {
                size = self.size(path);
                href(self.context.page, path, None)
            }
            Target::External(address) => percent::encode_url(address).into_owned(),
            _ => return self.text(alt),
        };
        self.raw("<img");
        self.attribute("src", &source);
        self.attribute("alt", alt);
        self.title(title.unwrap_or(""));
        if let Some((width, height)) = size {
            self.attribute("width", &width.to_string());
            self.attribute("height", &height.to_string());
        }
        self.raw(" loading=\"lazy\" decoding=\"async\">");
    }

    /// Writes the image of a figure; its title is omitted because the caption contains it.
    pub(super) fn image_without_title(&mut self, image: &Inline) {
        if let InlineKind::Image { to, alt, .. } = &image.kind {
            self.image(*to, None, alt);
        }
    }

    /// Returns width and height in pixels of one of the record's own files, by its path from the site's root.
    fn size(&self, path: &str) -> Option<(u32, u32)> {
        let name = path.strip_prefix(self.context.body.path())?;
        self.context.body.files().iter().find(|file| &*file.name == name)?.size
    }
}
