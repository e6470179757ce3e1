//! The page that is being made: glyphs, rules and images, and what is dropped at the end.

use super::dash;
use super::rule::{DOT, cut, join};
use super::state::Paint;
use super::text_layer::{TextLayer, UNPAINTED};
use super::tilt::Tilts;
use crate::read::page::{
    Annotation, AnnotationKind, Aside, Asides, Color, Direction, Fill, Glyph, Ink, InkKind, Look,
    Page, Ring, Rule, Why,
};
use crate::read::pdf::matrix::overlap;
use crate::source::Area;

/// Characters of one line stand at one height but for so many ems …
const LEVEL: f32 = 0.2;
/// … and no further apart than this, be there a comma between.
const NEXT: f32 = 1.7;
/// Of so many areas of a page something is said.
const MOST_SAID: usize = 1_000;

/// Collects what a page shows.
#[derive(Debug)]
pub(crate) struct Canvas {
    /// The page's own box.
    pub(crate) area: Area,
    shown: TextLayer,
    /// Text that is not painted, such as what recognition put behind a scan.
    unpainted: TextLayer,
    rules: Vec<Rule>,
    shades: Vec<Area>,
    fills: Vec<Fill>,
    rings: Vec<Ring>,
    /// What annotations strike out.
    pub(super) strikes: Vec<Area>,
    /// What is not read, or not to be trusted, and why.
    asides: Asides,
    /// The last character that is seen, and how far the punctuation behind it that is clipped away reaches.
    cut: Option<(Area, f32)>,
    /// How often something was said of an area.
    said: usize,
    /// Characters in layers that are not shown.
    unshown: usize,
    /// How the text and the lines lean.
    pub(crate) tilts: Tilts,
    outlines: u32,
    inks: Vec<Ink>,
    annotations: Vec<Annotation>,
    /// The number of what was painted last.
    painted: u32,
    images: f32,
    /// Pixels of all images.
    pixels: f32,
    /// Size of the largest image on the page, and its pixels per inch.
    largest: f32,
    dots: f32,
    /// Rules that white fills were compared with.
    compared: usize,
}

/// How text is painted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    /// See [`Glyph::color`].
    pub(super) color: Color,
    /// The text render mode.
    pub(super) mode: i32,
    /// See [`Glyph::font`].
    pub(super) font: u16,
    /// See [`Glyph::apart`].
    pub(super) apart: bool,
}

impl Canvas {
    /// An empty page of this size.
    pub(crate) fn new(width: f32, height: f32) -> Self {
        let area = Area { x0: 0.0, y0: 0.0, x1: width, y1: height };
        let (shown, unpainted) = (TextLayer::default(), TextLayer::default());
        Self {
            area,
            shown,
            unpainted,
            rules: Vec::new(),
            shades: Vec::new(),
            fills: Vec::new(),
            rings: Vec::new(),
            strikes: Vec::new(),
            asides: Asides::default(),
            cut: None,
            said: 0,
            unshown: 0,
            tilts: Tilts::default(),
            outlines: 0,
            inks: Vec::new(),
            annotations: Vec::new(),
            painted: 0,
            images: 0.0,
            pixels: 0.0,
            largest: 0.0,
            dots: 0.0,
            compared: 0,
        }
    }

    /// Number of glyphs so far.
    pub(super) fn glyphs(&self) -> usize {
        self.shown.glyphs.len() + self.unpainted.glyphs.len() + self.unshown
    }

    /// Sets a character aside that stands in a layer which is not shown; what nobody would see in a layer that is shown
    /// contradicts nothing.
    pub(super) fn unshown(&mut self, text: &str, area: Area, size: f32, mode: i32) {
        self.unshown += 1;
        if mode == 3 {
            return;
        }
        self.asides.add(Why::Layer, true, &Glyph { area, size, ..Glyph::default() }, text);
    }

    /// Says something of what stands in an area.
    pub(super) fn aside(&mut self, why: Why, area: Area, text: String) {
        let size = (area.y1 - area.y0).abs();
        if self.said < MOST_SAID {
            self.said += 1;
            self.asides.done.push(Aside { why, area, size, text });
        }
    }

