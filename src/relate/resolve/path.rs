//! Resolves addresses within the site: `/about/`, `/files/x.pdf`, `figure.png` beside the record, `../other/`.
//!
//! 1. Split off the query and the fragment, and decode percent escapes.
//! 2. Look up a relative address as a file beside the record, else relative to the record's page.
//! 3. Match a record's page, or another page or file of the output.

use super::Resolver;
use super::content::DEAD_LINK;
use crate::diagnose::Diagnostic;
use crate::model::{Reference, percent};
use crate::relate::Target;
use crate::relate::paths::PathOwner;
use crate::relate::suggest::{Candidates, UnresolvedName};

impl Resolver<'_> {
    pub(super) fn resolve_path(&mut self, reference: &Reference, address: &str) -> Target {
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let (path, rest) = address.split_at(end);
        let anchor = rest.split_once('#').map(|(_, anchor)| anchor);
        let path = percent::decode(path);
        let target = self.find_attachment(&path).map(|file| Target::Path(file + rest)).or_else(|| {
            let absolute = normalized(self.context.layout.paths.get(self.id.0 as usize)?, &path)?;
            self.find_output(&absolute, anchor, rest)
        });
        target.unwrap_or_else(|| {
            self.report_dead_link(reference, address, &path);
            Target::Unresolved
        })
    }

    // Translations share the files beside the record, whichever of them owns the files.
    fn find_attachment(&self, path: &str) -> Option<String> {
        let name = normalized("", path).filter(|name| !name.is_empty() && !path.starts_with('/'))?;
        let record = std::iter::once(self.id);
        let others = self.index().variants(self.record.kind(), &self.record.id).iter().copied();
        record
            .chain(others.filter(|&record| self.index().is_shown(record)))
            .map(|record| format!("{}{name}", self.context.layout.paths[record.0 as usize]))
            .find(|file| matches!(self.context.layout.files.get(file), Some(PathOwner::Attachment(_))))
    }

    fn find_output(&self, path: &str, anchor: Option<&str>, rest: &str) -> Option<Target> {
        let files = &self.context.layout.files;
        let folder = if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        let (file, owner) = match files.get(path) {
            Some(owner) => (path.to_owned(), owner),
            None => (folder.clone(), files.get(&format!("{folder}index.html"))?),
        };
        Some(match owner {
            PathOwner::Record(to) | PathOwner::Redirect(to) => Target::Record {
                to: *to,
                anchor: anchor.filter(|anchor| !anchor.is_empty()).map(|anchor| percent::decode(anchor).into_owned()),
            },
            PathOwner::Attachment(_) | PathOwner::Static(_) | PathOwner::Generated(_) => {
                let page = file.strip_suffix("index.html").filter(|page| page.is_empty() || page.ends_with('/'));
                Target::Path(format!("{}{rest}", page.unwrap_or(&file)))
            }
        })
    }

    fn report_dead_link(&mut self, reference: &Reference, address: &str, path: &str) {
        if address.is_empty() {
            let message = "the link has no address";
            self.report(Diagnostic::new(&DEAD_LINK, reference.span, message).label("no target"));
            return;
        }
        let message = format!("there is no page or file `{}`", address.escape_debug());
        let mut diagnostic = Diagnostic::new(&DEAD_LINK, self.span_of(reference, address), message).label("not found");
        if path.strip_suffix(".md").is_some() {
            diagnostic = diagnostic.help("after `@/`, write the path relative to `content/`, as in `@/pages/about.md`");
            self.report(diagnostic);
            return;
        }
        let page = self.context.layout.paths.get(self.id.0 as usize).map_or("", String::as_str);
        let (folder, word) = match split_folder(page, path) {
            Some((folder, rest)) => (Some(folder), rest),
            None => (None, path),
        };
        self.report(UnresolvedName::new(diagnostic, word, Candidates::SitePaths(folder)));
    }
}

/// Splits a relative address into the folder that its `./` and `../` lead to from a page, and the rest. Returns `None`
/// for an address from the root, one that leaves the site, and one without a rest.
fn split_folder<'p>(page: &str, path: &'p str) -> Option<(String, &'p str)> {
    let mut rest = path;
    while let Some(stripped) = rest.strip_prefix("./").or_else(|| rest.strip_prefix("../")) {
        rest = stripped;
    }
    if rest.is_empty() || rest.starts_with('/') {
        return None;
    }
    let steps = &path[..path.len() - rest.len()];
    let folder = if steps.is_empty() { page.to_owned() } else { normalized(page, steps)? };
    Some((folder, rest))
}

