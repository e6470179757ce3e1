//! Runs of Word documents (ECMA-376 Part 1, 17.3.2): how their text is shown.

use super::super::paint::{hex, shade, unseen};
use super::super::xml::Element;
use crate::read::page::{Color, Why};
use crate::read::sign::Signs;

/// The properties of the run that is being read.
#[derive(Default)]
pub(super) struct Run {
    pub(super) is_struck: bool,
    pub(super) is_hidden: bool,
    pub(super) is_framed: bool,
    pub(super) in_properties: bool,
    pub(super) signs: Option<Signs>,
    /// The colour of its text; `None` for one that Word makes readable on its ground.
    pub(super) color: Option<Color>,
    /// The colour behind it, where it has one of its own.
    pub(super) ground: Option<Color>,
    /// A marker of a colour is drawn over it.
    pub(super) is_highlighted: bool,
}

impl Run {
    /// Sees one of its properties.
    pub(super) fn property(&mut self, element: &Element<'_>) {
        let value = element.get("val");
        let is_drawn = value.as_deref().is_some_and(|val| val != "none" && val != "nil");
        match element.name() {
            "strike" | "dstrike" => self.is_struck = element.flag("val", true),
            "vanish" => self.is_hidden = element.flag("val", true),
            "rFonts" => {
                let font = element.get("ascii").unwrap_or_default();
                self.signs = Signs::named(font.as_bytes());
            }
            "bdr" => self.is_framed = is_drawn,
            "color" => self.color = value.and_then(|val| hex(&val)),
            "shd" => self.ground = shade(element).or(self.ground),
            "highlight" => {
                self.is_highlighted = value.is_some_and(|val| val == "black");
                self.ground = self.is_highlighted.then_some(Color::BLACK);
            }
            _ => {}
        }
    }

    /// Why nobody sees its text: highlighting does not change a text that has no colour of its own.
    pub(super) fn unseen(&self, ground: Option<Color>) -> Option<Why> {
        let color = self.color.or(self.is_highlighted.then_some(Color::BLACK));
        unseen(color, self.ground.or(ground))
    }
}