    /// Says of a character that is clipped away or beyond the page that the text before it, which is seen, goes on.
    pub(super) fn clipped(&mut self, text: &str, area: Area, size: f32) {
        let Some(last) = self.shown.glyphs.last() else { return };
        let before = last.area;
        // Of what is clipped, punctuation may come first.
        let end = self.cut.filter(|cut| cut.0 == before).map_or(before.x1, |cut| cut.1);
        let on_line = (before.y0 - area.y0).abs() < LEVEL * size;
        let next = (-LEVEL * size..NEXT * size).contains(&(area.x0 - end));
        let seen = self.shown.text.get(last.start as usize..last.end as usize);
        let is_said = |aside: &Aside| aside.why == Why::Clipped && aside.area == before;
        let said = self.asides.done.last().is_some_and(is_said);
        if !on_line || !next || said || !seen.is_some_and(is_sign) {
            return;
        }
        if text.chars().any(char::is_alphanumeric) {
            self.aside(Why::Clipped, before, String::new());
        } else if is_sign(text) {
            self.cut = Some((before, area.x1));
        }
    }

    /// Adds a glyph if it is on the page.
    pub(super) fn glyph(
        &mut self,
        text: &str,
        area: Area,
        size: f32,
        direction: Direction,
        Pen { color, mode, font, apart }: Pen,
    ) {
        let (x, y) = ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0);
        // Asked this way round, a place that is no number is outside too.
        let inside = (0.0..=self.area.x1).contains(&x) && (0.0..=self.area.y1).contains(&y);
        if !inside || text.is_empty() {
            if mode != 3 {
                self.clipped(text, area, size);
            }
            return;
        }
        self.painted += 1;
        let layer = if mode == 3 { &mut self.unpainted } else { &mut self.shown };
        let start = layer.text.len() as u32;
        layer.text.push_str(text);
        let end = layer.text.len() as u32;
        let (mode, order) = (mode.clamp(0, 7) as u8, self.fills.len() as u32);
        let place = Glyph { start, end, area, size, direction, ..Glyph::default() };
        layer.glyphs.push(Glyph { color, mode, order, font, apart, ..place });
    }

    /// Where the glyphs of the moment stand, to replace what follows.
    pub(super) fn place(&self) -> [usize; 2] {
        [self.shown.glyphs.len(), self.unpainted.glyphs.len()]
    }

    /// The text that is shown since `place`.
    pub(super) fn text_since(&self, [shown, _]: [usize; 2]) -> &str {
        let start = self
            .shown
            .glyphs
            .get(shown)
            .map_or(self.shown.text.len(), |glyph| glyph.start as usize);
        self.shown.text.get(start..).unwrap_or_default()
    }

    /// Gives the glyphs since `place` another text.
    pub(super) fn replace(&mut self, [shown, unpainted]: [usize; 2], text: &str) {
        if self.shown.glyphs.len() > shown {
            self.shown.replace(shown, text);
        } else {
            self.unpainted.replace(unpainted, text);
        }
    }

    /// Adds a rule as far as it is inside the clip.
    pub(super) fn rule(&mut self, rule: Rule, clip: Area) {
        let across = rule.area.x1 - rule.area.x0 >= rule.area.y1 - rule.area.y0;
        // A frame is often drawn on the very edge of its clip.
        let slack = rule.width / 2.0 + 0.5;
        let (dx, dy) = if across { (0.0, slack) } else { (slack, 0.0) };
        let clip = Area { x0: clip.x0 - dx, y0: clip.y0 - dy, x1: clip.x1 + dx, y1: clip.y1 + dy };
        let area = overlap(rule.area, clip);
        if area.x0 <= area.x1 && area.y0 <= area.y1 {
            let rule = Rule { area, ..rule };
            match self.rules.last_mut() {
                Some(last) => match join(*last, rule) {
                    Some(joined) => *last = joined,
                    None => self.rules.push(rule),
                },
                None => self.rules.push(rule),
            }
        }
    }

    /// Cuts away what an opaque white fill covers of the rules so far; a page of so many of both is a drawing.
    pub(super) fn cover(&mut self, area: Area) {
        self.compared = self.compared.saturating_add(self.rules.len());
        if self.compared > MOST_COMPARED {
            return;
        }
        let mut at = 0;
        let end = self.rules.len();
        let mut added = Vec::new();
        let mut gone = false;
        while let Some(rule) = self.rules.get_mut(at).filter(|_| at < end) {
            at += 1;
            if let Some(pieces) = cut(rule, area) {
                gone |= pieces[0].is_none();
                let empty = Rule { width: -1.0, ..*rule };
                *rule = pieces[0].unwrap_or(empty);
                added.extend(pieces[1]);
            }
        }
        if gone {
            self.rules.retain(|rule| rule.width >= 0.0);
        }
        self.rules.append(&mut added);
    }

    /// Adds a shaded area; what is as wide and as high as half of the page is its background.
    pub(super) fn shade(&mut self, area: Area) {
        let is_background =
            (area.y1 - area.y0) * 2.0 > self.area.y1 && (area.x1 - area.x0) * 2.0 > self.area.x1;
        if !is_background && self.shades.len() < MOST_SHADES {
            self.shades.push(area);
        }
    }

    /// Counts the pixels of an image that covers `whole`.
    pub(super) fn pixels(&mut self, whole: Area, pixels: f32) {
        let size = (whole.x1 - whole.x0).max(0.0) * (whole.y1 - whole.y0).max(0.0);
        self.pixels += pixels.max(0.0);
        if size > self.largest {
            self.largest = size;
            self.dots = 72.0 * (pixels / size).sqrt();
        }
    }

    /// Adds a filled area or a picture, as far as it is on the page.
    pub(super) fn fill(&mut self, area: Area, look: Look, covers: bool) {
        let area = overlap(area, self.area);
        let seen = area.x1 - area.x0 >= LEAST && area.y1 - area.y0 >= LEAST;
        if seen && self.fills.len() < MOST_FILLS {
            self.fills.push(Fill { area, look, covers });
        }
    }

    /// Adds a ring, as far as it is on the page.
    pub(super) fn ring(&mut self, area: Area, color: Color) {
        if self.rings.len() < MOST_RINGS {
            self.rings.push(Ring { area, color, after: self.shown.glyphs.len() });
        }
    }

    /// Adds a shape as small as a character.
    pub(super) fn outline(&mut self) {
        self.outlines = self.outlines.saturating_add(1);
    }

    /// Adds drawn ink, as far as it is on the page.
    pub(super) fn ink(&mut self, kind: InkKind, area: Area, paint: Paint) {
        let area = overlap(area, self.area);
        let seen = area.x0 <= area.x1 && area.y0 <= area.y1 && paint.alpha > 0.0;
        if seen && self.inks.len() < MOST_INKS {
            self.painted += 1;
            let (order, Color(color)) = (self.painted, paint.color.unwrap_or_default());
            self.inks.push(Ink { kind, area, order, color, opacity: paint.alpha });
        }
    }

    /// The number of what was painted last.
    pub(super) fn painted(&self) -> u32 {
        self.painted
    }

    /// Adds an annotation that has painted what has numbers above `after`.
    pub(super) fn annotation(&mut self, kind: AnnotationKind, area: Area, after: u32) {
        self.annotations.push(Annotation { kind, area, after, until: self.painted });
    }

    /// Adds an image's share of the page.
    pub(super) fn image(&mut self, area: Area, opacity: f32) {
        self.ink(InkKind::Picture, area, Paint { alpha: opacity, ..Paint::BLACK });
        let page = self.area.x1 * self.area.y1;
        let size = (area.x1 - area.x0).max(0.0) * (area.y1 - area.y0).max(0.0);
        if page > 0.0 {
            self.images = (self.images + size / page).min(1.0);
        }
    }

    /// The finished page.
    pub(crate) fn finish(mut self, number: u32) -> Page {
        let mut layer = self.shown;
        let mut asides = layer.set_aside(&self.fills, self.area, &mut self.unpainted);
        asides.append(&mut self.asides.done);
        // A stamp or a page number over a scan does not make the recognised text superfluous.
        if layer.glyphs.len() * 10 <= self.unpainted.glyphs.len() || layer.text.trim().is_empty() {
            self.unpainted.close_blanks();
            layer.append(&self.unpainted);
        }
        layer.drop_doubles();
        let unpainted = layer.glyphs.iter().filter(|glyph| glyph.mode == UNPAINTED).count();
        let by_ocr = unpainted * 2 > layer.glyphs.len();
        dash::join(&mut self.rules);
        self.rules.retain(|rule| rule.area.x1 - rule.area.x0 + rule.area.y1 - rule.area.y0 >= DOT);
        // All pages of a document are kept at once. What has grown is copied and given back as a whole: the next page
        // grows in its place, while a piece cut off would lie between the pages.
        layer.text = layer.text.as_str().to_owned();
        layer.glyphs = layer.glyphs.as_slice().to_vec();
        self.rules = self.rules.as_slice().to_vec();
        self.shades = self.shades.as_slice().to_vec();
        self.fills = self.fills.as_slice().to_vec();
        self.inks = self.inks.as_slice().to_vec();
        let unmapped = layer.text.matches('\u{FFFD}').count();
        Page {
            damaged: false,
            number,
            place: None,
            width: self.area.x1,
            height: self.area.y1,
            text: layer.text,
            glyphs: layer.glyphs,
            rules: self.rules,
            shades: self.shades,
            fills: self.fills,
            asides,
            by_ocr,
            doubtful: false,
            strikes: self.strikes,
            rings: self.rings,
            outlines: self.outlines,
            tilt: 0.0,
            inks: self.inks,
            annotations: self.annotations,
            unmapped: u32::try_from(unmapped).unwrap_or(u32::MAX),
            images: self.images,
            pixels: self.pixels,
            dots: self.dots,
        }
    }
}

