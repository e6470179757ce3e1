//! How far a page leans: paper goes into a scanner, and copies onto a page, not quite straight.

use crate::read::pdf::matrix::Matrix;

/// A page leans by at most this, in radians: two degrees and a little.
const MOST: f32 = 0.04;
/// It leans when it does by more than this: over the length of a page lines miss their place by a hair.
const LEAST: f32 = 0.0003;
/// So near to one another lean the lines of a page, in radians.
const ALIKE: f32 = 0.01;
/// This share of what a page shows leans alike.
const SHARE: f32 = 0.6;
/// Angles kept of one page.
const KEPT: usize = 50_000;

/// The angles of what a page shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tilts {
    /// Angle from the nearest axis in radians, weight.
    leaning: Vec<(f32, f32)>,
    straight: f32,
}

impl Tilts {
    /// Adds the direction of a text, or a line, with its weight.
    pub(super) fn add(&mut self, (x, y): (f32, f32), weight: f32) {
        let (along, across) = if x.abs() >= y.abs() { (x, y) } else { (y, -x) };
        if across == 0.0 || along == 0.0 {
            self.straight += weight;
        } else if self.leaning.len() < KEPT {
            self.leaning.push(((across / along).atan(), weight));
        }
    }

    /// The angle that most of the page leans by, clockwise as displayed; `None` where it stands upright.
    pub(crate) fn angle(mut self) -> Option<f32> {
        let leaning: f32 = self.leaning.iter().map(|(_, weight)| weight).sum();
        let all = leaning + self.straight;
        if leaning < SHARE * all || leaning == 0.0 {
            return None;
        }
        self.leaning.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut seen = 0.0;
        let middle = self.leaning.iter().find(|(_, weight)| {
            seen += weight;
            seen * 2.0 >= leaning
        });
        let angle = middle.map_or(0.0, |(angle, _)| *angle);
        let alike = self.leaning.iter().filter(|(other, _)| (other - angle).abs() < ALIKE);
        let alike: f32 = alike.map(|(_, weight)| weight).sum();
        ((LEAST..=MOST).contains(&angle.abs()) && alike >= SHARE * all).then_some(angle)
    }
}

/// Turns a page of this size about its middle, against what it leans by.
pub(crate) fn upright(angle: f32, width: f32, height: f32) -> Matrix {
    let (sin, cos) = angle.sin_cos();
    let (x, y) = (width / 2.0, height / 2.0);
    let (a, b, c, d) = (cos, -sin, sin, cos);
    Matrix::new([a, b, c, d, x - a * x - c * y, y - b * x - d * y])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tilts(angle: f32, straight: f32) -> Tilts {
        let mut tilts = Tilts::default();
        for _ in 0..10 {
            tilts.add((angle.cos(), angle.sin()), 10.0);
            tilts.add((-angle.sin(), angle.cos()), 10.0);
        }
        tilts.add((1.0, 0.0), straight);
        tilts
    }

    #[test]
    fn a_page_leans_when_most_of_it_does() {
        assert!((tilts(0.02, 50.0).angle().unwrap() - 0.02).abs() < 1e-5);
        assert!((tilts(-0.035, 0.0).angle().unwrap() + 0.035).abs() < 1e-5);
        assert_eq!(tilts(0.02, 1000.0).angle(), None);
        assert_eq!(tilts(0.3, 0.0).angle(), None);
        assert_eq!(Tilts::default().angle(), None);
    }

    #[test]
    fn turning_back_makes_it_straight() {
        let turn = upright(0.02, 600.0, 800.0);
        let (x, y) = turn.vector(0.02f32.cos(), 0.02f32.sin());
        assert!((x - 1.0).abs() < 1e-6 && y.abs() < 1e-6);
        let (x, y) = turn.apply(300.0, 400.0);
        assert!((x - 300.0).abs() < 1e-3 && (y - 400.0).abs() < 1e-3);
    }
}
