//! Fixture builder: small briefings with true spans, each value written into the file of its record.

mod markdown;

use crate::model::{
    Article, Attachment, Author, Block, BlockKind, Body, CitationRole, Claim, Config, Details, Edtf, Evidence, Heading,
    Index, IndexKind, Kind, Passage, Publish, Record, Share, Site, Text, TextPassage, plain_text,
};
use crate::span::{FileId, Sources, Span, Spanned};
use markdown::SampleReader;

/// Briefing under construction.
pub(crate) struct Sample {
    records: Vec<SampleRecord>,
    pub(crate) site: Site,
}

/// Record under construction, with the text of its file.
pub(crate) struct SampleRecord {
    pub(crate) record: Record,
    text: String,
}

/// Creates a text of these paragraphs.
pub(crate) fn text_of(file: FileId, paragraphs: &[&str]) -> Text {
    let passages = (1..).zip(paragraphs).map(|(number, words)| TextPassage {
        passage: Passage::Paragraphs { first: number, last: number },
        words: (*words).to_owned(),
        span: Span::new(file, 0..0),
    });
    Text { file, sha256: paragraphs.concat(), passages: passages.collect() }
}

/// Removes the texts of all articles, as on a machine that has only the repository.
pub(crate) fn remove_texts(site: &mut Site) {
    for record in &mut site.records {
        if let Details::Article(article) = &mut std::sync::Arc::make_mut(record).details {
            article.text = None;
        }
    }
}

impl Sample {
    pub(crate) fn new() -> Sample {
        let mut config = Config::new(FileId(0), "https://example.org/");
        // Short fixture texts can be quoted in full.
        config.quotations.max_share = Share::from_fraction(1.0);
        let site = Site::new(config);
        Sample { records: Vec::new(), site }
    }

    pub(crate) fn add(&mut self, kind: Kind, id: &str, title: &str) -> &mut SampleRecord {
        let file = FileId(u32::try_from(self.records.len()).unwrap());
        self.records.push(SampleRecord::new(file, kind, id, title));
        self.records.last_mut().unwrap()
    }

    /// Returns the article of an id, for later changes.
    pub(crate) fn article_mut(&mut self, id: &str) -> &mut Article {
        let sample = self.records.iter_mut().find(|sample| &*sample.record.id == id).unwrap();
        let Details::Article(article) = &mut sample.record.details else { panic!("no article") };
        article
    }

    pub(crate) fn file(&mut self, path: &str) {
        std::sync::Arc::make_mut(&mut self.site.files).insert(path.into(), b"".as_slice().into());
    }

    pub(crate) fn finish(self) -> (Site, Sources) {
        let mut sources = Sources::default();
        for sample in &self.records {
            let record = &sample.record;
            let language = if *record.language == *"en" { String::new() } else { format!(".{}", record.language) };
            let path = match record.kind() {
                Kind::Index if record.id.is_empty() => format!("content/_index{language}.md"),
                Kind::Index => format!("content/{}/_index{language}.md", record.id),
                kind => format!("content/{}/{}{language}.md", kind.folder(), record.id),
            };
            sources.add(path, sample.text.as_str());
        }
        let mut records: Vec<Record> = self.records.into_iter().map(|sample| sample.record).collect();
        records.sort_by_key(|record| (record.kind(), record.id.clone(), &*record.language != "en"));
        let records = records.into_iter().map(std::sync::Arc::new).collect();
        (Site { records, ..self.site }, sources)
    }
}

impl SampleRecord {
    fn new(file: FileId, kind: Kind, id: &str, title: &str) -> SampleRecord {
        let details = match kind {
            Kind::Index => {
                Details::Index(Index { kind: IndexKind::from_folder(id).unwrap_or_default(), ..Index::default() })
            }
            _ => Details::new(kind),
        };
        let span = Span::new(file, 0..title.len());
        let record = Record::new(id, Spanned::new(title.into(), span), details);
        SampleRecord { record, text: format!("{title}\n") }
    }

