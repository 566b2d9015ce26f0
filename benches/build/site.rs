//! Generates a site of a given number of records, with the proportions of `content/`: per 100 records 4 articles,
//! 22 events, 24 initiatives, 35 actors and 15 topics, with citations, links, mentions, claims and status histories.
//! The same number always gives the same bytes.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// A small linear congruential generator (Knuth's MMIX constants): enough to vary texts, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.roll(words.len())]
    }
}

const WORDS: &[&str] = &[
    "harbour", "council", "grain", "signal", "charter", "meadow", "tariff", "bridge", "voyage", "ledger", "survey",
    "measure", "season", "market", "canal", "granary", "assembly", "protocol", "beacon", "quarry", "orchard",
    "freight", "lantern", "parcel", "treaty", "estuary", "workshop", "register", "passage", "warden", "archive",
    "compass",
];
const FORMS: &[&str] = &["Charter", "Accord", "Programme", "Declaration", "Compact", "Survey", "Framework", "Forum"];

/// How many records there are of each kind.
struct Counts {
    articles: usize,
    events: usize,
    initiatives: usize,
    actors: usize,
    topics: usize,
}

/// Writes the site into a folder.
pub(crate) fn generate(records: usize, folder: &Path) -> io::Result<()> {
    let part = |share: usize| (records * share).div_ceil(100).max(1);
    let counts =
        Counts { articles: part(4), events: part(22), initiatives: part(24), actors: part(35), topics: part(15) };
    let mut dice = Dice(42);
    let content = folder.join("content");
    for kind in ["articles", "events", "initiatives", "actors", "topics", "pages"] {
        fs::create_dir_all(content.join(kind))?;
    }
    fs::write(folder.join("briefing.toml"), "base_url = \"https://example.org/bench/\"\ntitle = \"Bench\"\n")?;
    fs::write(content.join("_index.md"), home())?;
    for n in 0..counts.articles {
        fs::create_dir_all(content.join(format!("articles/article-{n}")))?;
        fs::write(content.join(format!("articles/article-{n}/index.md")), article(n, &counts, &mut dice))?;
    }
    for n in 0..counts.events {
        fs::write(content.join(format!("events/event-{n}.md")), event(n, &counts, &mut dice))?;
    }
    for n in 0..counts.initiatives {
        fs::write(content.join(format!("initiatives/initiative-{n}.md")), initiative(n, &counts, &mut dice))?;
    }
    for n in 0..counts.actors {
        fs::write(content.join(format!("actors/actor-{n}.md")), actor(n, &counts, &mut dice))?;
    }
    for n in 0..counts.topics {
        fs::write(content.join(format!("topics/topic-{n}.md")), topic(n, &counts, &mut dice))?;
    }
    Ok(())
}

fn home() -> String {
    "+++\ntitle = \"Bench\"\ndescription = \"A generated briefing.\"\nbottom_line = \"One thing led to another \
     [@article-0, ¶1].\"\nkey_points = [\"See [[initiative-0]].\"]\nas_of = \"2025-12-31\"\n+++\nGenerated.\n"
        .to_owned()
}

fn initiative_name(n: usize) -> String {
    format!("{} {} {n}", capital(WORDS[n % WORDS.len()]), FORMS[n / WORDS.len() % FORMS.len()])
}

fn actor_name(n: usize) -> String {
    format!("{} Authority {n}", capital(WORDS[n * 7 % WORDS.len()]))
}

