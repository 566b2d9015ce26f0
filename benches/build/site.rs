//! Generates a site of a given number of records, with the proportions of `content/`: per 100 records 4 articles,
//! 22 events, 24 initiatives, 35 actors and 15 topics, with citations, links, mentions, claims and status histories.
//! Deterministic: the same number of records always gives the same bytes.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// Linear congruential generator (Knuth's MMIX constants): varies the texts, deterministic on every platform.
struct Rng(u64);

impl Rng {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }

    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

const WORDS: &[&str] = &[
    "harbour", "council", "grain", "signal", "charter", "meadow", "tariff", "bridge", "voyage", "ledger", "survey",
    "measure", "season", "market", "canal", "granary", "assembly", "protocol", "beacon", "quarry", "orchard",
    "freight", "lantern", "parcel", "treaty", "estuary", "workshop", "register", "passage", "warden", "archive",
    "compass",
];
const SUFFIXES: &[&str] = &["Charter", "Accord", "Programme", "Declaration", "Compact", "Survey", "Framework", "Forum"];

/// Number of records per kind.
struct Counts {
    articles: usize,
    events: usize,
    initiatives: usize,
    actors: usize,
    topics: usize,
}

/// Writes the site to a directory.
pub(crate) fn generate(records: usize, folder: &Path) -> io::Result<()> {
    let count_of = |share: usize| (records * share).div_ceil(100).max(1);
    let counts = Counts {
        articles: count_of(4),
        events: count_of(22),
        initiatives: count_of(24),
        actors: count_of(35),
        topics: count_of(15),
    };
    let mut rng = Rng(42);
    let content = folder.join("content");
    for kind in ["articles", "events", "initiatives", "actors", "topics", "pages"] {
        fs::create_dir_all(content.join(kind))?;
    }
    fs::write(folder.join("briefing.toml"), "base_url = \"https://example.org/bench/\"\ntitle = \"Bench\"\n")?;
    fs::write(content.join("_index.md"), home())?;
    for n in 0..counts.articles {
        fs::create_dir_all(content.join(format!("articles/article-{n}")))?;
        fs::write(content.join(format!("articles/article-{n}/index.md")), article(n, &counts, &mut rng))?;
    }
    for n in 0..counts.events {
        fs::write(content.join(format!("events/event-{n}.md")), event(n, &counts, &mut rng))?;
    }
    for n in 0..counts.initiatives {
        fs::write(content.join(format!("initiatives/initiative-{n}.md")), initiative(n, &counts, &mut rng))?;
    }
    for n in 0..counts.actors {
        fs::write(content.join(format!("actors/actor-{n}.md")), actor(n, &counts, &mut rng))?;
    }
    for n in 0..counts.topics {
        fs::write(content.join(format!("topics/topic-{n}.md")), topic(n, &counts, &mut rng))?;
    }
    Ok(())
}

fn home() -> String {
    "+++\ntitle = \"Bench\"\ndescription = \"A generated briefing.\"\nbottom_line = \"One thing led to another \
     [@article-0, ¶1].\"\nkey_points = [\"See [[initiative-0]].\"]\nas_of = \"2025-12-31\"\n+++\nGenerated.\n"
        .to_owned()
}

fn initiative_name(n: usize) -> String {
    format!("{} {} {n}", capitalized(WORDS[n % WORDS.len()]), SUFFIXES[n / WORDS.len() % SUFFIXES.len()])
}

fn actor_name(n: usize) -> String {
    format!("{} Authority {n}", capitalized(WORDS[n * 7 % WORDS.len()]))
}

fn topic_name(n: usize) -> String {
    format!("{} {} question {n}", WORDS[n * 5 % WORDS.len()], WORDS[n * 11 % WORDS.len()])
}

