//! The graphics state, with the parameters of text.

use crate::read::page::Color;
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
    /// The clipping path is its box.
    pub(super) clip_is_box: bool,
    /// What the groups around let through of what is painted, 0 to 1.
    pub(super) group: f32,
    /// What is painted is mixed with what was there: a blend mode or a soft mask.
    pub(super) mixes: bool,
    /// It is mixed so that nothing becomes lighter.
    pub(super) darkens: bool,
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

/// What is darker leaves nothing to be read under it, though it is mixed with it.
const BLACKISH: f32 = 0.3;

/// A colour, as far as it matters here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    pub(super) space: Space,
    pub(super) white: bool,
    pub(super) alpha: f32,
    /// What it looks like; `None` for a pattern or a space that is not followed.
    pub(super) color: Option<Color>,
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
        Self { space: Space::Light, white: false, alpha: 1.0, color: Some(Color::BLACK) };

    /// Sets the colour from its components.
    pub(super) fn set(&mut self, components: impl Iterator<Item = f32>) {
        let mut parts = [0.0; 4];
        let mut count = 0;
        for component in components {
            if let Some(part) = parts.get_mut(count) {
                *part = component;
            }
            count += 1;
        }
        let space = self.space;
        let white = parts.iter().take(count).all(|value| match space {
            Space::Light => *value > 0.99,
            Space::Ink => *value < 0.01,
            Space::Other => false,
        });
        self.white = white && (1..=parts.len()).contains(&count);
        let [one, two, three, four] = parts;
        self.color = match (space, count) {
            (Space::Other, _) => None,
            (_, 0) => Some(Color::BLACK),
            (Space::Light, 1) => Some(Color::new([one; 3])),
            (Space::Light, 3) => Some(Color::new([one, two, three])),
            (Space::Ink, 1) => Some(Color::new([1.0 - one; 3])),
            (Space::Ink, 4) => {
                Some(Color::new([one, two, three].map(|ink| (1.0 - ink) * (1.0 - four))))
            }
            _ => None,
        };
    }

    /// Whether it hides what was there.
    pub(super) fn is_cover(self) -> bool {
        self.white && self.alpha > 0.99
    }
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
        Self {
            matrix,
            clip,
            text,
            line_width: 1.0,
            fill: Paint::BLACK,
            stroke: Paint::BLACK,
            clip_is_box: true,
            group: 1.0,
            mixes: false,
            darkens: false,
        }
    }

    /// Whether what is painted so hides what was there.
    pub(super) fn hides(&self, paint: Paint) -> bool {
        let dark = || paint.color.is_some_and(|color| color.light() < BLACKISH);
        let solid = !self.mixes || self.darkens && dark();
        paint.alpha * self.group > 0.99 && solid && self.clip_is_box
    }

    /// The colour of text in this render mode; `None` where nothing is painted.
    pub(super) fn text_color(&self) -> Option<Color> {
        let (fill, stroke) = match self.text.mode {
            3 | 7 => return None,
            1 | 5 => (None, Some(self.stroke)),
            2 | 6 => (Some(self.fill), Some(self.stroke)),
            _ => (Some(self.fill), None),
        };
        let shown = |paint: &Paint| paint.alpha * self.group > 0.02;
        let seen = [fill, stroke]
            .into_iter()
            .flatten()
            .filter(shown)
            .map(|paint| paint.color.unwrap_or(Color::BLACK).veiled(paint.alpha * self.group));
        seen.min_by(|one, other| one.light().total_cmp(&other.light()))
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
