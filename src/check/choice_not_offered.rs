//! # choice-not-offered
//!
//! **What it finds.** A chosen value that is not one of the options of the form, or that is like several of them.
//! **Why it matters.** Either the body edited the cell by hand, or the wrong text was read. The value is given as printed.
//! **Example.** `[ 検討中 ]` where the list offers `1) 実施する 2) 実施しない 3) 未定`.

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if let Value::Choice { label, option: None } = &item.value
            && !label.is_empty()
            && !label.contains('|')
        {
            let message = Message::new("choice-not-offered", &[("label", label)]);
            findings.push(on(item, Code::ChoiceNotOffered, Severity::Warning, message));
        }
    }
}
