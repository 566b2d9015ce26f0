//! Benchmark: verifies 10,000 quotations against 1,000 articles of 5,000 words, and compares the time with the rest of the
//! build. The baseline is the same briefing without article texts and lock, in which every quotation is unchecked.
//!
//! `cargo bench --bench quotations`; `-- ARTICLES WORDS QUOTATIONS` for other sizes. Every stage is timed in memory. The
//! two kinds of build alternate, so that other load on the machine affects both.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

use briefing::diagnose::Diagnostics;
use briefing::export::{self, ExportContext};
use briefing::load::{self, Inputs, LoadOptions};
use briefing::relate::{self, QuotationVerdict};
use briefing::render::{self, RenderOptions};
use briefing::span::Sources;
use std::fmt::Write;
use std::time::{Duration, Instant};

const RUNS: usize = 3;
const STAGES: [&str; 4] = ["load", "relate", "render", "export"];
const WORDS: [&str; 24] = [
    "harbour", "council", "grain", "signal", "charter", "meadow", "tariff", "bridge", "voyage", "ledger", "survey",
    "measure", "season", "market", "canal", "of", "the", "and", "in", "was", "beacon", "quarry", "orchard", "freight",
];

fn main() {
    let mut sizes = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let [articles, words, quotations] = [1_000, 5_000, 10_000].map(|default| sizes.next().unwrap_or(default));
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
    let mut totals = [Duration::ZERO; 2];
    for (stage_index, stage) in STAGES.iter().enumerate() {
        let times = [median(&checked, stage_index), median(&unchecked, stage_index)];
        println!("{stage:>10} {:>12} {:>12} {:>12}", ms(times[0]), ms(times[1]), ms(times[0].saturating_sub(times[1])));
        totals = [totals[0] + times[0], totals[1] + times[1]];
    }
    let difference = totals[0].saturating_sub(totals[1]);
    println!("{:>10} {:>12} {:>12} {:>12}", "build", ms(totals[0]), ms(totals[1]), ms(difference));
    println!("\nchecking / rest of the build: {:.2}", difference.as_secs_f64() / totals[1].as_secs_f64());
}

fn ms(time: Duration) -> String {
    format!("{:.0}", time.as_secs_f64() * 1_000.0)
}

fn median(runs: &[[Duration; 4]], stage: usize) -> Duration {
    let mut times: Vec<Duration> = runs.iter().map(|run| run[stage]).collect();
    times.sort();
    times[times.len() / 2]
}

/// Times the stages of one build in memory. Panics unless `expected_matches` quotations are found in their articles.
fn build(inputs: &Inputs, expected_matches: usize) -> [Duration; 4] {
    let mut times = [Duration::ZERO; 4];
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let start = Instant::now();
    let site = load::load(inputs, &LoadOptions::default(), &mut sources, &mut diagnostics);
    times[0] = start.elapsed();
    let start = Instant::now();
    let relations = relate::relate(&site, &sources, &mut diagnostics);
    times[1] = start.elapsed();
    let verdicts = relations.quotations.all().map(|quotation| quotation.verdict);
    assert_eq!(
        verdicts.filter(|verdict| matches!(verdict, QuotationVerdict::Found(_))).count(),
        expected_matches,
        "quotations are found"
    );
    let start = Instant::now();
    let pages = render::render(&site, &relations, RenderOptions::default(), &mut sources, &mut diagnostics);
    times[2] = start.elapsed();
    let start = Instant::now();
    export::export(
        ExportContext { site: &site, relations: &relations, pages: &pages, build_time: 0 },
        None,
        &mut diagnostics,
    );
    times[3] = start.elapsed();
    times
}

/// Generates articles with texts, and initiatives with ten quotations each.
fn briefing(articles: usize, words: usize, quotations: usize) -> Inputs {
    let mut inputs = Inputs::default();
    let mut add = |path: String, text: String| drop(inputs.files.insert(path.into(), text.into_bytes().into()));
    add("briefing.toml".into(), "base_url = \"https://example.org/bench/\"\ntitle = \"Bench\"\n".into());
    let mut generator = WordGenerator(42);
    let mut texts = Vec::new();
    for n in 0..articles {
        let paragraphs: Vec<String> = (0..words.div_ceil(100)).map(|_| generator.words(100.min(words))).collect();
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
            let (n, passage) = (generator.below(articles), generator.below(texts[0].len()));
            let words: Vec<&str> = texts[n][passage].split(' ').skip(generator.below(80)).take(8).collect();
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

/// Linear congruential generator (Knuth's MMIX constants) of numbers and words; deterministic on every platform.
struct WordGenerator(u64);

impl WordGenerator {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(" ")
    }
}
