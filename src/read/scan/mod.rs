//! Pages that are pictures only: read by their pixels into pages like those of a PDF.
//!
//! A page is rendered in grey and turned straight; long runs of ink are its ruled lines, what lines
//! enclose are its cells, blobs of ink in a cell are its lines of text. A line is cut at brackets, whose
//! content a ring or emptiness tells without reading; the rest is read by PP-OCRv6.

mod blob;
mod classes;
mod context;
mod dotted;
mod doubt;
mod dust;
mod enclosed;
mod head;
mod ink;
mod line;
mod mark;
mod memory;
mod model;
mod neighbours;
mod net;
mod page;
mod pair;
mod picture;
mod printed;
mod recognise;
mod rules;
mod seen;
mod shape;
mod sign;
mod skew;
mod stem;
mod stray;
mod unfold;
mod unread;

use crate::budget;
use crate::finding::{Code, Finding, Message, Severity};
use crate::limits::OCR_MEMORY;
use crate::read::on_page;
use crate::read::page::turn::displayed;
use crate::read::page::{Direction, Page};
use crate::rows::Rows;
use crate::source::Area;
use page::{Prepared, prepare};
use picture::{Pages, Picture};
use recognise::Recogniser;
use std::time::{Duration, Instant};

/// A page is the right way up if its longest lines are read so surely.
const UPRIGHT: f32 = 0.8;
/// Pictures with fewer dots per inch are read less well.
const LOW: f32 = 180.0;
/// Larger pictures are not read: A3 at 600 dots per inch has 70 million.
const MOST_PIXELS: f32 = 72e6;
/// So many lines are read to find out.
const LINES: usize = 6;

/// What reading the pictures gave beside the pages.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    /// For each page that was read its index and the angle by which it lay askew, in radians,
    /// clockwise positive.
    pub(crate) skews: Vec<(usize, f32)>,
    /// What there is to say of them.
    pub(crate) findings: Vec<Finding>,
}

pub(crate) use memory::Memory;
pub(crate) use model::{file as model_file, look_in};
pub(crate) use printed::printed;

/// Whether pages can be read: whether there is a model.
pub(crate) fn is_ready() -> bool {
    model::file().is_some()
}

/// Reads the pages with these indexes and puts what they say in place of them; those that come after
/// the time for all is over stay as they are.
pub(crate) fn read(
    bytes: &[u8],
    pages: &mut [Page],
    wanted: &[usize],
    time: Duration,
    memory: Option<&Memory>,
) -> Scanned {
    if wanted.is_empty() || !is_ready() {
        return Scanned::default();
    }
    let pictures = u32::try_from(wanted.len()).unwrap_or(u32::MAX);
    budget::extend(time.saturating_mul(pictures), OCR_MEMORY);
    let work = budget::handed(|| budget::caught(|| read_all(bytes, pages, wanted, time, memory)));
    // A thread of a pool that waited for the model's would take up another document meanwhile.
    let done =
        std::thread::scope(|scope| scope.spawn(work).join().unwrap_or(Ok(Scanned::default())));
    done.unwrap_or_else(|over| over.end())
}

fn read_all(
    bytes: &[u8],
    pages: &mut [Page],
    wanted: &[usize],
    time: Duration,
    memory: Option<&Memory>,
) -> Scanned {
    let mut done = Scanned::default();
    let Some(net) = model::net() else { return done };
    let Some(pictures) = Pages::open(bytes) else { return done };
    let recogniser = Recogniser::new(net);
    let kept = memory.map(|memory| (memory, memory::key(&[bytes])));
    let begun = Instant::now();
    let mut usual = 0;
    let time = time.saturating_mul(u32::try_from(wanted.len()).unwrap_or(u32::MAX));
    for &index in wanted {
        let Some(page) = pages.get_mut(index) else { continue };
        if begun.elapsed() > time {
            let message = Message::new("limit-time.pictures", &[]);
            let number = page.number;
            done.findings.push(on_page(Code::LimitTime, Severity::Error, number, message));
            break;
        }
        let size = judged(page);
        let is_too_large = size.as_ref().is_some_and(|said| said.severity == Severity::Error);
        done.findings.extend(size);
        if is_too_large {
            continue;
        }
        let Some((picture, scale)) = pictures.picture(index) else { continue };
        if let Some((memory, document)) = &kept {
            recogniser.begin(memory, document, index);
        }
        let (prepared, turns) = upright(&picture, scale, usual, &recogniser);
        let read = prepared.page(&recogniser, page.number);
        recogniser.end();
        if read.glyphs.is_empty() {
            continue;
        }
        usual = turns;
        let size = (page.width, page.height);
        let Page { images, pixels, dots, damaged, .. } = *page;
        *page = Page { images, pixels, dots, damaged, ..turned(read, turns, size) };
        done.skews.push((index, prepared.skew));
    }
    done
}