    /// Appends a value to the record's file, and returns it with its span.
    pub(crate) fn push_value(&mut self, value: &str) -> Spanned<String> {
        let start = self.text.len();
        self.text.push_str(value);
        self.text.push('\n');
        Spanned::new(value.into(), Span::new(self.record.file, start..start + value.len()))
    }

    pub(crate) fn language(&mut self, language: &str) -> &mut SampleRecord {
        self.record.language = language.into();
        self
    }

    pub(crate) fn draft(&mut self) -> &mut SampleRecord {
        self.record.draft = true;
        self
    }

    pub(crate) fn names(&mut self, names: &[&str]) -> &mut SampleRecord {
        self.record.names = names.iter().map(|name| self.push_value(name)).collect();
        self
    }

    pub(crate) fn slug(&mut self, slug: &str) -> &mut SampleRecord {
        self.record.slug = Some(self.push_value(slug));
        self
    }

    pub(crate) fn path(&mut self, path: &str) -> &mut SampleRecord {
        self.record.path = Some(self.push_value(path));
        self
    }

    pub(crate) fn alias(&mut self, alias: &str) -> &mut SampleRecord {
        let alias = self.push_value(alias);
        self.record.aliases.push(alias);
        self
    }

    pub(crate) fn attach(&mut self, name: &str) -> &mut SampleRecord {
        let source = format!("content/{}/{}/{name}", self.record.kind().folder(), self.record.id);
        let bytes = b"".as_slice().into();
        self.record.files.push(Attachment { name: name.into(), source: source.into(), bytes, size: None });
        self
    }

    pub(crate) fn author(&mut self, name: &str, family: &str) -> &mut SampleRecord {
        let Details::Article(article) = &mut self.record.details else { panic!("only articles have authors") };
        article.authors.push(Author { name: name.into(), family: Some(family.into()), role: None, affiliation: None });
        self
    }

    pub(crate) fn date(&mut self, date: Edtf) -> &mut SampleRecord {
        let date = Some(Spanned::new(date, self.record.title.span));
        match &mut self.record.details {
            Details::Article(article) => article.date = date,
            Details::Event(event) => event.date = date,
            Details::Initiative(initiative) => initiative.date = date,
            _ => panic!("this kind has no date"),
        }
        self
    }

    /// Sets a list of ids in the front matter.
    pub(crate) fn ids(&mut self, key: &str, ids: &[&str]) -> &mut SampleRecord {
        let ids = ids.iter().map(|id| self.push_value(id)).collect();
        let list = match (&mut self.record.details, key) {
            (Details::Article(article), "topics") => &mut article.topics,
            (Details::Event(event), "actors") => &mut event.actors,
            (Details::Event(event), "initiatives") => &mut event.initiatives,
            (Details::Event(event), "topics") => &mut event.topics,
            (Details::Initiative(initiative), "proposer") => &mut initiative.proposer,
            (Details::Initiative(initiative), "actors") => &mut initiative.actors,
            (Details::Initiative(initiative), "topics") => &mut initiative.topics,
            (Details::Initiative(initiative), "part_of") => &mut initiative.part_of,
            (Details::Initiative(initiative), "related") => &mut initiative.related,
            (Details::Actor(actor), "member_of") => &mut actor.member_of,
            _ => panic!("this kind has no `{key}`"),
        };
        *list = ids;
        self
    }

    /// Sets the text of an article.
    pub(crate) fn text(&mut self, paragraphs: &[&str]) -> &mut SampleRecord {
        let file = self.record.file;
        let text = text_of(file, paragraphs);
        let Details::Article(article) = &mut self.record.details else { panic!("only articles have texts") };
        article.text = Some(text.into());
        self
    }

    /// Sets the publication rights of an article.
    pub(crate) fn publish(&mut self, publish: Publish) -> &mut SampleRecord {
        let Details::Article(article) = &mut self.record.details else { panic!("only articles have rights") };
        article.rights.publish = publish;
        self
    }

