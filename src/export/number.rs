//! How numbers are printed, alike in every format: points of a page, shares of the quality.

use crate::record::Quality;
use crate::source::Area;

/// The four edges in points with two decimals; `None` where one is not a number.
pub(super) fn edges(area: Option<Area>) -> Option<[String; 4]> {
    let area = area?;
    let edges = [area.x0, area.y0, area.x1, area.y1];
    edges.iter().all(|edge| edge.is_finite()).then(|| edges.map(hundredths))
}

/// A number with two decimals. Whole hundredths print several times faster than a fraction does.
fn hundredths(number: f32) -> String {
    let whole = (f64::from(number) * 100.0).round() as i64;
    let mut rest = whole.unsigned_abs();
    // From the last digit to the first; no number has more of them.
    let mut text = [b'.'; 24];
    let mut first = text.len();
    for place in 0.. {
        if place > 2 && rest == 0 {
            break;
        }
        // The point stands before the last two digits.
        first -= 1 + usize::from(place == 2);
        text[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    if whole < 0 {
        first -= 1;
        text[first] = b'-';
    }
    str::from_utf8(&text[first..]).unwrap_or_default().to_owned()
}

/// Conformity, coverage, leftover and furniture with four decimals. The last three still add up to 1
/// as printed: what rounding takes or gives falls on the coverage, by far the largest.
pub(super) fn shares(quality: &Quality) -> [String; 4] {
    let parts = |share: f64| (share.clamp(0.0, 1.0) * 10_000.0).round() as u32;
    let (leftover, furniture) = (parts(quality.leftover), parts(quality.furniture));
    let mut coverage = parts(quality.coverage);
    let sum = coverage.saturating_add(leftover).saturating_add(furniture);
    if sum.abs_diff(10_000) <= 2 {
        coverage = 10_000_u32.saturating_sub(leftover + furniture);
    }
    [parts(quality.conformity), coverage, leftover, furniture]
        .map(|part| format!("{}.{:04}", part / 10_000, part % 10_000))
}

/// A share with four decimals.
pub(super) fn share(share: f64) -> String {
    let part = (share.clamp(0.0, 1.0) * 10_000.0).round() as u32;
    format!("{}.{:04}", part / 10_000, part % 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_as_printed() {
        let quality = |coverage, leftover, furniture| {
            shares(&Quality { conformity: 1.0, coverage, leftover, furniture, ocr: 0.0 })
        };
        assert_eq!(quality(0.9702, 0.0113, 0.0185), ["1.0000", "0.9702", "0.0113", "0.0185"]);
        assert_eq!(quality(0.9999, 0.00005, 0.00005), ["1.0000", "0.9998", "0.0001", "0.0001"]);
        assert_eq!(quality(f64::NAN, 2.0, -1.0), ["1.0000", "0.0000", "1.0000", "0.0000"]);
    }

    #[test]
    fn edges_have_two_decimals() {
        let area = Area { x0: -0.001, y0: 12.345, x1: 595.276, y1: 1e6 };
        assert_eq!(edges(Some(area)).unwrap(), ["0.00", "12.35", "595.28", "1000000.00"]);
        let area = Area { x0: -0.05, y0: -12.5, x1: 0.999, y1: 7.0 };
        assert_eq!(edges(Some(area)).unwrap(), ["-0.05", "-12.50", "1.00", "7.00"]);
        assert_eq!(edges(Some(Area { x0: f32::NAN, ..area })), None);
    }
}
