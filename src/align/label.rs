//! Where labels of a form may stand in a document, and how likely each place is.

use super::neighbours::{Neighbours, back_off};
use super::sheet::{CellRef, Sheet};
use super::weight::{
    Agreement, Edge, MOST_EVIDENCE, Rest, agreement, crowd, edges_gain, lead, length_gain,
    may_be_lost, tail,
};
use crate::budget;
use crate::date;
use crate::form::{Enumerator, Form, Hit, Opt, Role, is_lost};
use std::collections::BTreeMap;
use std::ops::Range;

/// A place where a slot's label may stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// First folded byte, the enumerator included.
    pub(super) start: usize,
    /// Folded byte after the label (after its number, for a numbered head).
    pub(super) end: usize,
    pub(super) slot: usize,
    /// Which wording.
    pub(super) name: usize,
    /// What is gained by taking it.
    pub(super) gain: f32,
    pub(super) likeness: f32,
    /// What a numbered head prints.
    pub(super) number: Numbered,
    /// What stands before and after it.
    edges: (Edge, Edge),
    /// It shares a cell with other lines, in a document that gives labels cells of their own.
    pub(super) crammed: bool,
}

impl Candidate {
    /// A label of no known wording.
    pub(super) fn unknown(start: usize, end: usize, slot: usize, likeness: f32) -> Self {
        let (edges, number) = ((Edge::Cell, Edge::Cell), Numbered::No);
        Self { start, end, slot, name: 0, gain: 0.0, likeness, number, edges, crammed: false }
    }
}

/// What stands behind the label of a numbered head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbered {
    /// No numbered head.
    No,
    /// `委託事項3`
    One(u32),
    /// `委託事項2～5`: a line that only parts.
    Range,
}

/// All candidates, by where they start.
pub(super) fn candidates(sheet: &Sheet, form: &Form) -> Vec<Candidate> {
    let mut found = Vec::new();
    let hits: Vec<Hit> = form.index.exact(&sheet.text).collect();
    let neighbours = Neighbours::new(sheet, form, &hits);
    for hit in hits {
        place(sheet, form, hit, &neighbours, &mut found);
    }
    found.sort_by_key(|c| (c.start, c.end, c.slot, c.name));
    let places: Vec<CellRef> = approximate_places(sheet, form, &found).collect();
    for cell in places {
        approximate(sheet, form, cell, &neighbours, &mut found);
    }
    if has_cells_for_labels(form, &found) {
        for candidate in &mut found {
            candidate.crammed = candidate.edges.0 == Edge::Line || candidate.edges.1 == Edge::Line;
        }
    }
    drop_in_tables(sheet, form, &mut found);
    if sheet.plain {
        drop_behind_header(form, &mut found);
    }
    patterns(sheet, form, &mut found);
    found.sort_by_key(|c| (c.start, c.end, c.slot, c.name));
    found
}

/// A table of this many columns is recognised by its header.
pub(super) const LEAST_COLUMNS: usize = 4;

/// In a text without cells nothing shows where a table ends, and its rows quote labels: what
/// follows its header is taken for its rows.
fn drop_behind_header(form: &Form, found: &mut Vec<Candidate>) {
    const NEAR: usize = 12;
    let is_column = |c: &Candidate| form.slots[c.slot].role == Role::Column;
    let columns: Vec<(usize, usize, usize)> =
        found.iter().filter(|c| is_column(c)).map(|c| (c.start, c.end, c.slot)).collect();
    let header = columns.windows(LEAST_COLUMNS).find(|run| {
        run.windows(2).all(|pair| pair[0].2 < pair[1].2 && pair[1].0 < pair[0].1 + NEAR)
    });
    if let Some(end) = header.map(|run| run[LEAST_COLUMNS - 1].1) {
        found.retain(|c| is_column(c) || c.start < end);
        for candidate in found.iter_mut().filter(|c| is_column(c)) {
            candidate.gain += 2.0;
        }
    }
}

