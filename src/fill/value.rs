//! Printed text to values, and what of a text is not part of its value.

use crate::date;
use crate::fold::{control, narrow};
use crate::form::Node;
use crate::mark::ChoiceAnswer;
use crate::record::Value;
use std::borrow::Cow;

pub(super) fn date_value(text: &str) -> Value {
    let iso = date::parse(text).or_else(|| date::parse_serial(text)).map(|date| date.iso);
    Value::Date { iso, text: text.to_owned() }
}

pub(super) fn chosen(node: &Node, answer: &ChoiceAnswer, text: &str) -> Value {
    let mut labels: Vec<String> = Vec::new();
    let mut option = None;
    for chosen in &answer.chosen {
        let label = match chosen.option {
            Some(at) => {
                let printed = answer.offered.iter().find(|(_, offered)| *offered == at);
                option = printed.map(|(number, _)| *number).or_else(|| u32::try_from(at + 1).ok());
                node.options[at].label.to_string()
            }
            None => clean(&text[chosen.start..chosen.end]).replace('\n', " "),
        };
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    if labels.len() > 1 {
        option = None;
    }
    Value::Choice { label: labels.join("|"), option }
}

/// Takes form controls and the white space around lines out of a text.
pub(super) fn clean(text: &str) -> String {
    // Hardly any text holds a control: most need no copy.
    let without: Cow<str> = match control::may_stand_in(text) && text.contains(control::is_control)
    {
        true => text.chars().filter(|c| !control::is_control(*c)).collect(),
        false => text.into(),
    };
    let mut lines: Vec<&str> = without.split('\n').map(str::trim).collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines.join("\n").trim().to_owned()
}

/// Where the value of a known shape ends, of which nothing follows the last sign.
pub(super) fn shaped_end(node: &Node, text: &str) -> Option<usize> {
    let last = node.pattern.as_ref()?.chars().next_back().filter(|c| !c.is_alphanumeric())?;
    let (at, end) = text.char_indices().find(|(_, c)| narrow(*c) == last)?;
    Some(at + end.len_utf8())
}

/// The length of a text without a last bracket that closes what was opened before it.
pub(super) fn closed_early(text: &str) -> usize {
    let kept = text.trim_end();
    let (mut open, mut last) = (0i32, false);
    for c in kept.chars() {
        last = false;
        match c {
            '(' | '（' => open += 1,
            ')' | '）' => {
                open -= 1;
                last = open < 0;
            }
            _ => {}
        }
    }
    if last {
        kept.trim_end_matches([')', '）']).len().max(kept.len().saturating_sub(3))
    } else {
        kept.len()
    }
}

#[cfg(test)]
mod tests {
    use super::shaped_end;
    use crate::form::forms;

    #[test]
    fn nothing_follows_the_bracket_of_a_revision() {
        let slot = &forms()[0].slots[forms()[0].slot("cover.form_revision").unwrap()];
        let text = "［平成30年5月 様式2］\nⅠ";
        let end = shaped_end(slot.node.as_ref().unwrap(), text).unwrap();
        assert_eq!(&text[..end], "［平成30年5月 様式2］");
    }
}
