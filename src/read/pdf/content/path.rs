//! Paths: which of them are rules, and which cover rules.

use super::ink;
use super::interpreter::Interpreter;
use super::operands::Operands;
use super::outline::{Part, Path, Point, SLANT, Step, THIN, extent, is_box, parts, share_of};
use super::state::Paint;
use crate::read::page::{InkKind, Look, Rule};
use crate::read::pdf::matrix::{around, overlap};
use crate::source::Area;

/// A stroke wider than this is an area.
const WIDE: f32 = 6.0;
/// Shorter than this is a dot.
const SHORT: f32 = 0.5;
/// Smaller than this nothing is seen.
const TINY: f32 = 0.1;
/// A ring is so large, in points, and no more than so much longer than wide.
const RING: std::ops::Range<f32> = 12.0..200.0;
const OVAL: f32 = 2.5;
/// Lines at least this long tell how far a page leans, in points.
const LEANING: f32 = 20.0;
/// Edges closer together than this are at one place.
const EVEN: f32 = 0.01;
/// Points of one path.
const POINTS: usize = 1 << 20;

impl Interpreter<'_, '_> {
    /// Runs a path operator; `false` if it is none.
    pub(super) fn path_operator(&mut self, word: &[u8], operands: Operands<'_, '_>) -> bool {
        match word {
            b"m" => self.step(operands.numbers(), Step::Move),
            b"l" => self.step(operands.numbers(), Step::Line),
            b"c" => self.curve(operands.numbers()),
            b"v" => {
                let [x1, y1, x2, y2] = operands.numbers();
                let (x, y) = self.path.now;
                self.curve([x, y, x1, y1, x2, y2]);
            }
            b"y" => {
                let [x1, y1, x2, y2] = operands.numbers();
                self.curve([x1, y1, x2, y2, x2, y2]);
            }
            b"h" => self.step([self.path.start.0, self.path.start.1], Step::Close),
            b"re" => self.rectangle(operands.numbers()),
            b"S" => self.paint(false, true),
            b"s" => {
                self.step([self.path.start.0, self.path.start.1], Step::Close);
                self.paint(false, true);
            }
            b"f" | b"F" | b"f*" => self.paint(true, false),
            b"B" | b"B*" => self.paint(true, true),
            b"b" | b"b*" => {
                self.step([self.path.start.0, self.path.start.1], Step::Close);
                self.paint(true, true);
            }
            b"n" => self.paint(false, false),
            b"W" | b"W*" => self.path.clips = true,
            _ => return false,
        }
        true
    }

    fn step(&mut self, [x, y]: [f32; 2], step: Step) {
        let step = if self.path.points.is_empty() { Step::Move } else { step };
        if step == Step::Move {
            self.path.start = (x, y);
        }
        self.path.now = (x, y);
        if self.path.points.len() < POINTS {
            self.path.points.push(Point { at: self.state.matrix.apply(x, y), step });
        }
    }

    /// Draws a pen's line through points, `x y x y …`.
    pub(super) fn pen(&mut self, numbers: &[f32], closed: bool, filled: bool) {
        for (at, point) in numbers.chunks_exact(2).enumerate() {
            if let [x, y] = *point {
                self.step([x, y], if at == 0 { Step::Move } else { Step::Line });
            }
        }
        if closed {
            self.step([self.path.start.0, self.path.start.1], Step::Close);
        }
        self.paint(filled, true);
    }

    /// Fills a rectangle, or the ellipse in it.
    pub(super) fn filled(&mut self, [x0, y0, x1, y1]: [f32; 4], round: bool) {
        let (x, y) = (f32::midpoint(x0, x1), f32::midpoint(y0, y1));
        if round {
            self.step([x0, y], Step::Move);
            for (corner, to) in
                [([x0, y1], [x, y1]), ([x1, y1], [x1, y]), ([x1, y0], [x, y0]), ([x0, y0], [x0, y])]
            {
                let (a, b) = self.path.now;
                let near = |from: f32, corner: f32| from + ROUNDING * (corner - from);
                let [c, d] = corner;
                self.curve([near(a, c), near(b, d), near(to[0], c), near(to[1], d), to[0], to[1]]);
            }
        } else {
            self.rectangle([x0, y0, x1 - x0, y1 - y0]);
        }
        self.paint(true, false);
    }

    /// A curve is known by its ends and its middle.
    fn curve(&mut self, [x1, y1, x2, y2, x3, y3]: [f32; 6]) {
        let (x0, y0) = self.path.now;
        let middle = |a: f32, b: f32, c: f32, d: f32| (a + 3.0 * (b + c) + d) / 8.0;
        self.step([middle(x0, x1, x2, x3), middle(y0, y1, y2, y3)], Step::Curve);
        self.step([x3, y3], Step::Curve);
    }

