//! The page that is being made: glyphs, rules and images, and what is dropped at the end.

use crate::read::page::{Direction, Glyph, Page, Rule};
use crate::read::pdf::matrix::overlap;
use crate::source::Area;

/// Collects what a page shows.
#[derive(Debug)]
pub(crate) struct Canvas {
    /// The page's own box.
    pub(crate) area: Area,
    shown: Layer,
    /// Text that is not painted, such as what recognition put behind a scan.
    unpainted: Layer,
    rules: Vec<Rule>,
    shades: Vec<Area>,
    images: f32,
    /// Rules that white fills were compared with.
    compared: usize,
}

#[derive(Debug, Default)]
struct Layer {
    text: String,
    glyphs: Vec<Glyph>,
}

impl Canvas {
    /// An empty page of this size.
    pub(crate) fn new(width: f32, height: f32) -> Self {
        let area = Area { x0: 0.0, y0: 0.0, x1: width, y1: height };
        let (shown, unpainted) = (Layer::default(), Layer::default());
        Self {
            area,
            shown,
            unpainted,
            rules: Vec::new(),
            shades: Vec::new(),
            images: 0.0,
            compared: 0,
        }
    }

    /// Number of glyphs so far.
    pub(super) fn glyphs(&self) -> usize {
        self.shown.glyphs.len() + self.unpainted.glyphs.len()
    }

    /// Adds a glyph if it is on the page.
    pub(super) fn glyph(
        &mut self,
        text: &str,
        area: Area,
        size: f32,
        direction: Direction,
        mode: i32,
    ) {
        let (x, y) = ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0);
        // Asked this way round, a place that is no number is outside too.
        let inside = (0.0..=self.area.x1).contains(&x) && (0.0..=self.area.y1).contains(&y);
        if !inside || text.is_empty() {
            return;
        }
        let layer = if mode == 3 { &mut self.unpainted } else { &mut self.shown };
        let start = layer.text.len() as u32;
        layer.text.push_str(text);
        let end = layer.text.len() as u32;
        layer.glyphs.push(Glyph { start, end, area, size, direction });
    }

    /// Where the glyphs of the moment stand, to replace what follows.
    pub(super) fn place(&self) -> [usize; 2] {
        [self.shown.glyphs.len(), self.unpainted.glyphs.len()]
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

    /// Adds a shaded area; what covers half of the page is its background.
    pub(super) fn shade(&mut self, area: Area) {
        let is_background = (area.y1 - area.y0) * 2.0 > self.area.y1;
        if !is_background && self.shades.len() < MOST_SHADES {
            self.shades.push(area);
        }
    }

    /// Adds an image's share of the page.
    pub(super) fn image(&mut self, area: Area) {
        let page = self.area.x1 * self.area.y1;
        let size = (area.x1 - area.x0).max(0.0) * (area.y1 - area.y0).max(0.0);
        if page > 0.0 {
            self.images = (self.images + size / page).min(1.0);
        }
    }

    /// The finished page.
    pub(crate) fn finish(mut self, number: u32) -> Page {
        // A stamp or a page number over a scan does not make the recognised text superfluous.
        let mut layer = self.shown;
        if layer.glyphs.len() * 10 <= self.unpainted.glyphs.len() || layer.text.trim().is_empty() {
            layer.append(&self.unpainted);
        }
        layer.drop_doubles();
        self.rules.retain(|rule| rule.area.x1 - rule.area.x0 + rule.area.y1 - rule.area.y0 >= DOT);
        // All pages of a document are kept at once.
        layer.text.shrink_to_fit();
        layer.glyphs.shrink_to_fit();
        self.rules.shrink_to_fit();
        self.shades.shrink_to_fit();
        let unmapped = layer.text.matches('\u{FFFD}').count();
        Page {
            number,
            width: self.area.x1,
            height: self.area.y1,
            text: layer.text,
            glyphs: layer.glyphs,
            rules: self.rules,
            shades: self.shades,
            unmapped: u32::try_from(unmapped).unwrap_or(u32::MAX),
            images: self.images,
        }
    }
}

/// More shaded areas than this make no table.
const MOST_SHADES: usize = 20_000;
/// White fills and rules are compared so often at most.
const MOST_COMPARED: usize = 50_000_000;
/// A piece of a line shorter than this is a dot.
const DOT: f32 = 2.5;

