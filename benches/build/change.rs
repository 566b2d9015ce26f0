//! What writers change between builds.

use std::fs;
use std::path::Path;

/// A change.
#[derive(Clone, Copy)]
pub(crate) enum Change {
    Nothing,
    Text,
    Name,
    Template,
}

impl Change {
    pub(crate) const ALL: [Change; 4] = [Change::Nothing, Change::Text, Change::Name, Change::Template];

    pub(crate) fn words(self) -> &'static str {
        match self {
            Change::Nothing => "nothing changed",
            Change::Text => "one text",
            Change::Name => "one name",
            Change::Template => "base template",
        }
    }

    /// Makes the change, in another way at each run.
    pub(crate) fn make(self, folder: &Path, run: usize) {
        match self {
            Change::Nothing => {}
            Change::Text => edit(&folder.join("content/topics/topic-3.md"), |text| {
                let end = text.rfind("\n\nEdited").unwrap_or(text.len());
                format!("{}\n\nEdited for the {run}th time.\n", text[..end].trim_end())
            }),
            Change::Name => edit(&folder.join("content/initiatives/initiative-3.md"), |text| {
                let (before, rest) = text.split_once("title = \"").expect("a title");
                let (_, after) = rest.split_once('"').expect("a title ends");
                format!("{before}title = \"Renamed Charter {run}\"{after}")
            }),
            Change::Template => {
                let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/base.html");
                let text = fs::read_to_string(built_in).expect("the built-in template");
                fs::create_dir_all(folder.join("templates")).expect("the folder is made");
                let text = text.replace("</head>", &format!("<meta name=\"run\" content=\"{run}\">\n</head>"));
                fs::write(folder.join("templates/base.html"), text).expect("the template is written");
            }
        }
    }
}

fn edit(file: &Path, change: impl FnOnce(&str) -> String) {
    let text = fs::read_to_string(file).expect("read");
    fs::write(file, change(&text)).expect("written");
}
