//! A strip of a picture to characters, each with its place and how sure it is.

use super::memory::{self, Key, Memory, Strips};
use super::model;
use super::net::Net;
use super::picture::{Frame, Picture};
use super::seen::Seen;
use rten::ThreadPool;
use std::cell::RefCell;
use std::sync::Arc;

/// Height of the strips that the model reads, in pixels.
const HEIGHT: usize = 48;
/// It gives one answer for so many pixels along the strip.
const STEP: usize = 8;
/// Longer strips are read in parts.
const LONGEST: usize = 3200;
/// Shorter strips are filled up, as those were that the model has learnt from.
const SHORTEST: usize = 160;

/// A character that was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    /// The character.
    pub(super) char: char,
    /// How sure it is, 0 to 1.
    pub(super) sure: f32,
    /// Where its middle stands, in pixels of the picture from the left.
    pub(super) x: f32,
}

/// What is recognised of a page, and what was before.
struct Kept<'m> {
    memory: &'m Memory,
    page: Key,
    known: Strips,
    used: Strips,
    is_new: bool,
}

/// Reads strips with one thread.
pub(super) struct Recogniser<'m> {
    net: Arc<Net>,
    pool: Arc<ThreadPool>,
    kept: RefCell<Option<Kept<'m>>>,
}

impl<'m> Recogniser<'m> {
    pub(super) fn new(net: Arc<Net>) -> Self {
        let pool = Arc::new(ThreadPool::with_num_threads(1));
        Self { net, pool, kept: RefCell::new(None) }
    }

    /// From now on strips are of this page of the document with this digest, and kept in this memory.
    pub(super) fn begin(&self, memory: &'m Memory, document: &Key, page: usize) {
        let page = memory::key(&[document, model::SHA256.as_bytes(), &page.to_le_bytes()]);
        let (known, used) = (memory.recall(&page), Strips::default());
        self.kept.replace(Some(Kept { memory, page, known, used, is_new: false }));
    }

    /// The page is done: what was recognised of it is kept.
    pub(super) fn end(&self) {
        if let Some(kept) = self.kept.take().filter(|kept| kept.is_new) {
            kept.memory.keep(&kept.page, &kept.used);
        }
    }

    /// The characters of a strip of a picture; nothing where the model gives up.
    pub(super) fn read(&self, picture: &Picture, strip: Frame, ink: Frame) -> Vec<Read> {
        let scale = HEIGHT as f32 / strip.height().max(1) as f32;
        let width = ((strip.width() as f32 * scale).ceil() as usize).clamp(1, LONGEST);
        let filled = width.max(SHORTEST).next_multiple_of(STEP);
        let data = tensor(picture, strip, ink, width, filled);
        let place = |step: f32| strip.x0 as f32 + (step + 0.5) * STEP as f32 / scale;
        let seen = self.seen(data, filled);
        seen.iter()
            .map(|seen| Read { char: seen.char, sure: seen.sure, x: place(seen.step) })
            .collect()
    }

    /// What a strip shows, known from before or recognised now.
    fn seen(&self, data: Vec<f32>, width: usize) -> Vec<Seen> {
        let mut kept = self.kept.borrow_mut();
        let Some(kept) = kept.as_mut() else { return self.recognised(data, width) };
        let bytes: Vec<u8> = data.iter().flat_map(|value| value.to_le_bytes()).collect();
        let key = memory::key(&[&width.to_le_bytes(), &bytes]);
        let known = kept.known.0.get(&key).cloned();
        kept.is_new |= known.is_none();
        let seen = known.unwrap_or_else(|| self.recognised(data, width));
        kept.used.0.insert(key, seen.clone());
        seen
    }

    /// Nothing where the model gives up.
    fn recognised(&self, strip: Vec<f32>, width: usize) -> Vec<Seen> {
        self.net.read(&self.pool, strip, width).unwrap_or_default()
    }
}

/// A strip as the model wants it: from -1 (black) to 1 (white), then nothing. Rows
/// above and below the line's own ink are paper.
fn tensor(picture: &Picture, strip: Frame, ink: Frame, width: usize, filled: usize) -> Vec<f32> {
    let paper = paper(picture, strip);
    let (dx, dy) =
        (strip.width() as f32 / width.max(1) as f32, strip.height() as f32 / HEIGHT as f32);
    let mut data = Vec::with_capacity(HEIGHT * filled);
    for row in 0..HEIGHT {
        let y = strip.y0 as f32 + (row as f32 + 0.5) * dy - 0.5;
        let inside = y >= ink.y0 as f32 - 2.0 && y <= ink.y1 as f32 + 1.0;
        for column in 0..width {
            let x = strip.x0 as f32 + (column as f32 + 0.5) * dx - 0.5;
            let grey = if inside { f32::from(picture.between(x, y)) } else { f32::from(paper) };
            data.push(grey / 127.5 - 1.0);
        }
        data.resize(data.len() + filled - width, 0.0);
    }
    data
}

/// The grey of a strip's paper.
fn paper(picture: &Picture, strip: Frame) -> u8 {
    let mut greys: Vec<u8> = (strip.y0..strip.y1)
        .step_by(3)
        .flat_map(|y| picture.row(y).get(strip.x0..strip.x1).unwrap_or_default().iter().step_by(3))
        .copied()
        .collect();
    greys.sort_unstable();
    greys.get(greys.len() * 3 / 4).copied().unwrap_or(255)
}
