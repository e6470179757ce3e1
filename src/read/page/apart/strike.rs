//! Text that is struck out: a rule, or two, through the middle of its characters.
//!
//! An underline runs below them, a border of a table above and below; both go on where the text ends.

use super::super::{Direction, Glyph, Page, Rule, Why};
use super::stretch::Stretch;
use crate::read::numbers::apart::strike::{
    COVERED, MIDDLE, MOST_COMPARED, OVER, REACH, SHORT, THICK, TOUCH,
};
use crate::source::Area;

/// Marks the struck text of a page; the strikes are no lines of a table.
pub(super) fn mark(page: &mut Page, stretches: &[Stretch], verdicts: &mut [Option<Why>]) {
    let mut strikes = Vec::new();
    let lines = [false, true].map(|turned| Lines::new(stretches, turned));
    let mut compared = 0usize;
    for (at, rule) in page.rules.iter().enumerate() {
        let lines = &lines[usize::from(!is_flat(rule.area))];
        compared = compared.saturating_add(lines.near(rule).len());
        if compared > MOST_COMPARED {
            break;
        }
        let struck = lines.struck(page, rule);
        if !struck.is_empty() {
            strikes.push(at);
            for glyph in struck {
                if let Some(verdict) = verdicts.get_mut(glyph) {
                    *verdict = Some(Why::Struck);
                }
            }
        }
    }
    let most = MOST_COMPARED / page.glyphs.len().max(1);
    for area in std::mem::take(&mut page.strikes).into_iter().take(most) {
        mark_within(&page.glyphs, area, verdicts);
    }
    let mut at = 0;
    page.rules.retain(|_| {
        at += 1;
        strikes.binary_search(&(at - 1)).is_err()
    });
}

/// What an annotation strikes out.
fn mark_within(glyphs: &[Glyph], area: Area, verdicts: &mut [Option<Why>]) {
    for (glyph, verdict) in glyphs.iter().zip(verdicts) {
        let x = f32::midpoint(glyph.area.x0, glyph.area.x1);
        let y = f32::midpoint(glyph.area.y0, glyph.area.y1);
        if (area.x0..=area.x1).contains(&x) && (area.y0..=area.y1).contains(&y) {
            *verdict = Some(Why::Struck);
        }
    }
}

/// The stretches that run one way, as if it were to the right, by their middle.
struct Lines {
    stretches: Vec<(f32, Stretch)>,
    tallest: f32,
    turned: bool,
}

impl Lines {
    fn new(stretches: &[Stretch], turned: bool) -> Self {
        let across = |s: &&Stretch| matches!(s.direction, Direction::Right | Direction::Left);
        let mut found: Vec<(f32, Stretch)> = stretches
            .iter()
            .filter(|stretch| across(stretch) != turned)
            .map(|stretch| {
                let area = flat(stretch.area, turned);
                (f32::midpoint(area.y0, area.y1), *stretch)
            })
            .collect();
        found.sort_by(|one, other| one.0.total_cmp(&other.0));
        let height = |(_, s): &(f32, Stretch)| flat(s.area, turned).y1 - flat(s.area, turned).y0;
        let tallest = found.iter().map(height).fold(0.0, f32::max);
        Self { stretches: found, tallest, turned }
    }

    /// The stretches whose middle is near a rule.
    fn near(&self, rule: &Rule) -> &[(f32, Stretch)] {
        let area = flat(rule.area, self.turned);
        let y = f32::midpoint(area.y0, area.y1);
        let reach = REACH * self.tallest;
        let from = self.stretches.partition_point(|stretch| stretch.0 < y - reach);
        let to = self.stretches.partition_point(|stretch| stretch.0 <= y + reach);
        self.stretches.get(from..to.max(from)).unwrap_or_default()
    }

    /// Whether a line runs from one line to another: the side of a cell that its text overflows.
    fn is_border(&self, page: &Page, line: Area) -> bool {
        let ends = |x: f32| {
            page.rules.iter().map(|rule| flat(rule.area, self.turned)).any(|other| {
                !is_flat(other)
                    && (other.x0 - x).abs() <= TOUCH
                    && other.y0 - TOUCH <= line.y0
                    && line.y0 <= other.y1 + TOUCH
            })
        };
        ends(line.x0) && ends(line.x1)
    }

