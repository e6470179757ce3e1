//! Symbols that the model drops (`※`, `〒`, `◆`), told by their ink.

use super::ink::Ink;
use super::picture::Frame;
use std::sync::LazyLock;

/// Symbols are compared by so many squares across and down.
const SIDE: usize = 12;
/// Width and height differ at most by this, in ems.
const SIZE: f32 = 0.22;
/// The squares differ at most by this on average (no kanji or kana comes as near) …
const FAR: f32 = 0.12;
/// … and those of other symbols by so much more.
const APART: f32 = 0.05;
/// A symbol is so sure where others, and what only looks like one, differ by so much more than it; else it is less so.
const CLEAR: (f32, f32) = (0.1, 0.97);
const UNCLEAR: f32 = 0.8;

/// A symbol, its size in ems, and its ink square by square.
struct Shape {
    char: char,
    /// It only looks like a symbol.
    is_rival: bool,
    size: (f32, f32),
    squares: Vec<f32>,
}

impl Shape {
    /// How far width and height are from these, in ems.
    fn off(&self, width: f32, height: f32) -> f32 {
        (self.size.0 - width).abs().max((self.size.1 - height).abs())
    }
}

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let lines = include_str!("data/shapes.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(shape).collect()
});

fn shape(line: &str) -> Option<Shape> {
    let mut fields = line.split(' ');
    let name = fields.next()?;
    let rival = name.strip_prefix('?');
    let char = rival.unwrap_or(name).chars().next()?;
    let mut ems = || Some(fields.next()?.parse::<f32>().ok()? / 100.0);
    let size = (ems()?, ems()?);
    let squares = fields.next()?.chars().filter_map(|digit| digit.to_digit(10));
    Some(Shape {
        char,
        is_rival: rival.is_some(),
        size,
        squares: squares.map(|digit| digit as f32 / 9.0).collect(),
    })
}

/// The symbol that stands in a frame, if it is one, and how sure it is.
pub(super) fn symbol(ink: &Ink, frame: Frame, em: f32) -> Option<(char, f32)> {
    let (width, height) = (frame.width() as f32 / em, frame.height() as f32 / em);
    let fits = |shape: &&Shape| shape.off(width, height) < SIZE;
    let (rivals, symbols): (Vec<&Shape>, Vec<&Shape>) =
        SHAPES.iter().filter(fits).partition(|shape| shape.is_rival);
    if symbols.is_empty() {
        return None;
    }
    let squares = squares(ink, frame);
    let far = |shape: &Shape| {
        let pairs = shape.squares.iter().zip(&squares);
        pairs.map(|(a, b)| (a - b).abs()).sum::<f32>() / squares.len() as f32
    };
    let all: Vec<(f32, &Shape)> = symbols.into_iter().map(|shape| (far(shape), shape)).collect();
    let (least, best) = all.iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let nearest = |far: f32, other: f32| far.min(other);
    let others = all.iter().filter(|other| other.1.char != best.char).map(|other| other.0);
    let apart = others.fold(f32::INFINITY, nearest) - least;
    // Of the same shape the size tells: a rival counts whose size is nearer.
    let size = best.off(width, height);
    let rivals = rivals.into_iter().filter(|rival| rival.off(width, height) < size).map(far);
    let clear = rivals.fold(apart + least, nearest) - least;
    let sure = if clear >= CLEAR.0 { CLEAR.1 } else { UNCLEAR };
    (*least <= FAR && apart >= APART).then_some((best.char, sure))
}

/// The share of ink in each square of a frame.
fn squares(ink: &Ink, frame: Frame) -> Vec<f32> {
    let edges = |from: usize, length: usize, at: usize| {
        (from as f32 + (length * at) as f32 / SIDE as f32, length as f32 / SIDE as f32)
    };
    let mut squares = Vec::with_capacity(SIDE * SIDE);
    for row in 0..SIDE {
        let (top, high) = edges(frame.y0, frame.height(), row);
        for column in 0..SIDE {
            let (left, wide) = edges(frame.x0, frame.width(), column);
            let mut sum = 0.0;
            for (y, y_share) in covered(top, high) {
                let xs = covered(left, wide).filter(|(x, _)| ink.at(*x, y));
                sum += xs.map(|(_, share)| share).sum::<f32>() * y_share;
            }
            squares.push(sum / (wide * high).max(f32::MIN_POSITIVE));
        }
    }
    squares
}

/// The pixels that a stretch covers, and how far.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the picture")]
fn covered(from: f32, length: f32) -> impl Iterator<Item = (usize, f32)> {
    let to = from + length;
    (from as usize..to.ceil() as usize)
        .map(move |pixel| (pixel, to.min(pixel as f32 + 1.0) - from.max(pixel as f32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of ink where `is_ink` says so of places from -1 to 1, in a square of 0.85 em.
    fn told(is_ink: impl Fn(f32, f32) -> bool) -> Option<char> {
        told_in(34, is_ink).map(|(char, _)| char)
    }

    /// The same with how sure it is, in a square of so many fortieths of an em.
    fn told_in(side: usize, is_ink: impl Fn(f32, f32) -> bool) -> Option<(char, f32)> {
        let at = |pixel: usize| (pixel as f32 + 0.5) / side as f32 * 2.0 - 1.0;
        let places = (0..side * side).map(|place| (at(place % side), at(place / side)));
        let black = places.map(|(x, y)| is_ink(x, y)).collect();
        let ink = Ink { width: side, height: side, black };
        let frame = Frame { x0: 0, y0: 0, x1: side, y1: side };
        symbol(&ink, frame, 40.0)
    }

    #[test]
    fn symbols_are_told_by_their_ink() {
        assert_eq!(told(|x, y| x.hypot(y) < 1.0), Some('●'));
        assert_eq!(told(|x, y| x.abs() + y.abs() < 1.0), Some('◆'));
        assert_eq!(told(|_, _| true), Some('■'));
        let cross = |x: f32, y: f32| (x.abs() - y.abs()).abs() < 0.1;
        let dot = |x: f32, y: f32| x.hypot(y) < 0.17;
        let dots = move |x: f32, y: f32| dot(x.abs() - 0.8, y) || dot(x, y.abs() - 0.8);
        assert_eq!(told(move |x, y| cross(x, y) || dots(x, y)), Some('※'));
        assert_eq!(told(cross), None, "a cross without dots");
        assert_eq!(told(|x, _| x.abs() < 0.1), None);
    }

    #[test]
    fn what_may_be_a_letter_is_not_sure() {
        let ring = |x: f32, y: f32| (0.82..1.0).contains(&x.hypot(y));
        assert_eq!(told_in(34, ring), Some(('○', CLEAR.1)));
        assert_eq!(told_in(28, ring), Some(('○', UNCLEAR)), "as large as a letter");
        let cross = |x: f32, y: f32| (x.abs() - y.abs()).abs() < 0.1;
        let dot = |x: f32, y: f32| x.hypot(y) < 0.12;
        let dots = move |x: f32, y: f32| dot(x.abs() - 0.8, y) || dot(x, y.abs() - 0.8);
        let sure = |side| told_in(side, move |x, y| cross(x, y) || dots(x, y)).map(|told| told.1);
        assert_eq!((sure(33), sure(26)), (Some(CLEAR.1), Some(UNCLEAR)));
    }

    #[test]
    fn a_pixel_is_covered_in_part() {
        let covered: Vec<(usize, f32)> = covered(1.5, 1.0).collect();
        assert_eq!(covered, [(1, 0.5), (2, 0.5)]);
    }
}
