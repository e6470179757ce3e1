//! Dust: specks of ink that stand by themselves, and how large those are that stand in the text.

use super::blob::Blob;
use super::picture::Frame;

/// A speck is at most so large, in ems.
const SPECK: f32 = 0.24;
/// What belongs to a character stands within this, in ems.
const NEAR: (f32, f32) = (0.62, 0.45);
/// What is so much larger than the dust of the page, a dot of a list or a full stop, stands within this.
const LARGER: f32 = 1.25;
const ON_LARGER: (f32, f32) = (0.95, 0.1);
/// What belongs to a line of text stands within this, in ems.
const ON_LINE: (f32, f32) = (0.62, 0.12);
/// So many specks tell how large the dust of a page is.
const ENOUGH: usize = 12;
/// Dust is at least so large, in ems …
const LEAST: f32 = 0.09;
/// … and at most: a comma is larger.
const MOST: f32 = 0.17;

/// A bump on a ruled line is at most so large, in ems, and so near, in pixels.
const BUMP: f32 = 0.3;
const EDGE: usize = 3;
/// Longer than so many ems, and so many times as long as wide, no character is …
const LONG: f32 = 2.5;
const SLENDER: f32 = 9.0;

/// The parts of a character are at least so high, in ems, and what belongs to its line stands so near.
const TALL: f32 = 0.5;
const BESIDE: f32 = 0.5;

/// Whether a blob stands beside a character, no higher and no lower, in a row so low that it touches the line below.
fn is_of_text(blob: &Blob, all: &[Blob], em: f32) -> bool {
    let beside = |other: &&Blob| {
        let gap =
            blob.frame.x0.max(other.frame.x0) as f32 - blob.frame.x1.min(other.frame.x1) as f32;
        other.frame.height() as f32 >= TALL * em
            && (0.0..BESIDE * em).contains(&gap)
            && other.frame.y0 <= blob.frame.y0
            && blob.frame.y1 <= other.frame.y1 + 1
    };
    all.iter().filter(beside).count() > 0
}

/// Whether a blob is what a speck that touches a ruled line has left of itself when the line was taken out.
pub(super) fn is_beside_rule(blob: &Blob, all: &[Blob], rules: &[Frame], em: f32) -> bool {
    let frame = blob.frame;
    let touches = |rule: &&Frame| {
        rule.x0 <= frame.x1 + EDGE
            && frame.x0 <= rule.x1 + EDGE
            && rule.y0 <= frame.y1 + EDGE
            && frame.y0 <= rule.y1 + EDGE
    };
    // A dash at the left edge of its cell is none.
    let is_dash = size(blob) > DASH * em && is_flat(blob);
    // What it still has of the line's own thickness does not count.
    let beyond = |rule: &&Frame| {
        let across = frame.x1.min(rule.x1).saturating_sub(frame.x0.max(rule.x0));
        let down = frame.y1.min(rule.y1).saturating_sub(frame.y0.max(rule.y0));
        let (width, height) = (frame.width(), frame.height());
        let side = if rule.width() > rule.height() {
            width.max(height - down)
        } else {
            (width - across).max(height)
        };
        (side as f32) < BUMP * em
    };
    let mut near = rules.iter().filter(touches).filter(beyond).peekable();
    if is_dash || near.peek().is_none() {
        return false;
    }
    near.any(|rule| rule.height() > rule.width()) || !is_of_text(blob, all, em)
}

/// Whether a blob is a piece of a ruled line that was not made out.
pub(super) fn is_of_rule(blob: &Blob, em: f32) -> bool {
    let (width, height) = (blob.frame.width() as f32, blob.frame.height() as f32);
    width.max(height) > LONG * em && width.max(height) > SLENDER * width.min(height)
}

/// A dash that is all there is of an answer is wider than this, in ems.
const DASH: f32 = 0.14;

/// Blobs that may be of characters, the others, and how large dust is on this page, in pixels.
pub(super) struct Parted {
    pub(super) kept: Vec<Blob>,
    pub(super) dust: Vec<Blob>,
    pub(super) speck: f32,
}

/// Whether a blob is wider than high, as a dash is.
pub(super) fn is_flat(blob: &Blob) -> bool {
    blob.frame.width() * 5 >= blob.frame.height() * 7
}

/// Whether a blob is larger than the specks of its page.
pub(super) fn is_larger(blob: &Blob, speck: f32) -> bool {
    size(blob) > LARGER * speck
}

/// The larger side of a blob.
pub(super) fn size(blob: &Blob) -> f32 {
    blob.frame.width().max(blob.frame.height()) as f32
}

