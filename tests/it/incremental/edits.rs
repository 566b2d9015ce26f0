//! Random edits of a workspace: by authors, editors, theme developers or version control.

use super::rng::Rng;
use super::workspace::{self, CONFIG, Files};

const SENTENCES: &[&str] = &[
    "The Harbour Board met again.",
    "The Bridge Accord and the Harbour Plan agree [@gull-2031, ¶2].",
    "See [[fares]] and [[last-ferry|the last one]].",
    "Lindhaven was quiet [@tern-2030; @gull-2031, ¶1].",
    "As the Gazette had it, \"the ferry has served its time\" [@gull-2031, ¶1].",
    "It was said that \"the ferry has sunk\" [@gull-2031, ¶1].",
    "Look at [[nowhere]].",
    "@gull-2031 says so.[^n]\n\n[^n]: A note on Fares.",
    "## Another part\n\nWith words of the Plan for the Quays.",
    "```timeline\nturning_points = true\n```",
    "[about](@/pages/about.md) and [its part](@/initiatives/harbour-plan.md#quays)",
];
const IDS: &[&str] = &["harbour-plan", "bridge-accord", "fares", "last-ferry", "lindhaven", "quay", "gull-2031"];
const NAMES: &[&str] = &["Harbour Plan", "Quay", "Fares", "Bridge Accord", "The Gull", "渡轮"];
const WORDS: &[&str] = &["ferry", "quay", "gull", "tide", "渡"];
const DATES: &[&str] = &["2030", "2031-05-01", "2029-07~", "../2031-05", "2030-02-01/2030-03-01", "2031-13"];

type Edit = fn(&mut Files, &mut Rng);

const EDITS: &[Edit] = &[
    write_sentence,
    write_sentence,
    prepend_to_body,
    prepend_to_body,
    replace_word,
    replace_word,
    truncate_body,
    set_title,
    set_description,
    set_key,
    set_key,
    add_record,
    delete_file,
    rename_record,
    translate,
    change_text,
    change_data,
    change_configuration,
    change_template,
    change_template,
    change_theme,
    change_static,
    attach,
    lock_evidence,
    restore_file,
    restore_file,
];

/// Valid body paragraphs.
const PARAGRAPHS: &[&str] = &[
    "It rained, and nobody minded.",
    "See [[fares]] and [[last-ferry|the last one]].",
    "The Bridge Accord came before the Harbour Plan.",
    "So it was said [@gull-2031, ¶2].",
    "Lindhaven was quiet [@tern-2030; @gull-2031, ¶1].",
    "As the Gazette had it, \"the ferry has served its time\" [@gull-2031, ¶1].",
    "Words of \"its own\" making.",
    "@gull-2031 says so.[^n]\n\n[^n]: A note on Fares.",
    "```timeline\nturning_points = true\n```",
    "[about](@/pages/about.md) and [[harbour-plan]], again [[harbour-plan]].",
    "> Quoted at length [@tern-2030].",
    "[fares](../../topics/fares/) and [fares again](/topics/fares/).",
    "[the table](@/articles/gull-2031/table.csv)",
    "A part of it: [the passage](@/articles/gull-2031/index.md#p1).",
];

/// Inserts or removes a paragraph of a body.
pub(crate) fn edit_body(files: &mut Files, rng: &mut Rng) {
    edit(files, rng, |text, rng| {
        let Some((at, fence)) = text.match_indices("+++\n").nth(1) else { return text.to_owned() };
        let (head, body) = text.split_at(at + fence.len());
        let mut paragraphs: Vec<&str> = body.split("\n\n").filter(|words| !words.trim().is_empty()).collect();
        let index = rng.below(paragraphs.len() + 1);
        if rng.one_in(3) && index < paragraphs.len() {
            paragraphs.remove(index);
        } else {
            let has_table = text.contains("The last crossing");
            let paragraph = if has_table && rng.one_in(3) {
                "[Its table](table.csv) and ![it](table.csv)"
            } else {
                rng.choose(PARAGRAPHS)
            };
            paragraphs.insert(index, paragraph);
        }
        format!("{head}{}\n", paragraphs.join("\n\n"))
    });
}

/// Valid front matter of any record, of events and of initiatives.
const FRONT_MATTER: [&[(&str, &str)]; 3] = [
    &[
        ("updated", "\"2031-05-02\""),
        ("published", "\"2031-04-01\""),
        ("weight", "2"),
        ("weight", "-1"),
        ("template", "\"page.html\""),
    ],
    &[
        ("date", "\"2030-02\""),
        ("date", "\"2031-07-01\""),
        ("turning_point", "false"),
        ("turning_point", "true"),
        ("actors", "[\"lindhaven\"]"),
        ("topics", "[]"),
        ("initiatives", "[\"bridge-accord\"]"),
    ],
    &[
        ("date", "\"2029\""),
        ("date", "\"2032-01\""),
        ("kind", "\"forum\""),
        ("proposer", "[\"lindhaven\"]"),
        ("topics", "[\"fares\"]"),
        ("related", "[\"harbour-plan\"]"),
        ("part_of", "[]"),
    ],
];

