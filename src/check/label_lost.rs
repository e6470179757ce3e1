//! # label-lost
//!
//! **What it finds.** A value that stands where its label should be, but the label is not printed.
//! **Why it matters.** The answer was given to the question next in order; it may belong to the one before.
//! **Example.** A row whose first cell is empty between ①システムの名称 and ③他のシステムとの接続.

use super::{Context, on};
use crate::align::Doubt;
use crate::finding::{Code, Finding, Message, Severity};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (at, doubt) in &context.filled.doubts {
        if *doubt == Doubt::LabelLost {
            let item = &context.items()[*at];
            let message = Message::new("label-lost", &[("label", &item.label)]);
            findings.push(on(item, Code::LabelLost, Severity::Note, message));
        }
    }
}
