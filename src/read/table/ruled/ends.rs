//! Rows without a line between them, in a table with shaded cells: a row ends where a shade does, and where a
//! vertical line of shaded cells does.
//!
//! ```text
//! |▒① name▒▒▒▒▒▒▒| the first value    |
//! |▒▒▒│▒② reason▒| the second         |
//! |▒③ office▒▒▒▒▒| the third          |
//! ```

use super::segment::Segment;
use super::touch::Group;
use crate::read::numbers::ruled::ends::{INSET, MOST, SHORT, SHORTEST};
use crate::read::page::{Glyph, Page};
use crate::source::Area;

/// The lines of a table with those that only its shades, and the ends of its vertical lines, show. `down` are
/// all vertical lines of the page, by place.
pub(crate) fn with_ends(mut group: Group, down: &[Segment], page: &Page) -> Group {
    let Some(table) = Lines::new(&group, page) else { return group };
    let loose = table.loose(down);
    let edges = table.edges(&loose, page);
    if edges.len() + loose.len() > MOST {
        return group;
    }
    let mut added: Vec<Segment> =
        edges.into_iter().filter_map(|(x, y)| table.row_edge(x, y)).collect();
    added.retain(|line| is_clear(line, page));
    if added.is_empty() {
        return group;
    }
    group.0.append(&mut added);
    group.1.extend(loose);
    for lines in [&mut group.0, &mut group.1] {
        lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    }
    group
}

/// The lines of a table and the shades that fill its cells.
struct Lines<'a> {
    across: &'a [Segment],
    down: &'a [Segment],
    shades: Vec<Area>,
}

impl<'a> Lines<'a> {
    /// None where no cell is shaded, or too many are.
    fn new(group: &'a Group, page: &Page) -> Option<Self> {
        let (across, down) = group;
        if page.shades.is_empty() || across.is_empty() || down.len() < 2 {
            return None;
        }
        let fills = |a: &&Area| [a.x0, a.x1].iter().all(|x| is_side(down, *x, a));
        let mut shades: Vec<Area> =
            page.shades.iter().filter(fills).take(MOST + 1).copied().collect();
        shades.sort_by(|a, b| column(a).cmp(&column(b)).then(a.y0.total_cmp(&b.y0)));
        (!shades.is_empty() && shades.len() <= MOST).then_some(Self { across, down, shades })
    }

    /// The vertical lines within shaded cells that meet no other line.
    fn loose(&self, down: &[Segment]) -> Vec<Segment> {
        let is_within = |line: &&Segment| {
            line.to - line.from > SHORTEST
                && !self.down.contains(line)
                && self.shades.iter().any(|shade| holds(shade, line))
        };
        down.iter().filter(is_within).take(MOST + 1).copied().collect()
    }

    /// Where a shade or a line of shaded cells ends without a horizontal line, from the top.
    fn edges(&self, loose: &[Segment], page: &Page) -> Vec<(f32, f32)> {
        let shaded = |line: &&Segment| self.shades.iter().any(|shade| touches(shade, line));
        let lines = self.down.iter().filter(shaded).chain(loose);
        let of_lines = lines.map(|line| (line.at, line.from, line.to));
        let ends = of_lines.flat_map(|(x, y0, y1)| [(x, y0), (x, y1)]);
        let mut edges: Vec<(f32, f32)> = ends.filter(|(x, y)| !self.is_drawn(*x, *y)).collect();
        for column in self.shades.chunk_by(is_in_column) {
            edges.extend(self.of_column(column, page));
        }
        edges.sort_by(|a, b| a.1.total_cmp(&b.1));
        edges.dedup_by(|a, b| (a.1 - b.1).abs() < SHORT);
        edges
    }

