//! The colours of text and of its ground in workbooks and Word documents; `None` is one that is not known.

use super::xml::Element;
use crate::fold::{alike, fold};
use crate::read::page::{Color, Why};

/// Why a text on a ground is not seen (white on white, 黒塗り), where both are known.
pub(super) fn unseen(text: Option<Color>, ground: Option<Color>) -> Option<Why> {
    Why::on_ground(text?, ground?)
}

/// A colour as six or eight hexadecimal digits, the last six red, green and blue.
pub(super) fn hex(digits: &str) -> Option<Color> {
    let last = digits.get(digits.len().checked_sub(6)?..)?;
    let [_, red, green, blue] = u32::from_str_radix(last, 16).ok()?.to_be_bytes();
    Some(Color([red, green, blue]))
}

/// The colour that an element `shd` of a Word document gives to a ground (17.3.5): of a solid pattern the pattern's.
pub(super) fn shade(element: &Element<'_>) -> Option<Color> {
    let color = |name: &str| element.get(name).and_then(|digits| hex(&digits));
    match element.get("val").as_deref() {
        Some("solid") => Some(color("color").unwrap_or(Color::BLACK)),
        _ => color("fill"),
    }
}

/// The colour of an element of a workbook (ECMA-376 Part 1, 18.8.3, 18.8.27): black, white and those in digits.
pub(super) fn of_workbook(element: &Element<'_>) -> Option<Color> {
    if element.number::<f64>("tint").is_some_and(|tint| tint != 0.0) {
        return None;
    }
    if let Some(digits) = element.get("rgb") {
        return hex(&digits);
    }
    match (element.number("theme"), element.number("indexed")) {
        // The theme names the light colour of the window first.
        (Some(0), _) | (None, Some(1 | 9 | 65)) => Some(Color::WHITE),
        (Some(1), _) | (None, Some(0 | 8 | 64)) => Some(Color::BLACK),
        _ => None,
    }
}

/// Texts with so many characters alike at their beginnings and ends, in percent of the longer, are versions of one.
const ALIKE: usize = 60;

/// Whether a text in a colour is another version of the text beside it: a correction whose old text is not struck. Lines of a
/// list with different numbers are none of each other.
pub(super) fn corrects(coloured: &str, plain: &str) -> bool {
    if coloured.trim().is_empty() || plain.trim().is_empty() {
        return false;
    }
    match (number(coloured), number(plain)) {
        (Some(one), Some(other)) if fold(one) != fold(other) => false,
        _ => alike(&fold(coloured), &fold(plain)) >= ALIKE,
    }
}

/// The number of a line of a list: a sign (`①`), or digits with a mark behind them that parts no others.
fn number(text: &str) -> Option<&str> {
    let text = text.trim_start().trim_start_matches(['(', '（']);
    let rest = text.trim_start_matches(char::is_numeric);
    let number = text.strip_suffix(rest).filter(|number| !number.is_empty())?;
    let is_sign = number.chars().any(|c| !matches!(c, '0'..='9' | '０'..='９'));
    let mut behind = rest.chars();
    let is_marked = behind.next().is_some_and(|c| matches!(c, '.' | '．' | ')' | '）' | '、'))
        && !behind.next().is_some_and(char::is_numeric);
    (is_sign || is_marked).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_is_like_the_text_beside_it() {
        assert!(corrects("福祉部 高齢介護課", "福祉部 高齢福祉課\n"));
        assert!(!corrects("令和6年10月から", "福祉部 高齢福祉課"));
        assert!(!corrects("", "") && !corrects("課", ""));
        assert!(!corrects("②窓口での本人確認", "①窓口での本人確認"));
        assert!(!corrects("2. 窓口での本人確認", "1. 窓口での本人確認"));
        assert!(corrects("①窓口での本人確認", "①窓口の本人確認"));
        assert!(corrects("2.5万人以上である", "1.5万人以上である"));
    }

    #[test]
    fn what_has_the_colour_of_its_ground_is_not_seen() {
        assert_eq!(unseen(hex("FF000000"), Some(Color::BLACK)), Some(Why::BlackedOut));
        assert_eq!(unseen(hex("808080"), hex("808080")), Some(Why::BlackedOut));
        assert_eq!(unseen(hex("fefefe"), Some(Color::WHITE)), Some(Why::Unseen));
        assert_eq!(unseen(hex("808080"), Some(Color::WHITE)), None);
        assert_eq!(unseen(None, Some(Color::WHITE)), None);
        assert_eq!(hex("auto"), None);
    }
}
