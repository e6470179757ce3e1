//! A text that was made out of another, with the way back: each character knows where it was printed.

use crate::budget;
use std::borrow::Cow;
use std::ops::Range;

/// A text and the places of its characters in the source.
#[derive(Clone, Debug, Default)]
pub(super) struct Mapped {
    /// What the text says so far.
    pub(super) text: String,
    runs: Vec<Run>,
    /// Stretches of the source that are furniture of a page.
    pub(super) furniture: Vec<Range<usize>>,
}

/// A stretch of the text, up to where the next begins.
#[derive(Clone, Debug)]
struct Run {
    /// First byte in the text.
    start: usize,
    /// Where it was printed.
    raw: Range<usize>,
    /// It is what is printed, byte for byte; otherwise it stands for it as a whole.
    same: bool,
}

/// What a stretch of a text is replaced with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// What stands there instead.
    pub(super) with: Cow<'static, str>,
}

impl Edit {
    /// Puts `with` in the place of `range`.
    pub(super) fn new(range: Range<usize>, with: impl Into<Cow<'static, str>>) -> Self {
        Self { range, with: with.into() }
    }

    /// Takes a stretch out.
    pub(super) fn cut(range: Range<usize>) -> Self {
        Self::new(range, "")
    }
}

/// What one step changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits {
    /// In any order; where two overlap, the one that begins first is done, of those the one given first.
    pub(super) edits: Vec<Edit>,
    /// Stretches of the text that are furniture of a page.
    pub(super) furniture: Vec<Range<usize>>,
}

impl From<Vec<Edit>> for Edits {
    fn from(edits: Vec<Edit>) -> Self {
        Self { edits, furniture: Vec::new() }
    }
}

impl Mapped {
    /// A text as it is printed.
    pub(super) fn new(raw: &str) -> Self {
        let runs = vec![Run { start: 0, raw: 0..raw.len(), same: true }];
        Self { text: raw.to_owned(), runs, furniture: Vec::new() }
    }

    /// Adds what stands for a stretch of the source: the same bytes, or something in their place.
    pub(super) fn push(&mut self, text: &str, raw: Range<usize>, same: bool) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        match self.runs.last_mut() {
            Some(last) if last.same && same && last.raw.end == raw.start => last.raw.end = raw.end,
            _ => {
                budget::take(size_of::<Run>());
                self.runs.push(Run { start, raw, same });
            }
        }
    }

    /// The text after a step.
    pub(super) fn apply(self, step: Edits) -> Self {
        let Edits { mut edits, furniture } = step;
        let mut all = self.furniture.clone();
        all.extend(furniture.into_iter().flat_map(|range| {
            self.pieces(range).into_iter().map(|(_, raw, _)| raw).collect::<Vec<_>>()
        }));
        if edits.is_empty() {
            return Self { furniture: all, ..self };
        }
        edits.sort_by_key(|edit| edit.range.start);
        let mut next = Self { furniture: all, ..Self::default() };
        next.text.reserve(self.text.len());
        let mut at = 0;
        for edit in edits {
            budget::step();
            if edit.range.start < at {
                continue;
            }
            self.copy(&mut next, at..edit.range.start);
            next.push(&edit.with, self.raw(edit.range.clone()), false);
            at = edit.range.end;
        }
        self.copy(&mut next, at..self.text.len());
        budget::give_back(size_of_val(&*self.runs));
        next
    }

    fn copy(&self, next: &mut Self, range: Range<usize>) {
        for (piece, raw, same) in self.pieces(range) {
            next.push(self.text.get(piece).unwrap_or_default(), raw, same);
        }
    }

    /// The pieces of a stretch of the text, and where each was printed: byte for byte, or as a whole.
    pub(super) fn pieces(&self, range: Range<usize>) -> Vec<(Range<usize>, Range<usize>, bool)> {
        let first = self.runs.partition_point(|run| run.start <= range.start).saturating_sub(1);
        let mut found = Vec::new();
        for (at, run) in self.runs.iter().enumerate().skip(first) {
            let end = self.runs.get(at + 1).map_or(self.text.len(), |next| next.start);
            if run.start >= range.end {
                break;
            }
            let (from, to) = (run.start.max(range.start), end.min(range.end));
            if from >= to {
                continue;
            }
            let raw = match run.same {
                true => run.raw.start + (from - run.start)..run.raw.start + (to - run.start),
                false => run.raw.clone(),
            };
            found.push((from..to, raw, run.same));
        }
        found
    }

    /// The stretch of the source that a stretch of the text stands for.
    fn raw(&self, range: Range<usize>) -> Range<usize> {
        let pieces = self.pieces(range.start..range.end.max(range.start + 1));
        let printed = |raw: &Range<usize>| if range.is_empty() { raw.start } else { raw.end };
        match (pieces.first(), pieces.last()) {
            (Some((_, first, _)), Some((_, last, _))) => {
                first.start..printed(last).max(first.start)
            }
            _ => {
                let end = self.runs.last().map_or(0, |run| run.raw.end);
                end..end
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_knows_its_place_after_two_steps() {
        let raw = "**名称**：a\\_b";
        let first = vec![Edit::cut(0..2), Edit::cut(8..10), Edit::new(10..13, "\t")];
        let once = Mapped::new(raw).apply(first.into());
        assert_eq!(once.text, "名称\ta\\_b");
        let twice = once.apply(vec![Edit::cut(8..9)].into());
        assert_eq!(twice.text, "名称\ta_b");
        let places = twice.pieces(0..twice.text.len());
        let printed: Vec<&str> =
            places.iter().map(|(_, raw_range, _)| &raw[raw_range.clone()]).collect();
        assert_eq!(printed, ["名称", "：", "a", "_b"]);
    }

    #[test]
    fn of_two_edits_that_overlap_the_first_is_done() {
        let edits = vec![Edit::new(0..3, "x"), Edit::cut(2..4)];
        assert_eq!(Mapped::new("abcdef").apply(edits.into()).text, "xdef");
    }
}
