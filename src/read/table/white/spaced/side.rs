//! Labels that stand before several others, in a narrow column of their own.
//!
//! ```text
//!        使用部署     市民課
//! ④使用の
//! 主体   使用者数     10人未満
//! ```
//! Their lines lie between those of the labels beside them, so they are taken out before rows are cut.

use super::line::{Line, Piece, squeezed};
use super::mark::{Series, mark};
use super::strip::Strip;
use crate::read::table::white::weights::label_weights as weights;
use std::ops::Range;

/// A label before several others.
#[derive(Clone, Debug)]
pub(super) struct Side {
    /// Its words.
    pub(super) pieces: Vec<Piece>,
    /// The first strip with a label beside it.
    pub(super) first: usize,
}

/// Takes the side labels out of the first column.
pub(super) fn take_sides(text: &str, lines: &[Line], strips: &mut [Strip]) -> Vec<Side> {
    let mut all: Vec<Side> = Vec::new();
    let mut at = 0;
    while at < strips.len() {
        let region = beside(text, lines, strips, at);
        at += 1;
        if let Some((edge, region)) = region {
            at = at.max(region.end);
            let mut side = Side { pieces: Vec::new(), first: region.start };
            for strip in &mut strips[region] {
                let words = &mut strip.cells[0];
                let cut = words.clone().find(|&w| lines[strip.line].words[w].start >= edge);
                let cut = cut.unwrap_or(words.end);
                if cut > words.start {
                    side.pieces.push(Piece { line: strip.line, words: words.start..cut });
                    words.start = cut;
                }
            }
            all.push(side);
        }
    }
    all
}

/// Where the labels beside a side label begin, and their strips, if a strip has words of both.
fn beside(
    text: &str,
    lines: &[Line],
    strips: &[Strip],
    at: usize,
) -> Option<(usize, Range<usize>)> {
    let start = beside_words(text, lines, &strips[at])
        .or_else(|| between_labels(text, lines, strips, at))?;
    let place = |s: usize| place(lines, &strips[s], start);
    let up = (at.saturating_sub(weights().side_lines)..at).rev();
    let mut head = false;
    let above = up.take_while(|&s| match place(s) {
        Place::Nothing | Place::Beside => true,
        // The first line of the side label may bear its number; another one is above it.
        Place::Side => {
            let more = !head;
            head |= mark(&words(text, lines, &strips[s])).is_some();
            more
        }
        Place::Both => false,
    });
    let above = above.filter(|&s| place(s) == Place::Beside).last();
    let down = at + 1..strips.len().min(at + weights().side_lines);
    let below = down.take_while(|&s| match place(s) {
        Place::Nothing | Place::Beside => true,
        Place::Side => mark(&words(text, lines, &strips[s])).is_none(),
        Place::Both => false,
    });
    let below: Vec<usize> = below.collect();
    let last_beside = below.iter().rfind(|&&s| place(s) == Place::Beside).copied();
    // Its last line may stand below the last label, with a value at most between them.
    let tail = below.iter().copied().find(|&s| place(s) != Place::Nothing);
    let tail = tail.filter(|&s| place(s) == Place::Side && s <= at + weights().note_lines);
    let last = last_beside.max(tail).unwrap_or(at);
    let edge = start.saturating_sub(slack(start));
    (above.is_some() || last_beside.is_some() || tail.is_some())
        .then_some((edge, above.unwrap_or(at)..last + 1))
}

fn is_circled(text: &str) -> bool {
    mark(text).is_some_and(|m| m.series == Series::Circled)
}

/// Where the label begins that a line has beside words of a side label.
fn beside_words(text: &str, lines: &[Line], strip: &Strip) -> Option<usize> {
    let line = &lines[strip.line];
    let cell = strip.cells[0].clone();
    let first = line.words.get(cell.start)?;
    let width = |words: Range<usize>| line.words[words].iter().map(|w| w.width).sum::<usize>();
    let circled = |w: &usize| is_circled(line.words[*w].text(text));
    // Characters of a short label may stand apart.
    let is_lone = |w: usize| line.words[w].lead == line.words[w].tail;
    let spaced = |w: usize| (w - 1..cell.end).all(is_lone);
    let label = |w: &usize| {
        line.words[*w].lead != '※' && width(*w..cell.end) >= weights().beside_side && !spaced(*w)
    };
    let name = first.text(text);
    // A number stands apart from its name, or before it.
    let numbered = is_circled(name) && first.width <= 2 && cell.len() > 2;
    let behind = || cell.clone().skip(1 + usize::from(numbered));
    let edge = behind().find(circled).or_else(|| behind().find(label))?;
    if width(cell.start..edge) > weights().side_widest
        || line.words[edge].start > weights().side_farthest
    {
        return None;
    }
    let start = line.words[edge].start;
    let named = mark(name).is_none() || (is_circled(name) && first.width > 2) || numbered;
    (named && first.start <= start / 2).then_some(start)
}

/// Where the labels above and below a line begin, if both are indented alike beyond its end.
fn between_labels(text: &str, lines: &[Line], strips: &[Strip], at: usize) -> Option<usize> {
    let first = |s: usize| {
        let word = strips[s].cells[0].clone().next()?;
        lines[strips[s].line].words.get(word)
    };
    let own = first(at).filter(|w| w.lead != '※' && mark(w.text(text)).is_none())?;
    let end = |s: usize| {
        let last = strips[s].cells[0].end.checked_sub(1)?;
        lines[strips[s].line].words.get(last).map(|w| w.end)
    };
    let near = at.saturating_sub(weights().side_lines)..strips.len().min(at + weights().side_lines);
    // The lines next to it may be of the same side label.
    let rough = weights().caption_rough;
    let is_label = |s: &usize| {
        end(*s) > end(at).map(|end| end + rough) && words(text, lines, &strips[*s]) != "※"
    };
    let above = (near.start..at).rev().find(is_label)?;
    let below = (at + 1..near.end).find(is_label)?;
    let long = |s: usize| words(text, lines, &strips[s]).chars().count() > 1;
    let short = !long(above) || !long(below);
    let (above, below) = (first(above)?, first(below)?);
    let end = end(at)?;
    let start = above.start.min(below.start);
    let alike = above.start.abs_diff(below.start) <= 1 && !short;
    (alike && end <= start && start <= weights().side_farthest && own.start <= start / 2)
        .then_some(start)
}

fn slack(start: usize) -> usize {
    usize::from(start >= weights().rough_from) + usize::from(start >= 2 * weights().rough_from)
}

fn words(text: &str, lines: &[Line], strip: &Strip) -> String {
    let words = &lines[strip.line].words[strip.cells[0].clone()];
    squeezed(words, text)
}

/// What a strip's label words are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nothing,
    /// A side label only.
    Side,
    /// A label beside it only.
    Beside,
    /// Neither: a label across both.
    Both,
}

fn place(lines: &[Line], strip: &Strip, start: usize) -> Place {
    let words = &lines[strip.line].words[strip.cells[0].clone()];
    match (words.first(), words.last()) {
        (Some(first), _) if first.start + slack(start) >= start => Place::Beside,
        (Some(_), Some(last)) if last.end <= start => Place::Side,
        (Some(_), Some(_)) => Place::Both,
        _ => Place::Nothing,
    }
}
