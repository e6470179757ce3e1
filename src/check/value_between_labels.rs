//! # value-between-labels
//!
//! **What it finds.** A value some of whose text stands between two labels, either of which it may belong to.
//! **Why it matters.** It was given to one of them; it may belong to the other.
//! Where several labels stand in one cell without a line between their answers, and some are blank before one of several
//! lines, it is said on these. So it is where one cell stands beside several labels and those behind the first have no other answer, and where
//! two cells stand below one of two labels side by side and none below the other.
//! **Example.** A row whose first cell is empty, right above the row of ②事務の内容.

use super::{Context, on};
use crate::align::{Doubt, Piece};
use crate::finding::{Code, Finding, Message, Severity};
use crate::form::Role;
use crate::record::{Item, Value};
use crate::source::Area;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (at, doubt) in &context.filled.doubts {
        if *doubt == Doubt::Between {
            let item = &context.items()[*at];
            let message = Message::new("value-between-labels", &[]);
            findings.push(on(item, Code::ValueBetweenLabels, Severity::Note, message));
        }
    }
    bunched(context, findings);
    spanning(context, findings);
    crowded(context, findings);
}

/// Items whose value stands in two cells of a row while the next one, whose label stands beside theirs, is blank: a cell
/// has moved.
fn crowded(context: &Context, findings: &mut Vec<Finding>) {
    let part = |at: usize| Some(&context.alignment.parts[*context.filled.parts.get(at)?]);
    let row = |at: usize| Some(part(at)?.label?.row);
    for (at, pair) in context.items().windows(2).enumerate() {
        let values = part(at).map_or(&[][..], |part| &part.values);
        let side_by_side =
            |pair: &[Piece]| pair[0].row == pair[1].row && pair[0].cell != pair[1].cell;
        let below = values.iter().all(|piece| row(at).is_some_and(|label| piece.row > label));
        let in_words = pair.iter().all(|item| matches!(item.value, Value::Text(_)));
        let beside = row(at).is_some() && row(at) == row(at + 1);
        let role = part(at).map(|part| context.alignment.form.slots[part.slot].role);
        let is_meant =
            role != Some(Role::Column) && below && beside && in_words && is_blank(&pair[1]);
        if is_meant && values.windows(2).any(side_by_side) {
            for item in pair {
                let message = Message::new("value-between-labels", &[]);
                findings.push(on(item, Code::ValueBetweenLabels, Severity::Note, message));
            }
        }
    }
}

/// Items whose value stands in a cell that reaches down beside the labels of the next ones, which are blank.
fn spanning(context: &Context, findings: &mut Vec<Finding>) {
    let shown = |piece: &Piece| {
        let cell = context.rows.rows.get(piece.row)?.cells.get(piece.cell)?;
        Some((cell.spans.first()?.source.page, cell.area?))
    };
    let part = |at: usize| Some(&context.alignment.parts[*context.filled.parts.get(at)?]);
    let items = context.items();
    // The last item with an answer, the cell of this, and whether it was said of it.
    let mut held: Option<(usize, (u32, Area), bool)> = None;
    // A count is printed behind another answer, below the label of this.
    let counted = |item: &Item| matches!(item.value, Value::Count(_));
    for (at, item) in items.iter().enumerate().filter(|(_, item)| !counted(item)) {
        if !is_blank(item) {
            let value = part(at).and_then(|part| part.values.last()).and_then(shown);
            held = value.map(|value| (at, value, false));
            continue;
        }
        let label = part(at).and_then(|part| part.label.as_ref()).and_then(shown);
        let (Some((first, (page, value), said)), Some((next, label))) = (held, label) else {
            continue;
        };
        let middle = f32::midpoint(label.y0, label.y1);
        let beside = value.x0 >= label.x1 - SLACK && value.y0 < middle && middle < value.y1;
        if page == next && beside {
            let both = [Some(&items[first]).filter(|_| !said), Some(item)];
            for item in both.into_iter().flatten() {
                let message = Message::new("value-between-labels", &[]);
                findings.push(on(item, Code::ValueBetweenLabels, Severity::Note, message));
            }
            held = Some((first, (page, value), true));
        }
    }
}

/// Edges of neighbouring cells may overlap by so much, in points.
const SLACK: f32 = 2.0;

/// Items whose labels share a cell, of which some are blank and a later one has several lines.
fn bunched(context: &Context, findings: &mut Vec<Finding>) {
    let label = |at: usize| {
        let part = context.filled.parts.get(at)?;
        context.alignment.parts[*part].label.filter(|label| !context.rows.is_plain(label.row))
    };
    let cell = |at: usize| label(at).map(|label| (label.row, label.cell));
    let items = context.items();
    let all: Vec<usize> = (0..items.len()).collect();
    for group in all.chunk_by(|a, b| cell(*a).is_some() && cell(*a) == cell(*b)) {
        let holds_more = |at: &usize| lines(&items[*at]) > 1;
        let Some(last) = group.iter().rposition(holds_more) else { continue };
        let blank = |at: usize| is_blank(&items[at]) && label(at) != label(group[last]);
        let mut meant = group[..last].iter().copied().filter(|at| blank(*at)).peekable();
        if meant.peek().is_none() {
            continue;
        }
        let message = Message::new("value-between-labels.cell", &[]);
        for at in meant.chain([group[last]]) {
            findings.push(on(
                &items[at],
                Code::ValueBetweenLabels,
                Severity::Note,
                message.clone(),
            ));
        }
    }
}

/// How many lines an answer in words has.
fn lines(item: &Item) -> usize {
    match &item.value {
        Value::Text(text) | Value::Date { text, .. } => text.lines().count(),
        _ => 0,
    }
}

/// Whether nothing was found that could be chosen or written.
fn is_blank(item: &Item) -> bool {
    match &item.value {
        Value::Checkbox(_) => false,
        Value::Count(count) => count.is_none(),
        Value::Text(text) | Value::Date { text, .. } | Value::Choice { label: text, .. } => {
            text.is_empty()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::assess::assess;
    use crate::finding::Code;
    use crate::record::Document;

    /// The items with the finding, of a cover that begins with these rows.
    fn flagged(rows: &str) -> Vec<String> {
        let text = format!(
            "特定個人情報保護評価書（基礎項目評価書）\n{rows}\n個人のプライバシー等の権利利益の保護の宣言\n目黒区は、介護保険に関する事務について宣言する。\n評価実施機関名\n目黒区長\n公表日\n令和6年12月2日\nI 関連情報\n1. 特定個人情報ファイルを取り扱う事務\n①事務の名称\t介護保険に関する事務\n②事務の概要\t資格の管理を行う。\n"
        );
        let record = assess(Document::default(), text.as_bytes()).records.remove(0);
        let items = record.items.iter();
        let found = items.filter(|item| item.findings.contains(&Code::ValueBetweenLabels));
        found.map(|item| item.id.clone()).collect()
    }

    #[test]
    fn two_cells_below_one_label_and_none_below_the_next_are_told() {
        let moved = "評価書番号\t\t評価書名\n12\t介護保険に関する事務";
        assert_eq!(flagged(moved), ["cover.number", "cover.name"]);
        assert_eq!(flagged("評価書番号\t評価書名\n12\t介護保険に関する事務"), [""; 0]);
        assert_eq!(flagged("評価書番号\t評価書名\n12\t"), [""; 0]);
    }
}
