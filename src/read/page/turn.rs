//! Pages whose text runs down, up or upside down: they are read as if they were turned upright.

use super::{Direction, Page, Rule, Shared};
use crate::read::numbers::page::turn::{FEWEST, ODD};
use crate::rows::{Row, Rows};
use crate::source::{Area, Source};

/// For each page the way that nearly all its text runs, if that is not from left to right.
pub(crate) fn ways(pages: &[Page]) -> Vec<Option<Direction>> {
    pages.iter().map(way).collect()
}

fn way(page: &Page) -> Option<Direction> {
    let count = |way| page.glyphs.iter().filter(|glyph| glyph.direction == way).count();
    let all = page.glyphs.len();
    if all < FEWEST || count(Direction::Right) * ODD > all {
        return None;
    }
    let ways = [Direction::Down, Direction::Left, Direction::Up];
    ways.into_iter().find(|way| (all - count(*way)) * ODD <= all)
}

/// The pages with their text upright.
pub(crate) fn upright<'a>(pages: &'a [Page], ways: &[Option<Direction>]) -> Vec<Shared<'a>> {
    let turn = |(page, way): (&'a Page, &Option<Direction>)| match way {
        Some(way) => Shared::Owned(turn(page, *way)),
        None => Shared::Borrowed(page),
    };
    pages.iter().zip(ways).map(turn).collect()
}

/// A page so that what runs that way runs from left to right.
fn turn(page: &Page, way: Direction) -> Page {
    let mut page = page.clone();
    let size = (page.width, page.height);
    for glyph in &mut page.glyphs {
        glyph.area = forth(glyph.area, way, size);
        glyph.direction = quarter(turns(glyph.direction) + 4 - turns(way));
    }
    for rule in &mut page.rules {
        *rule = Rule { area: forth(rule.area, way, size), ..*rule };
    }
    for shade in &mut page.shades {
        *shade = forth(*shade, way, size);
    }
    for fill in &mut page.fills {
        fill.area = forth(fill.area, way, size);
    }
    for aside in &mut page.asides {
        aside.area = forth(aside.area, way, size);
    }
    for ink in &mut page.inks {
        ink.area = forth(ink.area, way, size);
    }
    for annotation in &mut page.annotations {
        annotation.area = forth(annotation.area, way, size);
    }
    if way != Direction::Left {
        (page.width, page.height) = (page.height, page.width);
    }
    page
}

/// An upright page as it is displayed on a page of this size whose text runs that way.
pub(crate) fn displayed(mut page: Page, way: Direction, size: (f32, f32)) -> Page {
    for glyph in &mut page.glyphs {
        glyph.area = back_again(glyph.area, way, size);
        glyph.direction = quarter(turns(glyph.direction) + turns(way));
    }
    for rule in &mut page.rules {
        *rule = Rule { area: back_again(rule.area, way, size), ..*rule };
    }
    (page.width, page.height) = size;
    page
}

/// Gives a row of pages that were turned its places as displayed. It begins on the page `first`.
pub(crate) fn turn_back(row: &mut Row, first: u32, pages: &[Page], ways: &[Option<Direction>]) {
    let back = |page: u32, area: Area| {
        let place = page as usize;
        match (pages.get(place), ways.get(place)) {
            (Some(page), Some(Some(way))) => back_again(area, *way, (page.width, page.height)),
            _ => area,
        }
    };
    for cell in &mut row.cells {
        cell.area = cell.area.map(|area| back(first, area));
        for span in &mut cell.spans {
            let source = &mut span.source;
            source.area = source.area.map(|area| back(source.page.wrapping_sub(1), area));
        }
    }
}

/// Gives a place on a page that was turned its area as displayed.
pub(crate) fn turn_back_source(source: &mut Source, pages: &[Page], ways: &[Option<Direction>]) {
    let place = source.page.wrapping_sub(1) as usize;
    if let (Some(page), Some(Some(way))) = (pages.get(place), ways.get(place)) {
        let size = (page.width, page.height);
        source.area = source.area.map(|area| back_again(area, *way, size));
    }
}

