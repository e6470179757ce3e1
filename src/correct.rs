//! Values that a person has corrected, applied at every run.
//!
//! A table (CSV, UTF-8, header row) with a row for each: `record` (its id) or `source` (the document), `item`, `value`, and
//! as far as they are known `why`, `by` and `machine_value`, what the program had read when it was corrected. Where the
//! program reads something else by now, or the item is gone, the correction is not applied and a finding says so.

use crate::assess::Outcome;
use crate::date;
use crate::error::nearest;
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold;
use crate::form::{by_id, without_indexes};
use crate::messages::fill;
use crate::origins::Problem;
use crate::record::{Item, ReadBy, Record, Value};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// The corrections of a table, by record or source.
#[derive(Clone, Debug, Default)]
pub(crate) struct Corrections(BTreeMap<String, Vec<Correction>>);

#[derive(Clone, Debug)]
struct Correction {
    line: u64,
    item: String,
    value: String,
    machine: Option<String>,
}

impl Corrections {
    /// Reads the table.
    ///
    /// # Errors
    /// A sentence with the line that is not as it should be.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{FEFF}');
        let mut table = csv::Reader::from_reader(text.as_bytes());
        let columns = table.headers().map_err(|cause| cause.to_string())?.clone();
        let at = |name: &str| columns.iter().position(|column| column == name);
        let (Some(item), Some(value)) = (at("item"), at("value")) else {
            let found: Vec<&str> = columns.iter().collect();
            return Err(fill("corrections.columns", &[("found", &found.join(", "))]));
        };
        let (record, source, machine) = (at("record"), at("source"), at("machine_value"));
        let mut all = Self::default();
        for row in table.records() {
            let row = row.map_err(|cause| cause.to_string())?;
            let line = row.position().map_or(0, csv::Position::line);
            let field = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default();
            let keys = [field(record), field(source)];
            let Some(key) = keys.into_iter().find(|key| !key.is_empty()) else {
                return Err(fill("corrections.key", &[("line", &line)]));
            };
            let machine = machine.map(|at| field(Some(at)).to_owned());
            let (item, value) = (field(Some(item)).to_owned(), field(Some(value)).to_owned());
            let one = Correction { line, item, value, machine };
            all.0.entry(key.to_owned()).or_default().push(one);
        }
        Ok(all)
    }

    /// Applies what belongs to the records of a document.
    pub(crate) fn apply(&self, outcome: &mut Outcome) {
        for record in &mut outcome.records {
            let keys = [record.id.clone(), record.document.path.clone()];
            for correction in keys.iter().filter_map(|key| self.0.get(key)).flatten() {
                if let Err((found, source)) = correct(record, correction) {
                    record.findings.push(unfit(correction, &found, source));
                }
            }
        }
    }

    /// The lines that name none of these records and documents.
    pub(crate) fn unmatched(&self, known: &BTreeSet<String>) -> Vec<Problem> {
        let unknown = self.0.iter().filter(|(key, _)| !known.contains(*key));
        let problem = |(key, all): (&String, &Vec<Correction>)| {
            let near = nearest(key, known.iter().cloned());
            let near = near.map(|near| fill("sources.near", &[("near", &near)]));
            let values: [(&str, &dyn Display); 2] =
                [("key", key), ("near", &near.unwrap_or_default())];
            let message = fill("corrections.no-record", &values);
            all.iter()
                .map(|one| Problem { line: one.line, message: message.clone() })
                .collect::<Vec<_>>()
        };
        let mut found: Vec<Problem> = unknown.flat_map(problem).collect();
        found.sort_by_key(|problem| problem.line);
        found
    }
}

/// Corrects an item, or says what is in the way, and where.
fn correct(record: &mut Record, correction: &Correction) -> Result<(), (Message, Source)> {
    let form = record.form.id.clone();
    let Some(item) = record.items.iter_mut().find(|item| item.id == correction.item) else {
        return Err((Message::new("correction-unfit.gone", &[]), Source::default()));
    };
    let read = item.value.printed();
    if let Some(then) = correction.machine.as_ref().filter(|then| fold(then) != fold(&read)) {
        let values: [(&str, &dyn Display); 2] = [("read", &read), ("then", then)];
        return Err((Message::new("correction-unfit.changed", &values), item.source));
    }
    let Some(value) = typed(item, &correction.value, &form) else {
        let kind = item.value.kind();
        let values: [(&str, &dyn Display); 2] = [("value", &correction.value), ("kind", &kind)];
        return Err((Message::new("correction-unfit.kind", &values), item.source));
    };
    item.machine_value = Some(read);
    (item.value, item.read_by, item.confidence) = (value, ReadBy::Person, None);
    Ok(())
}

