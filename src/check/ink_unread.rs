//! # ink-unread
//!
//! **What it finds.** Something that is drawn where an answer stands and is no character: a picture, a name as
//! shapes, a ring that touches two options, a mark beside a list, or beside another option than the printed answer; a
//! note that a viewer wrote beside an answer; a stamp without an appearance, which each viewer draws in its own way.
//! **Why it matters.** A person sees an answer there, the program does not: an empty value is not blank, and a
//! value may lack what is drawn beside it.
//! **Example.** The department's name pasted as a picture; the value is empty and carries this finding.
//!
//! **日本語.** 回答欄に、文字ではない手書き・図形・画像（画像で貼られた部署名、二つの選択肢にかかる丸囲みなど）があります。
//! 空欄ではありませんので、原本を確認してください。

use super::Context;
use crate::finding::{Code, Finding};

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (item, source) in &context.filled.unread {
        findings.push(Finding::warning(Code::InkUnread, &[]).on(item).at(*source));
    }
}
