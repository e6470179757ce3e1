//! # date-serial
//!
//! **What it finds.** A date that is printed as the day number of a spreadsheet.
//! **Why it matters.** The cell lost its date format; the date given was computed from the number.
//! **Example.** `45054` as 実施日 is 2023-05-08.

use super::{Context, on};
use crate::date;
use crate::finding::{Code, Finding, Message, Severity};
use crate::record::Value;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for item in context.items() {
        if let Value::Date { iso: Some(iso), text } = &item.value
            && date::parse_serial(text).is_some()
        {
            let message = Message::new("date-serial", &[("text", text), ("date", iso)]);
            findings.push(on(item, Code::DateSerial, Severity::Note, message));
        }
    }
}
