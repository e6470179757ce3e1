//! Text outside ruled tables: lines to paragraphs, headings, and tables without lines.

use crate::read::cell::bit::Bit;
use crate::read::cell::draft::{DraftCell, DraftRow, Join, Line};
use crate::read::cell::lines::{joined, lines as cell_lines};
use crate::read::cell::order::{Printed, blocks, lines, printed};
use crate::read::cell::run::Run;
use crate::read::cell::words::Words;
use crate::read::page::{Direction, Page};
use crate::read::table::white::weights::strip_weights as weights;
use crate::source::Area;

/// The rows of the runs `ids`, which stand in no cell. `edges` are the left and right edges of what
/// else the page shows.
pub(crate) fn rows(
    number: u32,
    page: &Page,
    runs: &[Run],
    ids: &[u32],
    edges: (f32, f32),
) -> Vec<DraftRow> {
    let is_right =
        |id: &&u32| runs.get(**id as usize).is_some_and(|r| r.direction == Direction::Right);
    let (right, turned): (Vec<u32>, Vec<u32>) = ids.iter().partition(is_right);
    let mut out = Vec::new();
    if !turned.is_empty() {
        let lines = cell_lines(number, page, runs, &turned, None);
        out.push(row(number, runs, vec![DraftCell { lines, ..DraftCell::default() }]));
    }
    let mut bits: Vec<Bit> =
        right.iter().filter_map(|id| Some(Bit::new(*id, runs.get(*id as usize)?))).collect();
    let (bands, left, right, pitch) = {
        let lines = lines(&mut bits);
        let (left, right, pitch) = measure(&lines, edges, page.width);
        (bands(&lines, pitch), left, right, pitch)
    };
    let words = Words { page, runs };
    let mut flow = Flow { number, words, out, pitch, columns: Vec::new(), last: None };
    let mut rest = bits.as_mut_slice();
    for len in bands {
        let (band, after) = rest.split_at_mut(len.min(rest.len()));
        rest = after;
        if !flow.blocks(band) {
            for line in lines(band) {
                line.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0).then(a.run.cmp(&b.run)));
                flow.add(segments(line, left, right));
            }
        }
    }
    flow.out
}

/// How far apart, in ems, lines of one text stand whose closest distance is given.
fn reach(pitch: f32) -> f32 {
    weights().uneven * pitch + weights().rounding
}

/// The numbers of bits in lines that stand close together.
fn bands(lines: &[&mut [Bit]], pitch: f32) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    let mut above: Option<(f32, f32)> = None;
    for line in lines {
        let size = line.iter().filter(|b| b.ink).map(|b| b.size).fold(0.0, f32::max);
        let middle = line.first().map_or(0.0, Bit::middle);
        let near = above.is_some_and(|(m, s)| middle - m <= reach(pitch) * s.max(size));
        match out.last_mut() {
            Some(len) if near => *len += line.len(),
            _ => out.push(line.len()),
        }
        above = Some((middle, size));
    }
    out
}

/// The left and right margins of the text, and the closest distance of its lines in ems.
fn measure(lines: &[&mut [Bit]], edges: (f32, f32), width: f32) -> (f32, f32, f32) {
    let mut ends: Vec<(f32, f32)> = Vec::with_capacity(lines.len());
    let (mut left, mut pitch) = (edges.0, weights().pitch);
    // Two lines back: one of another column may stand between.
    let mut above: [Option<Ink>; 2] = [None; 2];
    for line in lines {
        let Some(ink) = Ink::of(line) else { continue };
        left = left.min(ink.from);
        ends.push((ink.to, ink.size));
        for last in above.iter().flatten().filter(|last| last.from < ink.to && ink.from < last.to) {
            let distance = (ink.middle - last.middle) / ink.size;
            if distance >= 1.0 && (ink.size - last.size).abs() < weights().same_size * ink.size {
                pitch = pitch.min(distance);
            }
        }
        above = [above[1], Some(ink)];
    }
    ends.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    // Where several lines end, there is the margin, but for punctuation that hangs over it: margins
    // are the same on both sides mostly. A lone title may stand further out.
    let shared = ends.windows(2).find(|w| w[0].0 - w[1].0 < weights().full * w[0].1).map(|w| w[0]);
    let mirrored = if left.is_finite() { width - left } else { width };
    let right = match shared.filter(|_| ends.len() >= weights().margin_lines) {
        Some((to, size)) if (to - mirrored).abs() > weights().mirrored * size => to,
        Some((to, _)) => to.min(mirrored),
        None => edges.1.max(mirrored),
    };
    (left, right, pitch)
}

