//! Enforces the rules of ARCHITECTURE.md: layers, no cycles, side effects only at the edges, sizes, names, words.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test panics at the first failure")]

mod source;
mod words;

use source::{Paths, module_of, prefixes, sources};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Allowed imports of each layer, besides itself. `main` imports only `cli`.
const FLOORS: &[(&str, &[&str])] = &[
    ("span", &[]),
    ("diagnose", &["span"]),
    ("model", &["span"]),
    ("text", &["span", "diagnose", "model"]),
    ("load", &["span", "diagnose", "model", "text"]),
    ("names", &["model"]),
    ("import", &["span", "diagnose", "model", "text", "names"]),
    ("relate", &["span", "diagnose", "model", "names"]),
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
        for path in &source.used_paths {
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
        for path in &source.used_paths {
            let Some(target) = absolute(path, &module) else { continue };
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
        for path in source.used_paths.iter().filter(|path| outside(path)) {
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

#[test]
fn functions_are_below_size_limit() {
    let mut violations = Vec::new();
    for source in sources().iter().filter(|source| !source.for_tests) {
        let long = source.functions.iter().filter(|(_, lines)| *lines > MAX_FUNCTION_LINES);
        violations.extend(long.map(|(name, lines)| format!("{}: {name}: {lines} lines", source.path)));
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
