//! # mark-lost
//!
//! **What it finds.** Boxes whose state cannot be told: the mark was lost in transcription, no font explains it, or two boxes
//! stand before one option.
//! Choices too, where none of a document's is answered: how they were (a ring, say) was lost.
//! **Why it matters.** Those options are `unknown`, not `unchecked`. The finding is on each box with a sign or ink in it that
//! is no mark, and on the item that holds the boxes where a transcription shows none at all.
//! **Example.** `<input type="checkbox"/> 紙 <input type="checkbox"/> 専用線`, none of them ticked.

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::{Item, Value};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let mut last = String::new();
    for item in context.items().iter().filter(|item| item.value == Value::Checkbox(None)) {
        let Some((node, _)) = item.id.rsplit_once('.') else { continue };
        let message = Message::new("mark-lost", &[("label", &item.label)]);
        let mut finding = on(item, Code::MarkLost, Severity::Warning, message);
        if !context.filled.illegible.contains(&item.id) {
            if node == last {
                continue;
            }
            node.clone_into(&mut last);
            node.clone_into(&mut finding.item);
        }
        findings.push(finding);
    }
    lost_choices(context, findings);
}

/// Fewer choices may all be unanswered.
const MANY: usize = 5;

/// The choices of a document, if none of them is answered.
fn lost_choices(context: &Context, findings: &mut Vec<Finding>) {
    let is_choice = |item: &&Item| matches!(item.value, Value::Choice { .. });
    let choices: Vec<&Item> = context.items().iter().filter(is_choice).collect();
    if choices.len() < MANY || choices.iter().any(|item| !item.value.printed().is_empty()) {
        return;
    }
    for item in choices {
        let message = Message::new("mark-lost.choices", &[("label", &item.label)]);
        findings.push(on(item, Code::MarkLost, Severity::Warning, message));
    }
}

#[cfg(test)]
mod tests {
    use crate::assess::assess;
    use crate::finding::Code;
    use crate::record::{Document, Value};
    use regex::Regex;

    /// How many choices a text has, and how many of them have the finding.
    fn flagged(text: &str) -> (usize, usize) {
        let record = assess(Document::default(), text.as_bytes()).records.remove(0);
        let choices = record.items.iter().filter(|i| matches!(i.value, Value::Choice { .. }));
        let lost = choices.clone().filter(|item| item.findings.contains(&Code::MarkLost));
        (choices.count(), lost.count())
    }

    #[test]
    fn where_no_choice_is_answered_all_are_doubtful() {
        let text = include_str!("../../fixtures/checks/mark-lost.txt");
        let answer = Regex::new(r"\[ [^\]○? ][^\]]* \]").unwrap();
        let (all, lost) = flagged(&answer.replace_all(text, "[   ]"));
        assert!(all >= super::MANY && lost == all, "{lost} of {all}");
        // One answer says that answers are printed.
        assert_eq!(flagged(&answer.replacen(text, 3, "[   ]")).1, 0);
    }

    #[test]
    fn boxes_of_an_unknown_notation_are_doubtful_each() {
        let text = include_str!("../../fixtures/dialects/source.azure.txt");
        let text = text.replace('☒', "《有》").replace('☐', "《無》");
        let record = assess(Document::default(), text.as_bytes()).records.remove(0);
        let lost = record.items.iter().filter(|item| item.value == Value::Checkbox(None));
        let (said, all) =
            (lost.clone().filter(|item| item.findings.contains(&Code::MarkLost)), lost);
        assert!(all.clone().count() > 3);
        assert_eq!(said.count(), all.count());
    }
}
