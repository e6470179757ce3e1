//! The text of a cell: its runs to lines, and which line breaks are the layout's only.

use super::bit::Bit;
use super::draft::{Join, Line};
use super::order::{Printed, order};
use super::raised::raise;
use super::words::{Words, is_closing, is_opening};
use super::wrapped::whole_wordings;
use crate::read::cell::run::Run;
use crate::read::numbers::cell::lines::{AT_RIGHT, CENTRED, FULL, PADDING, ROOM, SET_IN};
use crate::read::page::{Direction, Page, along};
use crate::source::Area;

/// The lines of the runs `ids` of a page in reading order. `bounds` is the outline of their cell.
pub(crate) fn lines(
    number: u32,
    page: &Page,
    runs: &[Run],
    ids: &[u32],
    bounds: Option<Area>,
) -> Vec<Line> {
    let mut out = Vec::new();
    for direction in [Direction::Right, Direction::Down, Direction::Left, Direction::Up] {
        let mut bits: Vec<Bit> = ids
            .iter()
            .filter_map(|id| {
                Some(Bit::new(*id, runs.get(*id as usize).filter(|r| r.direction == direction)?))
            })
            .collect();
        if bits.is_empty() {
            continue;
        }
        let (left, right) = match bounds {
            Some(bounds) => (along(bounds, direction).x0, along(bounds, direction).x1),
            None => ends(&bits),
        };
        raise(page, runs, &mut bits);
        let printed = order(&mut bits, left, right);
        let words = Words { page, runs };
        let printed = whole_wordings(&words, printed);
        join(number, &words, printed, &mut out);
    }
    if let Some(first) = out.first_mut() {
        first.join = Join::Nothing;
    }
    // Most cells have one, and all cells of a document are kept at once.
    out.shrink_to_fit();
    out
}

fn ends(bits: &[Bit]) -> (f32, f32) {
    bits.iter()
        .filter(|b| b.ink)
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(l, r), b| (l.min(b.area.x0), r.max(b.area.x1)))
}

/// Finds how each line is joined to the one before.
fn join(number: u32, words: &Words, printed: Vec<Printed>, out: &mut Vec<Line>) {
    let pad = padding(&printed);
    let mut last: Option<Printed> = None;
    for line in printed {
        let join = last.as_ref().map_or(Join::Break, |last| joined(words, last, &line, pad));
        out.push(Line {
            page: number,
            join,
            full: room(&line, pad) < FULL * line.size,
            pieces: line.pieces.clone(),
        });
        last = Some(line);
    }
}

/// The white between the edge of the cell and its text: the smallest on the left, within reason.
fn padding(lines: &[Printed]) -> f32 {
    let size = lines.first().map_or(0.0, |l| l.size);
    let least = lines.iter().map(|l| l.from - l.left).fold(f32::INFINITY, f32::min);
    least.clamp(0.0, PADDING * size.max(0.1))
}

/// How far a line could go on before the edge.
fn room(line: &Printed, pad: f32) -> f32 {
    let (left, right) = (line.from - line.left, line.right - line.to);
    let centred = left > SET_IN * line.size && (left - right).abs() < CENTRED * line.size;
    let at_right = left > SET_IN * line.size && right < AT_RIGHT * line.size;
    if centred || at_right { left + right - 2.0 * pad } else { right - pad }
}

/// How a line is joined to the one before it.
pub(crate) fn joined(words: &Words, last: &Printed, line: &Printed, pad: f32) -> Join {
    let (Some(end), Some(start)) = (words.last(&last.pieces), words.first(&line.pieces)) else {
        return Join::Break;
    };
    if last.block != line.block {
        return if is_opening(end) || is_closing(start) { Join::Space } else { Join::Break };
    }
    if words.stacked(last, line) {
        return Join::Nothing;
    }
    let free = room(last, pad);
    let (unit, first) = words.unit(&line.pieces);
    if free > unit + ROOM * line.size || words.starts_anew(&line.pieces) {
        return Join::Break;
    }
    // A word went to the next line although its first letter had room: words are kept whole here,
    // and the break stands for a space.
    let latin = end.is_ascii_alphanumeric() && start.is_ascii_alphanumeric();
    if latin && free >= first { Join::Space } else { Join::Nothing }
}
