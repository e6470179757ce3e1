//! Text that is set aside: in the file, but not read as text of the page.

use super::{Color, Glyph, Page};
use crate::read::numbers::page::aside::{APART, HEIGHT};
use crate::source::Area;

/// Text set aside.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Aside {
    /// Why it is not read as text.
    pub(crate) why: Why,
    /// Where it stands.
    pub(crate) area: Area,
    /// The em of its first character, in points.
    pub(crate) size: f32,
    /// The characters; none where they must not be told.
    pub(crate) text: String,
}

/// Why text is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Why {
    /// A light area was painted over it.
    Covered,
    /// A dark area was painted over it.
    BlackedOut,
    /// It has the colour of its ground.
    Unseen,
    /// It is too small to be seen.
    Tiny,
    /// It is struck out.
    Struck,
    /// It was laid over the page, or is small print beside a word: furniture of the page.
    Overlay,
    /// It is in a layer that is not shown.
    Layer,
    /// It stays among the characters, but is marked to be blacked out.
    Marked,
    /// Nothing is set aside, but a dark bar stands where text may have stood.
    Bar,
    /// It stays among the characters, but goes on where the page or a clip cuts it off.
    Clipped,
    /// It stays among the characters, but somebody has pinned a note to it.
    Noted,
    /// It stays among the characters, but a stamp or a sign lies there that each viewer draws in its own way.
    Stamped,
    /// It stays among the characters, but somebody has added it beside another text of its cell.
    Added,
    /// It stays among the characters, but another text stands over it.
    Overprinted,
    /// It stays among the characters, but they are not what is printed.
    Garbled,
}

impl Why {
    /// Whether it is said only of the cells that it reaches into: elsewhere nothing may stand there.
    pub(crate) fn is_of_its_place(self) -> bool {
        matches!(self, Self::Layer | Self::Marked | Self::Stamped | Self::Bar | Self::Clipped)
    }

    /// Why a text on a ground of one colour is not seen, if it is not.
    pub(crate) fn on_ground(text: Color, ground: Color) -> Option<Self> {
        match ground.is_like(text) {
            true if ground.is_dark() => Some(Self::BlackedOut),
            true => Some(Self::Unseen),
            false => None,
        }
    }
}

impl Page {
    /// Takes characters out, each for its reason; whether there are any.
    pub(crate) fn set_aside(&mut self, verdicts: &[Option<Why>]) -> bool {
        if verdicts.iter().all(Option::is_none) {
            return false;
        }
        let old = std::mem::take(&mut self.text);
        let mut asides = Asides::default();
        let mut verdicts = verdicts.iter();
        let text = &mut self.text;
        self.glyphs.retain_mut(|glyph| {
            let chars = old.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
            if let Some(Some(why)) = verdicts.next() {
                asides.add(*why, true, glyph, chars);
                return false;
            }
            glyph.start = text.len() as u32;
            text.push_str(chars);
            glyph.end = text.len() as u32;
            true
        });
        self.asides.append(&mut asides.done);
        true
    }
}

/// Collects what is set aside: characters one after the other are one text.
#[derive(Debug, Default)]
pub(crate) struct Asides {
    /// What has been set aside.
    pub(crate) done: Vec<Aside>,
    /// The last character's box and size.
    last: Option<(Area, f32)>,
}

impl Asides {
    /// Sets a character aside. White space alone is nothing.
    pub(crate) fn add(&mut self, why: Why, tell: bool, glyph: &Glyph, text: &str) {
        let blank = text.chars().all(char::is_whitespace);
        let goes_on = self.last.is_some_and(|(area, size)| {
            let apart = (glyph.area.x0 - area.x1).max(area.x0 - glyph.area.x1);
            (glyph.area.y0 - area.y0).abs() < HEIGHT * size && apart < APART * size
                || (glyph.area.y0 - area.y1).abs() < size
        });
        let told = if tell { text } else { "" };
        match self.done.last_mut().filter(|last| goes_on && last.why == why) {
            Some(last) => {
                last.text.push_str(told);
                if !blank {
                    last.area = last.area.union(glyph.area);
                }
            }
            None if blank => return,
            None => {
                let (area, size) = (glyph.area, glyph.size);
                self.done.push(Aside { why, area, size, text: told.to_owned() });
            }
        }
        self.last = Some((glyph.area, glyph.size));
    }
}
