//! Sheets with several pages on them: n-up prints, booklets, and the new version beside the old.
//!
//! Nothing is printed across the middle of such a sheet, and both sides of it look like pages: they have
//! page numbers at the same place, the names of two versions as headings, or tables and lines of their own.
//! The sheets are cut into their pages before anything else is done, and the pages put in order.

mod cut;
mod gutter;
mod number;
mod order;
mod versions;

use crate::finding::{Code, Finding, Message, Severity};
use crate::read::page::{Page, Shared};
use crate::rows::Row;
use crate::source::{Area, Source};
use cut::{cut, trimmed};
use gutter::Layout;
use number::{Printed, printed};
use order::{By, Order, in_order};
use versions::{Sides, sides};

pub(crate) use versions::{is_heading, new_beside_old};

/// The pages of a document in reading order, and where on its sheets they are.
pub(crate) struct Sheets<'a> {
    /// The pages.
    pub(crate) pages: Vec<Shared<'a>>,
    /// From here on they are of the older version, which is not read.
    pub(crate) old: usize,
    /// The place of each page on its sheet; empty where each sheet is a page.
    places: Vec<Place>,
    /// What there is to say of it.
    pub(crate) finding: Option<Finding>,
}

/// Where a page is on a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    sheet: usize,
    area: Area,
}

impl Sheets<'_> {
    /// The sheet that shows a page, from 0.
    pub(crate) fn sheet_of(&self, page: u32) -> u32 {
        let place = self.places.get(page as usize);
        place.map_or(page, |place| u32::try_from(place.sheet).unwrap_or(u32::MAX))
    }

    /// Gives a row that begins on the page `first` its places on the sheets.
    pub(crate) fn put_back(&self, row: &mut Row, first: u32) {
        if self.places.is_empty() {
            return;
        }
        for cell in &mut row.cells {
            cell.area = cell.area.map(|area| self.on_sheet(first, area));
            for span in &mut cell.spans {
                self.put_back_source(&mut span.source);
            }
        }
    }

    /// Gives a place on a page its place on the sheet.
    pub(crate) fn put_back_source(&self, Source { page, area, .. }: &mut Source) {
        if !self.places.is_empty() {
            let index = page.saturating_sub(1);
            *area = area.map(|area| self.on_sheet(index, area));
            *page = self.sheet_of(index).saturating_add(1);
        }
    }

    fn on_sheet(&self, page: u32, a: Area) -> Area {
        let Some(Place { area, .. }) = self.places.get(page as usize) else { return a };
        let (x, y) = (area.x0, area.y0);
        Area { x0: a.x0 + x, y0: a.y0 + y, x1: a.x1 + x, y1: a.y1 + y }
    }
}

/// The pages on these sheets.
pub(crate) fn sheets(displayed: Vec<Shared<'_>>) -> Sheets<'_> {
    let (order, displayed) = numbered(displayed);
    let Some((layout, cuts)) = gutter::layout(&displayed) else { return whole(&order, displayed) };
    let cut = order.into_iter().zip(displayed.iter().zip(cuts));
    let sheets: Vec<Vec<Part>> =
        cut.map(|(sheet, (page, cuts))| parts_of(page, sheet, &cuts)).collect();
    let are_pairs = layout == (Layout { columns: 2, rows: 1 });
    let read = match are_pairs.then(|| sides(&sheets)).flatten() {
        Some(sides) => versions(sheets, sides),
        None => one_after_the_other(sheets, layout),
    };
    let (mut pages, mut places) = (Vec::new(), Vec::new());
    for (number, part) in (1u32..).zip(read.parts) {
        pages.push(Shared::Owned(Page { number, ..part.page }));
        places.push(part.place);
    }
    Sheets { pages, old: read.old, places, finding: Some(read.finding) }
}

/// Sheets in the order that the numbers they print have proved, each with its place in the file.
fn numbered(displayed: Vec<Shared<'_>>) -> (Vec<usize>, Vec<Shared<'_>>) {
    let mut sheets: Vec<(usize, Shared)> = displayed.into_iter().enumerate().collect();
    sheets.sort_by_key(|(_, page)| page.place);
    sheets.into_iter().unzip()
}

/// Pages that are their sheets.
fn whole<'a>(sheets: &[usize], mut pages: Vec<Shared<'a>>) -> Sheets<'a> {
    let mut places = Vec::new();
    if !sheets.is_sorted() {
        for (number, (sheet, page)) in (1u32..).zip(sheets.iter().zip(&mut pages)) {
            let area = Area { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
            places.push(Place { sheet: *sheet, area });
            page.to_mut().number = number;
        }
    }
    Sheets { old: usize::MAX, pages, places, finding: None }
}

/// A page on a sheet, and what it prints in its margins.
struct Part {
    place: Place,
    page: Page,
    printed: Printed,
}

fn parts_of(sheet: &Page, number: usize, areas: &[Area]) -> Vec<Part> {
    let pages = cut(sheet, areas);
    let printed: Vec<Printed> = pages.iter().map(printed).collect();
    let areas = match areas {
        [_] => areas.to_vec(),
        _ => pages.iter().zip(areas).map(|(page, area)| trimmed(page, *area)).collect(),
    };
    let pages = if areas.len() > 1 { cut(sheet, &areas) } else { pages };
    let part = |((area, page), printed): ((&Area, Page), Printed)| Part {
        place: Place { sheet: number, area: *area },
        page,
        printed,
    };
    areas.iter().zip(pages).zip(printed).map(part).collect()
}

/// Pages in reading order.
struct Read {
    parts: Vec<Part>,
    old: usize,
    finding: Finding,
}

