//! A page as a picture in grey: rendering, turning, deskewing, cutting out.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Resolution at which pages are rendered, in dots per inch.
const DPI: f32 = 300.0;
/// Larger pages are rendered coarser: two A3 pages at 300 dpi.
const MOST_PIXELS: f32 = 36e6;
/// So close to the edge, in points, nothing is printed, and the edge itself may have left a line.
const EDGE: f32 = 3.0;
/// What is not on the picture.
const PAPER: u8 = 255;

/// A picture in grey, row by row; 0 is black.
#[derive(Clone, Debug, Default)]
pub(super) struct Picture {
    /// In pixels.
    pub(super) width: usize,
    /// In pixels.
    pub(super) height: usize,
    /// One byte a pixel.
    pub(super) grey: Vec<u8>,
}

/// A rectangle of pixels; the right and the lower edge are outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    /// Left edge.
    pub(super) x0: usize,
    /// Top edge.
    pub(super) y0: usize,
    /// After the right edge.
    pub(super) x1: usize,
    /// After the bottom edge.
    pub(super) y1: usize,
}

impl Frame {
    pub(super) fn width(&self) -> usize {
        self.x1.saturating_sub(self.x0)
    }

    pub(super) fn height(&self) -> usize {
        self.y1.saturating_sub(self.y0)
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// Middle of its height, doubled.
    pub(super) fn middle2(&self) -> usize {
        self.y0 + self.y1
    }
}

/// The pages of a file, to be rendered one at a time.
pub(super) struct Pages {
    pdf: Pdf,
}

impl Pages {
    /// `None` where the file cannot be opened for rendering.
    pub(super) fn open(bytes: &[u8]) -> Option<Self> {
        let opened = catch_unwind(|| Pdf::new(bytes.to_vec()));
        opened.ok()?.ok().map(|pdf| Self { pdf })
    }

    /// The page with this index in grey, and its pixels per point.
    pub(super) fn picture(&self, index: usize) -> Option<(Picture, f32)> {
        self.picture_at(index, DPI)
    }

    /// The same, at so many dots per inch.
    pub(super) fn picture_at(&self, index: usize, dpi: f32) -> Option<(Picture, f32)> {
        let drawn = catch_unwind(AssertUnwindSafe(|| self.render(index, dpi)));
        drawn.ok().flatten()
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few pixels")]
    fn render(&self, index: usize, dpi: f32) -> Option<(Picture, f32)> {
        let page = self.pdf.pages().get(index)?;
        let (width, height) = page.render_dimensions();
        let most = (MOST_PIXELS / (width * height).max(1.0)).sqrt();
        let widest = f32::from(u16::MAX) / width.max(height).max(1.0);
        let scale = (dpi / 72.0).min(most).min(widest * 0.99);
        let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let (interpreter, options) = (InterpreterSettings::default(), RenderSettings::default());
        let pixmap = render(page, &RenderCache::new(), &interpreter, &options, &settings);
        let grey = pixmap.data().iter().map(|p| luma(p.r, p.g, p.b)).collect();
        let (width, height) = (usize::from(pixmap.width()), usize::from(pixmap.height()));
        let mut picture = Picture { width, height, grey };
        picture.trim((EDGE * scale) as usize);
        Some((picture, scale))
    }
}

/// Grey of a colour (ITU-R BT.601).
fn luma(r: u8, g: u8, b: u8) -> u8 {
    let sum = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
    u8::try_from(sum / 1000).unwrap_or(PAPER)
}

impl Picture {
    /// Turned clockwise by quarters.
    pub(super) fn turned(&self, quarters: u8) -> Self {
        let (w, h) = (self.width, self.height);
        let (width, height) = if quarters % 2 == 1 { (h, w) } else { (w, h) };
        let mut grey = Vec::with_capacity(self.grey.len());
        for y in 0..height {
            for x in 0..width {
                let at = match quarters % 4 {
                    0 => y * w + x,
                    1 => (h - 1 - x) * w + y,
                    2 => (h - 1 - y) * w + (w - 1 - x),
                    _ => x * w + (w - 1 - y),
                };
                grey.push(self.grey.get(at).copied().unwrap_or(PAPER));
            }
        }
        Self { width, height, grey }
    }