/// The value of an item's kind that a text says.
fn typed(item: &Item, text: &str, form: &str) -> Option<Value> {
    match &item.value {
        Value::Text(_) => Some(Value::Text(text.to_owned())),
        Value::Count(_) if text.is_empty() => Some(Value::Count(None)),
        Value::Count(_) => text.parse().ok().map(|count| Value::Count(Some(count))),
        Value::Checkbox(_) => match text {
            "checked" => Some(Value::Checkbox(Some(true))),
            "unchecked" => Some(Value::Checkbox(Some(false))),
            "unknown" => Some(Value::Checkbox(None)),
            _ => None,
        },
        Value::Date { .. } => {
            let folded = fold(text);
            let (iso, _) = date::full(&folded).filter(|(_, rest)| rest.is_empty())?;
            Some(Value::Date { iso: Some(iso), text: text.to_owned() })
        }
        Value::Choice { .. } => {
            let path = without_indexes(&item.id);
            let slots = by_id(form)?.slots.iter();
            let named = slots.flat_map(|slot| {
                let own = slot.node.iter().map(|node| (&slot.path, node));
                own.chain(slot.inner.iter().map(|(path, node)| (path, node)))
            });
            let mut nodes = named.filter(|(known, _)| without_indexes(known) == path);
            let (_, node) = nodes.next()?;
            let at = node.options.iter().position(|option| option.label == text)?;
            let option = u32::try_from(at + 1).ok();
            Some(Value::Choice { label: text.to_owned(), option })
        }
    }
}

fn unfit(correction: &Correction, found: &Message, source: Source) -> Finding {
    let Correction { line, item, value, .. } = correction;
    let message =
        Message::new("correction-unfit", &[("value", value), ("line", line), ("found", found)]);
    let (item, severity) = (item.clone(), Severity::Warning);
    Finding::saying(severity, Code::CorrectionUnfit, message).on(item).at(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    fn corrected(rows: &str) -> Record {
        let table = format!("record,source,item,value,machine_value,why,by\n{rows}");
        let mut outcome = sample::outcome();
        Corrections::read(&table).unwrap().apply(&mut outcome);
        outcome.records.remove(0)
    }

    fn item<'r>(record: &'r Record, id: &str) -> &'r Item {
        record.items.iter().find(|item| item.id == id).unwrap()
    }

    #[test]
    fn a_person_s_value_stands_beside_the_machine_s() {
        let record = corrected(
            "131105-key-3-ca978112,,overview.systems[3].connections.tax,checked,unknown,見た,山田\n\
             ,区/a.txt,cover.published_on,令和6年12月3日,2024-12-02,,\n\
             ,区/a.txt,overview.project.population,1万人以上10万人未満,10万人以上30万人未満,,\n",
        );
        let tax = item(&record, "overview.systems[3].connections.tax");
        assert_eq!((&tax.value, tax.read_by), (&Value::Checkbox(Some(true)), ReadBy::Person));
        assert_eq!(tax.machine_value.as_deref(), Some("unknown"));
        assert_eq!(item(&record, "cover.published_on").value.printed(), "2024-12-03");
        assert_eq!(
            item(&record, "overview.project.population").value.printed(),
            "1万人以上10万人未満"
        );
        assert_eq!(record.findings.len(), sample::record().findings.len());
    }

    #[test]
    fn what_no_longer_fits_is_a_finding() {
        let record = corrected(
            "131105-key-3-ca978112,,cover.number,4,2,,\n\
             131105-key-3-ca978112,,cover.nothing,4,,,\n\
             131105-key-3-ca978112,,overview.project.population,たくさん,10万人以上30万人未満,,\n\
             other,,cover.number,5,3,,\n",
        );
        assert_eq!(item(&record, "cover.number").value.printed(), "3");
        let said: Vec<&str> = record
            .findings
            .iter()
            .filter(|finding| finding.code == Code::CorrectionUnfit)
            .map(|finding| finding.message.en.as_str())
            .collect();
        insta::assert_snapshot!(said.join("\n"), @r"
        expected to correct it to '4' (line 2 of the corrections), but found '3' where '2' was read then
        expected to correct it to '4' (line 3 of the corrections), but found no such item in the document
        expected to correct it to 'たくさん' (line 4 of the corrections), but found 'たくさん', which is no choice of it
        ");
    }

    #[test]
    fn a_line_that_names_nothing_of_the_run_is_told() {
        let table = "source,item,value\nb.pdf,x,1\na.pdf,x,2\nb.pdf,y,3\n";
        let known = BTreeSet::from(["a.pdf".to_owned()]);
        let told = Corrections::read(table).unwrap().unmatched(&known);
        assert_eq!(told.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(
            told[0].message,
            "not applied: expected a record or document of this run, but found 'b.pdf'; did you mean 'a.pdf'?"
        );
    }

    #[test]
    fn a_table_that_says_nothing_is_refused() {
        let wrong = |text: &str| Corrections::read(text).unwrap_err();
        assert_eq!(wrong("a,b\n"), "expected columns item and value, but found a, b");
        assert_eq!(
            wrong("item,value\nx,y\n"),
            "line 2: expected a record or a source, but found none"
        );
    }
}
