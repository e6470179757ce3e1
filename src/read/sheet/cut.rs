//! A sheet to its pages.

use crate::read::numbers::sheet::cut::{ACROSS, LINE, MARGIN, TRIM};
use crate::read::page::{Annotation, Aside, Glyph, Ink, Page, Rule};
use crate::source::Area;

/// The pages in these areas of a sheet. A line in the margins of the sheet that goes across a cut, its
/// number or title, belongs to the first page that it touches as a whole.
pub(super) fn cut(sheet: &Page, areas: &[Area]) -> Vec<Page> {
    if let [_] = areas {
        return vec![sheet.clone()];
    }
    let mut pages: Vec<Page> = areas.iter().map(|area| empty(sheet, *area)).collect();
    let strays = strays(sheet, areas);
    for glyph in &sheet.glyphs {
        let (x, y) = centre(glyph.area);
        let stray = strays.iter().find(|(line, _)| line.y0 <= y && y <= line.y1);
        let at = stray.map(|(_, part)| *part).or_else(|| areas.iter().position(|a| holds(a, x, y)));
        if let Some((page, area)) = at.and_then(|at| Some((pages.get_mut(at)?, areas.get(at)?))) {
            let text = sheet.text.get(glyph.start as usize..glyph.end as usize).unwrap_or("");
            add(page, glyph, text, *area);
        }
    }
    for (page, area) in pages.iter_mut().zip(areas) {
        let rules = sheet
            .rules
            .iter()
            .filter_map(|rule| Some(Rule { area: within(rule.area, *area)?, width: rule.width }));
        page.rules.extend(rules);
        page.shades.extend(sheet.shades.iter().filter_map(|shade| within(*shade, *area)));
        let ink = |ink: &Ink| Some(Ink { area: within(ink.area, *area)?, ..*ink });
        page.inks.extend(sheet.inks.iter().filter_map(ink));
        let annotation =
            |one: &Annotation| Some(Annotation { area: within(one.area, *area)?, ..*one });
        page.annotations.extend(sheet.annotations.iter().filter_map(annotation));
        let here = |aside: &&Aside| {
            let (x, y) = centre(aside.area);
            holds(area, x, y)
        };
        let shifted = |aside: &Aside| Aside { area: shifted(aside.area, *area), ..aside.clone() };
        page.asides.extend(sheet.asides.iter().filter(here).map(shifted));
        page.unmapped = u32::try_from(page.text.matches('\u{fffd}').count()).unwrap_or(u32::MAX);
    }
    pages
}

/// The box of what a page shows.
pub(super) fn extent(page: &Page) -> Area {
    let rules = page.rules.iter().map(|rule| rule.area);
    let all = page.glyphs.iter().map(|glyph| glyph.area).chain(rules);
    let whole = Area { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
    all.reduce(Area::union).unwrap_or(whole)
}

/// The area of a page on its sheet without the white above and below what it shows, but for a margin: a
/// wide page stands in the middle of a high one.
pub(super) fn trimmed(page: &Page, area: Area) -> Area {
    let (shown, margin) = (extent(page), page.height * TRIM);
    let y0 = (area.y0 + shown.y0 - margin).max(area.y0);
    let y1 = (area.y0 + shown.y1 + margin).min(area.y1);
    Area { y0, y1, ..area }
}

fn empty(sheet: &Page, area: Area) -> Page {
    let (width, height) = (area.x1 - area.x0, area.y1 - area.y0);
    let Page { number, images, by_ocr, damaged, doubtful, .. } = *sheet;
    Page { number, width, height, images, by_ocr, damaged, doubtful, ..Page::default() }
}

fn add(page: &mut Page, glyph: &Glyph, text: &str, area: Area) {
    let at = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
    let start = at(page.text.len());
    page.text.push_str(text);
    let end = at(page.text.len());
    page.glyphs.push(Glyph { start, end, area: shifted(glyph.area, area), ..*glyph });
}

fn shifted(a: Area, origin: Area) -> Area {
    let (x, y) = (origin.x0, origin.y0);
    Area { x0: a.x0 - x, y0: a.y0 - y, x1: a.x1 - x, y1: a.y1 - y }
}

/// The part of an area that is within another, seen from its corner.
fn within(a: Area, of: Area) -> Option<Area> {
    let clipped =
        Area { x0: a.x0.max(of.x0), y0: a.y0.max(of.y0), x1: a.x1.min(of.x1), y1: a.y1.min(of.y1) };
    let (x, y) = centre(clipped);
    let is_left = clipped.x0 <= clipped.x1 && clipped.y0 <= clipped.y1 && holds(&of, x, y);
    is_left.then(|| shifted(clipped, of))
}

fn centre(a: Area) -> (f32, f32) {
    (f32::midpoint(a.x0, a.x1), f32::midpoint(a.y0, a.y1))
}

fn holds(area: &Area, x: f32, y: f32) -> bool {
    area.x0 <= x && x < area.x1 && area.y0 <= y && y < area.y1
}

/// The lines in the upper and lower margins of a sheet that go across the cut between two columns, each
/// with the page that it is given to.
fn strays(sheet: &Page, areas: &[Area]) -> Vec<(Area, usize)> {
    let (Some(first), Some(last)) = (areas.first(), areas.last()) else { return Vec::new() };
    let margin = sheet.height * MARGIN;
    let in_margin = |a: Area| a.y1 < margin || a.y0 > sheet.height - margin;
    let near = |g: &&Glyph| {
        in_margin(g.area)
            && g.area.x0 < first.x1 + ACROSS * g.size
            && g.area.x1 > first.x1 - ACROSS * g.size
    };
    let (left, right): (Vec<&Glyph>, Vec<&Glyph>) =
        sheet.glyphs.iter().filter(near).partition(|g| centre(g.area).0 < first.x1);
    if first.x1 >= last.x1 {
        return Vec::new();
    }
    let beside = |g: &&Glyph| {
        right.iter().any(|r| (centre(r.area).1 - centre(g.area).1).abs() < LINE * g.size)
            || g.area.x1 > first.x1
    };
    let at = |a: Area| areas.iter().position(|area| holds(area, area.x0, centre(a).1));
    left.into_iter().filter(beside).filter_map(|g| Some((g.area, at(g.area)?))).collect()
}
