//! Random changes to a briefing's files: what a writer, an editor, a theme's author or a checkout may do to them.

use crate::rng::Rng;
use crate::workspace::{self, CONFIG, Files};

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
    begin_body,
    begin_body,
    reword,
    reword,
    cut_body,
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
    mend,
    mend,
];

/// What a writer says in a body, without a mistake.
const SAYINGS: &[&str] = &[
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

/// Puts a paragraph into a body, or takes one out.
pub(crate) fn edit_body(files: &mut Files, dice: &mut Rng) {
    edit(files, dice, |text, dice| {
        let Some((at, fence)) = text.match_indices("+++\n").nth(1) else { return text.to_owned() };
        let (head, body) = text.split_at(at + fence.len());
        let mut paragraphs: Vec<&str> = body.split("\n\n").filter(|words| !words.trim().is_empty()).collect();
        let place = dice.below(paragraphs.len() + 1);
        if dice.one_in(3) && place < paragraphs.len() {
            paragraphs.remove(place);
        } else {
            let has_table = text.contains("The last crossing");
            let saying = if has_table && dice.one_in(3) {
                "[Its table](table.csv) and ![it](table.csv)"
            } else {
                dice.choose(SAYINGS)
            };
            paragraphs.insert(place, saying);
        }
        format!("{head}{}\n", paragraphs.join("\n\n"))
    });
}

/// What front matter of any record, of an event or of an initiative may have, without a mistake.
const NOTES: [&[(&str, &str)]; 3] = [
    &[("updated", "\"2031-05-02\""), ("weight", "2"), ("weight", "-1"), ("template", "\"page.html\"")],
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

/// Says something else in front matter; the record is still known by the same names.
pub(crate) fn edit_front_matter(files: &mut Files, dice: &mut Rng) {
    let Some(path) = record(files, dice) else { return };
    let of_kind = match path.split('/').nth(1) {
        _ if dice.one_in(3) => 0,
        Some("events") => 1,
        Some("initiatives") => 2,
        _ => return set_description(files, dice),
    };
    let (key, value) = NOTES[of_kind][dice.below(NOTES[of_kind].len())];
    let text = with_key(&files[&path], key, value);
    files.insert(path, text);
}

/// Makes one change, which may come to nothing.
pub(crate) fn random_edit(files: &mut Files, dice: &mut Rng) {
    EDITS[dice.below(EDITS.len())](files, dice);
}

fn record(files: &Files, dice: &mut Rng) -> Option<String> {
    let records: Vec<&String> =
        files.keys().filter(|path| path.starts_with("content/") && path.rsplit('.').next() == Some("md")).collect();
    records.get(dice.below(records.len())).map(|path| (*path).clone())
}

fn edit(files: &mut Files, dice: &mut Rng, change: impl Fn(&str, &mut Rng) -> String) {
    if let Some(path) = record(files, dice) {
        let text = change(&files[&path], dice);
        files.insert(path, text);
    }
}

fn write_sentence(files: &mut Files, dice: &mut Rng) {
    edit(files, dice, |text, dice| format!("{text}\n{}\n", dice.choose(SENTENCES)));
}

/// Puts words in front of a body: everything in it moves.
fn begin_body(files: &mut Files, dice: &mut Rng) {
    edit(files, dice, |text, dice| match text.match_indices("+++\n").nth(1) {
        Some((at, fence)) => {
            let (head, body) = text.split_at(at + fence.len());
            let words = ["It rained.", "Nobody was surprised.", "## A part", "Of this the rest:"];
            format!("{head}{}\n\n{body}", dice.choose(&words))
        }
        None => text.to_owned(),
    });
}

/// Says something else in the same sentence.
fn reword(files: &mut Files, dice: &mut Rng) {
    edit(files, dice, |text, dice| {
        let (one, other) = (dice.choose(&["the", "was", "again", "says", "met"]), dice.choose(WORDS));
        match text.match_indices("+++\n").nth(1) {
            Some((at, _)) => {
                format!("{}{}", &text[..at], text[at..].replacen(&format!(" {one} "), &format!(" {other} "), 1))
            }
            None => text.to_owned(),
        }
    });
}

fn cut_body(files: &mut Files, dice: &mut Rng) {
    edit(files, dice, |text, _| match text.match_indices("+++\n").nth(1) {
        Some((at, fence)) => format!("{}Cut short.\n", &text[..at + fence.len()]),
        None => text.to_owned(),
    });
}

/// Gives a key another value, or the key itself when it is not there; what follows it stays.
fn with_key(text: &str, key: &str, value: &str) -> String {
    let line = format!("{key} = {value}");
    let begins = |written: &&str| written.starts_with(&format!("{key} = "));
    match text.lines().find(begins) {
        Some(old) => text.replacen(old, &line, 1),
        None => text.replacen("+++\n", &format!("+++\n{line}\n"), 1),
    }
}

fn set_title(files: &mut Files, dice: &mut Rng) {
    edit(files, dice, |text, dice| {
        let title = format!("\"{} {}\"", dice.choose(NAMES), dice.below(3));
        with_key(text, "title", &title)
    });
}

fn set_description(files: &mut Files, dice: &mut Rng) {
    edit(files, dice, |text, dice| with_key(text, "description", &format!("\"About the {}.\"", dice.choose(WORDS))));
}

fn set_key(files: &mut Files, dice: &mut Rng) {
    edit(files, dice, |text, dice| {
        let (key, value) = match dice.below(17) {
            0 => ("draft", dice.choose(&["true", "false"]).to_owned()),
            1 => ("slug", format!("\"{}\"", dice.choose(WORDS))),
            2 => ("path", format!("\"{}/{}\"", dice.choose(WORDS), dice.choose(WORDS))),
            3 => ("aliases", format!("[\"old/{}\"]", dice.choose(WORDS))),
            4 => ("names", format!("[\"{}\"]", dice.choose(NAMES))),
            5 => ("date", format!("\"{}\"", dice.choose(DATES))),
            6 => ("updated", format!("\"{}\"", dice.choose(DATES))),
            7 => ("turning_point", dice.choose(&["true", "false"]).to_owned()),
            8 => ("initiatives", format!("[\"{}\"]", dice.choose(IDS))),
            9 => ("actors", format!("[\"{}\"]", dice.choose(IDS))),
            10 => ("topics", format!("[\"{}\"]", dice.choose(IDS))),
            11 => ("related", format!("[\"{}\"]", dice.choose(IDS))),
            12 => ("link_mentions", dice.choose(&["true", "false"]).to_owned()),
            13 => ("template", format!("\"{}\"", dice.choose(&["topic.html", "own.html", "none.html"]))),
            14 => ("rights", format!("{{ publish = \"{}\" }}", dice.choose(&["full", "excerpts"]))),
            15 => ("kind", format!("\"{}\"", dice.choose(&["state", "report", "forum"]))),
            _ => ("no_such_key", "1".to_owned()),
        };
        with_key(text, key, &value)
    });
}

fn add_record(files: &mut Files, dice: &mut Rng) {
    let kind = dice.choose(&["events", "initiatives", "actors", "topics", "pages"]);
    let (id, date) = (dice.choose(WORDS), dice.choose(DATES));
    let date = if kind == "events" { format!("date = \"{date}\"\n") } else { String::new() };
    let text = format!(
        "+++\ntitle = \"{} {}\"\ndescription = \"New.\"\n{date}+++\n{}\n",
        dice.choose(NAMES),
        dice.below(4),
        dice.choose(SENTENCES)
    );
    files.insert(format!("content/{kind}/{id}.md"), text);
}

fn delete_file(files: &mut Files, dice: &mut Rng) {
    let paths: Vec<String> = files.keys().filter(|path| *path != CONFIG).cloned().collect();
    if let Some(path) = paths.get(dice.below(paths.len())) {
        files.remove(path);
    }
}

fn rename_record(files: &mut Files, dice: &mut Rng) {
    if let Some(path) = record(files, dice)
        && let Some((folder, _)) = path.rsplit_once('/')
    {
        let text = files.remove(&path).unwrap();
        files.insert(format!("{folder}/{}.md", dice.choose(WORDS)), text);
    }
}

fn translate(files: &mut Files, dice: &mut Rng) {
    if let Some(path) = record(files, dice).filter(|path| !path.contains(".zh-Hans.")) {
        let text = format!("+++\ntitle = \"{}\"\ndescription = \"译文。\"\n+++\n见[[fares]]。\n", dice.choose(NAMES));
        files.insert(path.replace(".md", ".zh-Hans.md"), text);
    }
}

fn change_text(files: &mut Files, dice: &mut Rng) {
    let article = dice.choose(&["gull-2031", "tern-2030"]);
    let rest = workspace::initial_files()["content/articles/gull-2031/article.txt"].clone();
    let text = format!(
        "The last crossing\n\nThe council said that the ferry {} served its time and {} be missed.\n\nThe Harbour Plan says how the {} comes back to Lindhaven.\n\n{rest}",
        dice.choose(&["has", "had"]),
        dice.choose(&["will", "may"]),
        dice.choose(WORDS)
    );
    files.insert(format!("content/articles/{article}/article.txt"), text);
}

fn change_data(files: &mut Files, dice: &mut Rng) {
    let table = format!("year,people\n2029,{}\n2030,{}\n", dice.below(50), dice.below(50));
    files.insert("content/data/crossings.csv".to_owned(), table);
}

fn change_configuration(files: &mut Files, dice: &mut Rng) {
    let line = match dice.below(9) {
        0 => format!("title = \"Ferries {}\"", dice.below(3)),
        1 => "minify_html = true".to_owned(),
        2 => format!("author = \"{}\"", dice.choose(NAMES)),
        3 => format!("description = \"The {}\"", dice.choose(WORDS)),
        4 => "generate_feeds = false".to_owned(),
        5 => format!("ignored_content = [\"topics/{}.md\"]", dice.choose(WORDS)),
        6 => "feed_limit = 1".to_owned(),
        7 => format!("theme = \"{}\"", dice.choose(&["default", "mine"])),
        _ => "unknown = 1".to_owned(),
    };
    let mut table = match dice.below(4) {
        0 => format!("[markdown]\nlink_mentions = {}\n", dice.choose(&["true", "false"])),
        1 => format!("[translations]\n\"nav.timeline\" = \"{}\"\n", dice.choose(WORDS)),
        2 => format!("[extra]\nnote = \"{}\"\n", dice.choose(WORDS)),
        _ => String::new(),
    };
    if !dice.one_in(3) {
        table += "[languages.zh-Hans]\ntitle = \"林港渡轮\"\n";
    }
    let title = if line.starts_with("title") { "" } else { "title = \"Ferries of Lindhaven\"\n" };
    let text = format!("base_url = \"https://example.org/lindhaven/\"\n{title}{line}\n\n{table}");
    files.insert(CONFIG.to_owned(), text);
}

fn change_template(files: &mut Files, dice: &mut Rng) {
    let n = dice.below(3);
    let (path, text) = match dice.below(12) {
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
    if dice.one_in(3) {
        files.remove(&path);
    } else {
        files.insert(path, text);
    }
}

fn change_theme(files: &mut Files, dice: &mut Rng) {
    let n = dice.below(3);
    let (path, text) = match dice.below(5) {
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

fn change_static(files: &mut Files, dice: &mut Rng) {
    let path = dice.choose(&["static/note.txt", "static/topics/fares/index.html", "static/plain.html"]);
    files.insert(path.to_owned(), format!("<p>  note  {}</p>", dice.below(3)));
}

fn attach(files: &mut Files, dice: &mut Rng) {
    files.insert("content/articles/gull-2031/table.csv".to_owned(), format!("n\n{}\n", dice.below(3)));
}

fn lock_evidence(files: &mut Files, dice: &mut Rng) {
    files.insert("evidence.lock".to_owned(), format!("version = {}\n", dice.below(2)));
}

/// Puts one file back as it was at the beginning, or takes away one that was not there.
fn mend(files: &mut Files, dice: &mut Rng) {
    let first = workspace::initial_files();
    let changed: Vec<String> =
        files.keys().chain(first.keys()).filter(|path| files.get(*path) != first.get(*path)).cloned().collect();
    let Some(path) = changed.get(dice.below(changed.len())) else { return };
    match first.get(path) {
        Some(text) => drop(files.insert(path.clone(), text.clone())),
        None => drop(files.remove(path)),
    }
}