fn finding(code: Code, is_sure: bool, message: Message) -> Finding {
    let severity = if is_sure { Severity::Note } else { Severity::Warning };
    let source = Source { page: 1, ..Source::default() };
    Finding::saying(severity, code, message).at(source)
}

/// The new version, and behind it the old one.
fn versions(sheets: Vec<Vec<Part>>, sides: Sides) -> Read {
    let (mut new, mut old): (Vec<Part>, Vec<Part>) = (Vec::new(), Vec::new());
    for sheet in sheets {
        let is_pair = sheet.len() == 2;
        for (at, part) in sheet.into_iter().enumerate() {
            if is_pair && at != sides.new { &mut old } else { &mut new }.push(part);
        }
    }
    let count = new.len();
    new.append(&mut old);
    Read { parts: new, old: count, finding: beside(sides.new > 0, sides.named) }
}

/// Two versions stand side by side, the new one on the right or left, as headings say or not.
pub(crate) fn beside(on_right: bool, named: bool) -> Finding {
    let side = if on_right { "versions-beside.right" } else { "versions-beside.left" };
    let key = if named { "versions-beside" } else { "versions-beside.unnamed" };
    let message = Message::new(key, &[("side", &Message::new(side, &[]))]);
    finding(Code::VersionsBeside, false, message)
}

/// Two pages stand side by side, read in the order of their numbers.
pub(crate) fn side_by_side() -> Finding {
    finding(Code::SheetOfPages, true, Message::new(By::Numbers.key(), &[("most", &2)]))
}

/// The pages in their order.
fn one_after_the_other(sheets: Vec<Vec<Part>>, layout: Layout) -> Read {
    let most = layout.columns * layout.rows;
    let Order { parts, by } = in_order(sheets, layout);
    let message = Message::new(by.key(), &[("most", &most)]);
    Read { parts, old: usize::MAX, finding: finding(Code::SheetOfPages, by.is_sure(), message) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::sample::Sample;
    use crate::read::pages::rows;

    /// A sheet with pages side by side; each has a table with this text, and this number.
    fn sheet(number: u32, pages: &[(f32, &str, &str)]) -> Page {
        let mut sheet = Sample::new(800.0, 560.0).number(number);
        for (x, text, foot) in pages {
            sheet = sheet
                .grid(&[x + 30.0, x + 150.0, x + 370.0], &[60.0, 100.0])
                .text(x + 40.0, 70.0, 10.0, text)
                .text(x + 195.0, 530.0, 8.0, foot);
        }
        sheet.page()
    }

    fn texts(sheets: &[Page]) -> Vec<(String, u32)> {
        let read = rows(sheets);
        let body = read.rows.iter().filter(|row| !row.furniture);
        let first = body.filter_map(|row| row.cells.first());
        first.map(|cell| (cell.text.clone(), cell.spans[0].source.page)).collect()
    }

    #[test]
    fn a_booklet_is_read_in_the_order_of_its_page_numbers() {
        let sheets = [
            sheet(1, &[(0.0, "四", "- 4 -"), (400.0, "一", "- 1 -")]),
            sheet(2, &[(0.0, "二", "- 2 -"), (400.0, "三", "- 3 -")]),
        ];
        let expected = [("一", 1), ("二", 2), ("三", 2), ("四", 1)];
        assert_eq!(texts(&sheets), expected.map(|(text, page)| (text.to_owned(), page)));
        let read = rows(&sheets);
        assert_eq!(read.findings[0].code, Code::SheetOfPages);
        assert_eq!(read.findings[0].severity, Severity::Note);
        let area = read.rows[0].cells[0].spans[0].source.area.unwrap();
        assert_eq!((area.x0, area.y0), (440.0, 70.0));
    }

    #[test]
    fn of_two_versions_side_by_side_the_new_one_is_read() {
        let sheet = sheet(1, &[(0.0, "古", "- 1 -"), (400.0, "新しい", "- 1 -")]);
        let mut page = Sample::new(800.0, 560.0)
            .text(190.0, 20.0, 8.0, "（旧）")
            .text(590.0, 20.0, 8.0, "（新）")
            .page();
        let start = u32::try_from(page.text.len()).unwrap();
        page.text.push_str(&sheet.text);
        page.glyphs.extend(sheet.glyphs.iter().map(|glyph| crate::read::page::Glyph {
            start: glyph.start + start,
            end: glyph.end + start,
            ..*glyph
        }));
        page.rules = sheet.rules;
        assert_eq!(texts(std::slice::from_ref(&page)), [("新しい".to_owned(), 1)]);
        assert_eq!(rows(&[page]).findings[0].code, Code::VersionsBeside);
    }

    #[test]
    fn pages_are_read_in_the_order_that_their_numbers_prove() {
        let page = |number, place, text| {
            let page = Sample::new(300.0, 400.0).number(number).text(20.0, 20.0, 9.0, text).page();
            Page { place: Some(place), ..page }
        };
        let pages = [page(1, 0, "一"), page(2, 2, "三"), page(3, 1, "二")];
        let expected = [("一", 1), ("二", 3), ("三", 2)];
        assert_eq!(texts(&pages), expected.map(|(text, page)| (text.to_owned(), page)));
    }

    #[test]
    fn a_wide_page_is_one_page() {
        let page = Sample::new(800.0, 560.0)
            .grid(&[30.0, 300.0, 770.0], &[60.0, 100.0, 140.0])
            .text(40.0, 70.0, 10.0, "左")
            .text(310.0, 70.0, 10.0, "右")
            .page();
        assert!(sheets(vec![Shared::Owned(page)]).finding.is_none());
    }
}
