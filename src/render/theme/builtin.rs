//! The default theme, embedded in the binary.

use crate::model::Bytes;
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "themes/default/"]
struct Builtin;

/// Name of the built-in theme.
pub(crate) const NAME: &str = "default";

/// Returns the files of the built-in theme, sorted by path within the theme folder.
pub(crate) fn files() -> Vec<(String, Bytes)> {
    let mut paths: Vec<String> = Builtin::iter().map(std::borrow::Cow::into_owned).collect();
    paths.sort_unstable();
    let bytes = |path: String| Builtin::get(&path).map(|file| (path, Bytes::from(file.data.as_ref())));
    paths.into_iter().filter_map(bytes).collect()
}