/// Gives what stands on pages that were set straight its places as displayed: boxes keep their size.
pub(crate) fn lean_back(rows: &mut Rows, pages: &[Page]) {
    if pages.iter().all(|page| page.tilt == 0.0) {
        return;
    }
    let lean = |page: Option<&Page>, area: &mut Option<Area>| {
        let (Some(page), Some(a)) = (page.filter(|page| page.tilt != 0.0), *area) else { return };
        let (sin, cos) = page.tilt.sin_cos();
        let (x, y) = (f32::midpoint(a.x0, a.x1), f32::midpoint(a.y0, a.y1));
        let (dx, dy) = (x - page.width / 2.0, y - page.height / 2.0);
        let (dx, dy) = (dx * cos - dy * sin - dx, dx * sin + dy * cos - dy);
        *area = Some(Area { x0: a.x0 + dx, y0: a.y0 + dy, x1: a.x1 + dx, y1: a.y1 + dy });
    };
    let of = |number: u32| pages.get(number.wrapping_sub(1) as usize);
    for cell in rows.rows.iter_mut().flat_map(|row| &mut row.cells) {
        lean(cell.spans.first().and_then(|span| of(span.source.page)), &mut cell.area);
        for span in &mut cell.spans {
            lean(of(span.source.page), &mut span.source.area);
        }
    }
    for note in &mut rows.notes {
        lean(of(note.source.page), &mut note.source.area);
    }
}

/// An area of a page of this size after turning.
fn forth(a: Area, way: Direction, (width, height): (f32, f32)) -> Area {
    match way {
        Direction::Right => a,
        Direction::Down => Area { x0: a.y0, y0: width - a.x1, x1: a.y1, y1: width - a.x0 },
        Direction::Left => {
            Area { x0: width - a.x1, y0: height - a.y1, x1: width - a.x0, y1: height - a.y0 }
        }
        Direction::Up => Area { x0: height - a.y1, y0: a.x0, x1: height - a.y0, y1: a.x1 },
    }
}

/// The area that was turned.
fn back_again(a: Area, way: Direction, (width, height): (f32, f32)) -> Area {
    match way {
        Direction::Down => forth(a, Direction::Up, (height, width)),
        Direction::Up => forth(a, Direction::Down, (height, width)),
        _ => forth(a, way, (width, height)),
    }
}

/// Quarter turns from left to right, clockwise.
fn turns(way: Direction) -> u8 {
    match way {
        Direction::Right => 0,
        Direction::Down => 1,
        Direction::Left => 2,
        Direction::Up => 3,
    }
}

fn quarter(turns: u8) -> Direction {
    match turns % 4 {
        0 => Direction::Right,
        1 => Direction::Down,
        2 => Direction::Left,
        _ => Direction::Up,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::page::sample::Sample;
    use crate::read::pages::rows;

    #[test]
    fn a_page_on_its_side_is_read_like_one_that_stands() {
        let text = "特定個人情報ファイルを取り扱う事務の名称";
        let page = Sample::new(400.0, 600.0)
            .turned(380.0, 40.0, 10.0, text, Direction::Down)
            .turned(360.0, 40.0, 10.0, "介護保険に関する事務", Direction::Down)
            .page();
        let read = rows(std::slice::from_ref(&page));
        let cells: Vec<&str> =
            read.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()).collect();
        assert_eq!(cells, [text, "介護保険に関する事務"]);
        let area = read.rows[0].cells[0].spans[0].source.area.unwrap();
        assert_eq!((area.x0, area.y0, area.x1), (380.0, 40.0, 390.0));
    }

    #[test]
    fn only_pages_that_are_turned_are_copied() {
        let standing = Sample::new(400.0, 600.0).text(40.0, 40.0, 10.0, "介護保険に関する事務");
        let text = "特定個人情報ファイルを取り扱う事務の名称";
        let lying = Sample::new(400.0, 600.0).turned(380.0, 40.0, 10.0, text, Direction::Down);
        let pages = [standing.page(), lying.page()];
        let read = upright(&pages, &ways(&pages));
        assert!(matches!(read[..], [Shared::Borrowed(_), Shared::Owned(_)]));
    }

    #[test]
    fn turning_forth_and_back_changes_nothing() {
        let area = Area { x0: 10.0, y0: 20.0, x1: 40.0, y1: 25.0 };
        for way in [Direction::Right, Direction::Down, Direction::Left, Direction::Up] {
            let there = forth(area, way, (200.0, 300.0));
            assert_eq!(back_again(there, way, (200.0, 300.0)), area);
        }
    }
}
