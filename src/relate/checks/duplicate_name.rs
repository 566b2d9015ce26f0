//! Rule `duplicate-name`: a name shared by two records.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{RecordId, Site};
use crate::names::name_form;
use crate::relate::RecordIndex;
use crate::span::{Sources, Span};
use rustc_hash::FxHashMap;

pub(in crate::relate) static DUPLICATE_NAME: Rule = Rule {
    code: "duplicate-name",
    severity: Severity::Warning,
    what: "Two records whose mentions are linked have the same name or title, in whatever case or form.",
    why: "Where a text has the name in the form that both share, the mention is not linked and counts for neither.",
    wrong: "names = [\"DeepSeek\"]   # in the initiative `deepseek-models`; also the name of an actor",
    right: "names = [\"DeepSeek models\"]",
};

/// First record with a name, and the last record reported for sharing it.
#[derive(Clone, Copy)]
struct NameOwner {
    record: RecordId,
    span: Span,
    reported: RecordId,
}

/// Reports names shared by two initiatives, actors or topics, once for each further record.
pub(in crate::relate) fn check(site: &Site, sources: &Sources, index: &RecordIndex, diagnostics: &mut Diagnostics) {
    let mut owners: FxHashMap<String, NameOwner> = FxHashMap::default();
    for (id, record) in site.visible().filter(|(_, record)| record.kind().is_linked_on_mention()) {
        for (name, _) in record.searched_names() {
            let candidate = NameOwner { record: id, span: name.span, reported: id };
            let owner = owners.entry(name_form(&name.value, &record.language)).or_insert(candidate);
            if index.is_same_record(owner.record, id) || index.is_same_record(owner.reported, id) {
                continue;
            }
            owner.reported = id;
            let file = |record: RecordId| &sources.get(site.record(record).file).path;
            let message = format!("`{}` is a name of both `{}` and `{}`", name.value, file(owner.record), file(id));
            let diagnostic = Diagnostic::new(&DUPLICATE_NAME, name.span, message)
                .label("the same name")
                .related(owner.span, "first used here")
                .help("a place that both names fit is not linked and counts for neither; remove the name from the record that it fits less well");
            diagnostics.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::testkit::Sample;

    #[test]
    fn reports_name_of_two_records() {
        let mut sample = Sample::new();
        sample.add(Kind::Actor, "deepseek", "DeepSeek").names(&["DeepSeek"]);
        sample.add(Kind::Actor, "deepseek", "DeepSeek").language("zh-Hans");
        sample.add(Kind::Event, "released", "DeepSeek");
        sample.add(Kind::Initiative, "models", "Models").names(&["R1", "DeepSeek"]);
        sample.add(Kind::Topic, "vaccines", "vaccines");
        sample.add(Kind::Topic, "vaccination", "Vaccination").names(&["Vaccine"]);
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        check(&site, &sources, &RecordIndex::new(&site), &mut diagnostics);
        let messages: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        let expected = "`DeepSeek` is a name of both `content/initiatives/models.md` and `content/actors/deepseek.md`";
        let forms = "`vaccines` is a name of both `content/topics/vaccination.md` and `content/topics/vaccines.md`";
        assert_eq!(messages, [expected, forms]);
    }
}