/// Takes out what looks like a label in the rows of a table: rows of as many cells as its header has.
fn drop_in_tables(sheet: &Sheet, form: &Form, found: &mut Vec<Candidate>) {
    let is_column = |c: &Candidate| form.slots[c.slot].role == Role::Column;
    let mut headers: BTreeMap<usize, usize> = BTreeMap::new();
    for candidate in found.iter().filter(|c| is_column(c) && c.edges.0 == Edge::Cell) {
        *headers.entry(sheet.cell_at(candidate.start).row).or_default() += 1;
    }
    headers.retain(|_, columns| *columns >= LEAST_COLUMNS);
    let is_row = |row: usize| {
        let header = headers.range(..row).next_back();
        header.is_some_and(|(header, _)| sheet.row(*header).len() == sheet.row(row).len())
    };
    found.retain(|c| is_column(c) || !is_row(sheet.cell_at(c.start).row));
}

/// Whether the document gives labels cells of their own: those at the beginning of a cell fill it.
fn has_cells_for_labels(form: &Form, candidates: &[Candidate]) -> bool {
    let long = |c: &&Candidate| {
        c.edges.0 == Edge::Cell && form.slots[c.slot].names[c.name].body.len() >= 12
    };
    let all = candidates.iter().filter(long).count();
    let whole = candidates.iter().filter(long).filter(|c| c.edges.1 == Edge::Cell).count();
    all >= 20 && whole * 10 >= all * 8
}

/// Cells at the beginning of a row, or second in it, at whose start no long label stands.
fn approximate_places<'s>(
    sheet: &'s Sheet,
    form: &'s Form,
    exact: &'s [Candidate],
) -> impl Iterator<Item = CellRef> + 's {
    sheet.cells.iter().copied().filter(move |cell| {
        let mut filled =
            sheet.row(cell.row).iter().filter(|c| c.start < c.end && c.cell < cell.cell);
        let (first, second) = (filled.next(), filled.next());
        // Behind the label of a value stands the value.
        let behind = first.is_some_and(|first| known_label(exact, first.start, form));
        cell.end > cell.start && second.is_none() && !behind && !known(exact, cell.start)
    })
}

/// Whether a likely label starts at a folded byte.
fn known(exact: &[Candidate], at: usize) -> bool {
    let from = exact.partition_point(|c| c.start < at);
    exact[from..].iter().take_while(|c| c.start == at).any(|c| c.gain > 3.0)
}

/// Whether the likely label of a value starts at a folded byte.
fn known_label(exact: &[Candidate], at: usize, form: &Form) -> bool {
    let from = exact.partition_point(|c| c.start < at);
    let mut here = exact[from..].iter().take_while(|c| c.start == at);
    here.any(|c| c.gain > 3.0 && form.slots[c.slot].node.is_some() && c.edges.1 == Edge::Cell)
}

/// No label is longer, in bytes.
const LONGEST: usize = 210;

fn approximate(
    sheet: &Sheet,
    form: &Form,
    cell: CellRef,
    neighbours: &Neighbours,
    found: &mut Vec<Candidate>,
) {
    let folded = sheet.folded(cell);
    let skip = Enumerator::read(folded).map_or(0, |(_, length)| length);
    let body = &folded[skip..];
    let short = body.len() <= LONGEST;
    let start = cell.start + skip;
    budget::steps(body.len().min(LONGEST));
    for hit in form.index.similar(body, short) {
        // Or the very wording stands in the cell, with something around it; or an answer is like a label.
        if !form.index.contains(hit.body, folded) && !is_option(form, hit.body, body) {
            place(sheet, form, Hit { start, end: start + hit.end, ..hit }, neighbours, found);
        }
    }
}

