//! Links from the place of a page.

use crate::model::href;

/// From where links lead.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LinkBase<'p> {
    /// A page's path: links are relative.
    Relative(&'p str),
    /// Links begin with this, whatever page they are on: the base path or the base address.
    Absolute(&'p str),
}

impl LinkBase<'_> {
    /// The link to a path from the site's root, encoded.
    pub(crate) fn href(self, to: &str) -> String {
        self.href_to(to, None)
    }

    /// The link to a part of the page at a path.
    pub(super) fn href_to(self, to: &str, anchor: Option<&str>) -> String {
        match self {
            LinkBase::Relative(page) => href::href(page, to, anchor),
            LinkBase::Absolute(prefix) => {
                let from_root = href::href("", to, anchor);
                format!("{prefix}{}", from_root.strip_prefix("./").unwrap_or(&from_root))
            }
        }
    }

    /// The page's path, for bodies; the site's root for links that do not depend on a page.
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
    fn leads_from_a_page() {
        let place = LinkBase::Relative("a/b/");
        assert_eq!((place.href(""), place.href("a/中/")), ("../../".to_owned(), "../%E4%B8%AD/".to_owned()));
        assert_eq!(place.href_to("c/", Some("p7")), "../../c/#p7");
    }

    #[test]
    fn leads_from_anywhere() {
        let place = LinkBase::Absolute("/x/");
        assert_eq!((place.href(""), place.href("a/")), ("/x/".to_owned(), "/x/a/".to_owned()));
    }
}
