//! Random sentences with quoted words and citations: what fits a form of attribution is checked, against the article that
//! was meant; what does not is listed as uncited.

use super::relate;
use briefing::load::Inputs;
use briefing::relate::{AttributionForm, Quotation, QuotationVerdict, UncitedReason};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Sentences drawn, and the number that has to fit a form.
const DRAWS: usize = 10_000;
const FITTING: usize = 8_000;

/// Sentences of one page.
const PER_PAGE: usize = 250;

/// Number of articles per language.
const ARTICLES: usize = 4;

/// Linear congruential generator (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Language of an article and the page: the words of a passage around its number, and forms of sentences.
struct Language {
    tag: &'static str,
    /// True words; `{n}` is a number that only one passage has.
    words: &'static str,
    /// Changed words.
    changed: &'static str,
    /// The whole passage.
    passage: &'static str,
    marks: &'static [[&'static str; 2]],
    /// `{q}` are the quoted words in marks, `{k}` the id, `{p}` a passage or nothing, `{o}` the id of another article.
    forms: &'static [&'static str],
    /// Sentences whose quotation has no citation.
    apart: &'static [&'static str],
}

const MARKS: &[[&str; 2]] = &[["\"", "\""], ["“", "”"], ["'", "'"], ["‘", "’"], ["«", "»"], ["„", "“"], ["＂", "＂"]];

static LANGUAGES: [Language; 5] = [
    Language {
        tag: "en",
        words: "pier number {n} is closed",
        changed: "pier number {n} is purple",
        passage: "The master says that pier number {n} is closed at dawn.",
        marks: MARKS,
        forms: &[
            "He said {q} [@{k}{p}].",
            "He spoke of {q} again yesterday [@{k}{p}].",
            "The paper [@{k}{p}] wrote that {q}.",
            "According to @{k}, {q}.",
            "@{k} says {q} and leaves it there.",
            "[@{k}{p}] has {q} in it.",
            "{q}, he wrote on Monday [@{k}{p}].",
            "{q} — [@{k}{p}]",
            "{q}\nwas all\nthat they said [@{k}{p}].",
            "The U.S. envoy called it {q} before Mr. Lee did [@{k}{p}].",
            "It was told twice: {q} was said. [@{k}{p}]",
            "The words are {q} [@{k}{p}] and others are elsewhere [@{o}].",
            "The words *were* {q}, as **all** say ([@{k}{p}]).",
            "The words {q}[^{n}] are there.\n\n[^{n}]: [@{k}{p}]",
            "> {q} [@{k}{p}]",
            "> {q}\n\n[@{k}{p}]",
            "- One says {q} [@{k}{p}].",
            "| words |\n|---|\n| {q} [@{k}{p}] |",
            "They say {q} [@{k}{p}]; see also the rest [cf. @{o}].",
            "First comes another sentence [@{o}]. Then {q} [@{k}{p}].",
        ],
        apart: &[
            "The words {q} are free. The rest has a source [@{o}].",
            "A source comes first [@{o}]. Then {q} stands alone.",
        ],
    },
    Language {
        tag: "de",
        words: "der Steg Nummer {n} bleibt gesperrt",
        changed: "der Steg Nummer {n} bleibt lila",
        passage: "Die Meisterin meldet, der Steg Nummer {n} bleibt gesperrt bis zum Morgen.",
        marks: &[["\"", "\""], ["„", "“"], ["»", "«"], ["‚", "‘"], ["'", "'"]],
        forms: &[
            "Es heißt {q} [@{k}{p}].",
            "Laut @{k} gilt: {q}.",
            "Die Zeitung schrieb [@{k}{p}], {q}.",
            "{q}, schrieb sie am Montag, z. B. im Hafen [@{k}{p}].",
            "Es war {q} zu lesen. [@{k}{p}]",
            "> {q}\n>\n> [@{k}{p}]",
        ],
        apart: &["Es heißt {q} im Hafen. Der Rest ist belegt [@{o}]."],
    },
    Language {
        tag: "fr",
        words: "le quai numéro {n} reste fermé",
        changed: "le quai numéro {n} reste violet",
        passage: "La capitaine annonce que le quai numéro {n} reste fermé le matin.",
        marks: &[["\"", "\""], ["«\u{a0}", "\u{a0}»"], ["« ", " »"], ["“", "”"]],
        forms: &[
            "On lit {q} [@{k}{p}].",
            "Selon @{k}, {q}.",
            "Le journal [@{k}{p}] écrit {q}.",
            "{q}, dit-elle hier [@{k}{p}].",
        ],
        apart: &["On lit {q} partout. Le reste est connu [@{o}]."],
    },
    Language {
        tag: "zh-Hans",
        words: "第{n}号码头已经关闭",
        changed: "第{n}号码头已经紫了",
        passage: "港务长说第{n}号码头已经关闭，清晨也不开放。",
        marks: &[["\"", "\""], ["“", "”"], ["「", "」"], ["『", "』"], ["'", "'"]],
        forms: &[
            "这叫{q} [@{k}{p}]。",
            "据@{k}，{q}。",
            "他写道{q}，没有别的 [@{k}{p}]。",
            "报纸 [@{k}{p}] 说{q}。",
            "{q}\n他说 [@{k}{p}]。",
            "他说{q}【@{k}{p}】。",
        ],
        apart: &["他说{q}。别的话有出处 [@{o}]。"],
    },
    Language {
        tag: "ko",
        words: "제{n}부두는 아직 닫혀 있다",
        changed: "제{n}부두는 이미 보라색이다",
        passage: "항만장은 제{n}부두는 아직 닫혀 있다 하고 말했다.",
        marks: &[["\"", "\""], ["“", "”"], ["'", "'"]],
        forms: &["그는 {q}라고 말했다 [@{k}{p}].", "신문은 {q}은 사실이라고 썼다 [@{k}{p}].", "@{k}에 따르면, {q}."],
        apart: &["그는 {q}라고 했다. 나머지는 출처가 있다 [@{o}]."],
    },
];