/// Whether a text is the wording of an option, in brackets or not, or begins with one that the label which it is like
/// does not begin with.
fn is_option(form: &Form, label: usize, body: &str) -> bool {
    let body = body.trim_start_matches('[');
    let nodes = form.slots.iter().filter_map(|slot| slot.node.as_ref());
    let first = body.chars().next();
    let wordings = nodes.flat_map(|node| node.options.iter()).flat_map(Opt::wordings);
    let mut wordings = wordings.filter(|word| word.is_empty() || word.chars().next() == first);
    wordings.any(|wording| {
        let rest = body.strip_prefix(&**wording);
        let is_whole = |rest: &str| rest.trim_start_matches([']', '.', ',', '。', '、']).is_empty();
        rest.is_some_and(|rest| is_whole(rest) || !form.index.begins_with(label, wording))
    })
}

/// Values that are known by their shape: the candidate is empty and stands before them.
fn patterns(sheet: &Sheet, form: &Form, found: &mut Vec<Candidate>) {
    let style = crate::fold::fold(&form.style);
    for (slot, described) in form.slots.iter().enumerate() {
        if described.node.as_ref().is_none_or(|node| node.pattern.is_none()) {
            continue;
        }
        for (at, _) in sheet.text.match_indices(&style) {
            let Some(start) = dated_before(&sheet.text[..at]) else { continue };
            let end = at + style.len();
            let end = end
                + sheet.text[end..]
                    .chars()
                    .next()
                    .filter(|c| matches!(c, ']' | ')'))
                    .map_or(0, char::len_utf8);
            let edges = (Edge::Cell, Edge::Space);
            let (likeness, number, crammed) = (1.0, Numbered::No, false);
            found.push(Candidate {
                start,
                end,
                slot,
                name: 0,
                gain: 3.0,
                likeness,
                number,
                edges,
                crammed,
            });
        }
    }
}

/// Where the year and month start that end a text, an opening bracket before them included.
fn dated_before(text: &str) -> Option<usize> {
    let from = back_off(text, text.len(), 24);
    let cell = text[from..].rfind('\n').map_or(from, |at| from + at + 1);
    let start = text[cell..].char_indices().map(|(at, _)| cell + at).find(|&at| {
        date::year_month(&text[at..]).is_some()
            && !text[at..].starts_with(|c: char| c.is_ascii_digit())
    })?;
    let bracket = text[..start].ends_with(['[', '(']);
    Some(start - usize::from(bracket))
}

/// Where a hit stands, its number or dress included, and what is around it.
struct Placed {
    start: usize,
    end: usize,
    number: Numbered,
    /// It wears brackets as the labels of its document do.
    worn: bool,
    /// The enumerator that is printed before it.
    printed: Option<Enumerator>,
    /// A sign stands before it that may be what is left of an enumerator.
    signed: bool,
    lead: Edge,
    /// What stands before the bare wording.
    bare_lead: Edge,
    tail: Edge,
}

impl Placed {
    /// `None` where the number of a numbered head is missing.
    fn of(
        sheet: &Sheet,
        form: &Form,
        cell: CellRef,
        hit: Hit,
        neighbours: &Neighbours,
    ) -> Option<Self> {
        let printed = Enumerator::before(
            &sheet.text[cell.start.max(back_off(&sheet.text, hit.start, 8))..hit.start],
        );
        let before = sheet.text[cell.start..hit.start.max(cell.start)].chars().next_back();
        let sign = before.filter(|c| printed.is_none() && is_lost(*c));
        let start = hit.start - printed.map_or(0, |(_, length)| length);
        let start = start - sign.map_or(0, char::len_utf8);
        let (end, number) = numbered(form, &sheet.text[..cell.end.max(hit.end)], hit)?;
        let (Range { start, end }, worn) = neighbours.dressed_in(sheet, cell, start..end);
        let touched =
            |edge: Edge, touches: bool| if touches { edge.max(Edge::Space) } else { edge };
        let ends = |at: usize| neighbours.ends_at(at);
        let bare = if start < hit.start && !worn { hit.start } else { start };
        Some(Self {
            start,
            end,
            number,
            worn,
            printed: printed.map(|(enumerator, _)| enumerator),
            signed: sign.is_some(),
            lead: touched(lead(sheet, cell, start), ends(start)),
            bare_lead: touched(lead(sheet, cell, bare), ends(hit.start)),
            tail: touched(tail(sheet, cell, end), neighbours.starts_at(end)),
        })
    }

