//! Alignment → items: one function for each kind of answer.

mod again;
mod appendix;
mod astray;
mod boxes;
mod joined;
mod table;
mod value;

use crate::align::{self, Alignment, Doubt, Part, Piece};
use crate::fold::{Folded, alike, control, fold};
use crate::form::{Node, NodeKind, Role, Slot, Text};
use crate::mark::{Style, choice, is_ringed_in_part};
use crate::record::{Item, Value};
use crate::remark::without_remark;
use crate::rows::Rows;
use crate::source::Source;
use boxes::FILLED;
use joined::Joined;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use value::{chosen, clean, closed_early, date_value, shaped_end};

/// The items of a document, and what went into none.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// In the order of the document.
    pub items: Vec<Item>,
    /// For each item the index of its part; the items of attachments, at the end, have none.
    pub parts: Vec<usize>,
    /// Items whose value may not be theirs, by index.
    pub doubts: Vec<(usize, Doubt)>,
    /// Text that belongs to no item.
    pub leftover: Vec<Piece>,
    /// Parts whose items are left out because the order of the text is lost, or its end.
    pub lost: Vec<usize>,
    /// Items printed more than once with different answers: id and the answer that was not kept.
    pub repeated: Vec<(String, String, Source)>,
    /// Boxes with a sign or ink in them that is no mark, or with none that is known, by their id.
    pub illegible: BTreeSet<String>,
    /// Items with drawn ink that cannot be read, and where they stand.
    pub unread: Vec<(String, Source)>,
    /// Choices whose answer was found apart from its brackets, by index.
    pub astray: Vec<usize>,
    /// Items of rows of a table with fewer cells than its header, by index: how many it has, and the header.
    pub short: Vec<(usize, usize, usize)>,
    /// Items of form fields whose value is another than what is drawn, and where they stand.
    pub differing: Vec<(String, Source)>,
    known: BTreeMap<String, usize>,
}

/// Turns the aligned text into typed items.
#[must_use]
pub(crate) fn fill(rows: &Rows, alignment: &Alignment) -> Filled {
    let values = alignment.parts.iter().map(|part| part.values.clone()).collect();
    let mut filler = Filler {
        rows,
        alignment,
        values,
        used: Vec::new(),
        filled_circles: pieces(alignment).any(|piece| align::text(rows, piece).contains(FILLED)),
        style: OnceCell::new(),
        again: again::again(rows, alignment),
        tables: BTreeMap::new(),
        filled: Filled::default(),
    };
    filler.filled.leftover.clone_from(&alignment.rest);
    filler.share_cells();
    let mut at = 0;
    while at < alignment.parts.len() {
        at = filler.part(at);
    }
    for (number, rows) in (1..).zip(&alignment.appendices) {
        filler.appendix(number, rows.clone());
    }
    astray::find(&mut filler.filled, rows, alignment);
    filler.filled
}

/// Where the bracket of a second choice begins: a line behind a list of options that begins with one.
fn next_bracket(text: &str, heads: &[Text]) -> Option<usize> {
    let (mut from, mut opened, mut listed) = (0, false, false);
    for line in text.split_inclusive('\n') {
        let folded = fold(line);
        if opened && listed && folded.starts_with('[') {
            return Some(from);
        }
        opened |= folded.contains('[');
        listed |= heads.iter().any(|head| folded.contains(&**head));
        from += line.len();
    }
    None
}

fn pieces(alignment: &Alignment) -> impl Iterator<Item = Piece> {
    alignment.parts.iter().flat_map(|part| part.values.iter().copied())
}

struct Filler<'a> {
    rows: &'a Rows,
    alignment: &'a Alignment,
    /// The text of each part.
    values: Vec<Vec<Piece>>,
    /// What of the current value's text is accounted for: bytes of the joined text.
    used: Vec<(usize, usize)>,
    /// The values have circles that are filled, which may be its marks.
    filled_circles: bool,
    /// How the document writes its boxes, once it has been asked.
    style: OnceCell<Style>,
    /// Parts of a row that is printed again under its number, and is another.
    again: Vec<bool>,
    /// The tables so far, by the slot of their first column and the occurrence of their section.
    tables: BTreeMap<(usize, u32), table::Known>,
    filled: Filled,
}

