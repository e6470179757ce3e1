//! Headings that an answer quotes: nothing stands under them, and what they stand in goes on behind them.

use super::path::Step;
use crate::form::{Form, Role};

/// Takes out the headings of other sections between two labels of one section that follow each other.
pub(super) fn leave(form: &Form, steps: &mut Vec<Step>) {
    let section = |step: &Step| form.slots[step.slot].section;
    let mut kept: Vec<Step> = Vec::with_capacity(steps.len());
    let mut at = 0;
    while let Some(step) = steps.get(at) {
        if let Some(before) = kept.last().filter(|before| is_value(form, before)) {
            let stray = |step: &&Step| is_heading(form, step) && section(step) != section(before);
            let run = steps[at..].iter().take_while(stray).count();
            let goes_on =
                |after: &Step| section(after) == section(before) && before.slot < after.slot;
            if run > 0 && steps.get(at + run).is_some_and(goes_on) {
                at += run;
                continue;
            }
        }
        kept.push(*step);
        at += 1;
    }
    *steps = kept;
}

fn is_heading(form: &Form, step: &Step) -> bool {
    matches!(form.slots[step.slot].role, Role::Section { .. } | Role::Group)
}

fn is_value(form: &Form, step: &Step) -> bool {
    matches!(form.slots[step.slot].role, Role::Value | Role::Head)
}

#[cfg(test)]
mod tests {
    use crate::assess::assess;
    use crate::record::Document;

    #[test]
    fn a_heading_within_an_answer_is_text() {
        let source = include_str!("../../fixtures/checks/form-words.txt");
        let found = |text: &str| {
            let record = assess(Document::default(), text.as_bytes()).records.remove(0);
            record.items.iter().map(|item| item.id.clone()).collect::<Vec<_>>()
        };
        let quoted = source.replace("①部署\t福祉課\n", "①部署\t福祉課\nIV リスク対策\n");
        assert_ne!(quoted, source);
        assert_eq!(found(&quoted), found(source));
    }
}
