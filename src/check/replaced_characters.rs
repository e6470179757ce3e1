//! # replaced-characters
//!
//! **What it finds.** Bytes that are no characters in the encoding of the text, on the line where they stand; and values
//! with characters that could not be read, in a text or a PDF.
//! **Why it matters.** They stand as U+FFFD in the values; a byte of a Japanese character is a whole character lost.
//! **Example.** A Shift_JIS file cut in the middle of a character.

use super::{Context, on};
use crate::finding::{Finding, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        let count = item.text.matches('\u{FFFD}').count();
        // On a scan U+FFFD is ink (ocr-unread-ink).
        if count > 0 && item.confidence.is_none() {
            let message = format!("{count} characters of the value could not be read");
            findings.push(on(item, "replaced-characters", Severity::Warning, message));
        }
    }
}