/// A text that is printed again under its label goes on there, unless so much of it is alike (in percent): then it is another
/// version of it.
const VERSION: usize = 70;

impl Filler<'_> {
    /// Fills the items of a part (of a table's columns, all at once); the index of the next part.
    fn part(&mut self, at: usize) -> usize {
        let part = &self.alignment.parts[at];
        let slot = &self.alignment.form.slots[part.slot];
        if part.doubt.is_some_and(Doubt::leaves_out) {
            self.filled.lost.push(at);
            return at + 1;
        }
        if slot.role == Role::Column {
            return self.table(at);
        }
        let joined = self.join(&self.values[at]);
        self.used.clear();
        if let Some(node) = slot.node.as_ref().filter(|_| !part.separator) {
            self.node(at, &slot.path, node, &joined);
        }
        for (path, node) in slot.inner.iter().filter(|_| !part.separator) {
            self.inner(at, path, node, slot, &joined);
        }
        self.leave(slot, &joined);
        at + 1
    }

    /// Lists the text of a value that no item has used.
    fn leave(&mut self, slot: &Slot, joined: &Joined) {
        self.used.sort_unstable();
        let mut from = 0;
        let mut unused = Vec::new();
        for &(start, end) in &self.used {
            unused.push(from..start.max(from));
            from = from.max(end);
        }
        unused.push(from..joined.text.len().max(from));
        for range in unused {
            for piece in Self::cut(joined, &range) {
                if !self.is_printed_anyway(slot, piece) {
                    self.filled.leftover.push(piece);
                }
            }
        }
    }

    /// Where a choice's label and the next one stand in one cell, and both values in the next: the
    /// choice takes the text up to the end of its list, or to the next bracket with a list.
    fn share_cells(&mut self) {
        for at in 1..self.values.len() {
            let (before, part) = (&self.alignment.parts[at - 1], &self.alignment.parts[at]);
            let together = match (before.label, part.label) {
                (Some(a), Some(b)) => (a.row, a.cell) == (b.row, b.cell),
                _ => false,
            };
            let node = self.alignment.form.slots[before.slot].node.as_ref();
            let Some(node) = node.filter(|node| node.kind == NodeKind::Choice) else { continue };
            let lost = before.doubt.is_some_and(Doubt::leaves_out);
            if lost || !together || !self.values[at - 1].is_empty() {
                continue;
            }
            let joined = self.join(&self.values[at]);
            let heads = &self.alignment.form.option_heads;
            let end = choice(&joined.text, &node.options, heads).end;
            let end = next_bracket(&joined.text, heads).map_or(end, |next| end.min(next));
            let length = joined.text.len();
            self.values[at - 1] = Self::cut(&joined, &(0..end)).collect();
            self.values[at] = Self::cut(&joined, &(end..length)).collect();
        }
    }

    /// Whether a text beside a label is fixed text of the form: a hint, a sub-heading of boxes, the
    /// sentence of a count, brackets, or a list of options that a transcription has put there.
    fn is_printed_anyway(&self, slot: &Slot, piece: Piece) -> bool {
        let folded = fold(align::text(self.rows, piece));
        let form = self.alignment.form;
        if form.prints_text(&folded)
            || slot.fixed.iter().any(|fixed| fixed.contains(&folded))
            || form.option_heads.iter().any(|head| folded.starts_with(&**head))
        {
            return true;
        }
        let nodes = slot.node.iter().chain(slot.inner.iter().map(|(_, node)| node));
        let mut rest = folded;
        for node in nodes {
            let groups = node.options.iter().filter_map(|option| option.group.as_ref());
            let options = node.options.iter().map(|option| &option.label);
            for text in groups.chain(options).chain(&node.sentence) {
                for part in text.split("{n}") {
                    rest = rest.replace(&fold(part), "");
                }
            }
        }
        rest.chars().all(|c| !c.is_alphabetic())
    }

    /// A node without a label beside its parent's label.
    fn inner(&mut self, at: usize, path: &str, node: &Node, slot: &Slot, joined: &Joined) {
        match node.kind {
            NodeKind::Count => self.count(at, path, node, slot, joined),
            NodeKind::Checkboxes => self.checkboxes(at, path, node, joined),
            NodeKind::Choice => {
                let cut = self.without_fixed(slot, joined);
                self.choice(at, path, node, &cut);
            }
            _ if joined.text.is_empty() => {}
            _ => self.node(at, path, node, joined),
        }
    }

    fn without_fixed(&self, slot: &Slot, joined: &Joined) -> Joined {
        let kept: Vec<Piece> = joined
            .pieces
            .iter()
            .map(|(_, piece)| *piece)
            .filter(|piece| {
                let folded = fold(align::text(self.rows, *piece));
                !slot.fixed.iter().any(|fixed| fixed.contains(&folded))
            })
            .collect();
        self.join(&kept)
    }

    fn node(&mut self, at: usize, path: &str, node: &Node, joined: &Joined) {
        match node.kind {
            NodeKind::Checkboxes => self.checkboxes(at, path, node, joined),
            NodeKind::Choice => self.choice(at, path, node, joined),
            NodeKind::Date => self.date(at, path, node, joined),
            _ => self.text(at, path, node, joined),
        }
    }

    fn text(&mut self, at: usize, path: &str, node: &Node, joined: &Joined) {
        let mut range = 0..joined.text.len();
        if node.bracketed {
            range.end = closed_early(&joined.text[..self.list_start(path, node, joined)]);
        }
        let end = shaped_end(node, &joined.text).unwrap_or(joined.text.len());
        range.end = range.end.min(end);
        let value = Value::Text(clean(&joined.text[range.clone()]));
        self.used.push((0, end));
        let item = self.item(at, path, node, value, joined, range);
        self.note_ink(&item, &joined.text);
        self.push(at, item);
    }

    /// Notes an item whose text has ink in it that is no character.
    fn note_ink(&mut self, item: &Item, text: &str) {
        if !control::may_stand_in(text) || !text.contains(control::is_control) {
            return;
        }
        let drawn = [control::DRAWN, control::UNREAD, control::CROSSED];
        if text.contains(drawn) || is_ringed_in_part(text) {
            self.filled.unread.push((item.id.clone(), item.source));
        }
        if text.contains(control::DIFFERS) {
            self.filled.differing.push((item.id.clone(), item.source));
        }
    }

    /// Where the list of options of the choice begins that a bracketed text belongs to, if the
    /// reader has put it behind the bracket.
    fn list_start(&self, path: &str, node: &Node, joined: &Joined) -> usize {
        let folded = Folded::new(&joined.text);
        let sibling = path
            .rsplit_once('.')
            .zip(node.under.as_ref())
            .map(|((base, _), under)| format!("{base}.{under}"));
        let is_choice = sibling.and_then(|path| self.alignment.form.slot(&path)).is_some();
        let heads = &self.alignment.form.option_heads;
        let start = heads.iter().filter_map(|head| folded.text.find(&**head)).min();
        start.filter(|_| is_choice).map_or(joined.text.len(), |start| folded.original(start))
    }

    fn date(&mut self, at: usize, path: &str, node: &Node, joined: &Joined) {
        let mut text = joined.text.trim_end();
        if let Some(suffix) = &node.suffix {
            text = text.strip_suffix(&**suffix).unwrap_or(text).trim_end();
        }
        let range = 0..text.len();
        self.used.push((0, joined.text.len()));
        let value = date_value(&clean(text));
        let item = self.item(at, path, node, value, joined, range);
        self.note_ink(&item, &joined.text);
        self.push(at, item);
    }

    fn choice(&mut self, at: usize, path: &str, node: &Node, joined: &Joined) {
        let answer = choice(&joined.text, &node.options, &self.alignment.form.option_heads);
        let range = match (answer.chosen.first(), answer.chosen.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        };
        let value = chosen(node, &answer, &joined.text);
        let mut from = 0;
        for &(start, end) in answer.other.iter().chain([&(joined.text.len(), joined.text.len())]) {
            self.used.push((from, start));
            from = end;
        }
        let item = self.item(at, path, node, value, joined, range);
        if answer.unread {
            self.filled.unread.push((item.id.clone(), item.source));
        }
        if joined.text.contains(control::DIFFERS) {
            self.filled.differing.push((item.id.clone(), item.source));
        }
        self.push(at, item);
    }

    fn item(
        &self,
        at: usize,
        path: &str,
        node: &Node,
        value: Value,
        joined: &Joined,
        range: std::ops::Range<usize>,
    ) -> Item {
        let part = &self.alignment.parts[at];
        let slot = &self.alignment.form.slots[part.slot];
        let label = node.label.as_ref().unwrap_or(&slot.label);
        let source = self.source(joined, &range).or_else(|| self.label_source(part));
        let source = source.unwrap_or_default();
        // What is blank on a scan was read too.
        let scanned = self.rows.scanned.binary_search(&source.page).is_ok();
        Item {
            id: item_id(path, slot, part, self.alignment),
            label: label.replace("{n}", &part.number.map(|n| n.to_string()).unwrap_or_default()),
            value,
            text: self.raw(joined, &range),
            source,
            findings: Vec::new(),
            confidence: self.sure(joined, &range).or_else(|| scanned.then_some(1.0)),
            ..Item::default()
        }
    }

    fn label_source(&self, part: &Part) -> Option<Source> {
        let label = part.label?;
        self.rows.rows[label.row].cells[label.cell]
            .source_of(label.start..label.end.max(label.start + 1))
    }

    /// Adds an item; what is printed again goes on with the first, or is reported.
    fn push(&mut self, at: usize, item: Item) {
        let filled = &mut self.filled;
        let Some(&known) = filled.known.get(&item.id) else {
            filled.known.insert(item.id.clone(), filled.items.len());
            filled
                .doubts
                .extend(self.alignment.parts[at].doubt.map(|doubt| (filled.items.len(), doubt)));
            filled.items.push(item);
            filled.parts.push(at);
            return;
        };
        let old = &mut filled.items[known];
        // A name with the remark that it goes on says nothing more.
        let is_same =
            || item.text.len() > old.text.len() && without_remark(&item.text) == fold(&old.text);
        if item.text.is_empty() || old.value == item.value || is_same() {
            return;
        }
        match (&mut old.value, &item.value) {
            _ if self.again[at] => {
                filled.repeated.push((item.id.clone(), item.value.printed(), item.source));
            }
            (_, _) if old.text.is_empty() => *old = item,
            (Value::Text(text), Value::Text(more))
                if !text.contains(more.as_str()) && alike(&fold(text), &fold(more)) < VERSION =>
            {
                text.push('\n');
                text.push_str(more);
                old.text.push('\n');
                old.text.push_str(&item.text);
                old.confidence = old.confidence.zip(item.confidence).map(|(a, b)| a * b);
                let label = self.alignment.parts[at].label;
                if label.is_some_and(|label| self.rows.is_plain(label.row)) {
                    filled.doubts.push((known, Doubt::Between));
                }
            }
            _ => filled.repeated.push((item.id.clone(), item.value.printed(), item.source)),
        }
    }
}

/// The item id of a path: the section's, the repeat's and the row's number put in.
fn item_id(path: &str, slot: &Slot, part: &Part, alignment: &Alignment) -> String {
    let repeat = matches!(alignment.form.slots[slot.section].role, Role::Section { repeat: true });
    let mut indexes = Vec::new();
    if repeat {
        indexes.push(part.occurrence);
    }
    indexes.extend(part.number);
    let mut id = String::with_capacity(path.len() + 8);
    let mut rest = path;
    if !repeat && part.occurrence > 1 {
        let end = rest.find('.').unwrap_or(rest.len());
        id.push_str(&rest[..end]);
        id.push_str(&format!("[{}]", part.occurrence));
        rest = &rest[end..];
    }
    for index in indexes {
        let Some((before, after)) = rest.split_once("[]") else { break };
        id.push_str(before);
        id.push_str(&format!("[{index}]"));
        rest = after;
    }
    id.push_str(rest);
    id
}
