//! A part of the index as a script: `briefingSearch.add(NAME, VERSION, VALUE)`. Scripts, unlike data, can be loaded from a
//! disk.

use crate::model::digest::Digest;
use crate::render::script_json;
use serde::Serialize;
use std::fmt::Write;

/// File of the manifest.
pub(super) const MANIFEST: &str = "index";

/// Number of bytes of a version.
const VERSION_BYTES: usize = 4;

/// Part of the index.
pub(super) struct ScriptFile {
    name: String,
    version: String,
    json: String,
}

impl ScriptFile {
    /// Makes a part from a value.
    pub(super) fn new<T: Serialize + ?Sized>(name: String, value: &T) -> ScriptFile {
        // Values are strings, numbers and lists: they can always be written.
        let json = script_json(value).unwrap_or_default();
        let mut version = String::new();
        for byte in &Digest::of(json.as_bytes()).as_bytes()[..VERSION_BYTES] {
            let _ = write!(version, "{byte:02x}");
        }
        ScriptFile { name, version, json }
    }

    /// Returns the name of its file.
    pub(super) fn name(&self) -> String {
        format!("{}.js", self.name)
    }

    /// Returns its version, by which browsers know a changed file.
    pub(super) fn version(&self) -> String {
        self.version.clone()
    }

    /// Returns the script.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        let ScriptFile { name, version, json } = self;
        format!("briefingSearch.add(\"{name}\",\"{version}\",{json});\n").into_bytes()
    }
}

/// Returns the name of a shard, from the beginning of its first term: `t-co`, `t-u671b`.
pub(super) fn shard_name(prefix: &str, from: &str) -> String {
    let mut name = format!("{prefix}-");
    for c in from.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            name.push(c);
        } else {
            let _ = write!(name, "u{:x}", u32::from(c));
        }
    }
    name
}

/// Checks whether a file is a part of an index, or could be one.
pub(super) fn is_name(file: &str) -> bool {
    let Some(stem) = file.strip_suffix(".js") else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    stem == MANIFEST
        || stem.starts_with("t-")
        || stem.starts_with("e-")
        || stem.strip_prefix(['c', 'x']).is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_ends_scripts_and_lines() {
        let file = ScriptFile::new("c0".into(), &["</script><!--\u{2028}\u{2029}\"\\"]);
        let text = String::from_utf8(file.into_bytes()).unwrap();
        assert!(text.starts_with("briefingSearch.add(\"c0\",\"") && text.ends_with("]);\n"), "{text}");
        assert!(!text.contains(['<', '\u{2028}', '\u{2029}']), "{text}");
    }

    #[test]
    fn names_shards_of_any_script() {
        assert_eq!(shard_name("t", "co"), "t-co");
        assert_eq!(shard_name("t", "望"), "t-u671b");
        assert!(["t-co.js", "e-u671b.js", "c0.js", "x12.js", "index.js"].iter().all(|name| is_name(name)));
        assert!(["index.html", "c.js", "search.js", "t-co.html"].iter().all(|name| !is_name(name)));
    }
}
