//! Which pixels are ink: a threshold that follows paper, shading and light.

use super::picture::{Frame, Picture};

/// Blocks of so many pixels have one threshold.
const BLOCK: usize = 32;
/// Less contrast between paper and ink than this is no ink.
const CONTRAST: u8 = 56;
/// Where between ink (0) and paper (1) the threshold lies.
const BETWEEN: f32 = 0.6;

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