/// Where the ink of a line stands.
#[derive(Clone, Copy)]
struct Ink {
    from: f32,
    to: f32,
    middle: f32,
    size: f32,
}

impl Ink {
    fn of(line: &[Bit]) -> Option<Self> {
        let of_bit =
            |b: &Bit| Self { from: b.area.x0, to: b.area.x1, middle: b.middle(), size: b.size };
        line.iter().filter(|b| b.ink).map(of_bit).reduce(|all, b| Self {
            from: all.from.min(b.from),
            to: all.to.max(b.to),
            middle: all.middle,
            size: all.size.max(b.size),
        })
    }
}

/// Cuts a line at its wide gaps.
fn segments(line: &[Bit], left: f32, right: f32) -> Vec<Printed> {
    let mut cuts = vec![0];
    let mut reach: Option<(f32, f32)> = None;
    for (i, bit) in line.iter().enumerate() {
        if bit.ink
            && reach
                .is_some_and(|(x, size)| bit.area.x0 - x > weights().cell_gap * size.max(bit.size))
        {
            cuts.push(i);
        }
        // White space glyphs bridge a gap only where they fill it.
        if bit.ink || reach.is_some_and(|(x, size)| bit.area.x0 - x < size) {
            reach = Some((reach.map_or(bit.area.x1, |(x, _)| x.max(bit.area.x1)), bit.size));
        }
    }
    cuts.push(line.len());
    let parts =
        cuts.windows(2).filter_map(|w| line.get(w[0]..w[1])).filter(|part| !part.is_empty());
    parts.map(|part| printed(part, left, right, 0)).collect()
}

/// The rows so far, and what the next line may go on from.
struct Flow<'a> {
    number: u32,
    words: Words<'a>,
    out: Vec<DraftRow>,
    /// The closest distance of lines, in ems.
    pitch: f32,
    /// Left and right edges of the cells of the last row, where it has several.
    columns: Vec<(f32, f32)>,
    /// The last line of the last row.
    last: Option<Printed>,
}

