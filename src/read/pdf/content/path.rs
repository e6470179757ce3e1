//! Paths: which of them are rules, and which cover rules.

use super::interpreter::{Interpreter, Operands};
use crate::read::page::Rule;
use crate::read::pdf::matrix::{around, overlap};
use crate::source::Area;

/// A filled rectangle thinner than this is a line.
const THIN: f32 = 2.5;
/// A stroke wider than this is an area.
const WIDE: f32 = 6.0;
/// Shorter than this is a dot.
const SHORT: f32 = 0.5;
/// Edges closer together than this are at one place.
const EVEN: f32 = 0.01;
/// How far from upright a line may be, in points.
const SLANT: f32 = 0.5;
/// Points of one path.
const POINTS: usize = 1 << 20;

/// The path under construction, in display space.
#[derive(Debug, Default)]
pub(super) struct Path {
    points: Vec<Point>,
    /// The current point in user space (`v` starts from it, and so does a line after `h`).
    start: (f32, f32),
    clips: bool,
}

#[derive(Clone, Copy, Debug)]
struct Point {
    at: (f32, f32),
    step: Step,
}

/// How a point is reached from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Move,
    Line,
    Curve,
    /// A line back to the start.
    Close,
}

impl Interpreter<'_, '_> {
    /// Runs a path operator; `false` if it is none.
    pub(super) fn path_operator(&mut self, word: &[u8], operands: Operands<'_, '_>) -> bool {
        match word {
            b"m" => self.step(operands.numbers(), Step::Move),
            b"l" => self.step(operands.numbers(), Step::Line),
            b"c" | b"v" | b"y" => self.step(operands.numbers(), Step::Curve),
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
        if self.path.points.len() < POINTS {
            self.path.points.push(Point { at: self.state.matrix.apply(x, y), step });
        }
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
        if !self.marks.hidden() {
            if fill {
                self.fill(&path);
            }
            if stroke && !self.state.stroke.is_cover() {
                self.stroke(&path);
            }
        }
        if let Some(area) = bounds(&path.points).filter(|_| path.clips) {
            self.state.clip = overlap(self.state.clip, area);
        }
        self.path.points = path.points;
        self.path.points.clear();
    }

    fn fill(&mut self, path: &Path) {
        if self.frame(path) {
            return;
        }
        for sub in path.points.chunk_by(|_, next| next.step != Step::Move) {
            let Some(area) = box_of(sub) else { continue };
            let (width, height) = (area.x1 - area.x0, area.y1 - area.y0);
            if self.state.fill.is_cover() {
                self.canvas.cover(overlap(area, self.state.clip));
            } else if width.min(height) < THIN && width.max(height) >= SHORT {
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

    /// A frame: a rectangle with a slightly smaller one cut out. Some sides may be missing.
    fn frame(&mut self, path: &Path) -> bool {
        let mut parts = path.points.chunk_by(|_, next| next.step != Step::Move);
        let (Some(one), Some(other), None) = (parts.next(), parts.next(), parts.next()) else {
            return false;
        };
        let (Some(one), Some(other)) = (box_of(one), box_of(other)) else { return false };
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

    fn stroke(&mut self, path: &Path) {
        let width = (self.state.line_width * self.state.matrix.scale()).abs();
        for pair in path.points.windows(2) {
            let [from, to] = pair else { continue };
            if matches!(to.step, Step::Line | Step::Close) {
                self.segment(from.at, to.at, width);
            }
        }
    }

    fn segment(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        let Some(area) = around(&[from, to]) else { return };
        let (dx, dy) = (area.x1 - area.x0, area.y1 - area.y0);
        let (x, y) = ((area.x0 + area.x1) / 2.0, (area.y0 + area.y1) / 2.0);
        let (long, slant) = (dx.max(dy), dx.min(dy));
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

fn bounds(points: &[Point]) -> Option<Area> {
    let first = points.first()?.at;
    let start = Area { x0: first.0, y0: first.1, x1: first.0, y1: first.1 };
    Some(points.iter().fold(start, |area, point| {
        let (x, y) = point.at;
        area.union(Area { x0: x, y0: y, x1: x, y1: y })
    }))
}

/// The upright rectangle that a closed part of a path is, if it is one.
fn box_of(sub: &[Point]) -> Option<Area> {
    if sub.len() > 6 || sub.len() < 2 || sub.iter().any(|point| point.step == Step::Curve) {
        return None;
    }
    let area = bounds(sub)?;
    let near = |a: f32, b: f32| (a - b).abs() < 0.1;
    let corner = |point: &Point| {
        let (x, y) = point.at;
        (near(x, area.x0) || near(x, area.x1)) && (near(y, area.y0) || near(y, area.y1))
    };
    // Three corners make a triangle unless it is too thin to tell.
    let thin = (area.x1 - area.x0).min(area.y1 - area.y0) < 0.2;
    (sub.iter().all(corner) && (sub.len() >= 4 || thin)).then_some(area)
}