    /// Turned back by a small angle (in radians, clockwise positive) around its middle.
    pub(super) fn straightened(&self, angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        let (cx, cy) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let mut grey = Vec::with_capacity(self.grey.len());
        for y in 0..self.height {
            let dy = y as f32 - cy;
            for x in 0..self.width {
                let dx = x as f32 - cx;
                grey.push(self.between(cx + dx * cos - dy * sin, cy + dx * sin + dy * cos));
            }
        }
        Self { width: self.width, height: self.height, grey }
    }

    /// The grey between four pixels.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the picture, and a mean of bytes"
    )]
    pub(super) fn between(&self, x: f32, y: f32) -> u8 {
        if self.width < 2 || self.height < 2 {
            return PAPER;
        }
        // Outside it is as bright as at the edge.
        let (x, y) =
            (x.clamp(0.0, self.width as f32 - 1.01), y.clamp(0.0, self.height as f32 - 1.01));
        let (left, top) = ((x as usize).min(self.width - 2), (y as usize).min(self.height - 2));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let at = top * self.width + left;
        let row = |at: usize| {
            let (a, b) = (f32::from(self.grey[at]), f32::from(self.grey[at + 1]));
            a + (b - a) * fx
        };
        let (upper, lower) = (row(at), row(at + self.width));
        (upper + (lower - upper) * fy + 0.5) as u8
    }

    /// Puts in place of so many pixels at each edge what stands beside them: white paper would make what is grey
    /// beside it look like ink.
    fn trim(&mut self, pixels: usize) {
        let (width, height) = (self.width, self.height);
        if width <= 2 * pixels || height <= 2 * pixels {
            return;
        }
        for row in self.grey.chunks_exact_mut(width) {
            let (first, last) = (row[pixels], row[width - pixels - 1]);
            row[..pixels].fill(first);
            row[width - pixels..].fill(last);
        }
        let ends = (0..pixels).map(|y| (y, pixels));
        let below = (height - pixels..height).map(|y| (y, height - pixels - 1));
        for (y, from) in ends.chain(below) {
            self.grey.copy_within(from * width..(from + 1) * width, y * width);
        }
    }

    /// Makes what stands in a frame, and its edge, as bright as the brightest pixel around it.
    pub(super) fn blank(&mut self, frame: Frame) {
        let (x0, x1) = (frame.x0.saturating_sub(2), (frame.x1 + 2).min(self.width));
        let rows = frame.y0.saturating_sub(2)..(frame.y1 + 2).min(self.height);
        let row = |y: usize| y * self.width + x0..y * self.width + x1;
        let all = rows.clone().flat_map(|y| self.grey.get(row(y)).unwrap_or_default());
        let paper = all.copied().max().unwrap_or(PAPER);
        for y in rows {
            let row = row(y);
            self.grey.get_mut(row).into_iter().for_each(|part| part.fill(paper));
        }
    }

    /// A row of pixels.
    pub(super) fn row(&self, y: usize) -> &[u8] {
        self.grey.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_is_as_bright_as_what_stands_beside_it() {
        let grey = vec![
            255, 255, 255, 255, 255, //
            255, 10, 20, 30, 255, //
            255, 40, 50, 60, 255, //
            255, 255, 255, 255, 255,
        ];
        let picture = Picture { width: 5, height: 4, grey };
        let mut trimmed = picture.clone();
        trimmed.trim(1);
        assert_eq!(trimmed.row(0), [10, 10, 20, 30, 30]);
        assert_eq!(trimmed.row(1), [10, 10, 20, 30, 30]);
        assert_eq!(trimmed.row(2), [40, 40, 50, 60, 60]);
        assert_eq!(trimmed.row(3), [40, 40, 50, 60, 60]);
        let mut narrow = picture.clone();
        narrow.trim(2);
        assert_eq!(narrow.grey, picture.grey, "nothing would be left");
    }
}
