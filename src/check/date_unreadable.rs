//! # date-unreadable
//!
//! **What it finds.** A date item whose text is neither one full date nor a dash.
//! **Why it matters.** The text is given instead of an ISO date; it may hold several dates, or a month only, or what a
//! spreadsheet prints where a column is too narrow.
//! **Example.** `令和7年10月`, `平成27年13月1日`, `令和6年10月1日～令和7年3月31日` or `####`.

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold;
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if let Value::Date { iso: None, text } = &item.value
            && !is_nothing(text)
        {
            let message = Message::new("date-unreadable", &[("text", text)]);
            findings.push(on(item, Code::DateUnreadable, Severity::Note, message));
        }
    }
}

/// Whether a text is blank or a lone dash.
fn is_nothing(text: &str) -> bool {
    let folded = fold(text);
    folded.chars().all(|c| c == '-') || folded == "一"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_of_all_kinds_are_no_dates_that_cannot_be_read() {
        assert!(["", " ", "-", "－", "―", "ー", "‐‐"].into_iter().all(is_nothing));
        assert!(!["####", "未定", "令和6年10月"].into_iter().any(is_nothing));
    }
}
