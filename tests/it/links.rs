//! Checks the links of built sites with an HTML parser: every referenced page, anchor, image, style sheet, script and
//! font exists, at the root of a host and under a sub-path, and no resource is loaded from another host.

use briefing::compile::{CompileOptions, Compiled, compile};
use briefing::load::{LoadOptions, walk};
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A parsed page: its link targets and its links.
struct Page {
    anchors: BTreeSet<String>,
    links: Vec<Link>,
}

/// A link, and whether browsers load it without user action.
struct Link {
    href: String,
    is_resource: bool,
}

fn build(root: &str, base_url: &str) -> Compiled {
    let inputs = walk::read_root(Path::new(root), "briefing.toml").unwrap();
    let load = LoadOptions { base_url: Some(base_url.to_owned()), ..LoadOptions::default() };
    let compiled = compile(&inputs, &CompileOptions { load, ..CompileOptions::default() });
    assert!(!compiled.diagnostics.has_errors(), "{root} has errors: {:?}", compiled.diagnostics.iter().next());
    compiled
}

fn parse(html: &str) -> Page {
    let document = Html::parse_document(html);
    let select = |css: &str| Selector::parse(css).unwrap();
    let anchors = document.select(&select("[id]")).map(|element| element.attr("id").unwrap().to_owned()).collect();
    let mut links = Vec::new();
    let resources = [
        ("img", "src"),
        ("script", "src"),
        ("source", "src"),
        ("link[rel=stylesheet]", "href"),
        ("link[rel=preload]", "href"),
        ("link[rel=icon]", "href"),
        ("use", "href"),
    ];
    for (css, attribute) in resources {
        for element in document.select(&select(css)) {
            if let Some(href) = element.attr(attribute) {
                links.push(Link { href: href.to_owned(), is_resource: true });
            }
        }
    }
    for element in document.select(&select("a[href], area[href], link[rel=alternate][href]")) {
        links.push(Link { href: element.attr("href").unwrap().to_owned(), is_resource: false });
    }
    Page { anchors, links }
}

/// Resolves a link to an output path and a fragment; `None` for external links.
fn resolve(page: &str, href: &str, base_url: &str, base_path: &str) -> Option<(String, String)> {
    let (href, fragment) = href.split_once('#').unwrap_or((href, ""));
    let href = href.split('?').next().unwrap_or("");
    let absolute_path = match href {
        absolute if absolute.starts_with(base_url) => format!("/{}", &absolute[base_url.len()..]),
        external if external.contains("://") || external.starts_with("mailto:") => return None,
        rooted if rooted.starts_with('/') => {
            let rest = rooted.strip_prefix(base_path);
            format!("/{}", rest.unwrap_or_else(|| panic!("{page}: {rooted} leaves {base_path}")))
        }
        "" => format!("/{page}"),
        relative => format!("/{}", Path::new(page).parent().unwrap().join(relative).to_str().unwrap()),
    };
    let mut segments: Vec<String> = Vec::new();
    for segment in absolute_path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => assert!(segments.pop().is_some(), "{page}: {href} leaves the site"),
            _ => segments.push(percent_decode(segment)),
        }
    }
    let mut path = segments.join("/");
    if path.is_empty() || path.ends_with('/') || absolute_path.ends_with("/.") || absolute_path.ends_with("..") {
        path = format!("{}index.html", if path.is_empty() || path.ends_with('/') { path } else { path + "/" });
    }
    Some((path, percent_decode(fragment)))
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = (*first == b'%').then(|| tail.get(..2)).flatten();
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap()
}

fn check(compiled: &Compiled) {
    let config = &compiled.site.config;
    let pages: BTreeMap<&str, Page> = compiled
        .tree
        .in_memory()
        .filter(|(path, _)| has_extension(path, "html"))
        .map(|(path, bytes)| (path, parse(std::str::from_utf8(bytes).unwrap())))
        .collect();
    let mut broken = Vec::new();
    let mut checked = 0;
    for (path, page) in &pages {
        for link in &page.links {
            checked += 1;
            let Some((target, fragment)) = resolve(path, &link.href, &config.base_url, config.base_path()) else {
                let allowed = ["https://", "http://", "mailto:"].iter().any(|scheme| link.href.starts_with(scheme));
                if link.is_resource || !allowed {
                    broken.push(format!("{path}: {} comes from elsewhere", link.href));
                }
                continue;
            };
            if !compiled.tree.contains(&target) {
                broken.push(format!("{path}: {} leads to {target}, which is not there", link.href));
            } else if !fragment.is_empty()
                && pages.get(target.as_str()).is_some_and(|to| !to.anchors.contains(&fragment))
            {
                broken.push(format!("{path}: {} leads to #{fragment}, which {target} does not have", link.href));
            }
        }
    }
    check_style_sheets(compiled, &mut broken);
    assert!(checked > pages.len(), "pages have links");
    assert!(broken.is_empty(), "{} dead links:\n{}", broken.len(), broken[..broken.len().min(40)].join("\n"));
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|actual| actual == extension)
}

fn check_style_sheets(compiled: &Compiled, broken: &mut Vec<String>) {
    let sheets = compiled.tree.in_memory().filter(|(path, _)| has_extension(path, "css"));
    for (path, bytes) in sheets {
        let css = std::str::from_utf8(bytes).unwrap();
        for rest in css.split("url(").skip(1) {
            let href = rest.split(')').next().unwrap().trim_matches(['"', '\'']);
            if !href.starts_with("data:") && !compiled.tree.contains(href) {
                broken.push(format!("{path}: url({href}) is not there"));
            }
        }
    }
}

#[test]
fn repository_site_has_no_dead_links() {
    check(&build(".", "https://example.org/"));
}

#[test]
fn repository_site_has_no_dead_links_under_sub_path() {
    check(&build(".", "https://example.org/briefings/ai/"));
}

#[test]
fn starter_has_no_dead_links() {
    check(&build("src/cli/starter", "https://example.org/a/b/c/"));
}
