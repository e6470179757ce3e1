//! # detail-without-tick
//!
//! **What it finds.** Text in the brackets behind an option whose box is not ticked.
//! **Why it matters.** Either the tick was forgotten or lost, or the text is a leftover of an earlier version.
//! **Example.** `[ ] その他 （ 住民記録システム ）`.

use super::{Context, on};
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for pair in context.items().windows(2) {
        let [boxed, detail] = pair else { continue };
        let is_detail = detail.id.strip_suffix(".detail") == Some(boxed.id.as_str());
        if is_detail && boxed.value == Value::Checkbox(Some(false)) {
            let message = Message::new("detail-without-tick", &[]);
            findings.push(on(detail, Code::DetailWithoutTick, Severity::Note, message));
        }
    }
}
