//! Boxes, the texts beside them and the numbers behind them.

use super::Filler;
use super::joined::Joined;
use super::value::clean;
use crate::form::{Node, NodeKind, Slot};
use crate::mark::{self, BoxAnswer, BoxState, Style, boxes, count};
use crate::record::Value;

/// Circles that are filled: where they are marks, a circle is an empty box.
pub(super) const FILLED: [char; 2] = ['●', '⚫'];

impl Filler<'_> {
    pub(super) fn checkboxes(&mut self, at: usize, path: &str, node: &Node, joined: &Joined) {
        for answer in self.boxes(&joined.text, node) {
            let option = &node.options[answer.option];
            let path = format!("{path}.{}", option.id);
            let range = answer.start..answer.end;
            self.used.push((range.start, range.end));
            let value = Value::Checkbox(answer.ticked);
            let mark = range.start..mark_end(&joined.text, &range);
            let mut item = self.item(at, &path, node, value, joined, range);
            item.label = option.label.to_string();
            item.confidence = self.sure(joined, &mark).or(item.confidence);
            if matches!(answer.state, BoxState::Unread | BoxState::Lost) && answer.ticked.is_none()
            {
                self.filled.illegible.insert(item.id.clone());
            }
            self.push(at, item);
            self.detail(at, &path, node, &answer, joined);
        }
    }

    /// The boxes of a text, as the document writes them: the whole of it is asked where a notation
    /// may mean something else.
    fn boxes(&self, text: &str, node: &Node) -> Vec<BoxAnswer> {
        let answers = boxes(text, &node.options, Style::default());
        let lost = answers.iter().any(|answer| answer.ticked.is_none());
        if !(lost || self.filled_circles && text.contains(['○', '〇', '◯'])) {
            return answers;
        }
        let style = *self.style.get_or_init(|| self.document_style());
        if style == Style::default() { answers } else { boxes(text, &node.options, style) }
    }

    fn document_style(&self) -> Style {
        let mut all = Style::default();
        for (part, values) in self.alignment.parts.iter().zip(&self.values) {
            let slot = &self.alignment.form.slots[part.slot];
            let nodes = slot.node.iter().chain(slot.inner.iter().map(|(_, node)| node));
            for node in nodes.filter(|node| node.kind == NodeKind::Checkboxes) {
                let joined = self.join(values);
                all = all.join(mark::style(&joined.text, &node.options));
            }
        }
        all
    }

    fn detail(&mut self, at: usize, path: &str, node: &Node, answer: &BoxAnswer, joined: &Joined) {
        let Some((start, end)) = answer.detail else { return };
        self.used.push((start, end));
        let text = clean(&joined.text[start..end]);
        if text.is_empty() {
            return;
        }
        let path = format!("{path}.detail");
        let mut item = self.item(at, &path, node, Value::Text(text), joined, start..end);
        self.note_ink(&item, &joined.text[start..end]);
        item.label = node.options[answer.option].label.to_string();
        self.push(at, item);
    }

    /// A number in a sentence: behind its option, where it belongs to one.
    pub(super) fn count(
        &mut self,
        at: usize,
        path: &str,
        node: &Node,
        slot: &Slot,
        joined: &Joined,
    ) {
        let mut range = 0..joined.text.len();
        if let (Some(option), Some(parent)) = (&node.option, &slot.node) {
            let answers = self.boxes(&joined.text, parent);
            let Some(place) = answers.iter().position(|a| parent.options[a.option].id == *option)
            else {
                return;
            };
            range.start = answers[place].end;
            let next = answers.iter().map(|a| a.start).filter(|start| *start >= range.start).min();
            range.end = next.unwrap_or(range.end);
        }
        let sentence = node.sentence.as_deref().unwrap_or("");
        if let Some(number) = count(&joined.text[range.clone()], sentence) {
            let item = self.item(at, path, node, Value::Count(number), joined, range);
            self.push(at, item);
        }
    }
}

/// Where the mark ends that a box and its option begin with: at its bracket, or after one character.
fn mark_end(text: &str, range: &std::ops::Range<usize>) -> usize {
    let inside = text.get(range.clone()).unwrap_or_default();
    let end = |found: Option<(usize, char)>| found.map_or(0, |(at, c)| at + c.len_utf8());
    let closed = inside.char_indices().find(|(_, c)| matches!(c, ']' | '］'));
    range.start + end(closed.or_else(|| inside.char_indices().next()))
}
