//! The order in which the pages on sheets are read.
//!
//! The ways in which people put pages on sheets are few. The one is taken in which the printed page
//! numbers go up; where none are printed, the numerals of the sections, and the page with the title first.

use super::Part;
use super::gutter::Layout;

/// Pages in order.
pub(super) struct Order {
    pub(super) parts: Vec<Part>,
    pub(super) by: By,
}

/// What says that they are in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Numbers,
    Sections,
    Nothing,
}

impl By {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Numbers => "sheet-of-pages",
            Self::Sections => "sheet-of-pages.sections",
            Self::Nothing => "sheet-of-pages.nothing",
        }
    }

    pub(super) fn is_sure(self) -> bool {
        self != Self::Nothing
    }
}

/// Puts the pages of sheets in order, without the blank ones.
pub(super) fn in_order(sheets: Vec<Vec<Part>>, layout: Layout) -> Order {
    let shapes: Vec<usize> = sheets.iter().map(Vec::len).collect();
    let mut parts: Vec<Option<Part>> = sheets.into_iter().flatten().map(Some).collect();
    let is_inked = |at: &usize| {
        parts.get(*at).and_then(Option::as_ref).is_some_and(|part| !part.page.glyphs.is_empty())
    };
    let ways = ways(&shapes, layout).into_iter();
    let ways = ways.map(|way| way.into_iter().filter(is_inked).collect::<Vec<usize>>());
    let judged = ways.map(|way| (judge(&way, &parts), way));
    let best = judged.min_by(|a, b| a.0.total_cmp(&b.0));
    let Some((faults, mut way)) = best else {
        return Order { parts: Vec::new(), by: By::Nothing };
    };
    let mut by = faults.by();
    if faults.numbers > 0 && sort(&mut way, &parts) {
        by = By::Numbers;
    }
    Order { parts: way.into_iter().filter_map(|at| parts.get_mut(at)?.take()).collect(), by }
}

/// What speaks against an order.
#[derive(Clone, Copy, Debug)]
struct Faults {
    /// So often a page number is followed by a lower one.
    numbers: usize,
    /// The same of the numerals of sections.
    sections: usize,
    /// The largest type on the first page, negative.
    title: f32,
    /// So many pages are numbered; so many sections there are.
    known: (usize, usize),
    pages: usize,
}

impl Faults {
    fn total_cmp(&self, other: &Self) -> std::cmp::Ordering {
        let counts = |f: &Self| (f.numbers, f.sections);
        counts(self).cmp(&counts(other)).then(self.title.total_cmp(&other.title))
    }

    fn by(&self) -> By {
        match *self {
            Self { numbers: 0, known: (known, _), pages, .. } if known * 2 > pages => By::Numbers,
            Self { numbers: 0, sections: 0, known: (_, 2..), .. } => By::Sections,
            _ => By::Nothing,
        }
    }
}

fn judge(way: &[usize], parts: &[Option<Part>]) -> Faults {
    let printed = || way.iter().filter_map(|at| Some(&parts.get(*at)?.as_ref()?.printed));
    let numbers: Vec<u32> = printed().filter_map(|page| Some(page.number?.0)).collect();
    let sections: Vec<u32> = printed().flat_map(|page| page.sections.iter().copied()).collect();
    Faults {
        numbers: numbers.windows(2).filter(|pair| pair[1] <= pair[0]).count(),
        sections: sections.windows(2).filter(|pair| pair[1] < pair[0]).count(),
        title: -printed().next().map_or(0.0, |page| page.size),
        known: (numbers.len(), sections.len()),
        pages: way.len(),
    }
}

/// Sorts by page numbers, where every page has one of its own.
fn sort(way: &mut [usize], parts: &[Option<Part>]) -> bool {
    let number = |at: &usize| parts.get(*at)?.as_ref()?.printed.number.map(|(number, _)| number);
    let mut numbers: Vec<u32> = way.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() < way.len() {
        return false;
    }
    way.sort_by_key(number);
    true
}

/// The orders to choose from: the indices of all parts. `shapes`: how many parts each sheet has.
fn ways(shapes: &[usize], layout: Layout) -> Vec<Vec<usize>> {
    let Layout { columns, rows } = layout;
    let by_row = |right: bool| move |at: usize| (at / columns, side(at % columns, columns, right));
    let by_column =
        |right: bool| move |at: usize| (side(at % columns, columns, right), at / columns);
    let mut out =
        vec![sheet_by_sheet(shapes, &by_row(false)), sheet_by_sheet(shapes, &by_row(true))];
    if rows > 1 {
        out.push(sheet_by_sheet(shapes, &by_column(false)));
        out.push(sheet_by_sheet(shapes, &by_column(true)));
    } else if shapes.iter().all(|count| *count == 2) {
        out.push(booklet(shapes.len(), false));
        out.push(booklet(shapes.len(), true));
    }
    out
}

fn side(column: usize, columns: usize, from_right: bool) -> usize {
    if from_right { columns - 1 - column } else { column }
}

/// One sheet after the other, the pages on each by this key of their place.
fn sheet_by_sheet(shapes: &[usize], key: &dyn Fn(usize) -> (usize, usize)) -> Vec<usize> {
    let mut first = 0;
    let mut out = Vec::new();
    for count in shapes {
        let mut sheet: Vec<usize> = (0..*count).collect();
        sheet.sort_by_key(|at| key(*at));
        out.extend(sheet.into_iter().map(|at| first + at));
        first += count;
    }
    out
}

/// The order of a folded booklet, printed sheet side after sheet side: the last page beside the first, the
/// second beside the last but one. Bound on the right, the sides are the other way round.
fn booklet(sides: usize, on_right: bool) -> Vec<usize> {
    let mut pages = vec![0; 2 * sides];
    for side in 0..sides {
        let (low, high) = (side, 2 * sides - 1 - side);
        let (left, right) = if (side % 2 == 0) == on_right { (low, high) } else { (high, low) };
        (pages[left], pages[right]) = (2 * side, 2 * side + 1);
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_booklet_has_its_last_page_beside_its_first() {
        assert_eq!(booklet(2, false), [1, 2, 3, 0]);
        assert_eq!(booklet(2, true), [0, 3, 2, 1]);
        assert_eq!(booklet(4, false), [1, 2, 5, 6, 7, 4, 3, 0]);
    }

    #[test]
    fn four_pages_on_a_sheet_go_across_or_down() {
        let four = Layout { columns: 2, rows: 2 };
        let ways = ways(&[4, 1], four);
        assert_eq!(ways[0], [0, 1, 2, 3, 4]);
        assert_eq!(ways[2], [0, 2, 1, 3, 4]);
        assert_eq!(ways[3], [1, 3, 0, 2, 4]);
    }
}
