//! # text-cut
//!
//! **What it finds.** A text without lines or cells that ends in an answer, where the form goes on.
//! So is a text of a PDF whose line goes on behind the edge of its cell or of the page, where nobody sees it: that is kept as far as it is seen.
//! **Why it matters.** Nothing tells whether the answer is whole: the item is left out, its characters are among the leftovers.
//! **Example.** An excerpt whose last words are `①事務の名称 住民基本台帳事`.

use super::Context;
use super::order_lost::left_out;
use crate::align::Doubt;
use crate::finding::{Code, Finding};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    findings.extend(left_out(context, Doubt::Cut, Code::TextCut));
}
