//! # several-chosen
//!
//! **What it finds.** More than one value in a choice that allows one.
//! **Why it matters.** All are given, joined by `|`; which of them holds cannot be told.
//! **Example.** `[ 十分である ] [ 課題が残されている ]`.

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if let Value::Choice { label, .. } = &item.value
            && label.contains('|')
        {
            let message = Message::new("several-chosen", &[("label", label)]);
            findings.push(on(item, Code::SeveralChosen, Severity::Warning, message));
        }
    }
}
