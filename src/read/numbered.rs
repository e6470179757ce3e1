//! Texts whose lines an editor or a viewer has numbered.

use std::borrow::Cow;

/// Fewer lines than these may be a list.
const LEAST: u32 = 12;

/// The text without the numbers in front of its lines; as it is, where not every line has the next one.
pub(super) fn without_numbers(text: &str) -> Cow<'_, str> {
    let mut plain = String::new();
    let mut last = None;
    for line in text.split_inclusive('\n') {
        let Some((number, rest)) = numbered(line) else {
            // A viewer may leave blank lines without a number.
            if line.trim().is_empty() {
                plain.push_str(line);
                continue;
            }
            return Cow::Borrowed(text);
        };
        if last.is_some_and(|last| number != last + 1) {
            return Cow::Borrowed(text);
        }
        last = Some(number);
        plain.push_str(rest);
    }
    if last.is_some_and(|last| last >= LEAST) { Cow::Owned(plain) } else { Cow::Borrowed(text) }
}

/// The number at the start of a line and what stands behind it and its mark.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let line = line.trim_start_matches([' ', '\u{c}']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits)?.parse().ok()?;
    let rest = line.get(digits..)?;
    let behind = rest.strip_prefix([':', '|', '.', ')', '\t', '→']);
    let behind = behind.or_else(|| rest.strip_prefix("  ")).or_else(|| rest.strip_prefix(' '));
    let behind = behind.or_else(|| rest.trim().is_empty().then_some(rest))?;
    Some((number, behind.strip_prefix(' ').unwrap_or(behind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_lines_go_and_those_of_lists_stay() {
        let text = "評価書番号\t評価書名\n1\t介護保険\n\n".repeat(5);
        for mark in ["\t", ": ", "| ", "  ", " "] {
            let numbered: String = (1..)
                .zip(text.split_inclusive('\n'))
                .map(|(n, line)| format!("{n:>6}{mark}{line}"))
                .collect();
            assert_eq!(without_numbers(&numbered), text, "{mark:?}");
        }
        assert_eq!(without_numbers("1. 目的\n2. 方法\n"), "1. 目的\n2. 方法\n");
        assert_eq!(without_numbers(&text), text);
        assert_eq!(without_numbers(""), "");
    }
}
