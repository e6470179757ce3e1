//! Characters that others are often read as: how sure they are at most.

use super::line::Line;
use super::recognise::Read;

/// A bracket that was read as a character, not found by its pixels, is at most so sure where a mark in it may be lost:
/// where it has no partner, or less than this between them.
const BRACKET: f32 = 0.8;
const WORD: usize = 2;
/// A stroke that may be I, l, 1 or Ⅰ is at most so sure.
const STROKE: f32 = 0.45;
/// A number of a section has white behind it: the next character stands so far away, in ems.
const APART: f32 = 1.25;
/// A shape that another of the same name is taken for is at most so sure.
const VARIANT: f32 = 0.6;

/// Shapes of characters that are taken for one another.
const VARIANTS: &str = include_str!("data/variants.txt");

/// Lowers how sure characters are that others are often read as: brackets, strokes that may be a Roman number, old
/// shapes of names. A space counts as sure: whether there is one changes nothing.
pub(super) fn lower(line: &Line, read: &mut [Read]) {
    let chars: Vec<char> = read.iter().map(|read| read.char).collect();
    let counts = may_count(line, read, &chars);
    let mut text: String = chars.iter().collect();
    text.retain(|char| char != ' ');
    let words = text.split('[').skip(1).all(is_word)
        && !text.split('[').next().is_some_and(|it| it.contains(']'));
    let mut at = 0;
    for word in chars.chunk_by(|a, b| a.is_ascii_alphabetic() && b.is_ascii_alphabetic()) {
        let is_roman = word.iter().all(|c| "IVXl|".contains(*c));
        for (place, char) in (at..).zip(word) {
            let Some(read) = read.get_mut(place) else { continue };
            read.sure = match char {
                '[' | ']' if !words => read.sure.min(BRACKET),
                '1' if place == 0 && counts => read.sure.min(STROKE),
                ' ' => 1.0,
                _ if is_roman => read.sure.min(STROKE),
                _ if is_variant(*char) => read.sure.min(VARIANT),
                _ => read.sure,
            };
        }
        at += word.len();
    }
}

/// Whether what follows an opening bracket is a word, a closing one, and no further one.
fn is_word(rest: &str) -> bool {
    let mut parts = rest.split(']');
    let word = parts.next().is_some_and(|word| word.chars().count() >= WORD);
    word && parts.count() == 1
}

/// Whether the first character of a line may be the number of a section.
fn may_count(line: &Line, read: &[Read], chars: &[char]) -> bool {
    let numbered = |c: &char| c.is_ascii_digit() || "-.ー一 ".contains(*c);
    let far = |first: &Read, next: &Read| next.x - first.x > APART * line.em;
    let is_apart = match read {
        // A stroke that is all there is may be a rest of a ruled line.
        [_] => true,
        [first, next, ..] => next.char == ' ' || far(first, next),
        [] => false,
    };
    is_apart || chars.iter().skip(1).take_while(|c| numbered(c)).any(|c| "-.ー一".contains(*c))
}

fn is_variant(char: char) -> bool {
    VARIANTS.lines().filter(|line| !line.starts_with('#')).any(|line| line.contains(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The characters that are less sure than they were, of a line with this distance between them, in ems.
    fn lowered(text: &str, apart: f32) -> String {
        let (mut read, mut x) = (Vec::new(), 0.0);
        for char in text.chars() {
            read.push(Read { char, sure: 0.99, x });
            x += apart * 20.0;
        }
        lower(&Line { em: 20.0, ..Line::default() }, &mut read);
        read.iter().filter(|read| read.sure < 0.9).map(|read| read.char).collect()
    }

    #[test]
    fn strokes_that_may_be_numbers_of_sections_are_less_sure() {
        assert_eq!(lowered("1関連情報", 0.8), "");
        assert_eq!(lowered("1 関連情報", 0.8), "1");
        assert_eq!(lowered("1関連情報", 1.5), "1", "the white was not read");
        assert_eq!(lowered("1-2", 0.5), "1");
        assert_eq!(lowered("12", 0.5), "");
        assert_eq!(lowered("1", 0.5), "1");
        assert_eq!(lowered("IV 対策", 0.5), "IV");
        assert_eq!(lowered("IT部", 0.5), "");
    }

    #[test]
    fn brackets_and_old_shapes_of_names_are_less_sure() {
        assert_eq!(lowered("[]なし", 1.0), "[]");
        assert_eq!(lowered("[1]なし", 1.0), "[]");
        assert_eq!(lowered("なし]", 1.0), "]");
        assert_eq!(lowered("[委託する", 1.0), "[");
        assert_eq!(lowered("[なし]", 1.0), "");
        assert_eq!(lowered("渡邊課長", 1.0), "邊");
        assert_eq!(lowered("渡辺課長", 1.0), "");
    }
}