    fn rectangle(&mut self, [x, y, width, height]: [f32; 4]) {
        self.step([x, y], Step::Move);
        self.step([x + width, y], Step::Line);
        self.step([x + width, y + height], Step::Line);
        self.step([x, y + height], Step::Line);
        self.step([x, y], Step::Close);
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        let path = std::mem::take(&mut self.path);
        let parts = parts(&path.points);
        if !self.marks.hidden() {
            if fill {
                self.fill(&parts);
            }
            if stroke {
                self.stroke(&path, &parts);
            }
            self.shapes(&parts, fill, stroke);
            self.ink(&parts, fill, stroke);
        }
        if let Some(area) = extent(&parts).filter(|_| path.clips) {
            self.state.clip = overlap(self.state.clip, area);
            self.state.clip_is_box &= is_box(&path.points, area);
        }
        drop(parts);
        self.path.points = path.points;
        self.path.points.clear();
    }

    fn ink(&mut self, parts: &[Part], fill: bool, stroke: bool) {
        let paints = [(fill, true, self.state.fill), (stroke, false, self.state.stroke)];
        for (_, filled, paint) in paints.into_iter().filter(|(painted, ..)| *painted) {
            for (kind, area) in ink::shapes(parts, filled) {
                self.canvas.ink(kind, overlap(area, self.state.clip), paint);
            }
        }
    }

    fn fill(&mut self, parts: &[Part]) {
        if self.frame(parts) {
            return;
        }
        self.grounds(parts);
        for part in parts.iter().filter(|part| part.is_box || is_dot(part)) {
            let (area, (width, height)) = (part.area, part.size());
            if self.state.fill.is_cover() {
                self.canvas.cover(overlap(area, self.state.clip));
            } else if width.min(height) < THIN && width.max(height) >= TINY {
                let (x, y) = ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0);
                let middle = if width >= height {
                    Area { y0: y, y1: y, ..area }
                } else {
                    Area { x0: x, x1: x, ..area }
                };
                self.canvas.rule(Rule { area: middle, width: width.min(height) }, self.state.clip);
            } else {
                self.canvas.shade(overlap(area, self.state.clip));
            }
        }
    }

    /// Rings, and shapes as small as characters.
    fn shapes(&mut self, parts: &[Part], fill: bool, stroke: bool) {
        let mut points = parts.iter().flat_map(|part| part.points);
        let curved = points.any(|point| point.step == Step::Curve);
        let Some(area) = extent(parts).filter(|_| curved || stroke && !fill) else { return };
        let (width, height) = (area.x1 - area.x0, area.y1 - area.y0);
        let line = if stroke { self.state.stroke } else { self.state.fill };
        let color = line.color.unwrap_or_default();
        let round =
            RING.contains(&width.min(height)) && width.max(height) <= OVAL * width.min(height);
        if round && !fill && (curved || color.is_vivid()) && is_full_or_round(parts) {
            self.canvas.ring(area, color);
        }
        if fill && curved && width.max(height) < CHARACTER {
            self.canvas.outline();
        }
    }

    /// What the filled path may cover, and what is a ground for later text.
    fn grounds(&mut self, parts: &[Part]) {
        let paint = self.state.fill;
        let wide = parts.iter().filter(|part| part.size().0.min(part.size().1) >= THIN);
        let boxes: Vec<(Area, bool)> =
            wide.map(|part| (part.area, share_of(part) >= FULL)).collect();
        // One box in another may be a hole in it.
        let whole = |one: &Area| {
            boxes.len() <= MOST_HOLED
                && boxes.iter().filter(|(other, _)| shares(one, other)).count() < 2
        };
        for (area, full) in &boxes {
            self.ground(*area, paint, *full && whole(area));
        }
    }

    fn ground(&mut self, area: Area, paint: Paint, full: bool) {
        let covers = full && self.state.hides(paint);
        let look = match paint.color.filter(|_| covers) {
            Some(color) => Look::Plain(color),
            None => Look::Mixed,
        };
        // What is not even seen is no ground.
        if paint.alpha * self.state.group > 0.02 {
            let covers = covers && look != Look::Mixed;
            self.canvas.fill(overlap(area, self.state.clip), look, covers);
        }
    }

    /// A frame: a rectangle with a slightly smaller one cut out. Some sides may be missing.
    fn frame(&mut self, parts: &[Part]) -> bool {
        let [one, other] = parts else { return false };
        let (Some(one), Some(other)) = (one.as_box(), other.as_box()) else { return false };
        let wider = one.x1 - one.x0 >= other.x1 - other.x0;
        let (outer, inner) = if wider { (one, other) } else { (other, one) };
        let sides = [
            (outer.x0, inner.x0, true),
            (inner.x1, outer.x1, true),
            (outer.y0, inner.y0, false),
            (inner.y1, outer.y1, false),
        ];
        if !sides.iter().all(|(from, to, _)| (-EVEN..THIN).contains(&(to - from))) {
            return false;
        }
        for (from, to, upright) in sides {
            let middle = f32::midpoint(from, to);
            let area = if upright {
                Area { x0: middle, x1: middle, ..outer }
            } else {
                Area { y0: middle, y1: middle, ..outer }
            };
            if !self.state.fill.is_cover() && to - from > EVEN {
                self.canvas.rule(Rule { area, width: to - from }, self.state.clip);
            }
        }
        true
    }

    fn stroke(&mut self, path: &Path, parts: &[Part]) {
        let width = (self.state.line_width * self.state.matrix.scale()).abs();
        let white = self.state.stroke.is_cover();
        for pair in path.points.windows(2) {
            let [from, to] = pair else { continue };
            if !white && matches!(to.step, Step::Line | Step::Close) {
                self.segment(from.at, to.at, width);
            }
        }
        if width >= THIN {
            self.marker(parts, width);
        }
    }

    /// A wide pen that goes to and fro until nothing is free between its lines covers what is below.
    fn marker(&mut self, parts: &[Part], width: f32) {
        let half = width / 2.0;
        for Part { points, area: a, .. } in parts {
            let area = Area { x0: a.x0 - half, y0: a.y0 - half, x1: a.x1 + half, y1: a.y1 + half };
            let flat = (a.x1 - a.x0).max(a.y1 - a.y0);
            let straight = (a.x1 - a.x0).min(a.y1 - a.y0) <= SLANT.max(0.02 * flat);
            let long: f32 = points.windows(2).map(|pair| distance(pair[0].at, pair[1].at)).sum();
            if long < SHORT {
                self.canvas.ink(InkKind::Fill, overlap(area, self.state.clip), self.state.stroke);
            } else if straight {
                // Its ends stay where they are: they are not round by themselves.
                let across = a.x1 - a.x0 >= a.y1 - a.y0;
                let line = if across {
                    Area { x0: a.x0, x1: a.x1, ..area }
                } else {
                    Area { y0: a.y0, y1: a.y1, ..area }
                };
                self.ground(line, self.state.stroke, true);
            } else {
                let size = (area.x1 - area.x0) * (area.y1 - area.y0);
                if long * width >= SCRIBBLED * size {
                    self.ground(area, self.state.stroke, true);
                }
            }
        }
    }

    fn segment(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        let Some(area) = around(&[from, to]) else { return };
        let (dx, dy) = (area.x1 - area.x0, area.y1 - area.y0);
        let (x, y) = ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0);
        let (long, slant) = (dx.max(dy), dx.min(dy));
        if long >= LEANING {
            self.canvas.tilts.add((to.0 - from.0, to.1 - from.1), long / LEANING);
        }
        if long < SHORT && (TINY..THIN).contains(&width) {
            // A dot: a line of no length with round ends.
            let half = width / 2.0;
            let area = Area { x0: x - half, y0: y, x1: x + half, y1: y };
            return self.canvas.rule(Rule { area, width }, self.state.clip);
        }
        if slant > SLANT || slant * 4.0 > long && long > SHORT {
            return;
        }
        // A short but very wide stroke is a line across its own direction.
        if width > WIDE && long < THIN && long > 0.0 {
            let half = width / 2.0;
            let area = if dx >= dy {
                Area { x0: x, y0: y - half, x1: x, y1: y + half }
            } else {
                Area { x0: x - half, y0: y, x1: x + half, y1: y }
            };
            self.canvas.rule(Rule { area, width: long }, self.state.clip);
        } else if width <= WIDE && long >= SHORT {
            let area = if dx >= dy {
                Area { y0: y, y1: y, ..area }
            } else {
                Area { x0: x, x1: x, ..area }
            };
            self.canvas.rule(Rule { area, width }, self.state.clip);
        }
    }
}

