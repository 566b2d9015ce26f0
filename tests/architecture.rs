//! Enforces the rules of ARCHITECTURE.md: layers, no cycles, side effects only at the edges, sizes, names.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test panics at the first failure")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Allowed imports of each layer, besides itself. `main` imports only `cli`.
const FLOORS: &[(&str, &[&str])] = &[
    ("span", &[]),
    ("diagnose", &["span"]),
    ("model", &["span"]),
    ("text", &["span", "diagnose", "model"]),
    ("load", &["span", "diagnose", "model", "text"]),
    ("import", &["span", "diagnose", "model", "text"]),
    ("relate", &["span", "diagnose", "model"]),
    ("cite", &["span", "diagnose", "model", "relate"]),
    ("render", &["span", "diagnose", "model", "relate", "cite"]),
    ("export", &["span", "diagnose", "model", "relate", "cite", "render"]),
    ("output", &["span", "diagnose", "model"]),
    ("links", &["span", "diagnose", "model"]),
    ("compile", &["span", "diagnose", "model", "load", "relate", "cite", "render", "export", "links"]),
    ("incremental", &["span", "diagnose", "model", "load", "relate", "cite", "render", "export", "output", "compile"]),
    ("serve", &["span", "diagnose", "model", "load", "relate", "export", "output", "compile", "incremental"]),
    (
        "cli",
        &[
            "span",
            "diagnose",
            "model",
            "text",
            "load",
            "import",
            "relate",
            "cite",
            "render",
            "export",
            "output",
            "links",
            "compile",
            "incremental",
            "serve",
        ],
    ),
];

/// Modules that may use the file system, the clock, the environment and the network.
const OUTSIDE: &[&str] = &[
    "src/model/file_stat",
    "src/load/walk",
    "src/incremental/chunked_file",
    "src/incremental/cache_dir",
    "src/output",
    "src/links/http",
    "src/links/cache",
    "src/links/scheduler",
    "src/serve",
    "src/cli",
];

const MAX_FILE_LINES: usize = 400;
const MAX_FUNCTION_LINES: usize = 60;
const BANNED_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc"];

struct Source {
    path: String,
    text: String,
    parsed: syn::File,
    /// True if the file is compiled for tests only.
    for_tests: bool,
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    collect(Path::new("src"), &mut paths);
    paths.sort();
    assert!(paths.len() > 20, "the test runs in the crate's root");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Source { path: path.to_str().unwrap().replace('\\', "/"), text, parsed, for_tests: false }
    };
    let mut sources: Vec<Source> = paths.into_iter().map(read).collect();
    let for_tests: BTreeSet<String> = sources.iter().flat_map(modules_for_tests).collect();
    for source in &mut sources {
        source.for_tests = prefixes(&module_of(&source.path)).iter().any(|module| for_tests.contains(module));
    }
    sources
}

/// Returns the modules that a file declares as `#[cfg(test)] mod name;`.
fn modules_for_tests(source: &Source) -> Vec<String> {
    let modules = source.parsed.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() && is_for_tests(&module.attrs) => Some(&module.ident),
        _ => None,
    });
    modules.map(|name| [module_of(&source.path), vec![name.to_string()]].concat().join("::")).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Collects all paths in a file outside of tests: `crate::model::Site` as `[crate, model, Site]`.
#[derive(Default)]
struct Paths {
    paths: Vec<Vec<String>>,
}

impl Paths {
    fn of(file: &syn::File) -> Vec<Vec<String>> {
        let mut visitor = Paths::default();
        visitor.visit_file(file);
        visitor.paths
    }

    fn of_use(&mut self, tree: &syn::UseTree, prefix: &[String]) {
        let join = |ident: &syn::Ident| [prefix, &[ident.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.of_use(&path.tree, &join(&path.ident)),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.of_use(item, prefix)),
            syn::UseTree::Name(name) => self.paths.push(join(&name.ident)),
            syn::UseTree::Rename(rename) => self.paths.push(join(&rename.ident)),
            syn::UseTree::Glob(_) => self.paths.push(prefix.to_vec()),
        }
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string().contains("test"))
    })
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_for_tests(&item.attrs) {
            self.of_use(&item.tree, &[]);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.paths.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }
}

