//! # low-conformity
//!
//! **What it finds.** A document of which less than half of the form's labels were found in order.
//! **Why it matters.** It may be a fragment, another form, or text that an extractor has garbled. Do not take its gaps for answers.
//! **Example.** Loose pages without a cover.

use super::Context;
use crate::finding::{Code, Finding};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    if context.conformity < 0.5 {
        findings.push(Finding::warning(
            Code::LowConformity,
            &[("percent", &format_args!("{:.0}", context.conformity * 100.0))],
        ));
    }
}