fn capitalized(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

fn citation(counts: &Counts, rng: &mut Rng) -> String {
    format!("[@article-{}, ¶{}]", rng.below(counts.articles), rng.below(16) + 1)
}

/// Generates paragraphs of four sentences: three mention a record by name, one links to a record, and all cite.
fn paragraphs(count: usize, counts: &Counts, rng: &mut Rng) -> String {
    let mut text = String::new();
    for _ in 0..count {
        for sentence in 0..4 {
            let _ = write!(text, "The {} of the {}", rng.pick(WORDS), rng.pick(WORDS));
            match sentence {
                0 => {
                    let _ = write!(text, " concerns the {}", initiative_name(rng.below(counts.initiatives)));
                }
                1 => {
                    let _ = write!(text, " was left to *{}*", actor_name(rng.below(counts.actors)));
                }
                2 => {
                    let _ = write!(text, " follows [[initiative-{}|the earlier text]]", rng.below(counts.initiatives));
                }
                _ => {
                    let _ = write!(text, " turns on the {}", topic_name(rng.below(counts.topics)));
                }
            }
            for _ in 0..8 {
                let _ = write!(text, " {}", rng.pick(WORDS));
            }
            let _ = writeln!(text, " {}.", citation(counts, rng));
        }
        text.push('\n');
    }
    text
}

fn date(rng: &mut Rng) -> String {
    let (year, month, day) = (2020 + rng.below(6), rng.below(12) + 1, rng.below(28) + 1);
    match rng.below(4) {
        0 => format!("{year}-{month:02}"),
        1 => format!("../{year}-{month:02}-{day:02}"),
        _ => format!("{year}-{month:02}-{day:02}"),
    }
}

fn claim(n: usize, counts: &Counts, rng: &mut Rng) -> String {
    format!(
        "\n[[claims]]\ntext = \"The {} has {n} parts\"\nvalue = \"{n}\"\nevidence = [{{ article = \"article-{}\", passage = {} }}]\n",
        rng.pick(WORDS),
        rng.below(counts.articles),
        rng.below(16) + 1
    )
}

fn article(n: usize, counts: &Counts, rng: &mut Rng) -> String {
    let topic = rng.below(counts.topics);
    format!(
        "+++\ntitle = \"On the {} and the {} {n}\"\ndescription = \"A generated article.\"\nauthors = [{{ name = \"Ada \
         Writer{n}\", family = \"Writer{n}\" }}]\noutlet = \"Gazette\"\ndate = \"2026-{:02}-{:02}\"\nkind = \"report\"\n\
         topics = [\"topic-{topic}\"]\n+++\n{}",
        rng.pick(WORDS),
        rng.pick(WORDS),
        rng.below(12) + 1,
        rng.below(28) + 1,
        paragraphs(3, counts, rng)
    )
}

fn event(n: usize, counts: &Counts, rng: &mut Rng) -> String {
    let (actor, initiative, topic) =
        (rng.below(counts.actors), rng.below(counts.initiatives), rng.below(counts.topics));
    format!(
        "+++\ntitle = \"The {} event {n}\"\ndescription = \"A generated event.\"\ndate = \"{}\"\nactors = \
         [\"actor-{actor}\"]\ninitiatives = [\"initiative-{initiative}\"]\ntopics = [\"topic-{topic}\"]\n{}+++\n{}",
        rng.pick(WORDS),
        date(rng),
        claim(n, counts, rng),
        paragraphs(1, counts, rng)
    )
}

fn initiative(n: usize, counts: &Counts, rng: &mut Rng) -> String {
    let (proposer, topic, related) =
        (rng.below(counts.actors), rng.below(counts.topics), rng.below(counts.initiatives));
    let related = if related == n { String::new() } else { format!("related = [\"initiative-{related}\"]\n") };
    format!(
        "+++\ntitle = \"{}\"\ndescription = \"A generated initiative.\"\nkind = \"charter\"\nnames = [\"Text {n} of \
         record\"]\nproposer = [\"actor-{proposer}\"]\ntopics = [\"topic-{topic}\"]\n{related}date = \"{}\"\n\n[[status]]\n\
         status = \"proposed\"\ndate = \"2025\"\nevidence = [{{ article = \"article-0\", passage = 1 }}]\n{}+++\n{}",
        initiative_name(n),
        date(rng),
        claim(n, counts, rng),
        paragraphs(3, counts, rng)
    )
}

fn actor(n: usize, counts: &Counts, rng: &mut Rng) -> String {
    format!(
        "+++\ntitle = \"{}\"\ndescription = \"A generated actor.\"\nkind = \"organization\"\n+++\n{}",
        actor_name(n),
        paragraphs(1, counts, rng)
    )
}

fn topic(n: usize, counts: &Counts, rng: &mut Rng) -> String {
    format!(
        "+++\ntitle = \"{}\"\ndescription = \"A generated topic.\"\n+++\n{}",
        topic_name(n),
        paragraphs(1, counts, rng)
    )
}
