//! # date-unreadable
//!
//! **What it finds.** A date item whose text has digits but is not one full date.
//! **Why it matters.** The text is given instead of an ISO date; it may hold several dates, or a month only.
//! **Example.** `令和7年10月` or `平成27年13月1日`.

use super::{Context, on};
use crate::finding::{Finding, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if let Value::Date { iso: None, text } = &item.value
            && text.chars().any(char::is_numeric)
        {
            let message = format!("expected one full date, but found '{text}'");
            findings.push(on(item, "date-unreadable", Severity::Note, message));
        }
    }
}
