//! What the lines of one row cost: how well its cells stand where they should, and what its seams tear or join.

use super::seam::Seam;
use super::strip::{Align, COLUMNS, Strip, Top, is_blank};
use crate::budget;
use crate::read::table::white::weights::row_weights as weights;
use std::ops::Range;

/// The running cost of a row that grows downwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowCost {
    pub(super) top: Top,
    chosen: bool,
    heading: bool,
    labels: Option<(usize, usize)>,
    values: Option<(usize, usize)>,
    /// First and last strip of each column, in a table with a header.
    columns: [Option<(usize, usize)>; COLUMNS],
    /// The places of labels and values on the page, in lines of text, where those are known.
    places: [Option<(f32, f32)>; 2],
    /// The white between the row and what stands below it, in lines of text, less the one that every line has.
    pub(super) room: f32,
    /// How many columns there are.
    width: usize,
    joins: i64,
    /// Printed strips so far, and how many there were when each column last had something.
    printed: usize,
    seen: [usize; COLUMNS],
    /// It has a text that is whole.
    whole: bool,
}

impl RowCost {
    /// A row without lines, below what stands above it.
    pub(super) const fn new(top: Top) -> Self {
        Self {
            top,
            chosen: false,
            heading: false,
            labels: None,
            values: None,
            columns: [None; COLUMNS],
            places: [None; 2],
            room: 0.0,
            width: 0,
            joins: 0,
            printed: 0,
            seen: [0; COLUMNS],
            whole: false,
        }
    }

    pub(super) fn add(&mut self, strip: &Strip, seam: &Seam, at: usize, down: Option<f32>) {
        budget::step();
        if let Some(down) = down {
            self.place(strip, down);
        }
        let grown = |range: Option<(usize, usize)>| Some((range.map_or(at, |r| r.0), at));
        if strip.cells.first().is_some_and(|c| !c.is_empty()) {
            let heads = self.labels.is_none() && seam.heading;
            self.heading |= heads;
            // A heading heads what stands below it; a box beside it may be set half a line higher.
            let is_below = self.values.is_some_and(|(first, _)| first + 1 < at);
            self.joins += if heads && is_below { weights().label_parted } else { 0 };
            self.joins += if self.labels.is_some() { seam.merge } else { seam.split };
            self.labels = grown(self.labels);
        }
        if self.chosen && seam.choice {
            self.joins += weights().chosen_twice;
        }
        self.chosen |= seam.choice;
        self.whole |= seam.again.contains(&true);
        if self.columns.iter().zip(seam.again).any(|(column, again)| again && column.is_some()) {
            self.joins += weights().again;
        }
        if strip.cells.len() > 2 {
            self.width = strip.cells.len();
            let columns = self.columns.iter_mut().zip(&strip.cells);
            columns.filter(|(_, c)| !c.is_empty()).for_each(|(range, _)| *range = grown(*range));
        }
        self.holes(strip);
        if strip.cells.iter().skip(1).any(|c| !c.is_empty()) {
            self.values = grown(self.values);
        }
    }

    /// Notes where the cells of a strip stand.
    fn place(&mut self, strip: &Strip, down: f32) {
        let grow = |range: &mut Option<(f32, f32)>| {
            *range = Some(range.map_or((down, down), |(top, _)| (top, down)));
        };
        let filled = |cell: &Range<usize>| !cell.is_empty();
        let parts =
            [strip.cells.first().is_some_and(filled), strip.cells.iter().skip(1).any(filled)];
        self.places
            .iter_mut()
            .zip(parts)
            .filter(|(_, any)| *any)
            .for_each(|(range, _)| grow(range));
    }

    /// The lines of a cell of a table stand together.
    fn holes(&mut self, strip: &Strip) {
        if strip.cells.len() <= 2 || is_blank(strip) {
            return;
        }
        self.printed += 1;
        for (seen, cell) in self.seen.iter_mut().zip(&strip.cells) {
            if !cell.is_empty() {
                // Between two of its lines may stand one of another column, set half a line higher.
                self.joins += match self.printed - *seen {
                    _ if *seen == 0 => 0,
                    0 | 1 => 0,
                    2 => weights().hole,
                    _ => weights().wide_hole,
                };
                *seen = self.printed;
            }
        }
    }

    pub(super) fn cost(&self, align: &[Align], end: usize) -> i64 {
        match (self.labels, self.values) {
            (None, None) => 0,
            (None, Some(_)) if self.top == Top::Unfinished => 0,
            // What is whole does not go on from the page before.
            (None, Some(_)) if self.top == Top::Page && !self.whole => weights().orphan_at_top,
            (Some(_), _) if self.top == Top::Unfinished => {
                weights().unfinished + self.labelled(align, end)
            }
            (None, Some(_)) if self.columns.iter().flatten().count() > 2 => {
                weights().orphan_in_table + self.missing() + self.joins + self.off_box(align)
            }
            (None, Some(_)) => weights().orphan,
            _ => self.labelled(align, end),
        }
    }

    fn labelled(&self, align: &[Align], end: usize) -> i64 {
        match (self.labels, self.values) {
            (Some(_), Some(_)) if self.columns[0].is_some() => {
                self.missing() + self.joins + self.off_box(align)
            }
            (Some(labels), Some(values)) => {
                let align = align.first().copied().unwrap_or(Align::Top);
                let off = match self.places {
                    [Some(labels), Some(values)] => off_place(align, labels, values, self.room),
                    _ => off_centre(align, labels, values, end),
                };
                self.joins + off
            }
            _ if self.heading => self.joins,
            _ => self.joins + weights().empty,
        }
    }
}

impl RowCost {
    /// What the empty columns cost.
    fn missing(&self) -> i64 {
        let inner = self.columns.get(1..self.width.saturating_sub(1)).unwrap_or_default();
        weights().missing * i64::try_from(inner.iter().filter(|c| c.is_none()).count()).unwrap_or(0)
    }

