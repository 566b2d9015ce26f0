//! Times the check of 10,000 quotations against 1,000 articles of 5,000 words, and prints it against the rest of the
//! build: the same briefing without the texts and without a lock, where every quotation is unchecked.
//!
//! `cargo bench --bench quotations`; `-- ARTICLES WORDS QUOTATIONS` for other sizes. Every stage is timed in memory; the
//! two kinds of build take turns, so that a busy machine slows both.

#![expect(clippy::print_stdout, reason = "a bench prints")]

use briefing::diagnose::Diagnostics;
use briefing::export::{self, ExportContext};
use briefing::load::{self, Inputs, LoadOptions};
use briefing::relate::{self, QuotationVerdict};
use briefing::render::{self, RenderOptions};
use briefing::span::Sources;
use std::fmt::Write;
use std::time::{Duration, Instant};

const RUNS: usize = 3;
const STAGES: [&str; 4] = ["load", "relate", "render", "emit"];
const WORDS: [&str; 24] = [
    "harbour", "council", "grain", "signal", "charter", "meadow", "tariff", "bridge", "voyage", "ledger", "survey",
    "measure", "season", "market", "canal", "of", "the", "and", "in", "was", "beacon", "quarry", "orchard", "freight",
];

fn main() {
    let mut sizes = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let [articles, words, quotations] = [1_000, 5_000, 10_000].map(|usual| sizes.next().unwrap_or(usual));
    let with = briefing(articles, words, quotations);
    let mut without = with.clone();
    without.files.retain(|path, _| !path.ends_with(".txt"));
    println!("{articles} articles of {words} words, {quotations} quotations; medians of {RUNS} runs, in ms\n");
    let (mut checked, mut unchecked) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        unchecked.push(build(&without, 0));
        checked.push(build(&with, quotations));
    }
    println!("{:>10} {:>12} {:>12} {:>12}", "stage", "with texts", "without", "difference");
    let mut sums = [Duration::ZERO; 2];
    for (at, stage) in STAGES.iter().enumerate() {
        let both = [median(&checked, at), median(&unchecked, at)];
        println!("{stage:>10} {:>12} {:>12} {:>12}", ms(both[0]), ms(both[1]), ms(both[0].saturating_sub(both[1])));
        sums = [sums[0] + both[0], sums[1] + both[1]];
    }
    let more = sums[0].saturating_sub(sums[1]);
    println!("{:>10} {:>12} {:>12} {:>12}", "build", ms(sums[0]), ms(sums[1]), ms(more));
    println!("\nchecking / rest of the build: {:.2}", more.as_secs_f64() / sums[1].as_secs_f64());
}

fn ms(time: Duration) -> String {
    format!("{:.0}", time.as_secs_f64() * 1_000.0)
}

fn median(runs: &[[Duration; 4]], stage: usize) -> Duration {
    let mut times: Vec<Duration> = runs.iter().map(|run| run[stage]).collect();
    times.sort();
    times[times.len() / 2]
}

/// Times the stages of one build in memory; `found` quotations must be found.
fn build(inputs: &Inputs, found: usize) -> [Duration; 4] {
    let mut times = [Duration::ZERO; 4];
    let (mut sources, mut findings) = (Sources::default(), Diagnostics::default());
    let begin = Instant::now();
    let site = load::load(inputs, &LoadOptions::default(), &mut sources, &mut findings);
    times[0] = begin.elapsed();
    let begin = Instant::now();
    let relations = relate::relate(&site, &sources, &mut findings);
    times[1] = begin.elapsed();
    let verdicts = relations.quotations.all().map(|quotation| quotation.verdict);
    assert_eq!(
        verdicts.filter(|verdict| matches!(verdict, QuotationVerdict::Found(_))).count(),
        found,
        "quotations are found"
    );
    let begin = Instant::now();
    let pages = render::render(&site, &relations, RenderOptions::default(), &mut sources, &mut findings);
    times[2] = begin.elapsed();
    let begin = Instant::now();
    export::export(
        ExportContext { site: &site, relations: &relations, pages: &pages, build_time: 0 },
        None,
        &mut findings,
    );
    times[3] = begin.elapsed();
    times
}

/// Articles with texts, and ten quotations on each of as many pages as that takes.
fn briefing(articles: usize, words: usize, quotations: usize) -> Inputs {
    let mut inputs = Inputs::default();
    let mut add = |path: String, text: String| drop(inputs.files.insert(path.into(), text.into_bytes().into()));
    add("briefing.toml".into(), "base_url = \"https://example.org/bench/\"\ntitle = \"Bench\"\n".into());
    let mut dice = Dice(42);
    let mut texts = Vec::new();
    for n in 0..articles {
        let paragraphs: Vec<String> = (0..words.div_ceil(100)).map(|_| dice.words(100.min(words))).collect();
        add(
            format!("content/articles/article-{n}/index.md"),
            format!(
                "+++\ntitle = \"Article {n}\"\ndescription = \"An article.\"\ndate = \"2031-01-01\"\noutlet = \"Courier\"\n\
                 language = \"en\"\n+++\nIt tells of the harbour.\n"
            ),
        );
        add(format!("content/articles/article-{n}/article.txt"), paragraphs.join("\n\n"));
        texts.push(paragraphs);
    }
    for page in 0..quotations.div_ceil(10) {
        let mut body = String::new();
        for _ in 0..10.min(quotations - page * 10) {
            let (n, passage) = (dice.roll(articles), dice.roll(texts[0].len()));
            let words: Vec<&str> = texts[n][passage].split(' ').skip(dice.roll(80)).take(8).collect();
            let _ = writeln!(body, "It says \"{}\" [@article-{n}, ¶{}].\n", words.join(" "), passage + 1);
        }
        add(
            format!("content/initiatives/initiative-{page}.md"),
            format!(
                "+++\ntitle = \"Initiative {page}\"\ndescription = \"An initiative.\"\nnames = [\"Charter {page}\"]\n+++\n{body}"
            ),
        );
    }
    inputs
}

/// A small linear congruential generator (Knuth's MMIX constants): the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.roll(WORDS.len())]).collect();
        words.join(" ")
    }
}