fn layer_of(path: &str) -> &str {
    let relative = path.strip_prefix("src/").unwrap();
    relative.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn imports_follow_the_layers() {
    let layers: BTreeMap<&str, &[&str]> = FLOORS.iter().copied().collect();
    let mut violations = Vec::new();
    for source in sources().iter().filter(|source| !source.for_tests) {
        let layer = layer_of(&source.path);
        if matches!(layer, "lib" | "main") {
            continue;
        }
        let allowed = layers.get(layer).unwrap_or_else(|| panic!("{layer} is no floor of ARCHITECTURE.md"));
        for path in Paths::of(&source.parsed) {
            let [first, module, ..] = path.as_slice() else { continue };
            if first == "crate"
                && module != layer
                && layers.contains_key(module.as_str())
                && !allowed.contains(&module.as_str())
            {
                violations.push(format!("{}: {}", source.path, path.join("::")));
            }
        }
    }
    assert!(violations.is_empty(), "imports across floors:\n{}", violations.join("\n"));
}

#[test]
fn main_imports_only_the_command_line() {
    let main = fs::read_to_string("src/main.rs").unwrap();
    let uses: Vec<Vec<String>> = Paths::of(&syn::parse_file(&main).unwrap());
    let ours: Vec<_> = uses.iter().filter(|path| path[0] == "briefing").collect();
    assert_eq!(ours, [&["briefing", "cli", "run"]]);
}

#[test]
fn modules_have_no_cycles() {
    let mut dependencies: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let all = sources();
    for source in all.iter().filter(|source| !source.for_tests) {
        let module = module_of(&source.path);
        for path in Paths::of(&source.parsed) {
            let Some(target) = absolute(&path, &module) else { continue };
            if let Some((from, to)) = siblings(&module, &target) {
                dependencies.entry(from).or_default().insert(to);
            }
        }
    }
    let modules: BTreeSet<String> = all.iter().flat_map(|source| prefixes(&module_of(&source.path))).collect();
    for targets in dependencies.values_mut() {
        targets.retain(|target| modules.contains(target));
    }
    let cycles: Vec<String> = dependencies.keys().filter_map(|start| cycle(start, &dependencies)).collect();
    assert!(cycles.is_empty(), "modules that need each other:\n{}", cycles.join("\n"));
}

fn module_of(path: &str) -> Vec<String> {
    let relative = path.strip_prefix("src/").unwrap().trim_end_matches(".rs");
    let relative = relative.strip_suffix("/mod").unwrap_or(relative);
    relative.split('/').map(str::to_owned).collect()
}

fn prefixes(module: &[String]) -> Vec<String> {
    (1..=module.len()).map(|length| module[..length].join("::")).collect()
}

fn absolute(path: &[String], module: &[String]) -> Option<Vec<String>> {
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([module, &path[1..]].concat()),
        "super" => {
            let levels = path.iter().take_while(|segment| *segment == "super").count();
            let base = module.get(..module.len().checked_sub(levels)?)?;
            Some([base, &path[levels..]].concat())
        }
        _ => None,
    }
}

/// Returns the children of the nearest common ancestor on the way to each module, or `None` if one contains the other.
fn siblings(from: &[String], to: &[String]) -> Option<(String, String)> {
    let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let prefix_of = |module: &[String]| module.get(..=shared).map(|part| part.join("::"));
    Some((prefix_of(from)?, prefix_of(to)?))
}

fn cycle(start: &str, dependencies: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    let mut visited = BTreeSet::new();
    let mut queue = vec![vec![start.to_owned()]];
    while let Some(path) = queue.pop() {
        for next in dependencies.get(path.last()?).into_iter().flatten() {
            if next == start {
                return Some(format!("{} -> {start}", path.join(" -> ")));
            }
            if visited.insert(next.clone()) {
                queue.push([path.clone(), vec![next.clone()]].concat());
            }
        }
    }
    None
}