    /// How far the cells of a table's row are from where they should stand in it.
    fn off_box(&self, align: &[Align]) -> i64 {
        let cells = || self.columns.iter().flatten();
        let top = cells().map(|c| c.0).min().unwrap_or(0);
        let bottom = cells().map(|c| c.1).max().unwrap_or(0);
        let off = |(align, cell): (&Align, &Option<(usize, usize)>)| {
            cell.map_or(0, |(first, last)| match align {
                Align::Top | Align::Ends => off_middle((2 * (first - top)).saturating_sub(1)),
                Align::Bottom => off_middle((2 * (bottom - last)).saturating_sub(1)),
                Align::Middle => {
                    off_middle((first + last).abs_diff(top + bottom).saturating_sub(1))
                }
            })
        };
        align.iter().zip(&self.columns).map(off).map(|off| off.min(weights().most_off_box)).sum()
    }
}

/// What a distance from where a cell should stand costs, in lines of text.
#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn off(lines: f32) -> i64 {
    if lines < weights().exact {
        0
    } else {
        ((lines * weights().off_line).round() as i64).clamp(1, weights().most_off)
    }
}

/// How far the label is from where it should stand beside its values, below which so many lines have room.
fn off_place(align: Align, labels: (f32, f32), values: (f32, f32), room: f32) -> i64 {
    match align {
        Align::Middle => {
            // Blank lines at the end of a value are of its cell.
            let low = (labels.0 + labels.1) - (values.0 + values.1);
            let blank = low.round().clamp(0.0, room.floor());
            off((low - blank).abs() / 2.0)
        }
        Align::Top => off((labels.0 - values.0).abs()),
        Align::Bottom => off((labels.1 - values.1).abs()),
        Align::Ends => off((labels.0 - values.0).max(0.0)) + off((labels.1 - values.1).max(0.0)),
    }
}

fn off_top(lines: usize) -> i64 {
    i64::try_from(lines)
        .map_or(weights().most_off, |l| weights().off_top * l)
        .min(weights().most_off)
}

/// Half a line may be due to rounding.
fn off_middle(half_lines: usize) -> i64 {
    match i64::try_from(half_lines) {
        Ok(1) => 1,
        Ok(half) => (weights().off_middle * (half - 1)).clamp(0, weights().most_off),
        Err(_) => weights().most_off,
    }
}

/// How far the label is from where it should stand.
fn off_centre(align: Align, labels: (usize, usize), values: (usize, usize), end: usize) -> i64 {
    match align {
        Align::Top => off_top(labels.0.abs_diff(values.0)),
        Align::Bottom => off_top(labels.1.abs_diff(values.1)),
        // A value between two lines of its label is in the middle.
        Align::Ends if labels.0 < values.0 && values.1 < labels.1 => {
            off_middle((labels.0 + labels.1).abs_diff(values.0 + values.1))
        }
        Align::Ends => {
            off_top(labels.0.saturating_sub(values.0)) + off_top(labels.1.saturating_sub(values.1))
        }
        Align::Middle => {
            let last = labels.1.max(values.1);
            // Up to two blank lines below may be of the cell, and all below a text at its top.
            let tail = values.1..=values.1 + (end - last).min(2);
            let open = end > last && last > values.1;
            let middle = labels.0 + labels.1;
            let bottoms = tail.chain(open.then_some(end));
            off_middle(bottoms.map(|b| middle.abs_diff(values.0 + b)).min().unwrap_or(0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(line: usize, label: bool, value: bool) -> Strip {
        let cell = |filled: bool| if filled { 0..1 } else { 0..0 };
        Strip { line, cells: vec![cell(label), cell(value)] }
    }

    /// The cost of a row of strips, each with or without label and value.
    fn cost(strips: &[(bool, bool)], align: Align, top: Top) -> i64 {
        let mut cost = RowCost::new(top);
        for (at, (label, value)) in strips.iter().enumerate() {
            cost.add(&strip(at, *label, *value), &Seam::default(), at, None);
        }
        cost.cost(&[align], strips.len() - 1)
    }

    #[test]
    fn a_label_stands_where_its_column_has_them() {
        let rows: [(&[(bool, bool)], Align); 3] = [
            (&[(true, true), (false, true), (false, true)], Align::Top),
            (&[(false, true), (true, true), (false, true)], Align::Middle),
            (&[(false, true), (false, true), (true, true)], Align::Bottom),
        ];
        for (strips, align) in rows {
            assert_eq!(cost(strips, align, Top::Below), 0, "{align:?}");
            for (_, other) in rows.iter().filter(|(_, other)| *other != align) {
                assert!(cost(strips, *other, Top::Below) > 0, "{align:?} as {other:?}");
            }
        }
    }

    #[test]
    fn a_value_without_a_label_costs_unless_it_goes_on_from_the_page_before() {
        let value = [(false, true)];
        assert_eq!(cost(&value, Align::Top, Top::Unfinished), 0);
        assert_eq!(cost(&value, Align::Top, Top::Page), weights().orphan_at_top);
        assert_eq!(cost(&value, Align::Top, Top::Below), weights().orphan);
        assert_eq!(cost(&[(true, false)], Align::Top, Top::Below), weights().empty);
    }

    #[test]
    fn half_a_line_may_be_due_to_rounding_and_more_costs_up_to_a_bound() {
        assert_eq!((off_middle(0), off_middle(1)), (0, 1));
        assert_eq!(off_middle(3), (2 * weights().off_middle).min(weights().most_off));
        assert_eq!(off_middle(usize::MAX), weights().most_off);
        assert_eq!(off_top(1_000), weights().most_off);
    }
}