/// Changes front matter without changing the names of the record.
pub(crate) fn edit_front_matter(files: &mut Files, rng: &mut Rng) {
    let Some(path) = record(files, rng) else { return };
    let of_kind = match path.split('/').nth(1) {
        _ if rng.one_in(3) => 0,
        Some("events") => 1,
        Some("initiatives") => 2,
        _ => return set_description(files, rng),
    };
    let (key, value) = FRONT_MATTER[of_kind][rng.below(FRONT_MATTER[of_kind].len())];
    let text = with_key(&files[&path], key, value);
    files.insert(path, text);
}

/// Applies one random edit, which may have no effect.
pub(crate) fn random_edit(files: &mut Files, rng: &mut Rng) {
    EDITS[rng.below(EDITS.len())](files, rng);
}

fn record(files: &Files, rng: &mut Rng) -> Option<String> {
    let records: Vec<&String> =
        files.keys().filter(|path| path.starts_with("content/") && path.rsplit('.').next() == Some("md")).collect();
    records.get(rng.below(records.len())).map(|path| (*path).clone())
}

fn edit(files: &mut Files, rng: &mut Rng, change: impl Fn(&str, &mut Rng) -> String) {
    if let Some(path) = record(files, rng) {
        let text = change(&files[&path], rng);
        files.insert(path, text);
    }
}

fn write_sentence(files: &mut Files, rng: &mut Rng) {
    edit(files, rng, |text, rng| format!("{text}\n{}\n", rng.choose(SENTENCES)));
}

/// Inserts text at the start of a body, so that all offsets shift.
fn prepend_to_body(files: &mut Files, rng: &mut Rng) {
    edit(files, rng, |text, rng| match text.match_indices("+++\n").nth(1) {
        Some((at, fence)) => {
            let (head, body) = text.split_at(at + fence.len());
            let words = ["It rained.", "Nobody was surprised.", "## A part", "Of this the rest:"];
            format!("{head}{}\n\n{body}", rng.choose(&words))
        }
        None => text.to_owned(),
    });
}

/// Replaces a word within a sentence.
fn replace_word(files: &mut Files, rng: &mut Rng) {
    edit(files, rng, |text, rng| {
        let (word, replacement) = (rng.choose(&["the", "was", "again", "says", "met"]), rng.choose(WORDS));
        match text.match_indices("+++\n").nth(1) {
            Some((at, _)) => {
                format!("{}{}", &text[..at], text[at..].replacen(&format!(" {word} "), &format!(" {replacement} "), 1))
            }
            None => text.to_owned(),
        }
    });
}

fn truncate_body(files: &mut Files, rng: &mut Rng) {
    edit(files, rng, |text, _| match text.match_indices("+++\n").nth(1) {
        Some((at, fence)) => format!("{}Cut short.\n", &text[..at + fence.len()]),
        None => text.to_owned(),
    });
}

/// Sets a key, keeping the lines after it.
fn with_key(text: &str, key: &str, value: &str) -> String {
    let line = format!("{key} = {value}");
    let is_key_line = |written: &&str| written.starts_with(&format!("{key} = "));
    match text.lines().find(is_key_line) {
        Some(old) => text.replacen(old, &line, 1),
        None => text.replacen("+++\n", &format!("+++\n{line}\n"), 1),
    }
}

fn set_title(files: &mut Files, rng: &mut Rng) {
    edit(files, rng, |text, rng| {
        let title = format!("\"{} {}\"", rng.choose(NAMES), rng.below(3));
        with_key(text, "title", &title)
    });
}

fn set_description(files: &mut Files, rng: &mut Rng) {
    edit(files, rng, |text, rng| with_key(text, "description", &format!("\"About the {}.\"", rng.choose(WORDS))));
}

