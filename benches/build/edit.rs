//! Edits between builds, as authors make them.

use std::fs;
use std::path::Path;

/// Edit to a generated site.
#[derive(Clone, Copy)]
pub(crate) enum Edit {
    Nothing,
    Text,
    Date,
    Name,
    Record,
    Template,
}

impl Edit {
    pub(crate) const ALL: [Edit; 6] = [Edit::Nothing, Edit::Text, Edit::Date, Edit::Name, Edit::Record, Edit::Template];

    pub(crate) fn label(self) -> &'static str {
        match self {
            Edit::Nothing => "nothing changed",
            Edit::Text => "one text",
            Edit::Date => "one date",
            Edit::Name => "one name",
            Edit::Record => "one record more",
            Edit::Template => "base template",
        }
    }

    /// Returns the number of builds per first build: reclaiming the memory of earlier processes slows some short builds.
    pub(crate) fn rounds(self) -> usize {
        if matches!(self, Edit::Template) { 1 } else { 3 }
    }

    /// Applies the edit, with different content in each run.
    pub(crate) fn apply(self, folder: &Path, run: usize) {
        match self {
            Edit::Nothing => {}
            Edit::Text => edit(&folder.join("content/topics/topic-3.md"), |text| {
                let end = text.rfind("\n\nEdited").unwrap_or(text.len());
                format!("{}\n\nEdited for the {run}th time.\n", text[..end].trim_end())
            }),
            Edit::Date => {
                edit(&folder.join(INITIATIVE), |text| with_value(text, "\ndate", &format!("{}-03", 2001 + run)));
            }
            Edit::Name => {
                edit(&folder.join(INITIATIVE), |text| with_value(text, "\ntitle", &format!("Renamed Charter {run}")));
            }
            Edit::Record => {
                let text = format!("+++\ntitle = \"Another topic {run}\"\ndescription = \"It is new.\"\n+++\nWords.\n");
                fs::write(folder.join(format!("content/topics/another-{run}.md")), text).expect("written");
            }
            Edit::Template => {
                let base_template = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/base.html");
                let text = fs::read_to_string(base_template).expect("the built-in template");
                fs::create_dir_all(folder.join("templates")).expect("the folder is made");
                let text = text.replace("</head>", &format!("<meta name=\"run\" content=\"{run}\">\n</head>"));
                fs::write(folder.join("templates/base.html"), text).expect("the template is written");
            }
        }
    }
}

/// Path of the edited initiative.
const INITIATIVE: &str = "content/initiatives/initiative-3.md";

/// Returns the front matter with another value for a key. Panics if the key is missing.
fn with_value(text: &str, key: &str, value: &str) -> String {
    let (prefix, rest) = text.split_once(&format!("{key} = \"")).expect("the key is there");
    let (_, suffix) = rest.split_once('"').expect("its value ends");
    format!("{prefix}{key} = \"{value}\"{suffix}")
}

fn edit(file: &Path, change: impl FnOnce(&str) -> String) {
    let text = fs::read_to_string(file).expect("read");
    fs::write(file, change(&text)).expect("written");
}
