//! # ocr-unread-ink
//!
//! **What it finds.** Answers on a scan beside which there is ink that is no character that was read: a stamp, handwriting, a stroke, dirt.
//! **Why it matters.** It may be a part of the answer. In `text` each such spot stands as U+FFFD.
//! **Example.** A seal of reception across an answer.

use super::{Context, ocr_mark_unconfirmed, on};
use crate::align::{self, Piece};
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::Value;
use crate::source::Source;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    if context.rows.scanned.is_empty() {
        return;
    }
    for (at, item) in context.items().iter().enumerate() {
        if item.confidence.is_some() && (is_near(context, at) || item.text.contains(UNREAD)) {
            let message = Message::new("ocr-unread-ink", &[]);
            findings.push(on(item, Code::OcrUnreadInk, Severity::Warning, message));
        }
    }
}

/// Stands for ink that is no character.
const UNREAD: char = '\u{FFFD}';

/// Whether there is ink beside an answer that is no character, and no other answer's.
fn is_near(context: &Context, at: usize) -> bool {
    let items = context.items();
    let (Some(item), Some(&own)) = (items.get(at), context.filled.parts.get(at)) else {
        return false;
    };
    // Of the boxes in a cell only the one that it stands at is in doubt, and what is chosen stands between brackets.
    let is_settled = match item.value {
        Value::Checkbox(_) => true,
        Value::Choice { .. } => ocr_mark_unconfirmed::stands_in_brackets(context, at),
        _ => false,
    };
    let values = context.alignment.parts.get(own).map_or(&[][..], |part| &part.values);
    let unread = |piece: &&Piece| align::text(context.rows, **piece).contains(UNREAD);
    let is_others = |piece: Piece| {
        let place = context.source(piece);
        let of_part = items.iter().zip(&context.filled.parts).enumerate();
        let mut others = of_part.filter(|(nth, (_, part))| *nth != at && **part == own);
        !holds(&item.source, &place) && others.any(|(_, (other, _))| holds(&other.source, &place))
    };
    !is_settled && values.iter().filter(unread).any(|piece| !is_others(*piece))
}

/// Whether the middle of one place lies in another.
fn holds(outer: &Source, inner: &Source) -> bool {
    let (Some(outer_area), Some(area)) = (outer.area, inner.area) else { return false };
    let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
    let (across, down) = (outer_area.x0..=outer_area.x1, outer_area.y0..=outer_area.y1);
    outer.page == inner.page && across.contains(&x) && down.contains(&y)
}
