//! Variants of a style, in which an option is fixed that the library would decide by itself: whether works are told apart
//! by more than the usual names, and whether a letter follows the year.

use hayagriva::citationberg::taxonomy::{StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, IndependentStyle, InheritableNameOptions, LayoutRenderingElement, Name, Names,
    NamesChild, TextTarget,
};
use std::collections::BTreeSet;

/// Placeholder for the letter behind a year.
pub(super) const LETTER: char = '\u{e020}';

/// Options by which works are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StyleVariant {
    /// Number of authors before `et al.`, if it is more than usual.
    pub(super) names: Option<u32>,
    /// Set if the style's own condition for ambiguous works holds.
    pub(super) is_ambiguous: bool,
    /// Set if a letter follows the year.
    pub(super) has_letter: bool,
}

impl StyleVariant {
    /// Returns the variant of a style.
    pub(super) fn of(self, style: &IndependentStyle) -> IndependentStyle {
        let mut style = style.clone();
        if let Some(names) = self.names {
            let options = [
                Some(&mut style.citation.name_options),
                style.bibliography.as_mut().map(|list| &mut list.name_options),
            ];
            for options in options.into_iter().flatten() {
                show_names(options, names);
            }
        }
        edit(&mut style, &mut |element| match element {
            LayoutRenderingElement::Text(text) if self.has_letter && is_year_suffix(&text.target) => {
                text.target = TextTarget::Value { val: LETTER.to_string() };
            }
            LayoutRenderingElement::Choose(choose) if self.is_ambiguous => {
                branches(choose).for_each(assume_ambiguous);
            }
            LayoutRenderingElement::Names(list) => {
                if let Some(names) = self.names {
                    show_more_names(list, names);
                }
            }
            _ => {}
        });
        style
    }
}

fn is_year_suffix(target: &TextTarget) -> bool {
    matches!(target, TextTarget::Variable { var: Variable::Standard(StandardVariable::YearSuffix), .. })
}

/// Makes the condition for ambiguous works hold.
fn assume_ambiguous(branch: &mut ChooseBranch) {
    let Some(expected) = branch.disambiguate.take() else { return };
    let holds = match branch.match_ {
        ChooseMatch::None => !expected,
        _ => expected,
    };
    match (holds, branch.match_) {
        // Without a condition, all conditions hold.
        (true, ChooseMatch::Any) => branch.match_ = ChooseMatch::All,
        (true, _) | (false, ChooseMatch::Any) => {}
        (false, _) => (branch.match_, branch.disambiguate) = (ChooseMatch::All, Some(true)),
    }
}

fn show_names(options: &mut InheritableNameOptions, names: u32) {
    let shown = options.et_al_use_first.unwrap_or(0).max(names);
    (options.et_al_use_first, options.et_al_subsequent_use_first) = (Some(shown), Some(shown));
    let minimum = options.et_al_min.map(|minimum| minimum.max(shown + 1));
    (options.et_al_min, options.et_al_subsequent_min) = (minimum, minimum);
}

/// Shows more names in a list with options of its own.
fn show_more_names(list: &mut Names, names: u32) {
    for minimum in [&mut list.et_al_min, &mut list.et_al_subsequent_min].into_iter().filter(|option| option.is_some()) {
        *minimum = (*minimum).max(Some(names + 1));
    }
    for shown in [&mut list.et_al_use_first, &mut list.et_al_subsequent_use_first] {
        *shown = shown.map(|shown| shown.max(names));
    }
}

/// Adds a `name` to each list of names that has none, because the library does not print such a list in a group. In a
/// substitute, it is a copy of the `name` of the substituted list, otherwise one without options.
pub(super) fn add_missing_names(style: &mut IndependentStyle) {
    edit(style, &mut |element| {
        if let LayoutRenderingElement::Names(list) = element {
            add_missing_name(list, None);
            let name = list.name().cloned();
            let is_substitute = |child: &&NamesChild| matches!(child, NamesChild::Substitute(_));
            let usual: Vec<NamesChild> = list.children.iter().filter(|child| !is_substitute(child)).cloned().collect();
            let substitutes = list.children.iter_mut().filter_map(|child| match child {
                NamesChild::Substitute(substitute) => Some(&mut substitute.children),
                _ => None,
            });
            for child in substitutes.flatten() {
                match child {
                    LayoutRenderingElement::Names(child) => add_missing_name(child, name.as_ref()),
                    nested => edit_all(std::slice::from_mut(nested), &mut |element| inherit_names(element, &usual)),
                }
            }
        }
    });
}

