//! A static site generator for briefing microsites: a pile of articles and the Markdown written about them become a
//! static site with a timeline, a page per initiative, and every statement traceable to the passage it rests on.
//!
//! The modules are the stages of the pipeline, in the order in which data passes through them:
//!
//! - [`span`] locates a part of a file.
//! - [`diagnose`] holds what is found wrong, and prints it in five formats.
//! - [`model`] is what a briefing is made of: records, dates, citations, claims, Markdown trees.
//! - [`text`] reads a source's own words: its lines, and what each of them is for.
//! - [`load`] reads the files into the model: configuration, front matter, Markdown, data.
//! - [`import`] turns raw articles into proposed records.
//! - [`relate`] resolves what records say of each other: links, citations, mentions, the order of time.
//! - [`cite`] formats citations and bibliographies in CSL styles.
//! - [`render`] turns records and relations into pages, with the templates of a theme.
//! - [`export`] writes machine-readable files and puts the output together as path -> content.
//! - [`output`] writes the output to the disk, safely.
//! - [`links`] checks external links over the network, on request only.
//! - [`compile`] calls the stages in order: the plain path from inputs to output.
//! - [`incremental`] does the same, reusing the results of earlier compilations.
//! - [`serve`] shows the site in a browser while it is being written.
//! - [`cli`] is the command line around it.
//!
//! The whole of it is [`compile::compile`]: a function from [`load::Inputs`] to an [`model::OutputTree`] and
//! [`diagnose::Diagnostics`], which touches neither disk nor clock nor network.

pub mod span;

pub mod diagnose;

pub mod model;
mod names;

pub mod text;

pub mod load;

pub mod import;

pub mod relate;

pub mod cite;

pub mod render;

pub mod export;

pub mod output;

#[cfg(feature = "external-links")]
pub mod links;

pub mod compile;

pub mod incremental;

pub mod serve;

pub mod cli;

#[cfg(test)]
mod testkit;
