//! Dashed and dotted lines that are drawn piece by piece: one line each, whatever their pitch.

use crate::read::page::Rule;
use crate::source::Area;

/// A dash is at most this long, in points.
const LONGEST: f32 = 24.0;
/// A hole is at most this long, in points.
const HOLE: f32 = 9.0;
/// Pieces this near to one another, across, are of one line.
const SAME: f32 = 0.3;
/// Fewer pieces make no dashed line.
const FEWEST: usize = 4;
/// An end of a dashed line misses the line that it runs to by so much more than a hole.
const SLACK: f32 = 1.0;
/// Dashed lines and lines are compared so often at most.
const MOST_COMPARED: usize = 4_000_000;
/// A dot is no longer than this: whichever way it is wider says nothing.
const DOT: f32 = 2.5;

/// Joins the pieces of dashed lines.
pub(super) fn join(rules: &mut Vec<Rule>) {
    if rules.iter().filter(|rule| length(rule) <= LONGEST).count() < FEWEST {
        return;
    }
    let mut dashed = Vec::new();
    let mut pitch: Option<Pitch> = None;
    // What is too short to be known as dashed by itself is like the other lines of the page.
    for known in [false, true] {
        if known && pitch.is_none() {
            break;
        }
        for across in [true, false] {
            for chain in chains(rules, across) {
                let is_one = match pitch.filter(|_| known) {
                    Some(pitch) => pitch.fits(&chain),
                    None => !known && is_dashed(&chain),
                };
                if is_one {
                    if !known {
                        pitch = Some(Pitch::of(&chain, pitch));
                    }
                    dashed.extend(whole(&chain, across));
                    for (at, _) in chain {
                        rules[at].width = -1.0;
                    }
                }
            }
            rules.retain(|rule| rule.width >= 0.0);
        }
    }
    rules.extend(dashed.iter().map(|(line, _)| *line));
    if dashed.len().saturating_mul(rules.len()) > MOST_COMPARED {
        return;
    }
    let from = rules.len() - dashed.len();
    let ends: Vec<Rule> = dashed.iter().map(|(line, hole)| reaching(line, *hole, rules)).collect();
    rules.truncate(from);
    rules.extend(ends);
}

/// The pieces that lie one behind the other on a line, with small holes.
fn chains(rules: &[Rule], across: bool) -> Vec<Vec<(usize, Piece)>> {
    let mut pieces: Vec<(usize, Piece)> = rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.width >= 0.0 && length(rule) <= LONGEST)
        .filter_map(|(at, rule)| Some((at, Piece::of(rule, across)?)))
        .collect();
    pieces.sort_by(|(_, a), (_, b)| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut all = Vec::new();
    for line in pieces.chunk_by_mut(|(_, a), (_, b)| (b.at - a.at).abs() < SAME) {
        line.sort_by(|(_, a), (_, b)| a.from.total_cmp(&b.from));
        let near = |(_, a): &(usize, Piece), (_, b): &(usize, Piece)| b.from - a.to <= HOLE;
        all.extend(line.chunk_by(near).filter(|chain| chain.len() > 1).map(<[_]>::to_vec));
    }
    all
}

/// How long the dashes and the holes of a page's dashed lines are at most.
#[derive(Clone, Copy, Debug)]
struct Pitch {
    dash: f32,
    hole: f32,
}

impl Pitch {
    fn of(chain: &[(usize, Piece)], before: Option<Self>) -> Self {
        let least = Self { dash: 0.0, hole: 0.0 };
        let Self { dash, hole } = before.unwrap_or(least);
        let longest = chain.iter().map(|(_, piece)| piece.to - piece.from).fold(dash, f32::max);
        Self { dash: longest, hole: holes(chain).fold(hole, f32::max) }
    }

    /// Whether a chain of a few pieces, with a hole between them, is like the dashed lines.
    fn fits(self, chain: &[(usize, Piece)]) -> bool {
        let like = |length: f32, known: f32| length <= 1.1 * known + 0.3;
        holes(chain).any(|hole| hole > 0.1)
            && holes(chain).all(|hole| like(hole, self.hole))
            && chain.iter().all(|(_, piece)| like(piece.to - piece.from, self.dash))
    }
}

fn holes(chain: &[(usize, Piece)]) -> impl Iterator<Item = f32> {
    chain.windows(2).map(|pair| pair[1].1.from - pair[0].1.to)
}

/// A dashed line up to the lines that its ends miss by a hole.
fn reaching(line: &Rule, hole: f32, rules: &[Rule]) -> Rule {
    let across = line.area.x1 - line.area.x0 >= line.area.y1 - line.area.y0;
    let turned = |a: Area| match across {
        true => a,
        false => Area { x0: a.y0, y0: a.x0, x1: a.y1, y1: a.x1 },
    };
    let (mut area, near) = (turned(line.area), hole + SLACK);
    let (start, end) = (area.x0, area.x1);
    for other in rules.iter().map(|rule| turned(rule.area)) {
        let upright = other.y1 - other.y0 > other.x1 - other.x0;
        if upright && other.y0 - near <= area.y0 && area.y0 <= other.y1 + near {
            if (start - near..start).contains(&other.x0) {
                area.x0 = area.x0.min(other.x0);
            }
            if (end..end + near).contains(&other.x0) {
                area.x1 = area.x1.max(other.x0);
            }
        }
    }
    Rule { area: turned(area), ..*line }
}

/// A piece of a line, along it.
#[derive(Clone, Copy, Debug)]
struct Piece {
    at: f32,
    from: f32,
    to: f32,
    width: f32,
}