    /// The edges of the shades of a column where no line is drawn. Those between two are rows of one cell, and their
    /// edge none, where others of the column have a line between them, one holds no text, or a character stands
    /// across.
    fn of_column(&self, column: &[Area], page: &Page) -> Vec<(f32, f32)> {
        let is_drawn = |a: &Area, y: f32| self.is_drawn(f32::midpoint(a.x0, a.x1), y);
        let meets = |a: &Area, b: &Area| (a.y1 - b.y0).abs() < SHORT;
        let is_ruled = column.windows(2).any(|p| meets(&p[0], &p[1]) && is_drawn(&p[0], p[0].y1));
        let is_row = |a: &Area| page.glyphs.iter().any(|g| !page.is_white(g) && holds_glyph(a, g));
        let clear = |a: &Area| is_clear(&Segment { at: a.y0, from: a.x0, to: a.x1 }, page);
        let mut edges = Vec::new();
        for stack in column.chunk_by(meets) {
            let rows = !is_ruled && stack.len() > 1 && stack.iter().all(is_row);
            let rows = rows && stack.iter().skip(1).all(clear);
            let (first, last) = (0, stack.len() - 1);
            for (at, shade) in stack.iter().enumerate() {
                edges.extend((at == first || rows).then_some((shade, shade.y0)));
                edges.extend((at == last).then_some((shade, shade.y1)));
            }
        }
        edges.retain(|(shade, y)| !is_drawn(shade, *y));
        edges.into_iter().map(|(a, y)| (f32::midpoint(a.x0, a.x1), y)).collect()
    }

    /// Whether a horizontal line stands at a place.
    fn is_drawn(&self, x: f32, y: f32) -> bool {
        let first = self.across.partition_point(|line| line.at <= y - SHORT);
        let near = self.across.iter().skip(first).take_while(|line| line.at < y + SHORT);
        near.into_iter().any(|line| line.from - SHORT < x && x < line.to + SHORT)
    }

    /// The edge of a row through a place, between the outermost vertical lines that go on there.
    fn row_edge(&self, x: f32, y: f32) -> Option<Segment> {
        let passing =
            || self.down.iter().filter(|d| d.from + SHORT < y && y < d.to - SHORT).map(|d| d.at);
        let from = passing().filter(|at| *at < x - SHORT).reduce(f32::min)?;
        let to = passing().filter(|at| *at > x + SHORT).reduce(f32::max)?;
        Some(Segment { at: y, from, to })
    }
}

/// Where a shade begins and ends, in steps within which edges are the same.
fn column(shade: &Area) -> (i64, i64) {
    let step = |x: f32| (x / SHORT).round() as i64;
    (step(shade.x0), step(shade.x1))
}

/// Whether a shade stands in the column of another.
fn is_in_column(a: &Area, b: &Area) -> bool {
    column(a) == column(b)
}

/// Whether the middle of a character stands in a shade.
fn holds_glyph(shade: &Area, glyph: &Glyph) -> bool {
    let Area { x0, y0, x1, y1 } = glyph.area;
    let (x, y) = (f32::midpoint(x0, x1), f32::midpoint(y0, y1));
    shade.x0 <= x && x <= shade.x1 && shade.y0 <= y && y <= shade.y1
}

/// Whether a vertical line runs along the side `x` of a shade.
fn is_side(down: &[Segment], x: f32, shade: &Area) -> bool {
    let first = down.partition_point(|line| line.at <= x - SHORT);
    let near = down.iter().skip(first).take_while(|line| line.at < x + SHORT);
    near.into_iter().any(|line| line.from < shade.y0 + SHORT && shade.y1 - SHORT < line.to)
}

/// Whether a vertical line stands within a shade.
fn holds(shade: &Area, line: &Segment) -> bool {
    let (left, right) = (shade.x0 + SHORT, shade.x1 - SHORT);
    left < line.at && line.at < right && shade.y0 - SHORT < line.from && line.to < shade.y1 + SHORT
}

