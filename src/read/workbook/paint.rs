//! Text that nobody sees, in the colour of its ground: white on white, black on black (黒塗り).
//!
//! A colour is `0xRRGGBB`; `None` is one that is not known.

use super::xml::Element;
use crate::finding::{Message, Severity};
use crate::rows::Note;
use crate::source::Source;

pub(super) const BLACK: u32 = 0;
pub(super) const WHITE: u32 = 0xFF_FF_FF;

/// Colours that differ by no more than this in the sum of red, green and blue look the same.
const SAME: u32 = 24;
/// A colour is dark whose red, green and blue add up to no more.
const DARK: u32 = 3 * 64;

/// Why a text is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unseen {
    /// It has the light colour of its ground.
    Covered,
    /// It is dark on dark: what it says goes to no output.
    BlackedOut,
}

impl Unseen {
    /// Whether a text of a colour is seen on a ground.
    pub(super) fn on(text: Option<u32>, ground: Option<u32>) -> Option<Self> {
        let (text, ground) = (parts(text?), parts(ground?));
        let apart: u32 = text.iter().zip(ground).map(|(a, b)| a.abs_diff(b)).sum();
        let is_dark = ground.iter().sum::<u32>() <= DARK;
        (apart <= SAME).then_some(if is_dark { Self::BlackedOut } else { Self::Covered })
    }

    /// What there is to say of it.
    pub(super) fn note(self, text: &str, source: Source) -> Note {
        let (code, severity, message) = match self {
            Self::BlackedOut => {
                ("text-blacked-out", Severity::Error, Message::new("text-blacked-out", &[]))
            }
            Self::Covered => {
                let message = Message::new("text-covered.colour", &[("text", &text.trim())]);
                ("text-covered", Severity::Warning, message)
            }
        };
        Note { code, severity, source, cell: None, message }
    }
}

fn parts(color: u32) -> [u32; 3] {
    [color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF]
}

/// A colour as six or eight hexadecimal digits, the last six red, green and blue.
pub(super) fn hex(digits: &str) -> Option<u32> {
    let last = digits.len().checked_sub(6)?;
    u32::from_str_radix(digits.get(last..)?, 16).ok()
}

/// The colour that an element `shd` of a Word document gives to a ground (17.3.5): of a solid pattern the pattern's.
pub(super) fn shade(element: &Element<'_>) -> Option<u32> {
    let color = |name: &str| element.get(name).and_then(|digits| hex(&digits));
    match element.get("val").as_deref() {
        Some("solid") => Some(color("color").unwrap_or(BLACK)),
        _ => color("fill"),
    }
}

/// The colour of an element of a workbook (ECMA-376 Part 1, 18.8.3, 18.8.27): black, white and those in digits.
pub(super) fn of_workbook(element: &Element<'_>) -> Option<u32> {
    if element.number::<f64>("tint").is_some_and(|tint| tint != 0.0) {
        return None;
    }
    if let Some(digits) = element.get("rgb") {
        return hex(&digits);
    }
    match (element.number("theme"), element.number("indexed")) {
        // The theme names the light colour of the window first.
        (Some(0), _) | (None, Some(1 | 9 | 65)) => Some(WHITE),
        (Some(1), _) | (None, Some(0 | 8 | 64)) => Some(BLACK),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_the_colour_of_its_ground_is_not_seen() {
        assert_eq!(Unseen::on(hex("FF000000"), Some(BLACK)), Some(Unseen::BlackedOut));
        assert_eq!(Unseen::on(hex("fefefe"), Some(WHITE)), Some(Unseen::Covered));
        assert_eq!(Unseen::on(hex("808080"), Some(WHITE)), None);
        assert_eq!(Unseen::on(None, Some(WHITE)), None);
        assert_eq!(hex("auto"), None);
    }
}
