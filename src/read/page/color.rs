//! Colours as a screen shows them.

use crate::read::numbers::page::color::{DARK, SAME, VIVID};

/// A colour of the screen: red, green, blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Color(pub(crate) [u8; 3]);

impl Color {
    /// Black.
    pub(crate) const BLACK: Self = Self([0; 3]);
    /// White.
    pub(crate) const WHITE: Self = Self([255; 3]);

    /// From shares of red, green and blue, 0 to 1.
    pub(crate) fn new(parts: [f32; 3]) -> Self {
        Self(parts.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8))
    }

    /// How light it is, 0 to 1 (weights of ITU-R BT.601).
    pub(crate) fn light(self) -> f32 {
        let [red, green, blue] = self.0.map(f32::from);
        (red * 0.299 + green * 0.587 + blue * 0.114) / 255.0
    }

    /// How it shows on white paper when painted with this opacity.
    pub(crate) fn veiled(self, opacity: f32) -> Self {
        if opacity >= 1.0 {
            return self;
        }
        let opacity = opacity.clamp(0.0, 1.0);
        Self(self.0.map(|part| (255.0 - (255.0 - f32::from(part)) * opacity).round() as u8))
    }

    /// Whether it is a colour, not a grey.
    pub(crate) fn is_vivid(self) -> bool {
        let [red, green, blue] = self.0;
        red.max(green).max(blue) - red.min(green).min(blue) >= VIVID
    }

    /// Whether it hides on purpose: nothing of what is under it is told.
    pub(crate) fn is_dark(self) -> bool {
        self.light() < DARK
    }

    /// Whether nobody can tell the two apart.
    pub(crate) fn is_like(self, other: Self) -> bool {
        self.0.iter().zip(other.0).all(|(one, other)| one.abs_diff(other) <= SAME)
    }
}