/// Whether a vertical line runs through a shade or along its side.
fn touches(shade: &Area, line: &Segment) -> bool {
    let (left, right) = (shade.x0 - SHORT, shade.x1 + SHORT);
    left < line.at && line.at < right && shade.y0 < line.to && line.from < shade.y1
}

/// Whether no character stands across a line.
fn is_clear(line: &Segment, page: &Page) -> bool {
    !page.glyphs.iter().any(|glyph| {
        let Area { x0, y0, x1, y1 } = glyph.area;
        let inset = INSET * (y1 - y0);
        x1 > line.from && x0 < line.to && y0 + inset < line.at && line.at < y1 - inset
    })
}

#[cfg(test)]
mod tests {
    use crate::read::page::Page;
    use crate::read::page::sample::Sample;
    use crate::read::pages::rows;
    use crate::source::Area;

    fn shown(page: Page) -> Vec<Vec<String>> {
        let read = rows(&[page]);
        let texts = |row: &crate::rows::Row| row.cells.iter().map(|c| c.text.clone()).collect();
        read.rows.iter().map(texts).collect()
    }

    /// A table of two columns without lines between its rows, with these shades in the first.
    fn shaded(shades: &[(f32, f32)], texts: &[(f32, f32, &str)]) -> Sample {
        let page = Sample::new(400.0, 600.0).grid(&[20.0, 140.0, 380.0], &[100.0, 160.0]);
        let page = texts.iter().fold(page, |page, (x, y, text)| page.text(*x, *y, 10.0, text));
        let mut page = page.page();
        page.shades =
            shades.iter().map(|(y0, y1)| Area { x0: 20.0, y0: *y0, x1: 140.0, y1: *y1 }).collect();
        Sample::of(page)
    }

    #[test]
    fn a_row_ends_where_its_shade_does() {
        let texts = [
            (22.0, 102.0, "名称"),
            (142.0, 102.0, "一"),
            (22.0, 122.0, "部署"),
            (142.0, 122.0, "二"),
        ];
        let page = shaded(&[(100.0, 120.0), (120.0, 160.0)], &texts).page();
        assert_eq!(shown(page), [["名称", "一"], ["部署", "二"]]);
    }

    #[test]
    fn shades_for_each_line_of_a_cell_are_no_rows() {
        let texts = [(22.0, 102.0, "名称"), (142.0, 102.0, "一"), (142.0, 122.0, "二")];
        let page = shaded(&[(100.0, 120.0), (120.0, 140.0), (140.0, 160.0)], &texts).page();
        assert_eq!(shown(page), [["名称", "一二"]]);
    }

    #[test]
    fn rows_end_where_a_line_of_shaded_cells_does() {
        let texts = [
            (22.0, 102.0, "①規定"),
            (142.0, 104.0, "一"),
            (42.0, 122.0, "その方法"),
            (142.0, 122.0, "二"),
            (22.0, 142.0, "②部署"),
            (142.0, 142.0, "三"),
        ];
        let page = shaded(&[(100.0, 160.0)], &texts).rule(40.0, 118.0, 40.0, 139.0).page();
        let expected: [&[&str]; 3] = [&["①規定", "一"], &["", "その方法", "二"], &["②部署", "三"]];
        assert_eq!(shown(page), expected);
    }

    #[test]
    fn a_label_of_several_rows_stands_beside_them() {
        let texts = [
            (22.0, 126.0, "委託"),
            (42.0, 102.0, "①有無"),
            (142.0, 102.0, "一"),
            (42.0, 122.0, "②方法"),
            (142.0, 122.0, "二"),
            (42.0, 142.0, "③事項"),
            (142.0, 142.0, "三"),
        ];
        let page = shaded(&[(100.0, 160.0)], &texts).rule(40.0, 100.0, 40.0, 160.0).page();
        let expected: [&[&str]; 3] = [&["委託", "①有無", "一"], &["②方法", "二"], &["③事項", "三"]];
        assert_eq!(shown(page), expected);
    }
}
