//! The smallest document that shows a finding, read now: what `explain` prints below a page.

use crate::documents::{Options, read};
use crate::finding::Code;
use crate::messages::fill;

macro_rules! examples {
    ($($code:literal),* $(,)?) => {
        &[$(($code, include_str!(concat!("../../../fixtures/checks/", $code, ".txt")))),*]
    };
}

/// Code and document, sorted; `fixtures/checks/make.py` writes them.
const EXAMPLES: &[(&str, &str)] = examples![
    "agency-ambiguous",
    "agency-unknown",
    "assessment-unread",
    "blank-form",
    "choice-not-offered",
    "count-mismatch",
    "date-serial",
    "date-unreadable",
    "detail-without-tick",
    "form-cut-short",
    "form-words",
    "label-lost",
    "label-missing",
    "label-unfamiliar",
    "low-conformity",
    "mark-lost",
    "markup-torn",
    "mojibake",
    "no-item-ticked",
    "not-an-assessment",
    "order-lost",
    "printed-twice",
    "replaced-characters",
    "row-short",
    "section-twice",
    "set-aside",
    "several-chosen",
    "text-cut",
    "text-leftover",
    "value-after-gap",
    "value-between-labels",
    "value-misplaced",
];

/// What is found in the example of a code, with the line that it is found on; `None` where a text cannot have it.
pub(super) fn example(code: Code) -> Option<String> {
    let (_, text) = EXAMPLES.iter().find(|(known, _)| *known == code.name())?;
    let outcome = read(&format!("{code}.txt"), text.as_bytes(), &Options::default());
    let own = outcome.records.iter().flat_map(|record| &record.findings);
    let finding = own.chain(&outcome.findings).find(|finding| finding.code == code)?;
    let line = (finding.source.line as usize).checked_sub(1).and_then(|at| text.lines().nth(at));
    let file = format!("fixtures/checks/{code}.txt");
    let head = match line {
        Some(_) => fill("explain.line", &[("file", &file), ("line", &finding.source.line)]),
        None => fill("explain.whole", &[("file", &file)]),
    };
    let line = line.map(|line| format!("    {line}\n")).unwrap_or_default();
    let severity = finding.severity.name();
    Some(format!(
        "{head}\n\n{line}    {severity} {code} {}: {}\n",
        finding.item,
        finding.message.spoken()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_shows_its_finding() {
        assert!(EXAMPLES.is_sorted_by(|a, b| a.0 < b.0));
        for (code, _) in EXAMPLES {
            let known = code.parse().unwrap();
            assert!(example(known).is_some_and(|shown| shown.contains(code)), "{code}");
        }
        let shown = example(Code::ChoiceNotOffered).unwrap_or_default();
        assert!(shown.contains("①実施の有無\t[ 検討中 ]"), "{shown}");
    }
}
