//! Which pixels are ink: a threshold that follows paper, shading and light.

use super::picture::{Frame, Picture};

/// Blocks of so many pixels have one threshold.
const BLOCK: usize = 32;
/// Less contrast between paper and ink than this is no ink.
const CONTRAST: u8 = 56;
/// Where between ink (0) and paper (1) the threshold lies.
const BETWEEN: f32 = 0.6;

/// A stroke is thin if no more pixels stand side by side, at 300 dots per inch; runs of more than so many are no strokes.
const THIN: (usize, usize) = (2, 12);
/// Where so many of all strokes are thin, print is faint: its strokes have holes of up to so many rows.
const FAINT: f32 = 0.34;
const HOLE: usize = 2;

/// A picture in black and white.
#[derive(Clone, Debug, Default)]
pub(super) struct Ink {
    /// In pixels.
    pub(super) width: usize,
    /// In pixels.
    pub(super) height: usize,
    /// Whether each pixel is ink, row by row.
    pub(super) black: Vec<bool>,
}

impl Ink {
    /// The ink of a picture.
    pub(super) fn of(picture: &Picture) -> Self {
        let (columns, rows) = (picture.width.div_ceil(BLOCK), picture.height.div_ceil(BLOCK));
        let levels: Vec<(u8, u8)> = (0..rows)
            .flat_map(|row| (0..columns).map(move |column| (row, column)))
            .map(|(row, column)| level(picture, row, column))
            .collect();
        let limits: Vec<u8> = (0..rows * columns)
            .map(|at| threshold(&levels, at / columns.max(1), at % columns.max(1), columns, rows))
            .collect();
        let mut black = Vec::with_capacity(picture.grey.len());
        for y in 0..picture.height {
            let limits = &limits[y / BLOCK * columns..(y / BLOCK + 1) * columns];
            let row = picture.row(y);
            for (part, limit) in row.chunks(BLOCK).zip(limits) {
                black.extend(part.iter().map(|grey| grey < limit));
            }
        }
        Self { width: picture.width, height: picture.height, black }
    }

    /// Whether a pixel is ink.
    pub(super) fn at(&self, x: usize, y: usize) -> bool {
        x < self.width && self.black.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// Closes the holes that faint print has in its strokes, if this is such.
    pub(super) fn heal(&mut self) {
        if !self.is_faint() {
            return;
        }
        let torn = self.black.clone();
        let at = |x: usize, y: usize| torn.get(y * self.width + x).copied().unwrap_or(false);
        for (y, row) in self.black.chunks_exact_mut(self.width.max(1)).enumerate() {
            for (x, pixel) in row.iter_mut().enumerate().filter(|(_, black)| !**black) {
                let above = (1..=HOLE).find(|up| y >= *up && at(x, y - up));
                let below = (1..=HOLE).find(|down| at(x, y + down));
                let between = above.zip(below).is_some_and(|(up, down)| up + down <= HOLE + 1);
                let beside = x > 0 && at(x - 1, y) && x + 1 < self.width && at(x + 1, y);
                *pixel = between || beside;
            }
        }
    }

    /// Whether most strokes are thin.
    fn is_faint(&self) -> bool {
        let rows = self.black.chunks_exact(self.width.max(1));
        let runs = rows.flat_map(|row| row.chunk_by(|a, b| a == b).filter(|run| run[0]));
        let strokes = runs.map(<[bool]>::len).filter(|length| *length < THIN.1);
        let count = |(all, thin), length| (all + 1, thin + usize::from(length <= THIN.0));
        let (all, thin) = strokes.fold((0, 0), count);
        thin as f32 > FAINT * all as f32
    }

    /// Makes a pixel paper.
    pub(super) fn clear(&mut self, x: usize, y: usize) {
        if let Some(pixel) = self.black.get_mut(y * self.width + x).filter(|_| x < self.width) {
            *pixel = false;
        }
    }

    /// A row of pixels.
    pub(super) fn row(&self, y: usize) -> &[bool] {
        self.black.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// Ink pixels in each row of a frame.
    pub(super) fn profile(&self, frame: Frame) -> Vec<u32> {
        let count = |y: usize| {
            let row = self.row(y).get(frame.x0..frame.x1).unwrap_or_default();
            u32::try_from(row.iter().filter(|black| **black).count()).unwrap_or(u32::MAX)
        };
        (frame.y0..frame.y1).map(count).collect()
    }
}

/// The grey of ink and of paper in a block: its 2nd and 85th percentile.
fn level(picture: &Picture, row: usize, column: usize) -> (u8, u8) {
    let mut count = [0u32; 256];
    let (x0, x1) = (column * BLOCK, ((column + 1) * BLOCK).min(picture.width));
    let mut all = 0;
    for y in row * BLOCK..((row + 1) * BLOCK).min(picture.height) {
        for grey in picture.row(y).get(x0..x1).unwrap_or_default() {
            count[usize::from(*grey)] += 1;
            all += 1;
        }
    }
    (percentile(&count, all / 50), percentile(&count, all * 17 / 20))
}

fn percentile(count: &[u32; 256], rank: u32) -> u8 {
    let mut sum = 0;
    for (grey, number) in (0u8..=255).zip(count) {
        sum += number;
        if sum > rank {
            return grey;
        }
    }
    255
}

/// The threshold of a block: between the darkest ink around it and its own paper.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
fn threshold(levels: &[(u8, u8)], row: usize, column: usize, columns: usize, rows: usize) -> u8 {
    let around = |at: usize, end: usize| at.saturating_sub(1)..(at + 2).min(end);
    let near = around(row, rows).flat_map(|r| around(column, columns).map(move |c| (r, c)));
    let ink = near.filter_map(|(r, c)| levels.get(r * columns + c)).map(|level| level.0).min();
    let ink = ink.unwrap_or(0);
    let paper = levels.get(row * columns + column).map_or(255, |level| level.1);
    if paper < ink.saturating_add(CONTRAST) {
        return if paper < CONTRAST { paper.saturating_add(1) } else { 0 };
    }
    (f32::from(ink) + f32::from(paper - ink) * BETWEEN) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holes_of_faint_print_are_closed() {
        let drawn = |rows: &[&str]| {
            let black = rows.iter().flat_map(|row| row.bytes().map(|b| b == b'#')).collect();
            Ink { width: rows[0].len(), height: rows.len(), black }
        };
        let torn = ["#.....#", "#......", ".......", "#.....#", "#....#."];
        let whole = ["#.....#", "#.....#", "#.....#", "#.....#", "#....#."];
        let mut ink = drawn(&torn);
        ink.heal();
        assert_eq!(ink.black, drawn(&whole).black);
        let thick = ["####", "####", "....", "####"];
        let mut ink = drawn(&thick);
        ink.heal();
        assert_eq!(ink.black, drawn(&thick).black);
    }
}