#[test]
fn side_effects_only_at_the_edges() {
    let outside = |path: &[String]| {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        matches!(
            path.as_slice(),
            ["std", "fs" | "env" | "net" | "process", ..]
                | ["std", "time", "SystemTime" | "Instant", ..]
                | ["SystemTime" | "Instant", "now"]
                | ["fs" | "env" | "walkdir" | "ureq", _, ..]
        )
    };
    let mut violations = Vec::new();
    for source in sources().iter().filter(|source| !source.for_tests && source.path != "src/main.rs") {
        if OUTSIDE.iter().any(|allowed| source.path.starts_with(allowed)) {
            continue;
        }
        for path in Paths::of(&source.parsed).iter().filter(|path| outside(path)) {
            violations.push(format!("{}: {}", source.path, path.join("::")));
        }
    }
    assert!(violations.is_empty(), "only {OUTSIDE:?} may touch the outside:\n{}", violations.join("\n"));
}

#[test]
fn files_are_below_size_limit() {
    let mut violations = Vec::new();
    for source in sources().iter().filter(|source| !source.for_tests) {
        let tests = source.text.lines().position(|line| line == "mod tests {");
        let lines = tests.unwrap_or_else(|| source.text.lines().count());
        if lines > MAX_FILE_LINES {
            violations.push(format!("{}: {lines} lines without its tests", source.path));
        }
    }
    assert!(violations.is_empty(), "at most {MAX_FILE_LINES} lines:\n{}", violations.join("\n"));
}

#[derive(Default)]
struct LongFunctions {
    violations: Vec<String>,
}

impl LongFunctions {
    fn check(&mut self, name: &syn::Ident, attributes: &[syn::Attribute], block: &syn::Block) {
        let lines = block.span().end().line - block.span().start().line;
        let is_excused = attributes.iter().any(|attribute| {
            attribute.path().is_ident("expect")
                && attribute.meta.require_list().is_ok_and(|list| {
                    let tokens = list.tokens.to_string();
                    tokens.contains("too_many_lines") && tokens.contains("reason")
                })
        });
        if lines > MAX_FUNCTION_LINES && !is_excused {
            self.violations.push(format!("{name}: {lines} lines"));
        }
    }
}

impl<'ast> Visit<'ast> for LongFunctions {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.check(&function.sig.ident, &function.attrs, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.check(&function.sig.ident, &function.attrs, &function.block);
        visit::visit_impl_item_fn(self, function);
    }
}

#[test]
fn functions_are_below_size_limit() {
    let mut violations = Vec::new();
    for source in sources().iter().filter(|source| !source.for_tests) {
        let mut visitor = LongFunctions::default();
        visitor.visit_file(&source.parsed);
        violations.extend(visitor.violations.iter().map(|violation| format!("{}: {violation}", source.path)));
    }
    assert!(violations.is_empty(), "at most {MAX_FUNCTION_LINES} lines:\n{}", violations.join("\n"));
}

#[test]
fn module_names_are_specific() {
    let violations: Vec<String> = sources()
        .iter()
        .flat_map(|source| module_of(&source.path).into_iter().map(|name| (source.path.clone(), name)))
        .filter(|(_, name)| BANNED_NAMES.contains(&name.as_str()))
        .map(|(path, _)| path)
        .collect();
    assert!(violations.is_empty(), "name them after what they are:\n{}", violations.join("\n"));
}

#[test]
fn crate_doc_lists_modules_in_order() {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    let modules: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let order: Vec<&str> = FLOORS.iter().map(|(name, _)| *name).filter(|name| modules.contains(name)).collect();
    let listed: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("//! - [`")?.split('`').next()).collect();
    assert_eq!(listed, order, "the crate's doc lists the stages in the order of the pipeline");
}