fn set_key(files: &mut Files, rng: &mut Rng) {
    edit(files, rng, |text, rng| {
        let (key, value) = match rng.below(17) {
            0 => ("draft", rng.choose(&["true", "false"]).to_owned()),
            1 => ("slug", format!("\"{}\"", rng.choose(WORDS))),
            2 => ("path", format!("\"{}/{}\"", rng.choose(WORDS), rng.choose(WORDS))),
            3 => ("aliases", format!("[\"old/{}\"]", rng.choose(WORDS))),
            4 => ("names", format!("[\"{}\"]", rng.choose(NAMES))),
            5 => ("date", format!("\"{}\"", rng.choose(DATES))),
            6 => ("updated", format!("\"{}\"", rng.choose(DATES))),
            7 => ("turning_point", rng.choose(&["true", "false"]).to_owned()),
            8 => ("initiatives", format!("[\"{}\"]", rng.choose(IDS))),
            9 => ("actors", format!("[\"{}\"]", rng.choose(IDS))),
            10 => ("topics", format!("[\"{}\"]", rng.choose(IDS))),
            11 => ("related", format!("[\"{}\"]", rng.choose(IDS))),
            12 => ("link_mentions", rng.choose(&["true", "false"]).to_owned()),
            13 => ("template", format!("\"{}\"", rng.choose(&["topic.html", "own.html", "none.html"]))),
            14 => ("rights", format!("{{ publish = \"{}\" }}", rng.choose(&["full", "excerpts"]))),
            15 => ("kind", format!("\"{}\"", rng.choose(&["state", "report", "forum"]))),
            _ => ("no_such_key", "1".to_owned()),
        };
        with_key(text, key, &value)
    });
}

fn add_record(files: &mut Files, rng: &mut Rng) {
    let kind = rng.choose(&["events", "initiatives", "actors", "topics", "pages"]);
    let (id, date) = (rng.choose(WORDS), rng.choose(DATES));
    let date = if kind == "events" { format!("date = \"{date}\"\n") } else { String::new() };
    let text = format!(
        "+++\ntitle = \"{} {}\"\ndescription = \"New.\"\n{date}+++\n{}\n",
        rng.choose(NAMES),
        rng.below(4),
        rng.choose(SENTENCES)
    );
    files.insert(format!("content/{kind}/{id}.md"), text);
}

fn delete_file(files: &mut Files, rng: &mut Rng) {
    let paths: Vec<String> = files.keys().filter(|path| *path != CONFIG).cloned().collect();
    if let Some(path) = paths.get(rng.below(paths.len())) {
        files.remove(path);
    }
}

fn rename_record(files: &mut Files, rng: &mut Rng) {
    if let Some(path) = record(files, rng)
        && let Some((folder, _)) = path.rsplit_once('/')
    {
        let text = files.remove(&path).unwrap();
        files.insert(format!("{folder}/{}.md", rng.choose(WORDS)), text);
    }
}

fn translate(files: &mut Files, rng: &mut Rng) {
    if let Some(path) = record(files, rng).filter(|path| !path.contains(".zh-Hans.")) {
        let text = format!("+++\ntitle = \"{}\"\ndescription = \"译文。\"\n+++\n见[[fares]]。\n", rng.choose(NAMES));
        files.insert(path.replace(".md", ".zh-Hans.md"), text);
    }
}

fn change_text(files: &mut Files, rng: &mut Rng) {
    let article = rng.choose(&["gull-2031", "tern-2030"]);
    let rest = workspace::initial_files()["content/articles/gull-2031/article.txt"].clone();
    let text = format!(
        "The last crossing\n\nThe council said that the ferry {} served its time and {} be missed.\n\nThe Harbour Plan says how the {} comes back to Lindhaven.\n\n{rest}",
        rng.choose(&["has", "had"]),
        rng.choose(&["will", "may"]),
        rng.choose(WORDS)
    );
    files.insert(format!("content/articles/{article}/article.txt"), text);
}

fn change_data(files: &mut Files, rng: &mut Rng) {
    let table = format!("year,people\n2029,{}\n2030,{}\n", rng.below(50), rng.below(50));
    files.insert("content/data/crossings.csv".to_owned(), table);
}

fn change_configuration(files: &mut Files, rng: &mut Rng) {
    let line = match rng.below(9) {
        0 => format!("title = \"Ferries {}\"", rng.below(3)),
        1 => "generate_sitemap = false".to_owned(),
        2 => format!("authors = [{{ name = \"{}\" }}]", rng.choose(NAMES)),
        3 => format!("description = \"The {}\"", rng.choose(WORDS)),
        4 => "generate_feeds = false".to_owned(),
        5 => format!("ignored_content = [\"topics/{}.md\"]", rng.choose(WORDS)),
        6 => "feed_limit = 1".to_owned(),
        7 => format!("theme = \"{}\"", rng.choose(&["default", "mine"])),
        _ => "unknown = 1".to_owned(),
    };
    let mut table = match rng.below(6) {
        0 => format!("[markdown]\nlink_mentions = {}\n", rng.choose(&["true", "false"])),
        1 => format!("[translations]\n\"nav.timeline\" = \"{}\"\n", rng.choose(WORDS)),
        2 => format!("[extra]\nnote = \"{}\"\n", rng.choose(WORDS)),
        3 => format!("[publisher]\nname = \"{}\"\n", rng.choose(NAMES)),
        4 => format!("[edition]\nnumber = {}\ndate = \"2031-0{}\"\n", rng.below(3), 1 + rng.below(9)),
        _ => String::new(),
    };
    if !rng.one_in(3) {
        table += "[languages.zh-Hans]\ntitle = \"林港渡轮\"\n";
    }
    let title = if line.starts_with("title") { "" } else { "title = \"Ferries of Lindhaven\"\n" };
    let text = format!("base_url = \"https://example.org/lindhaven/\"\n{title}{line}\n\n{table}");
    files.insert(CONFIG.to_owned(), text);
}