/// Joins a page's path and an address, and resolves `.` and `..`. Returns `None` if the result leaves the site.
fn normalized(page: &str, path: &str) -> Option<String> {
    if path.is_empty() || path.starts_with("//") {
        return None;
    }
    let base = if path.starts_with('/') { "" } else { page };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    let is_folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("..") || path == ".";
    let slash = if is_folder && !parts.is_empty() { "/" } else { "" };
    Some(parts.join("/") + slash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::{Kind, ReferenceId};
    use crate::relate::relate;
    use crate::testkit::Sample;

    fn follow(address: &str) -> Result<String, String> {
        let mut sample = Sample::new();
        sample.add(Kind::Initiative, "pax", "Pax Silica").attach("map 1.png").alias("/old/pax").body("## Signed");
        sample.add(Kind::Page, "about", "About").attach("doc.pdf").body(&format!("[x]({address})\n\n## Rights"));
        sample.file("static/files/x.pdf");
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        let relations = relate(&site, &sources, &mut diagnostics);
        let page = relations.index.find(Kind::Page, "about").unwrap();
        match relations.target(page, ReferenceId(0)) {
            _ if diagnostics.has_errors() => Err(diagnostics.iter().next().unwrap().help.clone().unwrap_or_default()),
            Target::Record { to, anchor } => {
                Ok(format!("{} {}", site.record(*to).id, anchor.as_deref().unwrap_or("-")))
            }
            Target::Path(path) => Ok(path.clone()),
            other => Ok(format!("{other:?}")),
        }
    }

    #[test]
    fn follows_addresses_within_the_site() {
        for (address, expected) in [
            ("/initiatives/pax/", "pax -"),
            ("/initiatives/pax", "pax -"),
            ("/initiatives/pax/index.html", "pax -"),
            ("../initiatives/./pax/#signed", "pax signed"),
            ("/old/pax/", "pax -"),
            ("#rights", "Anchor(\"rights\")"),
            (".", "about -"),
            ("/", ""),
            ("/timeline/", "timeline/"),
            ("/timeline/index.html", "timeline/"),
            ("../atom.xml", "atom.xml"),
            ("doc.pdf", "about/doc.pdf"),
            ("./doc.pdf#page=2", "about/doc.pdf#page=2"),
            ("/files/x.pdf?download", "files/x.pdf?download"),
            ("/initiatives/pax/map%201.png", "initiatives/pax/map 1.png"),
        ] {
            assert_eq!(follow(address).as_deref(), Ok(expected), "{address}");
        }
    }

    #[test]
    fn reports_missing_targets() {
        for address in
            ["/x/", "../../etc/passwd", "//example.org/x", "/static/files/x.pdf", "x.png", "%ff", "?q", "/%2e%2e/x"]
        {
            assert!(follow(address).is_err(), "{address}");
        }
        assert!(follow("/initiatives/paxx/").unwrap_err().starts_with("did you mean `/initiatives/pax/`"));
        assert!(follow("../initiatives/pax.md").unwrap_err().contains("@/"));
        assert!(follow("/initiatives/pax/#singed").unwrap_err().contains("`signed`"));
    }

    #[test]
    fn suggests_names_as_written() {
        assert_eq!(follow("dco.pdf").unwrap_err(), "did you mean `/about/doc.pdf`?");
        assert_eq!(follow("../files/y.pdf").unwrap_err(), "did you mean `/files/x.pdf`?");
        assert_eq!(follow("./x.pdf").unwrap_err(), "did you mean `/files/x.pdf`?");
        assert_eq!(follow("harbour.pdf").unwrap_err(), "");
    }

    #[test]
    fn splits_relative_addresses() {
        let split = |path| split_folder("a/b/", path);
        assert_eq!(split("x.png"), Some(("a/b/".to_owned(), "x.png")));
        assert_eq!(split("./../c/x"), Some(("a/".to_owned(), "c/x")));
        assert_eq!(split("../../c/"), Some((String::new(), "c/")));
        for path in ["/x", "../", "..//x", "../../../x"] {
            assert_eq!(split(path), None, "{path}");
        }
    }
}
