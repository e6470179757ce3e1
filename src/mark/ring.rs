//! Rings drawn around printed options (丸囲み).

use crate::fold::{Folded, control};
use std::ops::Range;

/// An option is ringed where at least this share of it is within the ring …
const MOST: f32 = 0.5;
/// … and a neighbour may be touched by it with so much.
const TOUCHED: f32 = 0.2;

/// The ringed stretches of a text, as bytes of the folded text.
pub(super) fn rings(text: &str, folded: &Folded) -> Vec<Range<usize>> {
    let mut rings = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            (control::RING, _) => open = Some(folded.position(at)),
            (control::RING_END, Some(start)) => {
                rings.push(start..folded.position(at));
                open = None;
            }
            _ => {}
        }
    }
    rings.retain(|ring: &Range<usize>| !ring.is_empty());
    rings
}

/// How much of a stretch is ringed, 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "bytes of one option")]
pub(super) fn share(rings: &[Range<usize>], entry: &Range<usize>) -> f32 {
    let within =
        |ring: &Range<usize>| ring.end.min(entry.end).saturating_sub(ring.start.max(entry.start));
    rings.iter().map(within).sum::<usize>() as f32 / entry.len().max(1) as f32
}

/// What rings say of the entries of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ringed {
    /// No entry is ringed.
    Nothing,
    /// One is: its index.
    One(usize),
    /// A ring is drawn, but it cannot be told around which.
    Unclear,
}

/// The entry that is ringed; each has its stretch, and the byte after its number.
pub(super) fn ringed(rings: &[Range<usize>], entries: &[(Range<usize>, usize)]) -> Ringed {
    let around = |(at, (entry, number)): (usize, &(Range<usize>, usize))| {
        let share = share(rings, entry);
        let numbered = rings.iter().any(|ring| ring.start <= entry.start && *number <= ring.end);
        (share > 0.0).then_some((at, share, numbered || share >= MOST))
    };
    let hits: Vec<(usize, f32, bool)> = entries.iter().enumerate().filter_map(around).collect();
    let mut chosen = hits.iter().filter(|hit| hit.2);
    match (chosen.next(), chosen.next()) {
        _ if hits.is_empty() => Ringed::Nothing,
        (Some(one), None) if hits.iter().all(|hit| hit.0 == one.0 || hit.1 <= TOUCHED) => {
            Ringed::One(one.0)
        }
        _ => Ringed::Unclear,
    }
}

/// Whether a ring stands around a part of a text that no list of options explains. Letters, digits
/// and seals (㊞) are ringed as ornaments.
#[must_use]
pub(crate) fn is_ringed_in_part(text: &str) -> bool {
    let (mut open, mut inside, mut outside) = (false, 0, 0);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            control::RING => open = true,
            control::RING_END => open = false,
            '印' | '秘' => {}
            _ if control::is_control(c) || c.is_ascii() || crate::fold::narrow(c).is_ascii() => {
                outside += usize::from(!open);
            }
            _ if open => inside += 1,
            _ => outside += 1,
        }
    }
    inside > 0 && outside > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [(Range<usize>, usize); 3] = [(0..20, 2), (20..40, 22), (40..60, 42)];

    #[test]
    fn one_option_is_chosen_and_two_are_no_guess() {
        let of = |from: usize, to: usize| ringed(std::slice::from_ref(&(from..to)), &LIST);
        assert_eq!(of(20, 40), Ringed::One(1));
        assert_eq!(ringed(&[20..30, 30..38], &LIST), Ringed::One(1));
        assert_eq!(of(40, 42), Ringed::One(2));
        assert_eq!(of(18, 40), Ringed::One(1));
        assert_eq!(of(10, 30), Ringed::Unclear);
        assert_eq!(of(0, 40), Ringed::Unclear);
        assert_eq!(of(25, 30), Ringed::Unclear);
        assert_eq!(of(70, 80), Ringed::Nothing);
        assert_eq!(ringed(&[], &LIST), Ringed::Nothing);
    }

    #[test]
    fn ornaments_are_no_answers() {
        let text = |text: &str| {
            text.replace('<', &control::RING.to_string())
                .replace('>', &control::RING_END.to_string())
        };
        assert!(is_ringed_in_part(&text("<有> ・ 無")));
        assert!(!is_ringed_in_part(&text("<1> 有 <2> 無")));
        assert!(!is_ringed_in_part(&text("市長 <印>")));
        assert!(!is_ringed_in_part(&text("<担当課>")));
        assert!(!is_ringed_in_part("有"));
    }
}
