//! The words of a tool around a text: only what a tool wrote parts them from its beginning or end.

use super::mapped::Edit;
use std::ops::Range;

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

/// What is said in the lines that nothing printed parts from the beginning or the end of a text; `of_line` gives what
/// is said in a line. All other lines are some answer's.
pub(super) fn said(
    text: &str,
    edits: &[Edit],
    of_line: &dyn Fn(&Range<usize>) -> Vec<Edit>,
) -> Vec<Edit> {
    let known = Taken::of(edits);
    let (mut found, mut end) = (Vec::new(), 0);
    let mut is_printed = |line: &Range<usize>| {
        let said = of_line(line);
        let taken = Taken::of(&said);
        found.extend(said);
        let mut letters = text[line.clone()].char_indices().filter(|(_, c)| is_letter(*c));
        letters.any(|(at, _)| !known.has(line.start + at) && !taken.has(line.start + at))
    };
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        if is_printed(&(start..start + line.trim_end_matches('\n').len())) {
            break;
        }
    }
    let mut start = text.len();
    for line in text.split_inclusive('\n').rev() {
        start -= line.len();
        if start < end || is_printed(&(start..start + line.trim_end_matches('\n').len())) {
            break;
        }
    }
    found
}

/// What of a text is taken out: where each stretch starts, in order, and how far those up to it reach.
struct Taken(Vec<(usize, usize)>);

impl Taken {
    fn of(edits: &[Edit]) -> Self {
        let mut all: Vec<_> = edits.iter().map(|edit| (edit.range.start, edit.range.end)).collect();
        all.sort_unstable();
        let mut reach = 0;
        all.iter_mut().for_each(|(_, end)| {
            reach = reach.max(*end);
            *end = reach;
        });
        Self(all)
    }

    fn has(&self, byte: usize) -> bool {
        let after = self.0.partition_point(|(start, _)| *start <= byte);
        after.checked_sub(1).is_some_and(|at| self.0[at].1 > byte)
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether a line is a rule.
fn is_rule(line: &str) -> bool {
    line.chars().count() >= 3 && !line.contains(is_letter)
}