fn topic_name(n: usize) -> String {
    format!("{} {} question {n}", WORDS[n * 5 % WORDS.len()], WORDS[n * 11 % WORDS.len()])
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

fn citation(counts: &Counts, dice: &mut Dice) -> String {
    format!("[@article-{}, ¶{}]", dice.roll(counts.articles), dice.roll(16) + 1)
}

/// A few paragraphs: of each three sentences one mentions a record by name, one links, and all cite.
fn prose(paragraphs: usize, counts: &Counts, dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..paragraphs {
        for sentence in 0..4 {
            let _ = write!(text, "The {} of the {}", dice.pick(WORDS), dice.pick(WORDS));
            match sentence {
                0 => {
                    let _ = write!(text, " concerns the {}", initiative_name(dice.roll(counts.initiatives)));
                }
                1 => {
                    let _ = write!(text, " was left to *{}*", actor_name(dice.roll(counts.actors)));
                }
                2 => {
                    let _ = write!(text, " follows [[initiative-{}|the earlier text]]", dice.roll(counts.initiatives));
                }
                _ => {
                    let _ = write!(text, " turns on the {}", topic_name(dice.roll(counts.topics)));
                }
            }
            for _ in 0..8 {
                let _ = write!(text, " {}", dice.pick(WORDS));
            }
            let _ = writeln!(text, " {}.", citation(counts, dice));
        }
        text.push('\n');
    }
    text
}

fn date(dice: &mut Dice) -> String {
    let (year, month, day) = (2020 + dice.roll(6), dice.roll(12) + 1, dice.roll(28) + 1);
    match dice.roll(4) {
        0 => format!("{year}-{month:02}"),
        1 => format!("../{year}-{month:02}-{day:02}"),
        _ => format!("{year}-{month:02}-{day:02}"),
    }
}

fn claim(n: usize, counts: &Counts, dice: &mut Dice) -> String {
    format!(
        "\n[[claims]]\ntext = \"The {} has {n} parts\"\nvalue = \"{n}\"\nevidence = [{{ article = \"article-{}\", passage = {} }}]\n",
        dice.pick(WORDS),
        dice.roll(counts.articles),
        dice.roll(16) + 1
    )
}

fn article(n: usize, counts: &Counts, dice: &mut Dice) -> String {
    let topic = dice.roll(counts.topics);
    format!(
        "+++\ntitle = \"On the {} and the {} {n}\"\ndescription = \"A generated article.\"\nauthors = [{{ name = \"Ada \
         Writer{n}\", family = \"Writer{n}\" }}]\noutlet = \"Gazette\"\ndate = \"2026-{:02}-{:02}\"\nkind = \"report\"\n\
         topics = [\"topic-{topic}\"]\n+++\n{}",
        dice.pick(WORDS),
        dice.pick(WORDS),
        dice.roll(12) + 1,
        dice.roll(28) + 1,
        prose(3, counts, dice)
    )
}

fn event(n: usize, counts: &Counts, dice: &mut Dice) -> String {
    let (actor, initiative, topic) =
        (dice.roll(counts.actors), dice.roll(counts.initiatives), dice.roll(counts.topics));
    format!(
        "+++\ntitle = \"The {} event {n}\"\ndescription = \"A generated event.\"\ndate = \"{}\"\nactors = \
         [\"actor-{actor}\"]\ninitiatives = [\"initiative-{initiative}\"]\ntopics = [\"topic-{topic}\"]\n{}+++\n{}",
        dice.pick(WORDS),
        date(dice),
        claim(n, counts, dice),
        prose(1, counts, dice)
    )
}

fn initiative(n: usize, counts: &Counts, dice: &mut Dice) -> String {
    let (proposer, topic, related) =
        (dice.roll(counts.actors), dice.roll(counts.topics), dice.roll(counts.initiatives));
    let related = if related == n { String::new() } else { format!("related = [\"initiative-{related}\"]\n") };
    format!(
        "+++\ntitle = \"{}\"\ndescription = \"A generated initiative.\"\nkind = \"charter\"\nnames = [\"Text {n} of \
         record\"]\nproposer = [\"actor-{proposer}\"]\ntopics = [\"topic-{topic}\"]\n{related}date = \"{}\"\n\n[[status]]\n\
         status = \"proposed\"\ndate = \"2025\"\nevidence = [{{ article = \"article-0\", passage = 1 }}]\n{}+++\n{}",
        initiative_name(n),
        date(dice),
        claim(n, counts, dice),
        prose(3, counts, dice)
    )
}

fn actor(n: usize, counts: &Counts, dice: &mut Dice) -> String {
    format!(
        "+++\ntitle = \"{}\"\ndescription = \"A generated actor.\"\nkind = \"organization\"\n+++\n{}",
        actor_name(n),
        prose(1, counts, dice)
    )
}

fn topic(n: usize, counts: &Counts, dice: &mut Dice) -> String {
    format!("+++\ntitle = \"{}\"\ndescription = \"A generated topic.\"\n+++\n{}", topic_name(n), prose(1, counts, dice))
}
