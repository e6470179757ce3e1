//! The words of a tool around a text: only what a tool wrote parts them from its beginning or end.

use super::mapped::Edit;

/// What is said before all that is printed; and what is said behind it, where a rule or another thing that a tool
/// wrote parts it from the text: the last answer ends without one.
pub(super) fn of(text: &str, edits: &[Edit], said: &[Edit]) -> Vec<Edit> {
    let known = edits.iter().map(|edit| (edit, false));
    let mut all: Vec<(&Edit, bool)> = known.chain(said.iter().map(|edit| (edit, true))).collect();
    all.sort_by_key(|(edit, _)| edit.range.start);
    let is_empty = |from: usize, to: usize| from >= to || !text[from..to].contains(is_letter);
    let (mut found, mut at) = (Vec::new(), 0);
    for (edit, is_said) in all.iter().take_while(|(edit, _)| edit.range.start < text.len()) {
        if !is_empty(at, edit.range.start) {
            break;
        }
        at = at.max(edit.range.end);
        found.extend(is_said.then(|| (*edit).clone()));
    }
    let (mut behind, mut at) = (Vec::new(), text.len());
    for (edit, is_said) in all.iter().rev() {
        if !is_empty(edit.range.end, at) {
            break;
        }
        at = at.min(edit.range.start);
        behind.extend(is_said.then(|| (*edit).clone()));
        if !is_said || is_rule(text[..at].trim_end().rsplit('\n').next().unwrap_or_default()) {
            found.append(&mut behind);
        }
    }
    found
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether a line is a rule.
fn is_rule(line: &str) -> bool {
    line.chars().count() >= 3 && !line.contains(is_letter)
}