impl Flow<'_> {
    fn add(&mut self, parts: Vec<Printed>) {
        let near = match (&self.last, parts.first()) {
            (Some(last), Some(next)) => {
                let (small, large) = (last.size.min(next.size), last.size.max(next.size));
                next.middle - last.middle < weights().pitch * small
                    && small > weights().alike * large
            }
            _ => false,
        };
        if !near || !(self.go_on(&parts) || self.fill_columns(&parts)) {
            self.start(&parts);
        }
        self.last = parts.into_iter().next_back();
    }

    /// Columns whose lines do not stand beside each other are the cells of one row.
    fn blocks(&mut self, band: &mut [Bit]) -> bool {
        let starts = blocks(band);
        if starts.len() < 2 || band.len() <= 2 {
            return false;
        }
        let mut cells = Vec::with_capacity(starts.len());
        for (i, start) in starts.iter().enumerate() {
            let end = starts.get(i + 1).copied().unwrap_or(f32::INFINITY);
            let inside =
                |b: &&Bit| *start <= b.area.x0 && b.area.x0 < end || i == 0 && b.area.x0 < *start;
            let mut ids: Vec<u32> = band.iter().filter(inside).map(|b| b.run).collect();
            ids.sort_unstable();
            let lines = cell_lines(self.number, self.words.page, self.words.runs, &ids, None);
            cells.push(DraftCell { lines, ..DraftCell::default() });
        }
        self.out.push(row(self.number, self.words.runs, cells));
        self.columns.clear();
        self.last = None;
        true
    }

    /// A paragraph goes on: the layout broke its last line.
    fn go_on(&mut self, parts: &[Printed]) -> bool {
        let ([next], Some(last), true) = (parts, &self.last, self.columns.is_empty()) else {
            return false;
        };
        if next.middle - last.middle > reach(self.pitch) * next.size {
            return false;
        }
        let join = joined(&self.words, last, next, 0.0);
        // A line further left than a first line's indent is another text.
        if join == Join::Break
            || next.from > last.from + weights().indent * next.size
                && last.from > last.left + next.size
        {
            return false;
        }
        let Some(row) = self.out.last_mut() else { return false };
        push(row, 0, self.number, self.words.runs, next, join)
    }

    /// Text under a column that is not the first goes on in that column's cell.
    fn fill_columns(&mut self, parts: &[Printed]) -> bool {
        let column_of = |part: &Printed| {
            let i = self.columns.iter().rposition(|(left, _)| *left <= part.from + part.size)?;
            let next = self.columns.get(i + 1).map_or(f32::INFINITY, |(left, _)| *left);
            (i > 0 && part.to < next).then_some(i)
        };
        let Some(places) = parts.iter().map(column_of).collect::<Option<Vec<usize>>>() else {
            return false;
        };
        if places.is_empty() || !places.is_sorted_by(|a, b| a < b) {
            return false;
        }
        let Some(row) = self.out.last_mut() else { return false };
        for (part, place) in parts.iter().zip(places) {
            push(row, place, self.number, self.words.runs, part, Join::Break);
        }
        true
    }

    fn start(&mut self, parts: &[Printed]) {
        let cells = parts.iter().map(|part| {
            let line = line(self.number, part, Join::Nothing);
            DraftCell { lines: vec![line], ..DraftCell::default() }
        });
        self.out.push(row(self.number, self.words.runs, cells.collect()));
        self.columns = if parts.len() > 1 {
            parts.iter().map(|p| (p.from, p.to)).collect()
        } else {
            Vec::new()
        };
    }
}

fn line(number: u32, part: &Printed, join: Join) -> Line {
    Line {
        page: number,
        pieces: part.pieces.clone(),
        join,
        full: part.right - part.to < weights().full * part.size,
    }
}

/// Adds a line to a cell.
fn push(
    row: &mut DraftRow,
    cell: usize,
    number: u32,
    runs: &[Run],
    part: &Printed,
    join: Join,
) -> bool {
    let Some(cell) = row.cells.get_mut(cell) else { return false };
    cell.lines.push(line(number, part, join));
    let areas = part.pieces.iter().filter_map(|p| runs.get(p.run as usize)).map(|r| r.area);
    row.area = areas.fold(row.area, |all, a| Some(all.map_or(a, |all: Area| all.union(a))));
    true
}

/// A row of free cells.
fn row(number: u32, runs: &[Run], cells: Vec<DraftCell>) -> DraftRow {
    let mut row = DraftRow { page: number, ..DraftRow::default() };
    for cell in &cells {
        for run in
            cell.lines.iter().flat_map(|l| &l.pieces).filter_map(|p| runs.get(p.run as usize))
        {
            row.area = Some(row.area.map_or(run.area, |all| all.union(run.area)));
            row.size = row.size.max(run.size);
        }
    }
    let inked =
        |line: &Line| line.pieces.iter().any(|p| runs.get(p.run as usize).is_some_and(|r| r.ink));
    // White space alone is kept, so that each character is accounted for, but it is no text.
    row.furniture = !cells.iter().flat_map(|cell| &cell.lines).any(inked);
    row.cells = cells;
    row
}
