//! Headings and paragraphs: lines without columns, and which of them go on with the one above.

use super::line::{Piece, printed_width, squeezed};
use super::mark::{Series, continues, ends_sentence, is_open, mark};
use super::page::Reader;
use super::part::Part;
use crate::read::table::white::weights::page_weights as weights;

impl Reader<'_> {
    /// Whether a line at the right only ends the heading straight above it: a box that did not fit
    /// beside it, or a closing bracket.
    pub(super) fn belongs_to_heading(&self, line: usize, cut: usize) -> bool {
        let Some(Part::Full(cells)) = self.section.parts.last() else { return false };
        let Some(last) = cells.iter().flatten().last() else { return false };
        let (Some(first), true) = (self.lines[line].words.first(), cut == 0) else { return false };
        if last.line + 1 != line {
            return false;
        }
        let squeezed = self.lines[line].squeezed(self.text);
        let above = self.lines[last.line].squeezed(self.text);
        let far = first.start >= weights().far_box
            && first.start * 2 > self.lines[last.line].words[last.words.end - 1].end;
        (far && is_box(&squeezed))
            || (continues(&squeezed) && (is_open(&above) || squeezed.chars().count() == 1))
    }

    /// Whether a short line at the margin is the end of the heading above it.
    pub(super) fn ends_heading(&self, line: usize, cut: usize) -> bool {
        let Some(Part::Full(cells)) = self.section.parts.last() else { return false };
        let Some(last) = cells.iter().flatten().last() else { return false };
        let above = &self.lines[last.line];
        let (wide, pushed) = self.unset(last.line);
        let long = self.reach(wide) >= if pushed { weights().paragraph } else { weights().heading };
        let open = !ends_sentence(&above.squeezed(self.text));
        let plain = mark(&self.lines[line].squeezed(self.text)).is_none();
        let whole = cut == self.lines[line].words.len();
        whole && plain && open && cells.len() == 1 && last.line + 1 == line && long
    }

    /// The line, or the one above it where its beginning, a closing bracket, was only pushed off
    /// that line's end, which the tool sets far to the right; and whether it was.
    fn unset(&self, line: usize) -> (usize, bool) {
        let far = self.lines[line].words.first().is_some_and(|w| w.start >= weights().pushed);
        let pushed = far && continues(&self.lines[line].squeezed(self.text));
        (line - usize::from(pushed && line > 0), pushed)
    }

    /// How far a line's text goes to the right.
    fn reach(&self, line: usize) -> usize {
        let line = &self.lines[line];
        let start = line.words.first().map_or(0, |w| w.start);
        start + printed_width(line, &(0..line.words.len()))
    }

    pub(super) fn attach(&mut self, line: usize) {
        let words = 0..self.lines[line].words.len();
        let boxed = is_box(&self.lines[line].squeezed(self.text));
        if let Some(Part::Full(cells)) = self.section.parts.last_mut() {
            let piece = Piece { line, words };
            match cells.last_mut() {
                Some(cell) if !boxed => cell.push(piece),
                _ => cells.push(vec![piece]),
            }
        }
    }

    /// A line without columns: more of the paragraph above, or a part of its own.
    pub(super) fn full(&mut self, line: usize) {
        let cells = self.cells(line);
        let last = match self.section.parts.last() {
            Some(Part::Full(above)) if above.len() == 1 => above.iter().flatten().last(),
            _ => None,
        };
        let goes_on = last.is_some_and(|l| l.line + 1 == line && self.goes_on(l.line, line));
        if let ([only], true, Some(Part::Full(above))) =
            (cells.as_slice(), goes_on, self.section.parts.last_mut())
        {
            above.iter_mut().for_each(|paragraph| paragraph.extend_from_slice(only));
            return;
        }
        self.section.parts.push(Part::Full(cells));
    }

    /// Whether a line goes on with the paragraph of the line above it.
    fn goes_on(&self, above: usize, line: usize) -> bool {
        let squeezed = self.lines[line].squeezed(self.text);
        let (upper, pushed) = self.unset(above);
        let upper = &self.lines[upper];
        let width = printed_width(upper, &(0..upper.words.len()));
        // A section begins below a blank line; what looks like its heading without one is quoted.
        let here = mark(&squeezed);
        let quoted = here.is_some_and(|m| m.series == Series::Roman);
        let wrapped =
            width >= if pushed { weights().paragraph } else { weights().wrapped } && here.is_none();
        continues(&squeezed) || quoted || wrapped
    }

    /// A line's words, cut where wide space or the box at its right end says so.
    pub(super) fn cells(&self, line: usize) -> Vec<Vec<Piece>> {
        let this = &self.lines[line];
        let mut cells: Vec<Vec<Piece>> = Vec::new();
        let mut boxes = false;
        for words in this.chunks(weights().wide) {
            let space = this.space_before(words.start);
            let text: String = squeezed(&this.words[words.clone()], self.text);
            let boxed = text.starts_with(['[', '［', '□', '☑', '☐']);
            let piece = Piece { line, words: words.clone() };
            match cells.last_mut().and_then(|c| c.last_mut()) {
                Some(last) if boxes || (space < weights().indent && !boxed) => {
                    last.words.end = words.end
                }
                _ => cells.push(vec![piece]),
            }
            boxes |= boxed;
        }
        cells
    }
}

/// A small box and its caption.
fn is_box(squeezed: &str) -> bool {
    let mut chars = squeezed.chars();
    let open = chars.next().is_some_and(|c| ['[', '［'].contains(&c));
    open && chars.take(2).any(|c| [']', '］'].contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_box_is_told_from_brackets_around_text() {
        assert!(is_box("[○]委託しない") && is_box("[]委託しない") && is_box("［○］"));
        assert!(!is_box("[十分である]") && !is_box("委託しない[○]") && !is_box("[") && !is_box(""));
    }
}
