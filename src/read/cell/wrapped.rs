//! Boxes whose wording goes on in the next line, beside other boxes.
//!
//! ```text
//! [ ] paper                 [○] medium (flash
//! [ ] dedicated line        memory aside)
//! ```
//! Read across, the end of a wording would stand behind another box. Where a line shows boxes in
//! columns and the next one goes on under one of them, the columns are read one after the other.

use super::draft::Piece;
use super::order::Printed;
use super::words::Words;
use crate::read::numbers::cell::wrapped::{BEFORE_END, PITCH};

/// The lines with the wording of each box in one piece.
pub(crate) fn whole_wordings(words: &Words, lines: Vec<Printed>) -> Vec<Printed> {
    let has_entry = |line: &Printed| line.pieces.iter().any(|p| words.opens_entry(Some(p)));
    if lines.len() < 2 || !lines.iter().any(has_entry) {
        return lines;
    }
    let mut out = Vec::with_capacity(lines.len());
    let mut rest = lines.as_slice();
    while let Some((first, below)) = rest.split_first() {
        let starts = starts(words, first);
        let more = if starts.len() < 2 { 0 } else { wrapping(words, &starts, first, below) };
        let (group, after) = rest.split_at(more + 1);
        match more {
            0 => out.push(first.clone()),
            _ => out.extend(by_column(words, &starts, group)),
        }
        rest = after;
    }
    out
}

/// The left edges of the boxes of a line and of what stands before them; of a line that begins with its
/// only box, those of the brackets around the detail behind it.
fn starts(words: &Words, line: &Printed) -> Vec<f32> {
    let entries = line.pieces.iter().filter(|piece| words.opens_entry(Some(piece))).count();
    let starts = |piece: &Piece| match entries {
        0 => false,
        1 => words.opens_entry(line.pieces.first()) && words.is_bracket(piece),
        _ => words.opens_entry(Some(piece)),
    };
    let pieces = line.pieces.iter().enumerate();
    let starting = pieces.filter(|(at, piece)| *at == 0 || starts(piece));
    starting.filter_map(|(_, piece)| words.area(piece).map(|area| area.x0)).collect()
}

/// How many of the lines below have an end of a wording under a box.
fn wrapping(words: &Words, starts: &[f32], first: &Printed, below: &[Printed]) -> usize {
    let single = first.pieces.iter().filter(|piece| words.opens_entry(Some(piece))).count() == 1;
    let (mut above, mut count) = (first, 0);
    for line in below {
        let (over, cells) = (columns(words, starts, above), columns(words, starts, line));
        // Behind a single box there is its detail only.
        if single && line.pieces.iter().any(|piece| words.opens_entry(Some(piece))) {
            break;
        }
        let near = line.block == first.block && line.middle - above.middle < PITCH * line.size;
        if !near || !fits(words, starts, &cells) {
            break;
        }
        let edges = starts.iter().skip(1).copied().chain([line.right]);
        let mut ends = over.iter().zip(&cells).zip(edges);
        let opens = |pieces: &[Piece]| words.opens_entry(pieces.first());
        let goes_on =
            |over, cell, edge| words.goes_on(over, cell, edge) || words.is_half_way(over, cell);
        if !ends.any(|((over, cell), edge)| !opens(cell) && goes_on(over, cell, edge)) {
            break;
        }
        above = line;
        count += 1;
    }
    count
}

/// The pieces of a line under each box.
fn columns<'a>(words: &Words, starts: &[f32], line: &'a Printed) -> Vec<&'a [Piece]> {
    let mut rest = line.pieces.as_slice();
    let mut out = Vec::with_capacity(starts.len());
    for end in starts.iter().skip(1).chain([&f32::INFINITY]) {
        let before = |piece: &Piece| {
            words.area(piece).is_none_or(|area| area.x0 < end - BEFORE_END * line.size)
        };
        let (column, after) = rest.split_at(rest.partition_point(before));
        out.push(column);
        rest = after;
    }
    out
}

/// Whether no text reaches under the box on its right.
fn fits(words: &Words, starts: &[f32], columns: &[&[Piece]]) -> bool {
    let ends = starts.iter().skip(1).chain([&f32::INFINITY]);
    columns.iter().zip(ends).all(|(column, end)| {
        let reach = column.iter().filter_map(|piece| words.ink(piece)).map(|area| area.x1);
        reach.fold(f32::NEG_INFINITY, f32::max) <= *end
    })
}

/// The lines of each column, column by column.
fn by_column(words: &Words, starts: &[f32], lines: &[Printed]) -> Vec<Printed> {
    let cells: Vec<Vec<&[Piece]>> = lines.iter().map(|line| columns(words, starts, line)).collect();
    let mut out = Vec::with_capacity(lines.len() * starts.len());
    for (column, left) in starts.iter().enumerate() {
        let next = starts.get(column + 1).copied();
        for (line, cells) in lines.iter().zip(&cells) {
            let Some(pieces) = cells.get(column).filter(|p| !p.is_empty()) else { continue };
            let ink = pieces.iter().filter_map(|piece| words.ink(piece));
            let (from, to) =
                ink.fold((f32::INFINITY, *left), |(l, r), a| (l.min(a.x0), r.max(a.x1)));
            out.push(Printed {
                pieces: pieces.to_vec(),
                from: from.min(to),
                to,
                left: if column == 0 { line.left } else { *left },
                right: next.unwrap_or(line.right),
                ..line.clone()
            });
        }
    }
    out
}