/// Whether a text has more than white and lines: dashes, dots and frames that are typed.
fn is_sign(text: &str) -> bool {
    let is_line = |c: char| matches!(c, '\u{2010}'..='\u{2026}' | '\u{2500}'..='\u{257F}' | '\u{30FB}' | '-' | '_' | '.' | '\u{FF3F}');
    text.chars().any(|c| !c.is_whitespace() && !c.is_control() && !is_line(c))
}

/// More rings than this are a drawing.
const MOST_RINGS: usize = 1000;
/// More filled areas than this are a drawing.
const MOST_FILLS: usize = 20_000;
/// A filled area thinner than this is a line.
const LEAST: f32 = 2.0;
/// More shaded areas than this make no table.
const MOST_SHADES: usize = 20_000;
/// A page with more drawn ink than this is a picture; what follows is left out.
const MOST_INKS: usize = 20_000;
/// White fills and rules are compared so often at most.
const MOST_COMPARED: usize = 50_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(x0: f32, x1: f32) -> Rule {
        Rule { area: Area { x0, y0: 5.0, x1, y1: 5.0 }, width: 0.5 }
    }

    #[test]
    fn white_fills_cut_rules() {
        let mut canvas = Canvas::new(100.0, 100.0);
        let page = canvas.area;
        canvas.rule(rule(10.0, 90.0), page);
        canvas.rule(rule(40.0, 45.0), page);
        canvas.cover(Area { x0: 30.0, y0: 0.0, x1: 50.0, y1: 10.0 });
        canvas.cover(Area { x0: 0.0, y0: 5.0, x1: 100.0, y1: 10.0 });
        let mut ends: Vec<_> =
            canvas.finish(1).rules.iter().map(|rule| (rule.area.x0, rule.area.x1)).collect();
        ends.sort_by(f32_pairs);
        assert_eq!(ends, [(10.0, 30.0), (50.0, 90.0)]);
    }

    #[test]
    fn dots_and_touching_pieces_are_one_rule() {
        let mut canvas = Canvas::new(100.0, 100.0);
        let page = canvas.area;
        let dot =
            |x: f32, y: f32| Rule { area: Area { x0: x, y0: y, x1: x + 0.75, y1: y }, width: 0.75 };
        for step in 0..10 {
            canvas.rule(dot(10.0 + step as f32 * 2.0, 10.0), page);
        }
        for step in 0..10 {
            canvas.rule(dot(50.0, 20.0 + step as f32 * 2.0), page);
        }
        canvas.rule(rule(10.0, 40.0), page);
        canvas.rule(rule(40.2, 60.0), page);
        canvas.rule(dot(90.0, 90.0), page);
        let rules = canvas.finish(1).rules;
        let ends: Vec<_> = rules.iter().map(|rule| rule.area.x1 - rule.area.x0).collect();
        assert_eq!(ends, [18.75, 0.0, 50.0]);
        assert_eq!(rules[1].area.y1 - rules[1].area.y0, 18.75);
    }

    fn f32_pairs(a: &(f32, f32), b: &(f32, f32)) -> std::cmp::Ordering {
        a.0.total_cmp(&b.0)
    }
}
