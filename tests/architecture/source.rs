//! Parsed source files of the crate, and the paths that they mention.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A file below `src/`, with the facts that the rules are about.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
    /// Paths in code outside of tests, absolute or relative as written.
    pub(crate) used_paths: Vec<Vec<String>>,
    /// Functions outside of tests with their number of lines, without those that are excused by an attribute.
    pub(crate) functions: Vec<(String, usize)>,
    /// Names of structs, enums and traits outside of tests.
    pub(crate) type_names: BTreeSet<String>,
    /// Modules that the file declares as `#[cfg(test)] mod name;`.
    test_modules: Vec<String>,
    /// True if the file is compiled for tests only.
    pub(crate) for_tests: bool,
}

/// Returns the files below `src/`, sorted by path. They are parsed once for all tests.
pub(crate) fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(read_sources);
    &SOURCES
}

fn read_sources() -> Vec<Source> {
    let mut paths = Vec::new();
    collect(Path::new("src"), &mut paths);
    paths.sort();
    assert!(paths.len() > 20, "the test runs in the crate's root");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let path = path.to_str().unwrap().replace('\\', "/");
        let (mut functions, mut type_names) = (Functions::default(), TypeNames::default());
        functions.visit_file(&parsed);
        type_names.visit_file(&parsed);
        Source {
            used_paths: Paths::of(&parsed),
            functions: functions.0,
            type_names: type_names.0,
            test_modules: modules_for_tests(&path, &parsed),
            path,
            text,
            for_tests: false,
        }
    };
    let mut sources: Vec<Source> = paths.into_iter().map(read).collect();
    let for_tests: BTreeSet<String> = sources.iter().flat_map(|source| source.test_modules.clone()).collect();
    for source in &mut sources {
        source.for_tests = prefixes(&module_of(&source.path)).iter().any(|module| for_tests.contains(module));
    }
    sources
}

/// Returns the modules that a file declares as `#[cfg(test)] mod name;`.
fn modules_for_tests(path: &str, parsed: &syn::File) -> Vec<String> {
    let modules = parsed.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() && is_for_tests(&module.attrs) => Some(&module.ident),
        _ => None,
    });
    let parent = if path == "src/lib.rs" { Vec::new() } else { module_of(path) };
    modules.map(|name| [parent.clone(), vec![name.to_string()]].concat().join("::")).collect()
}

/// Collects the Rust files below a folder.
pub(crate) fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
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
pub(crate) struct Paths {
    paths: Vec<Vec<String>>,
}

impl Paths {
    pub(crate) fn of(file: &syn::File) -> Vec<Vec<String>> {
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

pub(crate) fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
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

/// Collects the functions outside of tests with their number of lines.
#[derive(Default)]
struct Functions(Vec<(String, usize)>);

impl Functions {
    fn check(&mut self, name: &syn::Ident, attributes: &[syn::Attribute], block: &syn::Block) {
        let lines = block.span().end().line - block.span().start().line;
        let is_excused = attributes.iter().any(|attribute| {
            attribute.path().is_ident("expect")
                && attribute.meta.require_list().is_ok_and(|list| {
                    let tokens = list.tokens.to_string();
                    tokens.contains("too_many_lines") && tokens.contains("reason")
                })
        });
        if !is_excused {
            self.0.push((name.to_string(), lines));
        }
    }
}

impl<'ast> Visit<'ast> for Functions {
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

/// Collects the names of structs, enums and traits outside of tests.
#[derive(Default)]
struct TypeNames(BTreeSet<String>);

impl<'ast> Visit<'ast> for TypeNames {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.0.insert(item.ident.to_string());
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.0.insert(item.ident.to_string());
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.0.insert(item.ident.to_string());
    }
}

pub(crate) fn module_of(path: &str) -> Vec<String> {
    let relative = path.strip_prefix("src/").unwrap().trim_end_matches(".rs");
    let relative = relative.strip_suffix("/mod").unwrap_or(relative);
    relative.split('/').map(str::to_owned).collect()
}

pub(crate) fn prefixes(module: &[String]) -> Vec<String> {
    (1..=module.len()).map(|length| module[..length].join("::")).collect()
}