impl Piece {
    fn of(rule: &Rule, across: bool) -> Option<Self> {
        let Area { x0, y0, x1, y1 } = rule.area;
        let flat = x1 - x0 >= y1 - y0;
        let (at, from, to) =
            if across { ((y0 + y1) / 2.0, x0, x1) } else { ((x0 + x1) / 2.0, y0, y1) };
        if flat == across {
            return Some(Self { at, from, to, width: rule.width });
        }
        // A dot, seen as a piece of a line of the other direction.
        let half = rule.width / 2.0;
        let dot = length(rule) < DOT && rule.width < DOT;
        dot.then_some(Self { at, from: from - half, to: to + half, width: length(rule) })
    }
}

/// Whether the pieces are those of a dashed line: several, with holes of one or two lengths, or shorter than
/// the dashes.
fn is_dashed(chain: &[(usize, Piece)]) -> bool {
    // Pieces that lie on each other are one: neighbours draw the side that they share.
    let mut holes: Vec<f32> = holes(chain).filter(|gap| *gap > 0.1).collect();
    if holes.len() + 1 < FEWEST {
        return false;
    }
    holes.sort_by(f32::total_cmp);
    let middle = holes.get(holes.len() / 2).copied().unwrap_or_default();
    let dash = chain.iter().map(|(_, piece)| piece.to - piece.from).fold(0.0, f32::max);
    // Where two lines meet, a hole is shorter.
    let even = holes.iter().filter(|hole| **hole < 1.3 * middle + 0.3).count();
    holes.last().is_some_and(|last| *last <= 1.2 * dash + 0.5) || even * 10 >= holes.len() * 8
}

/// The line that the pieces make, and its largest hole.
fn whole(chain: &[(usize, Piece)], across: bool) -> Option<(Rule, f32)> {
    let (_, first) = chain.first()?;
    let to = chain.iter().map(|(_, piece)| piece.to).fold(first.to, f32::max);
    let (at, from, width) = (first.at, first.from, first.width);
    let hole = holes(chain).fold(0.0, f32::max);
    let area = if across {
        Area { x0: from, y0: at, x1: to, y1: at }
    } else {
        Area { x0: at, y0: from, x1: at, y1: to }
    };
    Some((Rule { area, width }, hole))
}

fn length(rule: &Rule) -> f32 {
    (rule.area.x1 - rule.area.x0).max(rule.area.y1 - rule.area.y0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of dashes along x (or y), each so long, with such holes.
    fn dashes(dash: f32, hole: f32, count: usize, across: bool) -> Vec<Rule> {
        let at = |i: usize| i as f32 * (dash + hole);
        let area = |from: f32| match across {
            true => Area { x0: from, y0: 5.0, x1: from + dash, y1: 5.0 },
            false => Area { x0: 5.0, y0: from, x1: 5.0, y1: from + dash },
        };
        (0..count).map(|i| Rule { area: area(at(i)), width: 0.5 }).collect()
    }

    fn joined(mut rules: Vec<Rule>) -> usize {
        join(&mut rules);
        rules.len()
    }

    #[test]
    fn dashes_and_dots_of_any_pitch_are_one_line() {
        for (dash, hole) in
            [(6.0, 3.0), (0.48, 1.06), (0.5, 4.0), (12.0, 6.0), (3.0, 5.0), (1.0, 1.0)]
        {
            for across in [true, false] {
                assert_eq!(joined(dashes(dash, hole, 20, across)), 1, "{dash} {hole} {across}");
            }
        }
    }

    #[test]
    fn sides_of_cells_that_are_dotted_one_by_one_are_one_line() {
        let mut rules = dashes(2.0, 4.0, 3, false);
        for rule in dashes(2.0, 4.0, 3, false) {
            let area = Area { y0: rule.area.y0 + 16.0, y1: rule.area.y1 + 16.0, ..rule.area };
            rules.push(Rule { area, ..rule });
        }
        assert_eq!(joined(rules), 1);
    }

    #[test]
    fn a_dotted_side_that_both_neighbours_draw_is_one_line() {
        let mut rules = dashes(0.8, 4.0, 10, true);
        rules.extend(dashes(0.8, 4.0, 10, true));
        assert_eq!(joined(rules), 1);
    }

    #[test]
    fn dash_and_dot_in_turn_are_one_line() {
        let mut rules = Vec::new();
        for i in 0..8u8 {
            let x = f32::from(i) * 15.0;
            for (from, to) in [(x, x + 9.0), (x + 11.0, x + 13.0)] {
                let area = Area { x0: from, y0: 5.0, x1: to, y1: 5.0 };
                rules.push(Rule { area, width: 0.5 });
            }
        }
        assert_eq!(joined(rules), 1);
    }

    #[test]
    fn dashed_lines_reach_the_corners_that_their_holes_miss() {
        let mut rules = dashes(0.8, 4.0, 10, true);
        let side = |x: f32| Area { x0: x, y0: 0.0, x1: x, y1: 40.0 };
        rules.extend([-3.0, 48.0, 60.0].map(|x| Rule { area: side(x), width: 0.5 }));
        join(&mut rules);
        let line = rules.iter().find(|rule| rule.area.y0 == 5.0 && rule.area.y1 == 5.0).unwrap();
        assert_eq!((rules.len(), line.area.x0, line.area.x1), (4, -3.0, 48.0));
    }

    #[test]
    fn a_few_pieces_are_a_line_where_others_are_dashed_alike() {
        let mut rules = dashes(10.0, 4.0, 20, true);
        rules.extend(dashes(10.0, 4.0, 2, false));
        assert_eq!(joined(rules), 2);
    }

    #[test]
    fn a_few_short_lines_stay_apart() {
        assert_eq!(joined(dashes(6.0, 3.0, 3, true)), 3);
        assert_eq!(joined(dashes(10.0, 20.0, 10, true)), 10);
        assert_eq!(joined(dashes(40.0, 3.0, 10, true)), 10);
    }
}