/// What there is to say of the size of a page's picture; an error where it is too large to be read.
fn judged(page: &Page) -> Option<Finding> {
    if page.pixels > MOST_PIXELS {
        let millions = format!("{:.0}", page.pixels / 1e6);
        let message = Message::new("limit-pixels", &[("millions", &millions)]);
        return Some(on_page(Code::LimitPixels, Severity::Error, page.number, message));
    }
    let is_coarse = page.dots > 0.0 && page.dots < LOW;
    is_coarse.then(|| {
        let (least, found) = (format!("{LOW:.0}"), format!("{:.0}", page.dots));
        let message = Message::new("ocr-low-resolution", &[("least", &least), ("found", &found)]);
        on_page(Code::OcrLowResolution, Severity::Warning, page.number, message)
    })
}

/// The page the right way up, and the quarters that it was turned by, clockwise: as the page before, if it may be so.
fn upright(picture: &Picture, scale: f32, usual: u8, recogniser: &Recogniser) -> (Prepared, u8) {
    let mut best: Option<(f32, Prepared, u8)> = None;
    let others = [0, 2, 1, 3].into_iter().filter(|quarters| *quarters != usual);
    for quarters in std::iter::once(usual).chain(others) {
        let mut prepared = prepare(&picture.turned(quarters), scale);
        let sure = prepared.sureness(recogniser, LINES);
        let enough = sure >= UPRIGHT || prepared.lines.is_empty();
        match &best {
            Some(known) if known.0 >= sure => {}
            _ => best = Some((sure, prepared, quarters)),
        }
        if enough {
            break;
        }
    }
    let (_, prepared, quarters) = best.unwrap_or_else(|| (0.0, prepare(picture, scale), 0));
    (prepared, quarters)
}

/// A page that was turned clockwise to be read, as it is displayed.
fn turned(page: Page, quarters: u8, (width, height): (f32, f32)) -> Page {
    // What reads upright after so many quarters clockwise runs the other way round as displayed.
    let way = match quarters {
        1 => Direction::Up,
        2 => Direction::Left,
        3 => Direction::Down,
        _ => return page,
    };
    displayed(page, way, (width, height))
}

/// Lays what was read straight back as it lies on the published page.
pub(crate) fn lay_askew(rows: &mut Rows, pages: &mut [Page], skews: &[(usize, f32)]) {
    if skews.is_empty() {
        return;
    }
    let sizes: Vec<(f32, f32)> = pages.iter().map(|page| (page.width, page.height)).collect();
    let mut angles = vec![0.0; pages.len()];
    for (index, skew) in skews {
        angles[*index] = *skew;
    }
    let back = |index: usize, area: Area| match (angles.get(index), sizes.get(index)) {
        (Some(angle), Some(size)) => askew(area, *angle, *size),
        _ => area,
    };
    for (index, page) in pages.iter_mut().enumerate() {
        page.glyphs.iter_mut().for_each(|glyph| glyph.area = back(index, glyph.area));
        page.rules.iter_mut().for_each(|rule| rule.area = back(index, rule.area));
    }
    for cell in rows.rows.iter_mut().flat_map(|row| &mut row.cells) {
        let first = cell.spans.first().map_or(0, |span| span.source.page as usize);
        cell.area = cell.area.map(|area| back(first.wrapping_sub(1), area));
        for span in &mut cell.spans {
            let source = &mut span.source;
            source.area =
                source.area.map(|area| back((source.page as usize).wrapping_sub(1), area));
        }
    }
}

/// An area of the same size where its middle comes to lie when the page is turned around its own.
fn askew(area: Area, angle: f32, (width, height): (f32, f32)) -> Area {
    let (sin, cos) = angle.sin_cos();
    let (cx, cy) = (width / 2.0, height / 2.0);
    let (x, y) = (f32::midpoint(area.x0, area.x1) - cx, f32::midpoint(area.y0, area.y1) - cy);
    let (dx, dy) = (x * cos - y * sin - x, x * sin + y * cos - y);
    Area { x0: area.x0 + dx, y0: area.y0 + dy, x1: area.x1 + dx, y1: area.y1 + dy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_that_are_too_large_or_too_coarse_are_said_to_be() {
        let said = |pixels, dots| {
            let page = Page { pixels, dots, ..Page::default() };
            judged(&page).map(|finding| (finding.code, finding.severity))
        };
        assert_eq!(said(8e6, 300.0), None);
        assert_eq!(said(8e6, 0.0), None); // of an unknown resolution
        assert_eq!(said(8e6, 90.0), Some((Code::OcrLowResolution, Severity::Warning)));
        assert_eq!(said(73e6, 90.0), Some((Code::LimitPixels, Severity::Error)));
    }

    #[test]
    fn what_lies_askew_keeps_its_size() {
        let area = Area { x0: 90.0, y0: 50.0, x1: 100.0, y1: 60.0 };
        let moved = askew(area, 0.1, (100.0, 110.0));
        assert!((moved.x1 - moved.x0 - 10.0).abs() < 1e-4);
        assert!(moved.y0 > area.y0 + 4.0 && moved.y0 < area.y0 + 5.0, "{moved:?}");
    }
}
