//! # ocr-doubtful
//!
//! **What it finds.** Values read from a scan that are right with a likelihood of less than 90 %, by experience with labelled scans.
//! **Why it matters.** They may hold wrong or lost characters. `confidence` in `items.csv` says how likely they are right.
//! **Example.** A date whose last figure is smudged.

use super::{Context, on};
use crate::confidence::SURE;
use crate::finding::{Finding, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if let Some(known) = item.confidence.filter(|known| *known < SURE) {
            let share = known * 100.0;
            let message = format!("read from a scan: right with a likelihood of {share:.0} %");
            findings.push(on(item, "ocr-doubtful", Severity::Warning, message));
        }
    }
}