/// How far the handles of a quarter of an ellipse reach to its corner.
const ROUNDING: f32 = 0.5523;
/// A shape of a character is smaller than this, in points.
const CHARACTER: f32 = 40.0;
/// The ends of a circle's curves make a square on its corner, which fills half of the box.
const ROUND: f32 = 0.45;

/// In a path of more boxes than this holes are not looked for.
const MOST_HOLED: usize = 64;
/// A pen whose lines would fill this share of their box side by side leaves nothing to be read in it.
const SCRIBBLED: f32 = 0.7;
/// What fills this share of its box hides what is in it: round corners do not matter.
const FULL: f32 = 0.85;

fn distance(one: (f32, f32), other: (f32, f32)) -> f32 {
    (one.0 - other.0).hypot(one.1 - other.1)
}

/// Whether two areas share more than an edge.
fn shares(one: &Area, other: &Area) -> bool {
    let both = overlap(*one, *other);
    both.x1 - both.x0 > SHORT && both.y1 - both.y0 > SHORT
}

/// Whether a part of a path is a round dot that is as small as a line is thin.
fn is_dot(part: &Part) -> bool {
    part.size().0.max(part.size().1) < THIN && part.points.len() > 3
}

/// Whether a path is a circle, a box, or between the two.
fn is_full_or_round(parts: &[Part]) -> bool {
    parts.first().is_some_and(|part| share_of(part) >= ROUND)
}
