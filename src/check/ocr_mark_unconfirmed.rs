//! # ocr-mark-unconfirmed
//!
//! **What it finds.** Boxes on a scan whose bracket, or what stands in it, could not be made out.
//! **Why it matters.** They are `unknown`: an empty box and a lost ring look the same to a recogniser.
//! **Example.** `[` `]` with a smudge between them.

use super::{Context, on};
use crate::finding::{Finding, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if item.value == Value::Checkbox(None) && item.confidence.is_some() {
            let message = format!("expected [○] or [ ] before '{}' on the scan", item.label);
            findings.push(on(item, "ocr-mark-unconfirmed", Severity::Warning, message));
        }
    }
}
