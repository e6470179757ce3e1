//! # field-differs
//!
//! **What it finds.** A form field of a PDF whose stored value is another than the text that is drawn for it.
//! **Why it matters.** What is drawn is the value here, since it is what a person sees; a program that fills in or
//! rebuilds the form shows the other one.
//! **Example.** A field that shows 総務課 and holds 企画課 as its value.
//!
//! **日本語.** PDFのフォーム欄に保存された値と、画面に表示される文字が異なります。値は表示されている方です。

use super::Context;
use crate::finding::{Code, Finding};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (item, source) in &context.filled.differing {
        findings.push(Finding::warning(Code::FieldDiffers, &[]).on(item).at(*source));
    }
}
