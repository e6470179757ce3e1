//! # replaced-characters
//!
//! **What it finds.** Bytes that are no characters in the encoding of the text, on the line where they stand; values
//! with characters that could not be read, in a text or a PDF; values with `?` or 〓 where ① or Ⅰ in front of labels have become that.
//! **Why it matters.** They stand as U+FFFD in the values; a byte of a Japanese character is a whole character lost.
//! **Example.** A Shift_JIS file cut in the middle of a character; `?資格の管理` where the form's own ① came out as `?`.

use super::{Context, on};
use crate::align;
use crate::finding::{Code, Finding, Message, Severity};
use crate::fold::fold_char;
use crate::form::is_lost;
use crate::record::Value;
use std::collections::BTreeMap;

/// So many labels have lost their numbers to a sign before it is taken for one that stands for lost characters.
const LEAST: usize = 3;

pub(super) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let signs = signs(context);
    for item in context.items() {
        let count = item.text.matches('\u{FFFD}').count();
        // On a scan U+FFFD is ink (ocr-unread-ink).
        if count > 0 && item.confidence.is_none() {
            let message = Message::new("replaced-characters.value", &[("count", &count)]);
            findings.push(on(item, Code::ReplacedCharacters, Severity::Warning, message));
            continue;
        }
        let Value::Text(text) = &item.value else { continue };
        if signs.is_empty() {
            continue;
        }
        let sign = text.chars().filter_map(fold_char).find(|c| signs.contains(c));
        if let Some(sign) = sign {
            let message = Message::new("replaced-characters.sign", &[("sign", &sign)]);
            findings.push(on(item, Code::ReplacedCharacters, Severity::Warning, message));
        }
    }
}

/// The signs that stand for the numbers of labels.
fn signs(context: &Context) -> Vec<char> {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    for label in context.alignment.parts.iter().filter_map(|part| part.label) {
        let first = align::text(context.rows, label).chars().find_map(fold_char);
        if let Some(sign) = first.filter(|c| is_lost(*c)) {
            *counts.entry(sign).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= LEAST).map(|(sign, _)| sign).collect()
}
