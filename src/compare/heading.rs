//! The printed headings above an item, out of the catalogue.

use crate::form::{Form, Role};

/// The labels of the section, the groups and the numbered heads that an item stands under, outermost
/// first, and last the item's own.
pub(crate) fn headings(form: Option<&Form>, id: &str) -> Vec<String> {
    let Some(form) = form else { return Vec::new() };
    let (mut labels, mut path, mut number) = (Vec::new(), String::new(), "");
    for step in id.split('.') {
        let (name, index) = step.split_once('[').unwrap_or((step, ""));
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        add(&mut labels, label(form, &path), number);
        let indexed = format!("{path}[]");
        // A section that came again has a number without being a repeat.
        if !index.is_empty() && form.slots.iter().any(|slot| slot.path.starts_with(&indexed)) {
            path = indexed;
            number = index.trim_end_matches(']');
            add(&mut labels, label(form, &path).or_else(|| head(form, &path)), number);
        }
    }
    labels
}

fn label<'f>(form: &'f Form, path: &str) -> Option<&'f str> {
    form.slots.iter().find(|slot| slot.path == path).map(|slot| &*slot.label)
}

/// The numbered head of a repeat whose first answer stands beside it: 委託事項3.
fn head<'f>(form: &'f Form, repeat: &str) -> Option<&'f str> {
    let inside = |path: &str| path.strip_prefix(repeat).is_some_and(|rest| !rest.contains('['));
    let slot = form.slots.iter().find(|slot| slot.role == Role::Head && inside(&slot.path));
    slot.map(|slot| &*slot.label)
}

fn add(labels: &mut Vec<String>, label: Option<&str>, number: &str) {
    let Some(label) = label.filter(|label| !label.is_empty()) else { return };
    let label = label.replace("{n}", number);
    if labels.last() != Some(&label) {
        labels.push(label);
    }
}

/// The label of the section that an item stands in; `None` for one that prints none: the cover.
pub(super) fn section(form: Option<&Form>, id: &str) -> Option<String> {
    let section = id.split(['.', '[']).next()?;
    let form = form?;
    let slot = form
        .slots
        .iter()
        .find(|slot| slot.path == section || slot.path == format!("{section}[]"))?;
    Some(slot.label.to_string()).filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::by_id;

    #[test]
    fn an_item_stands_under_its_headings() {
        let of = |id: &str| headings(by_id("key"), id).join(" / ");
        let ids = [
            "overview.project.population",
            "overview.systems[2].connections.tax",
            "file[1].entrustment.tasks[3].name",
            "file[1].entrustment.tasks[3].subcontract.performed",
            "changes.rows[12].before",
            "no.such.item",
        ];
        let shown: Vec<String> = ids.iter().map(|id| of(id)).collect();
        insta::assert_snapshot!(shown.join("\n"));
    }
}
