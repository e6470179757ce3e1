//! # printed-twice
//!
//! **What it finds.** An item that is printed more than once with different answers, or two rows of one number (システム2 twice).
//! **Why it matters.** The first answer is given; the other one is in the message.
//! **Example.** A page that stands in the document in two versions.

use super::Context;
use crate::finding::{Code, Finding};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (item, other, source) in &context.filled.repeated {
        findings
            .push(Finding::warning(Code::PrintedTwice, &[("other", other)]).on(item).at(*source));
    }
}
