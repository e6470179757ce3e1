//! # ocr-unread-ink
//!
//! **What it finds.** Answers on a scan beside which there is ink that is no character that was read: a stamp, handwriting, a stroke, dirt.
//! **Why it matters.** It may be a part of the answer. In `text` each such spot stands as U+FFFD.
//! **Example.** A seal of reception across an answer.

use super::{Context, on};
use crate::align;
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    if context.rows.scanned.is_empty() {
        return;
    }
    for (at, item) in context.items().iter().enumerate() {
        let part = context.filled.parts.get(at).and_then(|at| context.alignment.parts.get(*at));
        let values = part.map_or(&[][..], |part| part.values.as_slice());
        // Of the boxes in a cell only the one that it stands at is in doubt.
        let near = !matches!(item.value, Value::Checkbox(_))
            && values.iter().any(|piece| align::text(context.rows, *piece).contains('\u{FFFD}'));
        if item.confidence.is_some() && (near || item.text.contains('\u{FFFD}')) {
            let message = Message::new("ocr-unread-ink", &[]);
            findings.push(on(item, Code::OcrUnreadInk, Severity::Warning, message));
        }
    }
}
