//! How far a page lies askew: the angle at which its rows of ink are sharpest.

use super::ink::Ink;

/// Columns looked at: one of so many.
const COLUMN: usize = 8;
/// Largest angle that is looked for, in degrees.
const MOST: f32 = 4.0;
/// A page is looked at in so many bands.
const BANDS: f32 = 12.0;

/// The angle of the lines of a page, in radians, clockwise positive.
pub(super) fn skew(ink: &Ink) -> f32 {
    let points = points(ink);
    if points.is_empty() {
        return 0.0;
    }
    let coarse = best(&points, ink.height, 4.0, (0.0, MOST, 0.2));
    let fine = best(&points, ink.height, 2.0, (coarse, 0.3, 0.05));
    best(&points, ink.height, 1.0, (fine, 0.06, 0.01)).to_radians()
}

/// Black pixels of some columns, from the middle of the picture.
fn points(ink: &Ink) -> Vec<(f32, f32)> {
    let mut points = Vec::new();
    for y in 0..ink.height {
        let row = ink.row(y).iter().enumerate().step_by(COLUMN);
        let black = row.filter(|(_, black)| **black);
        points.extend(black.map(|(x, _)| (x as f32 - ink.width as f32 / 2.0, y as f32)));
    }
    points
}

/// The angle around `middle` with the sharpest rows, `bin` pixels each.
fn best(points: &[(f32, f32)], height: usize, bin: f32, range: (f32, f32, f32)) -> f32 {
    let (middle, reach, step) = range;
    let count = (2.0 * reach / step).round();
    let mut found = (0.0, middle);
    let mut at = 0.0;
    while at <= count {
        let angle = middle - reach + at * step;
        let sharp = sharpness(points, height, bin, angle);
        if sharp > found.0 {
            found = (sharp, angle);
        }
        at += 1.0;
    }
    found.1
}

/// How sharp the rows are when the page is turned back by `angle` degrees: how much more ink stands in the row of a
/// piece of ink than it alone. Bands are weighed one by one, so that a fold or an edge with as much ink as all the text
/// does not tell of the whole page.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to rows")]
fn sharpness(points: &[(f32, f32)], height: usize, bin: f32, angle: f32) -> f64 {
    let slope = angle.to_radians().tan();
    let mut rows = vec![0u32; (height as f32 / bin) as usize + 1];
    let last = rows.len() - 1;
    let band = |y: f32| (y / height.max(1) as f32 * BANDS) as usize;
    let sharp = |points: &[(f32, f32)]| {
        rows.fill(0);
        for (x, y) in points {
            let row = ((y - x * slope) / bin).max(0.0) as usize;
            rows[row.min(last)] += 1;
        }
        let inner = rows[1..last.max(1)].iter().map(|count| f64::from(*count));
        let (all, together) = inner.fold((0.0, 0.0), |sum, n| (sum.0 + n, sum.1 + n * n));
        if all > 0.0 { (points.len() as f64).sqrt() * (together / all).ln() } else { 0.0 }
    };
    points.chunk_by(|a, b| band(a.1) == band(b.1)).map(sharp).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_askew_are_measured() {
        let mut ink = askew();
        assert!((skew(&ink).to_degrees() - 1.15).abs() < 0.05, "{}", skew(&ink).to_degrees());
        // The shadow of a fold lies straight.
        ink.black[280 * WIDTH..305 * WIDTH].fill(true);
        assert!((skew(&ink).to_degrees() - 1.15).abs() < 0.1, "{}", skew(&ink).to_degrees());
    }

    const WIDTH: usize = 800;

    /// Some lines across a page, askew.
    fn askew() -> Ink {
        let height = 600;
        let mut ink = Ink { width: WIDTH, height, black: vec![false; WIDTH * height] };
        for line in (75..550).step_by(50) {
            for x in 0..WIDTH {
                let y = line as f32 + (x as f32 - 400.0) * 0.02;
                ink.black[y.round() as usize * WIDTH + x] = true;
            }
        }
        ink
    }
}
