//! Where the cells of each column stand in their rows, in the whole document.

use super::cut;
use super::line::Line;
use super::part::{Part, Section};
use super::strip::{Align, COLUMNS, Sheet};
use crate::read::table::white::weights::row_weights;

/// Where the cells of each column stand in the whole document: what makes its tables cheaper to cut.
pub(super) fn alignment(
    text: &str,
    lines: &[Line],
    sections: &[Section],
    tables: bool,
) -> Vec<Align> {
    let total = |align: &[Align]| -> i64 {
        let parts = sections.iter().flat_map(|s| s.parts.iter().map(move |p| (s, p)));
        let cost = |(section, part): (&Section, &Part)| match part {
            Part::Grid { strips, table, top, .. } if *table == tables => {
                let widths = section.widths(*table);
                let label = section.label_width;
                let indented = &section.indented;
                let sheet = Sheet { text, lines, widths, label, indented, align, top: *top };
                cut::rows(sheet, strips).0
            }
            _ => 0,
        };
        parts.map(cost).sum()
    };
    let columns = if tables { widest(sections) } else { 1 };
    // What stands at the bottom in one column mostly does so in all: no search column by column would find that.
    let all: &[Align] = match tables {
        true => &[Align::Middle, Align::Top, Align::Bottom],
        false => &[Align::Middle, Align::Top, Align::Ends],
    };
    let starts = if tables { all } else { &all[..1] };
    let found = starts.iter().map(|start| descend(vec![*start; columns], all, &total));
    found.min_by_key(|found| found.0).map(|found| found.1).unwrap_or_default()
}

/// The best that changes of one column at a time lead to, and what it costs.
fn descend(
    mut align: Vec<Align>,
    all: &[Align],
    total: &dyn Fn(&[Align]) -> i64,
) -> (i64, Vec<Align>) {
    let mut least = total(&align);
    // A column may fit only after others have been set right.
    for column in (0..align.len()).chain(0..align.len()) {
        for &other in all {
            let kept = std::mem::replace(&mut align[column], other);
            if other == kept {
                continue;
            }
            let cost = total(&align);
            // Where labels and values are at two ends, almost any cut fits: it must make much better rows.
            let enough =
                if other == Align::Ends { least - least / row_weights().much } else { least };
            if cost < enough {
                least = cost;
            } else {
                align[column] = kept;
            }
        }
    }
    (least, align)
}

/// The number of columns of the widest table.
fn widest(sections: &[Section]) -> usize {
    let columns = |part: &Part| match part {
        Part::Grid { strips, table: true, .. } => strips.iter().map(|s| s.cells.len()).max(),
        _ => None,
    };
    let all = sections.iter().flat_map(|section| &section.parts).filter_map(columns);
    all.max().unwrap_or(0).min(COLUMNS)
}
