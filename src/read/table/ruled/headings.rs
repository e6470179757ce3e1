//! The row numbers and column letters of a spreadsheet, where they are printed beside its cells.
//!
//! ```text
//!      A    B    C
//!  1  | title       |
//!  2  | label | value
//! ```
//! They are no part of the document: their lines are not drawn, and their text is furniture.

use crate::read::numbers::page::line::FEET;
use crate::read::numbers::ruled::headings::{DIGITS, LETTERS, NUMBERS, ON_EDGE};
use crate::read::page::{Glyph, Page, Rule};
use crate::source::Area;

/// The inner edges of the headings of a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Headings {
    /// What is left of this is a row number.
    left: f32,
    /// The line of the column letters.
    top: (f32, f32),
    /// The lower edge of the column letters.
    bottom: f32,
}

impl Headings {
    /// Whether an area lies in the headings.
    pub(crate) fn hold(&self, area: Area) -> bool {
        let (x, y) = (f32::midpoint(area.x0, area.x1), f32::midpoint(area.y0, area.y1));
        x < self.left && y > self.top.0 || self.top.0 <= y && y <= self.top.1
    }

    /// The page without their lines.
    pub(crate) fn cleared(&self, page: &Page) -> Page {
        let rules = page.rules.iter().filter_map(|rule| self.clipped(rule)).collect();
        let shades = page.shades.iter().copied().filter(|shade| !self.hold(*shade)).collect();
        Page { rules, shades, ..page.clone() }
    }

    fn clipped(&self, rule: &Rule) -> Option<Rule> {
        let a = rule.area;
        let area = Area { x0: a.x0.max(self.left), y0: a.y0.max(self.bottom), ..a };
        let is_across = a.x1 - a.x0 > a.y1 - a.y0;
        let is_outside = if is_across {
            a.y0 > self.bottom + ON_EDGE && area.x1 - area.x0 > ON_EDGE
        } else {
            a.x0 > self.left - ON_EDGE && area.y1 - area.y0 > ON_EDGE
        };
        is_outside.then_some(Rule { area, ..*rule })
    }
}

/// The headings of a page, if it has both kinds.
pub(crate) fn headings(page: &Page) -> Option<Headings> {
    let letters = letters(page)?;
    let (first, line) = (letters.first()?, letters.iter().map(|glyph| glyph.area));
    let line = line.reduce(Area::union)?;
    let numbers = numbers(page, first.area.x0, line.y1)?;
    let right = numbers.iter().map(|area| area.x1).fold(f32::NEG_INFINITY, f32::max);
    let middle = f32::midpoint(line.y0, line.y1);
    let is_down = |a: &Area| a.y1 - a.y0 > a.x1 - a.x0;
    let areas = || page.rules.iter().map(|rule| rule.area);
    let between =
        |a: &Area| is_down(a) && a.x0 >= right - ON_EDGE && a.x0 <= first.area.x0 + ON_EDGE;
    let left = areas().filter(between).map(|a| a.x0).reduce(f32::min).unwrap_or(right);
    let below = |a: &Area| !is_down(a) && a.y0 > middle;
    let bottom = areas().filter(below).map(|a| a.y0).reduce(f32::min)?;
    Some(Headings { left, top: (line.y0, line.y1), bottom })
}

fn text<'a>(page: &'a Page, glyph: &Glyph) -> &'a str {
    page.text.get(glyph.start as usize..glyph.end as usize).unwrap_or("")
}

fn letter(page: &Page, glyph: &Glyph) -> Option<u8> {
    let text = text(page, glyph).as_bytes();
    text.first().copied().filter(|c| text.len() == 1 && c.is_ascii_uppercase())
}

/// The first line of letters that follow one another: A B C, or AK AL AM.
fn letters(page: &Page) -> Option<Vec<&Glyph>> {
    let mut all: Vec<(u8, &Glyph)> =
        page.glyphs.iter().filter_map(|glyph| Some((letter(page, glyph)?, glyph))).collect();
    if all.len() < LETTERS {
        return None;
    }
    all.sort_by(|a, b| a.1.area.y0.total_cmp(&b.1.area.y0));
    let lines = all.chunk_by(|a, b| (b.1.area.y0 - a.1.area.y0).abs() < FEET * a.1.size);
    lines.into_iter().find_map(|line| {
        let mut line = line.to_vec();
        line.sort_by(|a, b| a.1.area.x0.total_cmp(&b.1.area.x0));
        let count_up = |step: usize| {
            let every: Vec<u8> = line.iter().skip(step - 1).step_by(step).map(|l| l.0).collect();
            let run = every.windows(2).take_while(|pair| pair[1] == pair[0] + 1).count();
            run + 1 >= LETTERS
        };
        (count_up(1) || count_up(2)).then(|| line.into_iter().map(|(_, glyph)| glyph).collect())
    })
}