/// Drawn sentence.
struct Draw {
    words: String,
    article: Option<String>,
    is_true: bool,
    sentence: String,
}

/// Briefing with all sentences.
fn draw_all() -> (Inputs, Vec<Draw>) {
    let mut random = Random(2031);
    let mut inputs = Inputs::default();
    let mut add = |path: String, text: String| drop(inputs.files.insert(path.into(), text.into_bytes().into()));
    add("briefing.toml".into(), "base_url = \"https://example.org/\"\ntitle = \"Case\"\n".into());
    let mut texts: BTreeMap<String, (&'static str, Vec<String>)> = BTreeMap::new();
    let mut draws = Vec::new();
    let mut page = String::new();
    for number in 0..DRAWS {
        let language = random.pick(&LANGUAGES);
        let name = |index: usize| format!("{}-{index}", language.tag.to_lowercase());
        let (own, other) = (random.below(ARTICLES), random.below(ARTICLES - 1));
        let (key, other) = (name(own), name((own + 1 + other) % ARTICLES));
        let n = (100_000 + number).to_string();
        let is_true = random.below(2) == 0;
        let passages = &mut texts.entry(key.clone()).or_insert((language.tag, Vec::new())).1;
        passages.push(language.passage.replace("{n}", &n));
        let locator = match random.below(3) {
            0 => String::new(),
            1 => format!(", ¶{}", passages.len()),
            _ => format!(", ¶1, {}", passages.len()),
        };
        texts.entry(other.clone()).or_insert((language.tag, Vec::new()));
        let words = if is_true { language.words } else { language.changed }.replace("{n}", &n);
        let [open, close] = random.pick(language.marks);
        let is_apart = random.below(8) == 0;
        let form = *random.pick(if is_apart { language.apart } else { language.forms });
        let is_cjk = language.tag == "zh-Hans";
        let locator = if is_cjk && form.contains('【') { locator.replace(", ", "，") } else { locator };
        let sentence = form.replace("{q}", &format!("{open}{words}{close}")).replace("{k}", &key);
        let sentence = sentence.replace("{p}", &locator).replace("{o}", &other).replace("{n}", &n);
        write!(page, "{sentence}\n\n<!-- -->\n\n").unwrap();
        draws.push(Draw { words, article: (!is_apart).then_some(key), is_true, sentence });
        if (number + 1) % PER_PAGE == 0 {
            let front_matter = format!("+++\ntitle = \"Page {number}\"\ndescription = \"Words.\"\n+++\n");
            add(format!("content/pages/p-{number}.md"), front_matter + &std::mem::take(&mut page));
        }
    }
    for (id, (tag, passages)) in texts {
        let record = format!("+++\ntitle = \"{id}\"\nlanguage = \"{tag}\"\ndescription = \"D.\"\n+++\nWords.\n");
        add(format!("content/articles/{id}/index.md"), record);
        add(format!("content/articles/{id}/article.txt"), format!("{id}\n\n{}\n", passages.join("\n\n")));
    }
    (inputs, draws)
}

#[test]
fn random_sentences_are_checked_against_their_article() {
    let (inputs, draws) = draw_all();
    let (site, relations) = relate(&inputs);
    let cited: BTreeMap<&str, &Quotation> =
        relations.quotations.all().map(|quotation| (quotation.words.as_str(), quotation)).collect();
    let uncited: BTreeMap<&str, bool> = relations
        .uncited
        .all()
        .map(|quotation| (quotation.words.as_str(), quotation.reason == UncitedReason::NotJoined))
        .collect();
    let mut failures = Vec::new();
    let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
    for Draw { words, article, is_true, sentence } in &draws {
        let quotation = cited.get(words.as_str());
        let is_right = match (article, quotation) {
            (Some(article), Some(quotation)) => {
                *forms.entry(quotation.form.name()).or_default() += 1;
                let is_found = matches!(quotation.verdict, QuotationVerdict::Found(_));
                let is_missing = quotation.verdict == QuotationVerdict::NotFound;
                let owners = std::iter::once(&quotation.article).chain(&quotation.others);
                let mut ids = owners.map(|&owner| &*site.record(owner).id);
                ids.any(|id| id == article) && if *is_true { is_found } else { is_missing }
            }
            (None, None) => uncited.contains_key(words.as_str()),
            _ => false,
        };
        if !is_right {
            let got = quotation.map(|found| (&*site.record(found.article).id, found.verdict, found.form));
            failures.push(format!("{sentence}\n  -> {got:?}"));
        }
    }
    let fitting = draws.iter().filter(|draw| draw.article.is_some()).count();
    assert!(fitting >= FITTING, "only {fitting} fit");
    for form in
        [AttributionForm::Adjoining, AttributionForm::Sentence, AttributionForm::Footnote, AttributionForm::BlockQuote]
    {
        assert!(forms.contains_key(form.name()), "{forms:?}");
    }
    let shown: Vec<&String> = failures.iter().take(30).collect();
    assert!(failures.is_empty(), "{} of {} failed:\n{shown:#?}", failures.len(), draws.len());
}
