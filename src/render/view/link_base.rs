//! Links relative to a page or to the site's root.

use crate::model::href;

/// Base of links.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LinkBase<'p> {
    /// Path of a page: links are relative to it.
    Relative(&'p str),
    /// Base path or base URL of the site: links start with it and are the same on every page.
    Absolute(&'p str),
}

impl LinkBase<'_> {
    /// Returns the link to a path from the site's root, percent-encoded.
    pub(crate) fn href(self, to: &str) -> String {
        self.href_to(to, None)
    }

    /// Returns the link to a fragment of the page at a path.
    pub(super) fn href_to(self, to: &str, anchor: Option<&str>) -> String {
        match self {
            LinkBase::Relative(page) => href::href(page, to, anchor),
            LinkBase::Absolute(prefix) => {
                let from_root = href::href("", to, anchor);
                format!("{prefix}{}", from_root.strip_prefix("./").unwrap_or(&from_root))
            }
        }
    }

    /// Returns the path of the page, or the site's root for absolute links.
    pub(super) fn page_path(&self) -> &str {
        match self {
            LinkBase::Relative(page) => page,
            LinkBase::Absolute(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_from_a_page() {
        let base = LinkBase::Relative("a/b/");
        assert_eq!((base.href(""), base.href("a/中/")), ("../../".to_owned(), "../%E4%B8%AD/".to_owned()));
        assert_eq!(base.href_to("c/", Some("p7")), "../../c/#p7");
    }

    #[test]
    fn links_from_any_page() {
        let base = LinkBase::Absolute("/x/");
        assert_eq!((base.href(""), base.href("a/")), ("/x/".to_owned(), "/x/a/".to_owned()));
    }
}
