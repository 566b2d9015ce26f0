//! Generates a site in which articles are cited in every role and form, in claims, statuses and prose.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Numbers of records.
const ARTICLES: usize = 9;
const INITIATIVES: usize = 24;
const EVENTS: usize = 24;
const OTHERS: usize = 8;

/// Linear congruential generator (Knuth's MMIX constants).
struct Rng(u64);

impl Rng {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// Writes the site to a folder.
pub(crate) fn generate(seed: u64, folder: &Path) {
    let mut rng = Rng(seed);
    let write = |path: String, text: String| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "briefing.toml".into(),
        "base_url = \"https://example.org/\"\ntitle = \"Generated\"\n[theme.options]\nhome_initiatives = 12\n".into(),
    );
    write("content/_index.md".into(), record("Generated", "", "Front."));
    for n in 0..ARTICLES {
        let publish = if n % 3 == 0 { "full" } else { "excerpts" };
        let fields = format!(
            "date = \"2031-{:02}-{:02}\"\nauthors = [{{ name = \"Ada Writer{n}\", family = \"Writer{n}\" }}]\n\n[rights]\npublish = \"{publish}\"\n",
            n + 1,
            rng.below(28) + 1
        );
        write(format!("content/articles/article-{n}/index.md"), record(&format!("Report {n}"), &fields, "A summary."));
        // A text that names initiatives which the article may not support.
        let names = [0; 4].map(|_| format!("The Charter number {} is named here.\n", rng.below(INITIATIVES)));
        write(format!("content/articles/article-{n}/article.txt"), names.join("\n"));
    }
    for n in 0..INITIATIVES {
        let kind = ["charter", "pact", "forum"][rng.below(3)];
        let mut fields = format!("kind = \"{kind}\"\ndate = \"2030-0{}\"\n", rng.below(9) + 1);
        for _ in 0..rng.below(3) {
            let _ = write!(
                fields,
                "\n[[status]]\nstatus = \"proposed\"\ndate = \"2030\"\nevidence = {}\n",
                evidence(&mut rng)
            );
        }
        fields += &claims(&mut rng);
        write(
            format!("content/initiatives/initiative-{n}.md"),
            record(&format!("Charter number {n}"), &fields, &prose(&mut rng)),
        );
    }
    for n in 0..EVENTS {
        let (actor, initiative) = (rng.below(OTHERS), rng.below(INITIATIVES));
        let mut fields = format!(
            "date = \"2031-{:02}-{:02}\"\nactors = [\"actor-{actor}\"]\ninitiatives = [\"initiative-{initiative}\"]\n",
            rng.below(12) + 1,
            rng.below(28) + 1
        );
        if n < 3 {
            fields += "turning_point = true\n";
        }
        fields += &claims(&mut rng);
        write(
            format!("content/events/event-{n}.md"),
            record(&format!("Meeting number {n}"), &fields, &prose(&mut rng)),
        );
    }
    for n in 0..OTHERS {
        let fields = format!("kind = \"organization\"\n{}", claims(&mut rng));
        write(format!("content/actors/actor-{n}.md"), record(&format!("Office number {n}"), &fields, &prose(&mut rng)));
        write(format!("content/topics/topic-{n}.md"), record(&format!("Question number {n}"), "", &prose(&mut rng)));
    }
    write("content/pages/about.md".into(), record("About", "", "```timeline\n```\n\nWords [@article-0]."));
}

fn record(title: &str, fields: &str, body: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndescription = \"Generated.\"\n{fields}+++\n{body}\n")
}

/// Up to six claims: most have one piece of evidence, so that pages note it once.
fn claims(rng: &mut Rng) -> String {
    let mut claims = String::new();
    for n in 0..rng.below(7) {
        let _ = write!(
            claims,
            "\n[[claims]]\ntext = \"Part {n} of {} is built\"\nevidence = {}\n",
            rng.below(90),
            evidence(rng)
        );
    }
    claims
}

fn evidence(rng: &mut Rng) -> String {
    let count = [1, 1, 1, 2, 3, 0][rng.below(6)];
    let item = |rng: &mut Rng| {
        let role = ["", "", "", ", role = \"disputes\"", ", role = \"silent\"", ", role = \"context\""][rng.below(6)];
        let passage = ["", ", passage = 1", ", passage = 2"][rng.below(3)];
        format!("{{ article = \"article-{}\"{passage}{role} }}", rng.below(ARTICLES))
    };
    let items: Vec<String> = (0..count).map(|_| item(rng)).collect();
    format!("[{}]", items.join(", "))
}

/// Sentences with citations of all forms.
fn prose(rng: &mut Rng) -> String {
    let mut text = String::new();
    for n in 0..rng.below(5) {
        let (a, b) = (rng.below(ARTICLES), rng.below(ARTICLES));
        let citation = match rng.below(9) {
            0 => format!("[@article-{a}, ¶1]"),
            1 => format!("[@article-{a}; @article-{b}, ¶2]"),
            2 => format!("[@article-{a}]{{.silent}}"),
            3 => format!("[@article-{a}; @article-{b}]{{.disputes}}"),
            4 => format!("[@article-{a}]{{.context}}"),
            5 => format!("[see also @article-{a}]"),
            6 => format!("[but see @article-{a}; @article-{b}]"),
            7 => format!("[@article-{a}; cf. @article-{b}]"),
            _ => format!("as told[^{n}]"),
        };
        let _ = writeln!(text, "Sentence {n} tells of it {citation}.\n");
        if citation.starts_with("as") {
            let _ = writeln!(text, "[^{n}]: In a note [@article-{a}].\n");
        }
    }
    text
}
