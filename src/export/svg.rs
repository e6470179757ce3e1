//! A drawing of a page for people: its text and lines, the cells found, and what each was given to.

use std::fmt::Write;

use crate::markup::escaped;
use crate::read::page::Page;
use crate::rows::{Cell, Row, Rows};
use crate::source::Area;

/// Draws a page: rules black, text grey, ruled cells blue, free cells green, furniture dotted, and in
/// red what `labels` says of the cell of a row (both counted from 0 in [`Rows::rows`]).
pub(crate) fn svg(
    page: &Page,
    rows: &Rows,
    labels: &dyn Fn(usize, usize) -> Option<String>,
) -> String {
    let mut out = String::new();
    let (width, height) = (page.width, page.height);
    line(
        &mut out,
        format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.1} {height:.1}">"#
        ),
    );
    line(&mut out, format_args!(r#"<rect width="100%" height="100%" fill="white"/>"#));
    rules(&mut out, page);
    text(&mut out, page, "dimgray");
    let mut number = 0;
    for (r, row) in rows.rows.iter().enumerate() {
        number = row.cells.iter().find_map(page_of).unwrap_or(number);
        for (c, cell) in row.cells.iter().enumerate() {
            if let Some(area) = outline(cell, number, page.number) {
                outlined(&mut out, row, cell, area);
                if let Some(label) = labels(r, c) {
                    line(
                        &mut out,
                        format_args!(
                            r#"<text x="{:.1}" y="{:.1}" font-size="5" fill="red">{}</text>"#,
                            area.x0 + 0.5,
                            area.y0 + 5.0,
                            escaped(&label)
                        ),
                    );
                }
            }
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Draws what a page shows within `window`, with a frame around `mark`.
pub(crate) fn crop(page: &Page, window: Area, mark: Area) -> String {
    let inside = |a: Area| {
        a.x0 < window.x1 && a.x1 > window.x0 && a.y0 < window.y1 && a.y1 > window.y0
            || a.x0 == a.x1
                && a.x0 >= window.x0
                && a.x0 <= window.x1
                && a.y0 < window.y1
                && a.y1 > window.y0
            || a.y0 == a.y1
                && a.y0 >= window.y0
                && a.y0 <= window.y1
                && a.x0 < window.x1
                && a.x1 > window.x0
    };
    let cut = Page {
        rules: page.rules.iter().copied().filter(|rule| inside(rule.area)).collect(),
        glyphs: page.glyphs.iter().copied().filter(|glyph| inside(glyph.area)).collect(),
        ..Page { text: page.text.clone(), ..Page::default() }
    };
    let (width, height) = (window.x1 - window.x0, window.y1 - window.y0);
    let mut out = String::new();
    line(
        &mut out,
        format_args!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="{:.1} {:.1} {width:.1} {height:.1}">"#,
            window.x0, window.y0
        ),
    );
    line(
        &mut out,
        format_args!(
            r##"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" fill="#fff3b0" stroke="#c28f00" stroke-width="0.8"/>"##,
            mark.x0 - 1.0,
            mark.y0 - 1.0,
            (mark.x1 - mark.x0 + 2.0).max(2.0),
            (mark.y1 - mark.y0 + 2.0).max(2.0)
        ),
    );
    rules(&mut out, &cut);
    text(&mut out, &cut, "black");
    out.push_str("</svg>");
    out
}

/// Width and height of a page, and what it shows: its lines and its text, the elements of an SVG.
pub(crate) fn plain(page: &Page) -> ((f32, f32), String) {
    let mut out = String::new();
    rules(&mut out, page);
    text(&mut out, page, "black");
    ((page.width, page.height), out)
}

/// Writing to a string cannot fail.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
    out.push('\n');
}

fn rules(out: &mut String, page: &Page) {
    for rule in &page.rules {
        let a = rule.area;
        line(
            out,
            format_args!(
                r#"<line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="black" stroke-width="{:.2}"/>"#,
                a.x0,
                a.y0,
                a.x1,
                a.y1,
                rule.width.clamp(0.2, 3.0)
            ),
        );
    }
}

/// One element for glyphs that follow each other on a line.
fn text(out: &mut String, page: &Page, color: &str) {
    let same = |a: &crate::read::page::Glyph, b: &crate::read::page::Glyph| {
        (a.area.y1 - b.area.y1).abs() < 0.01 && (a.size - b.size).abs() < 0.01
    };
    for part in page.glyphs.chunk_by(same) {
        let Some(first) = part.first() else { continue };
        let printed = |g: &crate::read::page::Glyph| {
            page.text.get(g.start as usize..g.end as usize).unwrap_or("")
        };
        // The x list counts characters: a glyph of several has one place only.
        let mut places = String::new();
        let mut words = String::new();
        for glyph in part {
            let Some(c) = printed(glyph).chars().next() else { continue };
            let _ = write!(places, "{:.1} ", glyph.area.x0);
            words.push(c);
        }
        let baseline = first.area.y1 - 0.12 * first.size;
        line(
            out,
            format_args!(
                r#"<text xml:space="preserve" x="{}" y="{baseline:.1}" font-size="{:.1}" fill="{color}">{}</text>"#,
                places.trim_end(),
                first.size,
                escaped(&words)
            ),
        );
    }
}

fn page_of(cell: &Cell) -> Option<u32> {
    cell.spans.first().map(|span| span.source.page)
}

/// The outline of a cell on a page: ruled, or the box of its text there. `row_page` is the page of an
/// empty cell.
fn outline(cell: &Cell, row_page: u32, page: u32) -> Option<Area> {
    if page_of(cell).unwrap_or(row_page) == page && cell.area.is_some() {
        return cell.area;
    }
    let areas = cell
        .spans
        .iter()
        .filter(|span| span.source.page == page)
        .filter_map(|span| span.source.area);
    areas.reduce(Area::union)
}

fn outlined(out: &mut String, row: &Row, cell: &Cell, a: Area) {
    let color = if cell.area.is_some() { "blue" } else { "green" };
    let dashes = if row.furniture { r#" stroke-dasharray="1 1""# } else { "" };
    line(
        out,
        format_args!(
            r#"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" fill="{color}" fill-opacity="0.05" stroke="{color}" stroke-width="0.5"{dashes}/>"#,
            a.x0 + 0.5,
            a.y0 + 0.5,
            (a.x1 - a.x0 - 1.0).max(0.5),
            (a.y1 - a.y0 - 1.0).max(0.5)
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_lines_text_cells_and_labels() {
        let page = crate::read::page::sample::Sample::new(200.0, 100.0)
            .grid(&[10.0, 60.0, 190.0], &[10.0, 40.0])
            .text(12.0, 20.0, 10.0, "A<B")
            .page();
        let rows = crate::read::pages::rows(std::slice::from_ref(&page));
        let whole = Area { x0: 0.0, y0: 0.0, x1: 200.0, y1: 100.0 };
        let part = Area { x0: 100.0, y0: 50.0, x1: 200.0, y1: 100.0 };
        assert!(crop(&page, whole, whole).contains("A&lt;B"));
        assert!(!crop(&page, part, part).contains("A&lt;B"));
        let drawn = svg(&page, &rows, &|row, cell| Some(format!("{row}/{cell}")));
        assert_eq!(drawn.matches("<line").count(), page.rules.len());
        assert_eq!(drawn.matches("<rect").count(), 3);
        assert!(drawn.contains("A&lt;B") && drawn.contains(">0/1<"));
    }
}