/// Sets the specks aside that stand by themselves. Those that are no larger than most of them are dust between the
/// lines of a text, too.
pub(super) fn part(blobs: Vec<Blob>, em: f32) -> Parted {
    let large: Vec<Blob> = blobs.iter().filter(|blob| size(blob) >= SPECK * em).copied().collect();
    let is_dash = |blob: &Blob| size(blob) > DASH * em && is_flat(blob);
    let apart = |blobs: Vec<Blob>, most: f32, reach: (f32, f32)| -> (Vec<Blob>, Vec<Blob>) {
        let near = Near::new(&large, &blobs, em, reach);
        let is_dust = |blob: &Blob| size(blob) < most && !is_dash(blob) && !near.holds(blob.frame);
        blobs.into_iter().partition(is_dust)
    };
    let (mut dust, mut kept) = apart(blobs, SPECK * em, NEAR);
    let mut sizes: Vec<f32> = dust.iter().map(size).collect();
    sizes.sort_by(f32::total_cmp);
    let known = sizes.get(sizes.len() * 9 / 10).copied().filter(|_| sizes.len() >= ENOUGH);
    let speck = known.unwrap_or(0.0).clamp(LEAST * em, MOST * em);
    let near = Near::new(&large, &dust, em, ON_LARGER);
    kept.extend(dust.extract_if(.., |blob| is_larger(blob, speck) && near.holds(blob.frame)));
    if known.is_none() {
        return Parted { kept, dust, speck };
    }
    let (between, kept) = apart(kept, speck + 0.5, ON_LINE);
    dust.extend(between);
    Parted { kept, dust, speck }
}

/// What lies near characters, square by square.
struct Near {
    side: f32,
    columns: usize,
    is_near: Vec<bool>,
    reach: (f32, f32),
}

impl Near {
    fn new(large: &[Blob], all: &[Blob], em: f32, reach: (f32, f32)) -> Self {
        let all = all.iter().map(|blob| blob.frame).reduce(Frame::union).unwrap_or_default();
        let side = (em / 8.0).max(1.0);
        let (columns, rows) = (square(all.x1 as f32, side) + 1, square(all.y1 as f32, side) + 1);
        let reach = (reach.0 * em, reach.1 * em);
        let mut near = Self { side, columns, is_near: vec![false; columns * rows], reach };
        large.iter().for_each(|blob| near.note(blob.frame));
        near
    }

    /// Notes that a character stands in this frame.
    fn note(&mut self, frame: Frame) {
        let (dx, dy) = self.reach;
        let (x0, x1) = (frame.x0 as f32 - dx, frame.x1 as f32 + dx);
        let (y0, y1) = (frame.y0 as f32 - dy, frame.y1 as f32 + dy);
        let last = square(x1, self.side).min(self.columns - 1);
        for row in square(y0, self.side)..=square(y1, self.side) {
            let from = row * self.columns + square(x0, self.side);
            if let Some(part) = self.is_near.get_mut(from..=row * self.columns + last) {
                part.fill(true);
            }
        }
    }

    /// Whether a character stands near this frame.
    fn holds(&self, frame: Frame) -> bool {
        let middle = |from: usize, to: usize| square((from + to) as f32 / 2.0, self.side);
        let at = middle(frame.y0, frame.y1) * self.columns + middle(frame.x0, frame.x1);
        self.is_near.get(at).copied().unwrap_or(false)
    }
}

/// The number of the square in which a place lies.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not below nought")]
fn square(at: f32, side: f32) -> usize {
    (at / side).max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blob(x: usize, y: usize, size: usize) -> Blob {
        let frame = Frame { x0: x, y0: y, x1: x + size, y1: y + size };
        Blob { frame, pixels: size * size }
    }

    #[test]
    fn a_speck_far_from_text_is_dust() {
        let text = [blob(100, 100, 38), blob(142, 100, 38)];
        let (comma, speck) = (blob(186, 130, 8), blob(300, 110, 5));
        let found = part([&text[..], &[comma, speck]].concat(), 40.0);
        assert_eq!(found.dust, [speck]);
        assert_eq!(found.kept.len(), 3);
    }

    #[test]
    fn a_bump_is_as_large_as_it_reaches_beyond_its_line() {
        let rule = [Frame { x0: 0, y0: 200, x1: 900, y1: 204 }];
        let bump = |y0: usize| {
            let frame = Frame { x0: 300, y0, x1: 304, y1: 204 };
            is_beside_rule(&Blob { frame, pixels: 40 }, &[], &rule, 30.0)
        };
        assert!(bump(194));
        assert!(!bump(184), "a stroke that goes through");
    }

    #[test]
    fn many_specks_tell_how_large_dust_is() {
        let specks: Vec<Blob> = (0..20).map(|at| blob(at * 100, 500, 6)).collect();
        let found = part([&[blob(100, 100, 38)], &specks[..]].concat(), 40.0);
        assert!((found.speck - 6.0).abs() < 1e-3);
        let few = part(vec![blob(100, 100, 38), specks[3]], 40.0);
        assert!((few.speck - 3.6).abs() < 1e-3);
    }
}