    /// The characters that a rule strikes out.
    fn struck(&self, page: &Page, rule: &Rule) -> Vec<usize> {
        let line = flat(rule.area, self.turned);
        let y = f32::midpoint(line.y0, line.y1);
        let mut found: Vec<usize> = Vec::new();
        let (mut from, mut to, mut em) = (f32::INFINITY, f32::NEG_INFINITY, 0.0f32);
        for (_, stretch) in self.near(rule) {
            let box_of = flat(stretch.area, self.turned);
            let meets = box_of.x0 <= line.x1 && line.x0 <= box_of.x1;
            let glyphs = page.glyphs.get(stretch.first..stretch.last).filter(|_| meets);
            for (at, glyph) in (stretch.first..).zip(glyphs.unwrap_or_default()) {
                let area = flat(glyph.area, self.turned);
                let (height, width) = (area.y1 - area.y0, area.x1 - area.x0);
                let through = MIDDLE.contains(&((y - area.y0) / height.max(0.1)));
                let covered = line.x1.min(area.x1) - line.x0.max(area.x0);
                if through && rule.width < THICK * glyph.size && covered >= COVERED * width {
                    found.push(at);
                    if !is_blank(page, at) {
                        (from, to, em) = (from.min(area.x0), to.max(area.x1), em.max(glyph.size));
                    }
                }
            }
        }
        let over = (from - line.x0).max(line.x1 - to);
        let is_strike = em > 0.0
            && over <= OVER * em
            && line.x1 - line.x0 >= SHORT * em
            && !self.is_border(page, line);
        if is_strike { found } else { Vec::new() }
    }
}

fn is_blank(page: &Page, at: usize) -> bool {
    page.glyphs.get(at).is_none_or(|glyph| page.is_white(glyph))
}

fn is_flat(area: Area) -> bool {
    area.x1 - area.x0 >= area.y1 - area.y0
}

/// An area with its axes exchanged.
fn flat(a: Area, turned: bool) -> Area {
    if turned { Area { x0: a.y0, y0: a.x0, x1: a.y1, y1: a.x1 } } else { a }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::Sample;
    use super::super::stretch::stretches;
    use super::*;

    fn struck(page: Page) -> (String, String, usize) {
        let mut page = page;
        let all = stretches(&page);
        let mut verdicts = vec![None; page.glyphs.len()];
        mark(&mut page, &all, &mut verdicts);
        page.set_aside(&verdicts);
        let aside = page.asides.iter().map(|aside| aside.text.as_str()).collect();
        (page.text.clone(), aside, page.rules.len())
    }

    #[test]
    fn a_rule_through_the_middle_strikes_out_what_it_covers() {
        let page = Sample::new(300.0, 300.0).text(20.0, 100.0, 10.0, "旧名称新名称");
        let (text, aside, rules) = struck(page.rule(19.0, 105.2, 51.0, 105.2).page());
        assert_eq!((text.as_str(), aside.as_str(), rules), ("新名称", "旧名称", 0));
    }

    #[test]
    fn two_rules_are_a_double_strike() {
        let page = Sample::new(300.0, 300.0).text(20.0, 100.0, 10.0, "旧名称");
        let page = page.rule(20.0, 104.0, 50.0, 104.0).rule(20.0, 106.5, 50.0, 106.5).page();
        assert_eq!(struck(page), (String::new(), "旧名称".to_owned(), 0));
    }

    #[test]
    fn a_side_of_a_cell_is_no_strike_though_it_runs_through_the_text() {
        let page = Sample::new(300.0, 300.0).text(20.0, 100.0, 10.0, "十分である");
        let page = page.grid(&[15.0, 75.0], &[80.0, 105.0, 130.0]).page();
        assert_eq!(struck(page).0, "十分である");
    }

    #[test]
    fn underlines_borders_and_strokes_are_no_strikes() {
        let page = Sample::new(300.0, 300.0).text(20.0, 100.0, 10.0, "名称");
        let page = page
            .rule(20.0, 109.5, 40.0, 109.5)
            .rule(20.0, 99.5, 40.0, 99.5)
            .rule(0.0, 105.0, 300.0, 105.0)
            .rule(21.0, 105.0, 28.0, 105.0);
        assert_eq!(struck(page.page()), ("名称".to_owned(), String::new(), 4));
    }
}
