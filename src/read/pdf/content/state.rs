//! The graphics state, with the parameters of text.

use crate::read::pdf::matrix::{Matrix, overlap};
use crate::source::Area;

/// What `q` saves and `Q` brings back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    /// User space to display space.
    pub(super) matrix: Matrix,
    /// The upright box of the clipping path, in display space.
    pub(super) clip: Area,
    pub(super) text: Text,
    pub(super) line_width: f32,
    pub(super) fill: Paint,
    pub(super) stroke: Paint,
}

/// The parameters of text; they outlive a text object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    /// Number of the font among the document's fonts.
    pub(super) font: Option<usize>,
    pub(super) size: f32,
    pub(super) char_space: f32,
    pub(super) word_space: f32,
    /// Horizontal scaling, 1 for none.
    pub(super) stretch: f32,
    pub(super) leading: f32,
    pub(super) rise: f32,
    pub(super) mode: i32,
}

/// A colour, as far as it matters here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    pub(super) space: Space,
    pub(super) white: bool,
    /// Red, green and blue, about; what is not known counts as black.
    pub(super) color: [u8; 3],
    pub(super) alpha: f32,
}

/// Which numbers mean white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// All ones are white.
    Light,
    /// All zeros are white (CMYK, tints).
    Ink,
    /// Nothing is known to be white.
    Other,
}

impl Paint {
    /// What a page starts with.
    pub(super) const BLACK: Self =
        Self { space: Space::Light, white: false, color: [0; 3], alpha: 1.0 };

    /// Sets the colour from its components.
    pub(super) fn set(&mut self, components: impl Iterator<Item = f32>) {
        let (mut values, mut count) = ([0.0f32; 4], 0);
        let mut white = self.space != Space::Other;
        for value in components {
            white &= if self.space == Space::Light { value > 0.99 } else { value < 0.01 };
            if let Some(place) = values.get_mut(count) {
                *place = value.clamp(0.0, 1.0);
            }
            count += 1;
        }
        self.white = white && count > 0;
        self.color = color(self.space, values, count);
    }

    /// Whether it hides what was there.
    pub(super) fn is_cover(self) -> bool {
        self.white && self.alpha > 0.99
    }
}

/// Red, green and blue of so many components.
fn color(space: Space, [a, b, c, d]: [f32; 4], count: usize) -> [u8; 3] {
    let shares = match (space, count) {
        (Space::Light, 1) => [a; 3],
        (Space::Light, 3) => [a, b, c],
        (Space::Ink, 1) => [1.0 - a; 3],
        (Space::Ink, 4) => [a, b, c].map(|ink| (1.0 - ink) * (1.0 - d)),
        _ => [0.0; 3],
    };
    shares.map(|share| (share * 255.0).round() as u8)
}

impl State {
    /// The state at the start of a page.
    pub(crate) fn new(matrix: Matrix, clip: Area) -> Self {
        let text = Text {
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        };
        Self { matrix, clip, text, line_width: 1.0, fill: Paint::BLACK, stroke: Paint::BLACK }
    }

    /// The box of a glyph, or what is visible of it where the clip cuts away most: that tells which
    /// cell it belongs to.
    pub(super) fn visible(&self, glyph: Area) -> Option<Area> {
        let (clip, seen) = (self.clip, overlap(glyph, self.clip));
        let (x, y) = (f32::midpoint(glyph.x0, glyph.x1), f32::midpoint(glyph.y0, glyph.y1));
        if x < clip.x0 || x > clip.x1 || y < clip.y0 || y > clip.y1 {
            return (seen.x0 <= seen.x1 && seen.y0 <= seen.y1).then_some(seen);
        }
        Some(glyph)
    }
}
