//! What writers change between builds.

use std::fs;
use std::path::Path;

/// A change.
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

    /// How many builds there are to one first build: the system slows some of the short ones while it takes back the memory
    /// of what went before.
    pub(crate) fn rounds(self) -> usize {
        if matches!(self, Edit::Template) { 1 } else { 3 }
    }

    /// Makes the change, in another way at each run.
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
                let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/base.html");
                let text = fs::read_to_string(built_in).expect("the built-in template");
                fs::create_dir_all(folder.join("templates")).expect("the folder is made");
                let text = text.replace("</head>", &format!("<meta name=\"run\" content=\"{run}\">\n</head>"));
                fs::write(folder.join("templates/base.html"), text).expect("the template is written");
            }
        }
    }
}

/// The initiative that is changed.
const INITIATIVE: &str = "content/initiatives/initiative-3.md";

/// A text in which a key has another value.
fn with_value(text: &str, key: &str, value: &str) -> String {
    let (before, rest) = text.split_once(&format!("{key} = \"")).expect("the key is there");
    let (_, after) = rest.split_once('"').expect("its value ends");
    format!("{before}{key} = \"{value}\"{after}")
}

fn edit(file: &Path, change: impl FnOnce(&str) -> String) {
    let text = fs::read_to_string(file).expect("read");
    fs::write(file, change(&text)).expect("written");
}