/// Two pieces of a line, painted one after the other, as one: cells' borders that touch, dashes
/// and dots with a small gap.
fn join(last: Rule, next: Rule) -> Option<Rule> {
    let flat = |rule: Rule| rule.area.x1 - rule.area.x0 >= rule.area.y1 - rule.area.y0;
    let long = |rule: Rule| rule.area.x1 - rule.area.x0 + rule.area.y1 - rule.area.y0;
    let dots = [last, next].map(|rule| long(rule) < DOT);
    let gap = if long(next) < 6.0 { 3.0 } else { 0.5 };
    let near = |a: f32, b: f32| (a - b).abs() < 0.3;
    let apart = |a0: f32, a1: f32, b0: f32, b1: f32| (b0 - a1).max(a0 - b1);
    let across = |last: Rule, next: Rule| {
        let (one, other) = (last.area, next.area);
        let meets = near(one.y0, other.y0)
            && near(last.width, next.width)
            && apart(one.x0, one.x1, other.x0, other.x1) <= gap;
        meets.then(|| Rule { area: Area { y0: one.y0, y1: one.y1, ..one.union(other) }, ..last })
    };
    let down = |last: Rule, next: Rule| {
        let (one, other) = (last.area, next.area);
        let meets = near(one.x0, other.x0)
            && near(last.width, next.width)
            && apart(one.y0, one.y1, other.y0, other.y1) <= gap;
        meets.then(|| Rule { area: Area { x0: one.x0, x1: one.x1, ..one.union(other) }, ..last })
    };
    // A dot belongs to the line that it goes on, whichever way it is wider itself.
    let turned = |rule: Rule, dot: bool, way: bool| {
        if flat(rule) == way { Some(rule) } else { dot.then(|| turn(rule)) }
    };
    let both = |way| Some((turned(last, dots[0], way)?, turned(next, dots[1], way)?));
    let flat_join = both(true).and_then(|(last, next)| across(last, next));
    flat_join.or_else(|| both(false).and_then(|(last, next)| down(last, next)))
}

/// A dot seen as a piece of a line of the other direction.
fn turn(Rule { area, width }: Rule) -> Rule {
    let (x, y, half) = ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0, width / 2.0);
    if area.x1 - area.x0 >= area.y1 - area.y0 {
        Rule { area: Area { x0: x, y0: y - half, x1: x, y1: y + half }, width: area.x1 - area.x0 }
    } else {
        Rule { area: Area { x0: x - half, y0: y, x1: x + half, y1: y }, width: area.y1 - area.y0 }
    }
}

/// The one or two pieces (or none) that a cover leaves of a rule; `None` if it does not touch it.
fn cut(rule: &Rule, cover: Area) -> Option<[Option<Rule>; 2]> {
    let area = rule.area;
    let across = area.x1 - area.x0 >= area.y1 - area.y0;
    // A rule on the edge of the cover stays visible by half.
    let slack = (rule.width / 2.0).max(0.25) - 0.01;
    let inside = if across {
        cover.y0 + slack <= area.y0 && area.y1 <= cover.y1 - slack
    } else {
        cover.x0 + slack <= area.x0 && area.x1 <= cover.x1 - slack
    };
    let touches = cover.x0 < area.x1 + 0.01
        && area.x0 - 0.01 < cover.x1
        && cover.y0 < area.y1 + 0.01
        && area.y0 - 0.01 < cover.y1;
    if !inside || !touches {
        return None;
    }
    let (before, after) = if across {
        (Area { x1: cover.x0, ..area }, Area { x0: cover.x1, ..area })
    } else {
        (Area { y1: cover.y0, ..area }, Area { y0: cover.y1, ..area })
    };
    let long = |area: Area| area.x1 - area.x0 > 0.5 || area.y1 - area.y0 > 0.5;
    let whole = |area: Area| area.x1 >= area.x0 && area.y1 >= area.y0;
    let piece = |area: Area| (whole(area) && long(area)).then_some(Rule { area, ..*rule });
    let (before, after) = (piece(before), piece(after));
    Some(if before.is_some() { [before, after] } else { [after, None] })
}

impl Layer {
    fn append(&mut self, other: &Self) {
        let shift = self.text.len() as u32;
        self.text.push_str(&other.text);
        let moved =
            |glyph: &Glyph| Glyph { start: glyph.start + shift, end: glyph.end + shift, ..*glyph };
        self.glyphs.extend(other.glyphs.iter().map(moved));
    }

    fn replace(&mut self, from: usize, text: &str) {
        let Some(first) = self.glyphs.get(from) else { return };
        let start = first.start as usize;
        let count = text.chars().count();
        self.text.truncate(start);
        if count == self.glyphs.len() - from {
            for (glyph, char) in self.glyphs.iter_mut().skip(from).zip(text.chars()) {
                glyph.start = self.text.len() as u32;
                self.text.push(char);
                glyph.end = self.text.len() as u32;
            }
            return;
        }
        let (area, size) = (first.area, first.size);
        let same = |glyph: &&Glyph| {
            (glyph.area.y1 - area.y1).abs() < size * 0.5
                || (glyph.area.x1 - area.x1).abs() < size * 0.5
        };
        let line = self.glyphs.iter().skip(from).take_while(same);
        let area = line.fold(area, |area, glyph| area.union(glyph.area));
        self.text.push_str(text);
        self.glyphs.truncate(from + usize::from(count > 0));
        if let Some(glyph) = self.glyphs.get_mut(from) {
            *glyph = Glyph { end: self.text.len() as u32, area, ..*glyph };
        }
    }

    /// Text painted twice with a small offset looks bold; it is there once.
    fn drop_doubles(&mut self) {
        let doubles = super::double::find(&self.text, &self.glyphs);
        if doubles.is_empty() {
            return;
        }
        let old = std::mem::take(&mut self.text);
        let mut next = doubles.iter().peekable();
        let mut index = 0;
        let text = &mut self.text;
        self.glyphs.retain_mut(|glyph| {
            let double = next.next_if(|&&double| double == index).is_some();
            index += 1;
            if !double {
                let piece = old.get(glyph.start as usize..glyph.end as usize).unwrap_or_default();
                glyph.start = text.len() as u32;
                text.push_str(piece);
                glyph.end = text.len() as u32;
            }
            !double
        });
    }
}

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
