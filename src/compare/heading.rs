//! The printed headings above an item, out of the catalogue.

use crate::form::Form;

/// The labels of the section, the groups and the numbered heads that an item stands under, outermost
/// first, and last the item's own.
pub(super) fn headings(form: Option<&Form>, id: &str) -> Vec<String> {
    let Some(form) = form else { return Vec::new() };
    let mut labels: Vec<String> = Vec::new();
    let mut path = String::new();
    for step in id.split('.') {
        let (name, number) = match step.split_once('[') {
            Some((name, number)) => (name, number.trim_end_matches(']')),
            None => (step, ""),
        };
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        let mut label = form.slot(&path).and_then(|at| form.slots.get(at)).map(|slot| &slot.label);
        if !number.is_empty() {
            // A section that came again has a number without being a repeat.
            let indexed = format!("{path}[]");
            let of_repeat = form.slots.iter().find(|slot| slot.path.starts_with(&indexed));
            if of_repeat.is_some() {
                path = indexed;
                label = form
                    .slot(&path)
                    .and_then(|at| form.slots.get(at))
                    .map(|slot| &slot.label)
                    .or(label);
            }
        }
        if let Some(label) = label.filter(|label| !label.is_empty()) {
            let label = label.replace("{n}", number);
            if labels.last() != Some(&label) {
                labels.push(label);
            }
        }
    }
    labels
}

/// The label of the section that an item stands in; `None` for one that prints none: the cover.
pub(super) fn section(form: Option<&Form>, id: &str) -> Option<String> {
    let section = id.split(['.', '[']).next()?;
    let form = form?;
    let slot = form.slots.iter().find(|slot| slot.path == section || slot.path == format!("{section}[]"))?;
    Some(slot.label.clone()).filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::by_id;

    #[test]
    fn an_item_stands_under_its_headings() {
        let of = |id: &str| headings(by_id("key"), id).join(" / ");
        insta::assert_snapshot!(of("overview.project.population"), @"");
        insta::assert_snapshot!(of("file[1].entrustment.tasks[3].subcontract.performed"), @"");
        insta::assert_snapshot!(of("changes.rows[12].before"), @"");
        insta::assert_snapshot!(of("no.such.item"), @"");
    }
}
