//! Property tests: no input makes the compiler panic, and the output depends on nothing but the input.

use briefing::compile::{CompileOptions, Compiled, compile};
use briefing::load::{Inputs, walk};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const STARTER: &str = "src/cli/starter";

fn starter() -> Inputs {
    walk::read_root(Path::new(STARTER), "briefing.toml").unwrap()
}

fn compiled(inputs: &Inputs) -> Compiled {
    compile(inputs, &CompileOptions { build_time: 1_766_000_000, ..CompileOptions::default() })
}

/// Paths of every kind of input file.
const PATHS: &[&str] = &[
    "briefing.toml",
    "content/_index.md",
    "content/events/_index.md",
    "content/articles/courier-2031/index.md",
    "content/events/plan-adopted.md",
    "content/events/any.md",
    "content/events/any.zz.md",
    "content/initiatives/harbour-bridge-plan.md",
    "content/actors/port-authority.md",
    "content/topics/right-of-way.md",
    "content/pages/about.md",
    "content/pages/about/picture.png",
    "content/unknown/any.md",
    "content/data/any.csv",
    "content/data/any.json",
    "content/data/any.toml",
    "templates/page.html",
    "templates/base.html",
    "themes/default/theme.toml",
    "themes/default/i18n/en.toml",
    "themes/default/styles/tokens.css",
    "static/about/index.html",
];

/// Fragments that are significant to the parsers, in random combinations.
const PIECES: &[&str] = &[
    "+++\n",
    "---\n",
    "\u{feff}",
    "\r\n",
    "\0",
    "title = \"x\"\n",
    "title: x\n",
    "date = \"2025-13-45/..\"\n",
    "names = [",
    "[[claims]]\n",
    "evidence = [{ article = \"courier-2031\", passage = 4 }]\n",
    "= = =\n",
    "\"\"\"",
    "{{ page.title }}",
    "{% if %}",
    "{% extends \"theme/base.html\" %}",
    "[[harbour-bridge-plan]]",
    "[[",
    "]]",
    "[@courier-2031, ¶2; @x]",
    "[@",
    "@courier-2031 says",
    "**中文。**后",
    "![](x.png)",
    "[^1]",
    "[^1]: note\n",
    "| a | b |\n|---|---|\n| 1 |\n",
    "Table: words\n",
    "```chart\n",
    "type = \"bar\"\n---\n",
    "a,b\n1,x\n",
    "```\n",
    "```timeline\n",
    "> [!NOTE]\n> x\n",
    "<script>",
    "javascript:alert(1)",
    "# H {#h .c}\n",
    "- [ ] x\n",
    "&#x1F600;&bogus;",
    "\\",
    "~~",
    "\"q\"",
    "\u{202e}",
    "&a *a\n",
    "<<: *x\n",
    "- - - -\n",
    "{\"a\":[",
    "\n\n",
    " ",
];

fn any_content() -> impl Strategy<Value = Vec<u8>> {
    let pieces = proptest::collection::vec(proptest::sample::select(PIECES), 0..40);
    prop_oneof![
        4 => pieces.prop_map(|pieces| pieces.concat().into_bytes()),
        1 => proptest::collection::vec(any::<u8>(), 0..400),
        1 => any::<String>().prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(crate::cases(100))]

    #[test]
    fn does_not_panic_on_any_file(files in proptest::collection::vec((proptest::sample::select(PATHS), any_content()), 1..4)) {
        let mut inputs = starter();
        for (path, bytes) in files {
            inputs.files.insert(Arc::from(path), bytes.into());
        }
        compiled(&inputs);
    }

    #[test]
    fn does_not_panic_on_mutated_bytes(which in any::<prop::sample::Index>(), edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut inputs = starter();
        let path = which.get(&inputs.files.keys().cloned().collect::<Vec<_>>()).clone();
        let mut bytes = inputs.files[&path].to_vec();
        for (index, byte) in edits {
            let index = index.index(bytes.len().max(1));
            if let Some(old) = bytes.get_mut(index) {
                *old = byte;
            }
        }
        inputs.files.insert(path, bytes.into());
        compiled(&inputs);
    }
}

#[test]
fn output_does_not_depend_on_file_order_or_threads() {
    let reference = compiled(&starter()).tree;
    assert!(reference.len() > 20);
    let paths: Vec<Arc<str>> = starter().files.keys().cloned().collect();
    for stride in [1, 5, 11] {
        // The order of creation is the directory order of many file systems.
        let folder = tempfile::tempdir().unwrap();
        for index in 0..paths.len() {
            let path = &paths[(index * stride + stride) % paths.len()];
            let target = folder.path().join(&**path);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, &starter().files[path]).unwrap();
        }
        for path in &paths {
            let target = folder.path().join(&**path);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, &starter().files[path]).unwrap();
        }
        let inputs = walk::read_root(folder.path(), "briefing.toml").unwrap();
        let threads = rayon::ThreadPoolBuilder::new().num_threads(stride).build().unwrap();
        let tree = threads.install(|| compiled(&inputs)).tree;
        assert!(tree == reference, "with {stride} threads");
    }
}