fn change_template(files: &mut Files, rng: &mut Rng) {
    let n = rng.below(3);
    let (path, text) = match rng.below(12) {
        0 => {
            ("event.html", format!("{{% extends \"theme/event.html\" %}}{{% block pager %}}{n}{{% endblock pager %}}"))
        }
        1 => ("own.html", format!("{n} {{{{ page.title }}}} {{{{ site.counts.event }}}}")),
        2 => ("topic.html", "{{ page.title }} {{ topic | json_encode }}".to_owned()),
        3 => ("404.html", "{% set rows = load_data(path=\"crossings.csv\") %}{{ rows | json_encode }}".to_owned()),
        4 => (
            "page.html",
            "{{ get_page(path=\"topics/fares.md\").title }} {{ get_url(path=\"@/actors/lindhaven.md\") }}".to_owned(),
        ),
        5 => {
            ("actor.html", "{{ get_url(path=\"note.txt\", cachebust=true) }} {{ t(key=\"nav.timeline\") }}".to_owned())
        }
        6 => ("actor.html", format!("{{{{ t(key=\"no.such.{n}\") }}}}{{{{ site | json_encode }}}}")),
        7 => ("partials/colophon.html", format!("<footer>{n} {{{{ site.title }}}}</footer>")),
        8 => (
            "components/mine.html",
            format!("{{% component citation.single() %}}[{n}]{{% endcomponent citation.single %}}"),
        ),
        9 => ("partials/timeline.html", format!("{n} {{{{ timeline.count }}}}")),
        10 => ("base.html", "{{ broken".to_owned()),
        _ => ("event.html", "{{ event.no_such_field }}".to_owned()),
    };
    let path = format!("templates/{path}");
    if rng.one_in(3) {
        files.remove(&path);
    } else {
        files.insert(path, text);
    }
}

fn change_theme(files: &mut Files, rng: &mut Rng) {
    let n = rng.below(3);
    let (path, text) = match rng.below(5) {
        0 => ("theme.toml", "styles = [\"mine.css\"]\n".to_owned()),
        1 => ("styles/mine.css", format!("p {{ margin: {n}px }}")),
        2 => ("i18n/en.toml", format!("[nav]\ntimeline = \"Times {n}\"\n[date]\nuntil = \"till {n} {{date}}\"\n")),
        3 => (
            "templates/page.html",
            format!("{{% extends \"record.html\" %}}{{% block eyebrow %}}{n}{{% endblock eyebrow %}}"),
        ),
        _ => ("static/mark.svg", format!("<svg>{n}</svg>")),
    };
    files.insert(format!("themes/mine/{path}"), text);
}

fn change_static(files: &mut Files, rng: &mut Rng) {
    let path = rng.choose(&["static/note.txt", "static/topics/fares/index.html", "static/plain.html"]);
    files.insert(path.to_owned(), format!("<p>  note  {}</p>", rng.below(3)));
}

fn attach(files: &mut Files, rng: &mut Rng) {
    files.insert("content/articles/gull-2031/table.csv".to_owned(), format!("n\n{}\n", rng.below(3)));
}

fn lock_evidence(files: &mut Files, rng: &mut Rng) {
    files.insert("evidence.lock".to_owned(), format!("version = {}\n", rng.below(2)));
}

/// Restores a file to its initial text, or removes an added file.
fn restore_file(files: &mut Files, rng: &mut Rng) {
    let first = workspace::initial_files();
    let changed: Vec<String> =
        files.keys().chain(first.keys()).filter(|path| files.get(*path) != first.get(*path)).cloned().collect();
    let Some(path) = changed.get(rng.below(changed.len())) else { return };
    match first.get(path) {
        Some(text) => drop(files.insert(path.clone(), text.clone())),
        None => drop(files.remove(path)),
    }
}
