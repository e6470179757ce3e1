//! Rows × form → which text answers which question.
//!
//! Everything that may be a label is found anywhere in the text (`label`); the assignment that is
//! best as a whole is chosen (`path`); what stands between two labels is the value of the first
//! (`spread`); printed numbers and repeated sections give the indexes (`occurrence`).

pub(crate) mod aside;
mod cover;
pub(crate) mod detect;
mod disorder;
mod headless;
mod label;
mod neighbours;
mod occurrence;
mod path;
mod plain;
mod quoted;
mod sheet;
mod spread;
mod unlabelled;
mod weight;
pub(crate) mod whole;

pub(crate) use sheet::Piece;

use crate::budget;
use crate::form::Form;
use crate::rows::Rows;
use std::ops::Range;

/// A document's rows, assigned to the slots of a form.
#[derive(Debug)]
pub(crate) struct Alignment {
    /// The form.
    pub form: &'static Form,
    /// The labels found and their values, in the order of the document.
    pub parts: Vec<Part>,
    /// Text that belongs to nothing, after the last label it could belong to.
    pub rest: Vec<Piece>,
    /// Attachments: their rows.
    pub appendices: Vec<Range<usize>>,
    /// What the assignment is worth; comparable between forms for the same rows.
    pub score: f32,
}

/// A label and the text that belongs to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    /// Index in [`Form::slots`].
    pub slot: usize,
    /// Which of the slot's wordings is printed.
    pub name: usize,
    /// Where the label is printed; `None` where it is lost.
    pub label: Option<Piece>,
    /// 1 for the official wording, less for a similar one.
    pub likeness: f32,
    /// The text after the label (before it, where it is printed so), in order.
    pub values: Vec<Piece>,
    /// How often the section has begun.
    pub occurrence: u32,
    /// The number of the occurrence of the repeat that the label stands in.
    pub number: Option<u32>,
    /// A line that only parts (`委託事項2～5`).
    pub separator: bool,
    /// Why the value may not be this label's.
    pub doubt: Option<Doubt>,
}

/// Why a value may not belong to its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The label is lost; the value stands where it would be.
    LabelLost,
    /// The text stands between two labels, either of which it may belong to.
    Between,
    /// The text goes on after a gap, in rows of another shape.
    AfterGap,
    /// The order of labels and values is lost: the item is left out.
    OrderLost,
    /// The text ends in the value: the item is left out.
    Cut,
}

impl Doubt {
    /// Whether the item is left out.
    pub(crate) fn leaves_out(self) -> bool {
        matches!(self, Self::OrderLost | Self::Cut)
    }
}

/// Assigns the rows of `range` to the slots of `form`.
#[must_use]
pub(crate) fn align(rows: &Rows, range: Range<usize>, form: &'static Form) -> Alignment {
    budget::passing(|| aligned(rows, range, form))
}

fn aligned(rows: &Rows, range: Range<usize>, form: &'static Form) -> Alignment {
    let end = range.end;
    let (body, mut appendices) = spread::appendices(rows, range, form);
    let sheet = sheet::Sheet::new(rows, body);
    let candidates = label::candidates(&sheet, form);
    let unlabelled = unlabelled::unlabelled(&sheet, form, &candidates);
    let (mut steps, score) = path::best(&sheet, form, &candidates, &unlabelled);
    quoted::leave(form, &mut steps);
    let (mut parts, mut rest) = spread::spread(&sheet, form, &steps);
    headless::restore(rows, form, &mut parts);
    if sheet.plain {
        disorder::lose(rows, form, &mut parts, &mut rest);
        plain::reshape(rows, end, form, &mut parts, &mut rest);
    } else {
        plain::part_numbers(rows, form, &mut parts);
        plain::doubt_lines(form, &mut parts);
    }
    spread::doubt_unsure(&sheet, form, &mut parts);
    if let Some(trailing) = spread::trailing(&parts, &mut rest) {
        appendices.insert(0, trailing..appendices.first().map_or(end, |first| first.start));
    }
    occurrence::number(rows, form, &mut parts);
    Alignment { form, parts, rest, appendices, score }
}

/// The text of a piece.
#[must_use]
pub(crate) fn text(rows: &Rows, piece: Piece) -> &str {
    budget::step();
    rows.rows
        .get(piece.row)
        .and_then(|row| row.cells.get(piece.cell))
        .and_then(|cell| cell.text.get(piece.start..piece.end))
        .unwrap_or("")
}