    /// Adds a claim with one piece of evidence.
    pub(crate) fn claim(&mut self, article: &str, passage: &str) -> &mut SampleRecord {
        let text = self.push_value("A claim.");
        self.claims().push(Claim {
            id: None,
            text,
            text_markup: Vec::new(),
            value: None,
            as_of: None,
            about: None,
            evidence: Vec::new(),
        });
        self.evidence(article, passage)
    }

    /// Adds a piece of evidence to the last claim.
    pub(crate) fn evidence(&mut self, article: &str, passage: &str) -> &mut SampleRecord {
        let article = self.push_value(article);
        let passage = Passage::parse(passage).map(|passage| Spanned::new(passage, article.span));
        self.last_claim().evidence.push(Evidence {
            span: article.span,
            article,
            passage,
            role: CitationRole::Supports,
            quote: None,
        });
        self
    }

    /// Sets the role of the last piece of evidence.
    pub(crate) fn role(&mut self, role: CitationRole) -> &mut SampleRecord {
        self.last_claim().evidence.last_mut().unwrap().role = role;
        self
    }

    /// Adds a quotation to the last piece of evidence.
    pub(crate) fn quote(&mut self, words: &str) -> &mut SampleRecord {
        let words = self.push_value(words);
        self.last_claim().evidence.last_mut().unwrap().quote = Some(words);
        self
    }

    fn claims(&mut self) -> &mut Vec<Claim> {
        match &mut self.record.details {
            Details::Event(event) => &mut event.claims,
            Details::Initiative(initiative) => &mut initiative.claims,
            _ => panic!("this kind makes no claims"),
        }
    }

    pub(crate) fn last_claim(&mut self) -> &mut Claim {
        self.claims().last_mut().unwrap()
    }

    /// Sets the subject and the value of the last claim.
    pub(crate) fn about(&mut self, about: &str, value: &str) -> &mut SampleRecord {
        let (about, value) = (self.push_value(about), self.push_value(value));
        let claim = self.last_claim();
        (claim.about, claim.value) = (Some(about), Some(value));
        self
    }

    /// Sets the day for which the last claim holds.
    pub(crate) fn as_of(&mut self, date: Edtf) -> &mut SampleRecord {
        let date = Spanned::new(date, self.record.title.span);
        self.last_claim().as_of = Some(date);
        self
    }

    pub(crate) fn bottom_line(&mut self, markdown: &str) -> &mut SampleRecord {
        let body = self.read(markdown);
        let Details::Index(index) = &mut self.record.details else { panic!("only the front page has one") };
        index.bottom_line = vec![body];
        self
    }

    pub(crate) fn body(&mut self, markdown: &str) -> &mut SampleRecord {
        self.record.body = self.read(markdown);
        self
    }

    /// Parses paragraphs and headings with links, citations, emphasis and code: the Markdown that tests need.
    fn read(&mut self, markdown: &str) -> Body {
        let mut start = self.text.len();
        self.text.push_str(markdown);
        self.text.push_str("\n\n");
        let mut body = Body::default();
        for part in markdown.split("\n\n") {
            let block = self.read_block(part, start, &mut body.headings);
            body.blocks.push(block);
            start += part.len() + 2;
        }
        body
    }

    fn read_block(&mut self, part: &str, start: usize, headings: &mut Vec<Heading>) -> Block {
        let span = Span::new(self.record.file, start..start + part.len());
        let mut reader = SampleReader { file: self.record.file, references: &mut self.record.references };
        let Some(words) = part.strip_prefix("## ") else {
            return Block { kind: BlockKind::Paragraph(reader.read(part, start)), span };
        };
        let content = reader.read(words, start + 3);
        let text = plain_text(&content);
        let id = text.to_lowercase().replace(' ', "-");
        headings.push(Heading { level: 2, id: id.clone(), text, span });
        Block { kind: BlockKind::Heading { level: 2, id, classes: Vec::new(), content }, span }
    }
}