/// Gives a list of names without children those of the list that it substitutes: the library does so only if it is directly in
/// the substitute, not in a condition or a group there.
fn inherit_names(element: &mut LayoutRenderingElement, usual: &[NamesChild]) {
    if let LayoutRenderingElement::Names(list) = element
        && list.children.is_empty()
    {
        list.children = usual.to_vec();
    }
}

fn add_missing_name(list: &mut Names, usual: Option<&Name>) {
    if list.name().is_none() && !list.children.is_empty() {
        list.children.insert(0, NamesChild::Name(usual.cloned().unwrap_or_default()));
    }
}

/// Returns the elements that some elements of a style print, in their order, with those of the macros that they call.
pub(super) fn elements<'s>(
    style: &'s IndependentStyle,
    of: &'s [LayoutRenderingElement],
) -> Vec<&'s LayoutRenderingElement> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut pending: Vec<&LayoutRenderingElement> = of.iter().rev().collect();
    while let Some(element) = pending.pop() {
        found.push(element);
        match element {
            LayoutRenderingElement::Group(group) => pending.extend(group.children.iter().rev()),
            LayoutRenderingElement::Choose(choose) => {
                let otherwise = choose.otherwise.iter().flat_map(|otherwise| &otherwise.children);
                let children: Vec<_> = choose.branches().flat_map(|branch| &branch.children).chain(otherwise).collect();
                pending.extend(children.into_iter().rev());
            }
            LayoutRenderingElement::Names(names) => {
                pending.extend(names.substitute().iter().flat_map(|substitute| substitute.children.iter().rev()));
            }
            LayoutRenderingElement::Text(text) => {
                if let TextTarget::Macro { name } = &text.target
                    && seen.insert(name)
                {
                    let definition = style.macros.iter().find(|definition| definition.name == *name);
                    pending.extend(definition.into_iter().flat_map(|definition| definition.children.iter().rev()));
                }
            }
            _ => {}
        }
    }
    found
}

/// Checks whether a style prints letters behind years where it wants to.
pub(super) fn places_letters(style: &IndependentStyle) -> bool {
    let list = style.bibliography.iter().flat_map(|list| elements(style, &list.layout.elements));
    let all = elements(style, &style.citation.layout.elements).into_iter().chain(list);
    all.into_iter().any(|element| matches!(element, LayoutRenderingElement::Text(text) if is_year_suffix(&text.target)))
}

/// Checks whether the cites of a style are labels of articles, such as `Bro31`.
pub(super) fn cites_labels(style: &IndependentStyle) -> bool {
    let label = Variable::Standard(StandardVariable::CitationLabel);
    elements(style, &style.citation.layout.elements).into_iter().any(|element| match element {
        LayoutRenderingElement::Text(text) => {
            matches!(&text.target, TextTarget::Variable { var, .. } if *var == label)
        }
        _ => false,
    })
}

/// Checks whether the cites of a style have a condition for ambiguous works.
pub(super) fn checks_ambiguity(style: &IndependentStyle) -> bool {
    elements(style, &style.citation.layout.elements).into_iter().any(|element| match element {
        LayoutRenderingElement::Choose(choose) => {
            choose.if_.disambiguate.is_some() || choose.else_if.iter().any(|branch| branch.disambiguate.is_some())
        }
        _ => false,
    })
}

/// Calls a function for every element of a style, outer ones first.
pub(super) fn edit(style: &mut IndependentStyle, change: &mut impl FnMut(&mut LayoutRenderingElement)) {
    edit_all(&mut style.citation.layout.elements, change);
    for definition in &mut style.macros {
        edit_all(&mut definition.children, change);
    }
    if let Some(bibliography) = &mut style.bibliography {
        edit_all(&mut bibliography.layout.elements, change);
    }
}

/// Calls a function for all elements. Files are checked for their depth when they are read.
fn edit_all(elements: &mut [LayoutRenderingElement], change: &mut impl FnMut(&mut LayoutRenderingElement)) {
    for element in elements {
        change(element);
        match element {
            LayoutRenderingElement::Group(group) => edit_all(&mut group.children, change),
            LayoutRenderingElement::Choose(choose) => {
                branches(choose).for_each(|branch| edit_all(&mut branch.children, change));
                if let Some(otherwise) = &mut choose.otherwise {
                    edit_all(&mut otherwise.children, change);
                }
            }
            LayoutRenderingElement::Names(names) => {
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        edit_all(&mut substitute.children, change);
                    }
                }
            }
            _ => {}
        }
    }
}

fn branches(choose: &mut Choose) -> impl Iterator<Item = &mut ChooseBranch> {
    [&mut choose.if_].into_iter().chain(&mut choose.else_if)
}
