//! Links within the site: relative, so that the site works from any folder and from a disk.

use super::percent;
use std::borrow::Cow;

/// Returns the relative link from the page at `from` to the path `to` (both relative to the site's root, pages ending
/// in `/`): `relative("a/b/", "c/")` is `../../c/`, `relative("", "")` is `./`. A fragment of `to` is kept. Not
/// percent-encoded; see [`href`].
pub fn relative(from: &str, to: &str) -> String {
    let (to, fragment) = to.split_at(to.find('#').unwrap_or(to.len()));
    let mut link = String::new();
    push_relative(&mut link, from, to, fragment.len(), |path| path.into());
    link + fragment
}

/// Returns the percent-encoded link from a page to a path within the site; only the fragment if both are the same page.
pub fn href(page: &str, path: &str, anchor: Option<&str>) -> String {
    let fragment = anchor.map(percent::encode_fragment);
    let mut link = String::new();
    if fragment.is_none() || path != page {
        let capacity = fragment.as_ref().map_or(0, |fragment| fragment.len() + 1);
        push_relative(&mut link, page, path, capacity, percent::encode_path);
    }
    if let Some(fragment) = fragment {
        link.push('#');
        link.push_str(&fragment);
    }
    link
}

/// Appends the relative link to a path without fragment and reserves `capacity` bytes for what follows. Only the part
/// of the path that is in the link is encoded; folder boundaries are those before encoding.
fn push_relative(link: &mut String, from: &str, to: &str, capacity: usize, encode: fn(&str) -> Cow<'_, str>) {
    let folder = |path: &str| path.bytes().rposition(|byte| byte == b'/').map_or(0, |slash| slash + 1);
    let (from, to) = (&from[..folder(from)], to.trim_start_matches('/'));
    let shared = shared_folders(from, &to[..folder(to)]);
    let rest = encode(&to[shared..]);
    let steps = from.bytes().skip(shared).filter(|byte| *byte == b'/').count();
    link.reserve("../".len() * steps.max(1) + rest.len() + capacity);
    (0..steps).for_each(|_| link.push_str("../"));
    // A first segment with a colon would be parsed as a scheme.
    let looks_absolute = || rest.split('/').next().is_some_and(|part| part.contains(':'));
    if steps == 0 && (rest.is_empty() || looks_absolute()) {
        link.push_str("./");
    }
    link.push_str(&rest);
}

/// Returns the length of the common folder prefix of two paths.
fn shared_folders(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    a.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computes_relative_paths() {
        for (from, to, link) in [
            ("", "", "./"),
            ("", "a/", "a/"),
            ("a/b/", "", "../../"),
            ("a/b/", "c/", "../../c/"),
            ("a/b/", "a/c/", "../c/"),
            ("a/b/", "a/b/", "./"),
            ("a/b/", "a/b/c.png", "c.png"),
            ("a/b/", "a/b", "../b"),
            ("a/b/", "a/", "../"),
            ("a/", "ab/", "../ab/"),
            ("404.html", "a/", "a/"),
            ("", "x:y/", "./x:y/"),
            ("a/", "/b/", "../b/"),
            ("a/", "b/#c/d", "../b/#c/d"),
            ("a/", "a/#c", "./#c"),
        ] {
            assert_eq!(relative(from, to), link, "{from} -> {to}");
        }
    }

    #[test]
    fn encodes_file_names() {
        assert_eq!(href("a/", "b/50%?.png", None), "../b/50%25%3F.png");
        assert_eq!(href("a/", "b/", Some("p 7")), "../b/#p%207");
        assert_eq!(href("a/", "a/", Some("p7")), "#p7");
        assert_eq!(href("a/", "a/", None), "./");
    }

    proptest::proptest! {
        #[test]
        fn matches_encoding_of_whole_paths(from in "([ab/é:%. 中]){0,8}", to in "([ab/é:%. 中]){0,8}") {
            let encoded = relative(&percent::encode_path(&from), &percent::encode_path(&to));
            proptest::prop_assert_eq!(href(&from, &to, None), encoded);
        }
    }
}