    /// Where a label of this enumerator starts, with what stands before it, and how far the enumerators agree.
    fn with(&self, enumerator: Option<Enumerator>, hit: Hit) -> (usize, Edge, Agreement) {
        let agreement = match enumerator {
            _ if self.signed && may_be_lost(enumerator) => Agreement::Lost,
            _ => agreement(enumerator, self.printed),
        };
        // Without its number a label starts where the number would end.
        match agreement {
            Agreement::None | Agreement::Missing if !self.worn => {
                (hit.start, self.bare_lead, agreement)
            }
            _ => (self.start, self.lead, agreement),
        }
    }
}

/// Turns a hit into candidates for the slots that print the wording.
fn place(
    sheet: &Sheet,
    form: &Form,
    hit: Hit,
    neighbours: &Neighbours,
    found: &mut Vec<Candidate>,
) {
    let cell = sheet.cell_at(hit.start);
    let Some(placed) = Placed::of(sheet, form, cell, hit, neighbours) else { return };
    let Placed { end, number, tail, .. } = placed;
    let body = form.index.length(hit.body);
    if hit.likeness < 1.0 && tail == Edge::Glued {
        return;
    }
    let rest = sheet.rest_of_row(end);
    let alone = placed.lead.max(placed.bare_lead) > Edge::Glued && tail > Edge::Glued;
    if body < 4 && !alone && placed.printed.is_none() && date::full(rest).is_none() {
        return;
    }
    let rest = Rest::new(form, rest);
    for &(slot, name) in form.index.slots(hit.body) {
        let described = &form.slots[slot];
        let (start, lead, agreement) = placed.with(described.names[name].enumerator, hit);
        let mut gain = edges_gain(lead, tail) + agreement.gain() + length_gain(body);
        gain -= (1.0 - hit.likeness) * 8.0;
        let crowd = crowd(sheet, form, cell, described);
        if gain + (MOST_EVIDENCE + crowd) <= 0.0 {
            continue;
        }
        gain += rest.evidence(described) + crowd;
        if gain > 0.0 {
            budget::take(size_of::<Candidate>());
            let (likeness, edges) = (hit.likeness, (lead, tail));
            let crammed = false;
            found.push(Candidate {
                start,
                end,
                slot,
                name,
                gain,
                likeness,
                number,
                edges,
                crammed,
            });
        }
    }
}

/// Where a numbered head ends and what it prints; `None` where the number is missing.
fn numbered(form: &Form, text: &str, hit: Hit) -> Option<(usize, Numbered)> {
    if !form.index.is_numbered(hit.body) {
        return Some((hit.end, Numbered::No));
    }
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let length = digits(hit.end);
    let number = text[hit.end..hit.end + length].parse().ok().filter(|n| *n < 1000)?;
    let end = hit.end + length;
    if let Some(range) = text[end..].strip_prefix(['~', '-']) {
        let second = digits(text.len() - range.len());
        if second > 0 {
            return Some((text.len() - range.len() + second, Numbered::Range));
        }
    }
    Some((end, Numbered::One(number)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::form::forms;

    #[test]
    fn a_heading_that_begins_like_an_option_is_none() {
        let form = &forms()[1];
        let text = fold("個人番号の利甲");
        let hits = form.index.similar(&text, true);
        let label = hits.first().expect("one character is misread").body;
        assert!(!is_option(form, label, &text));
        for answer in ["個人番号", "[個人番号]", "個人番号。"] {
            assert!(is_option(form, label, &fold(answer)), "{answer}");
        }
    }
}
