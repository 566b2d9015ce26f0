//! Keys that all kinds of records have.

use super::{names, output_path};
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::load::front_matter::Fields;
use crate::load::layout::{RecordFile, RecordPath};
use crate::model::{Body, Details, Edtf, Kind, Naming, Record};
use crate::span::{Span, Spanned};
use serde_json::Value as Json;
use std::sync::Arc;

/// Rule: a record has no description.
pub(crate) static MISSING_DESCRIPTION: Rule = Rule {
    code: "missing-description",
    severity: Severity::Warning,
    what: "A record has no description.",
    why: "Cards, lists, feeds and search engines show the description.",
    wrong: "title = \"Pax Silica Declaration\"",
    right: "title = \"Pax Silica Declaration\"\ndescription = \"Declaration of seven governments on supply chains for AI.\"",
};

/// Values of the common keys; see the fields of the same names in [`crate::model::Record`].
pub(super) struct CommonKeys {
    title: Option<Spanned<String>>,
    description: Option<Spanned<String>>,
    names: Vec<Spanned<String>>,
    naming: Naming,
    published: Option<Spanned<Edtf>>,
    updated: Option<Spanned<Edtf>>,
    weight: i64,
    draft: bool,
    slug: Option<Spanned<String>>,
    path: Option<Spanned<String>>,
    aliases: Vec<Spanned<String>>,
    template: Option<Spanned<String>>,
    link_mentions: Option<bool>,
    in_search_index: bool,
    extra: Json,
}

impl CommonKeys {
    /// Returns whether the record is a draft.
    pub(super) fn is_draft(&self) -> bool {
        self.draft
    }

    /// Returns the title, to be replaced by its plain words.
    pub(super) fn title_mut(&mut self) -> Option<&mut Spanned<String>> {
        self.title.as_mut()
    }

    /// Returns the description, to be replaced by its plain words.
    pub(super) fn description_mut(&mut self) -> Option<&mut Spanned<String>> {
        self.description.as_mut()
    }

    /// Builds the record, without references and attachments, which the caller adds.
    pub(super) fn into_record(self, file: &RecordFile, front_matter: Span, details: Details, body: Body) -> Record {
        let name = &file.path.name;
        Record {
            id: Arc::clone(&name.id),
            language: Arc::clone(&name.language),
            file: file.file,
            front_matter,
            title: self.title.unwrap_or_else(|| Spanned::new(name.id.to_string(), front_matter)),
            description: self.description,
            names: self.names,
            naming: self.naming,
            published: self.published,
            updated: self.updated,
            weight: self.weight,
            draft: self.draft,
            slug: self.slug,
            path: self.path,
            aliases: self.aliases,
            template: self.template,
            link_mentions: self.link_mentions,
            in_search_index: self.in_search_index,
            extra: self.extra,
            details,
            body,
            title_markup: Vec::new(),
            notes: Vec::new(),
            references: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// Reads the common keys.
pub(super) fn read(fields: &mut Fields<'_, '_>, record_path: &RecordPath) -> CommonKeys {
    let draft = fields.bool("draft").unwrap_or(false);
    let (names, naming) = names::read(fields);
    CommonKeys {
        title: fields.required_string("title"),
        description: description(fields, record_path.kind, draft),
        names,
        naming,
        published: fields.date("published"),
        updated: fields.date("updated"),
        weight: fields.integer("weight").map_or(0, |weight| weight.value),
        draft,
        slug: output_path::segment(fields, "slug"),
        path: output_path::path(fields, "path"),
        aliases: output_path::paths(fields, "aliases"),
        template: output_path::path(fields, "template"),
        link_mentions: fields.bool("link_mentions"),
        in_search_index: fields.bool("in_search_index").unwrap_or(true),
        extra: fields.json("extra"),
    }
}

/// Reads the description; reports a missing one, except in drafts.
fn description(fields: &mut Fields<'_, '_>, kind: Kind, draft: bool) -> Option<Spanned<String>> {
    if fields.is_blank("description") && kind != Kind::Index && !draft && fields.is_complete() {
        let span = fields.span();
        let diagnostic =
            Diagnostic::new(&MISSING_DESCRIPTION, span, format!("the {} has no description", kind.as_str()));
        let entry = fields.format().text_entry("description");
        fields.report(diagnostic.help(format!("add `{entry}`: one line of 60 to 160 characters")));
    }
    fields.string("description").filter(|text| !text.value.trim().is_empty())
}