/// The numbers below `top` that stand left of everything else, if each is one more than the last.
fn numbers(page: &Page, right: f32, top: f32) -> Option<Vec<Area>> {
    let is_here = |glyph: &&Glyph| {
        glyph.area.x1 <= right + ON_EDGE
            && glyph.area.y0 > top
            && !text(page, glyph).trim().is_empty()
    };
    let mut glyphs: Vec<&Glyph> = page.glyphs.iter().filter(is_here).collect();
    glyphs.sort_by(|a, b| a.area.y0.total_cmp(&b.area.y0).then(a.area.x0.total_cmp(&b.area.x0)));
    let lines = glyphs.chunk_by(|a, b| (b.area.y0 - a.area.y0).abs() < FEET * a.size);
    let mut found: Vec<(u32, Area)> = Vec::new();
    for line in lines {
        let mut line = line.to_vec();
        line.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
        let Some((number, area)) = first_number(page, &line) else { continue };
        match found.last() {
            Some((last, _)) if number != last + 1 => {}
            _ => found.push((number, area)),
        }
    }
    let right = found.iter().map(|(_, area)| area.x1).fold(f32::NEG_INFINITY, f32::max);
    let others = glyphs.iter().filter(|g| f32::midpoint(g.area.x0, g.area.x1) < right).count();
    let digits: usize = found.iter().map(|(number, _)| number.to_string().len()).sum();
    (found.len() >= NUMBERS && others == digits)
        .then(|| found.into_iter().map(|(_, area)| area).collect())
}

/// The number that a line begins with.
fn first_number(page: &Page, line: &[&Glyph]) -> Option<(u32, Area)> {
    let mut number: Option<(u32, Area)> = None;
    for glyph in line {
        let near = number.is_none_or(|(_, area)| glyph.area.x0 - area.x1 < DIGITS * glyph.size);
        let Some(digit) = text(page, glyph).parse::<u32>().ok().filter(|_| near) else { break };
        number = Some(match number {
            Some((tens, area)) => {
                (tens.checked_mul(10)?.checked_add(digit)?, area.union(glyph.area))
            }
            None => (digit, glyph.area),
        });
    }
    number
}

#[cfg(test)]
mod tests {
    use crate::read::page::sample::Sample;
    use crate::read::pages::rows;

    #[test]
    fn row_numbers_and_column_letters_are_furniture() {
        let mut page = Sample::new(400.0, 600.0)
            .grid(&[20.0, 40.0], &[40.0, 60.0, 80.0, 100.0])
            .grid(&[40.0, 120.0, 200.0, 280.0, 380.0], &[20.0, 40.0])
            .grid(&[40.0, 120.0, 380.0], &[60.0, 80.0, 100.0]);
        for (x, letter) in [(70.0, "A"), (150.0, "B"), (230.0, "C"), (320.0, "D")] {
            page = page.text(x, 25.0, 10.0, letter);
        }
        for (y, number) in [(45.0, "1"), (65.0, "2"), (85.0, "3")] {
            page = page.text(25.0, y, 10.0, number);
        }
        let page = page
            .text(150.0, 45.0, 10.0, "題名")
            .text(45.0, 65.0, 10.0, "名称")
            .text(125.0, 65.0, 10.0, "一")
            .text(45.0, 85.0, 10.0, "番号")
            .text(125.0, 85.0, 10.0, "二");
        let read = rows(&[page.page()]);
        let body = read.rows.iter().filter(|row| !row.furniture);
        let texts: Vec<Vec<&str>> =
            body.map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["題名"], vec!["名称", "一"], vec!["番号", "二"]]);
        assert!(read.raw.contains('3') && read.raw.contains('D'));
    }
}
