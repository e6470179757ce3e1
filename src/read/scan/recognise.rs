//! A strip of a picture to characters, each with its place and how sure it is.

use super::memory::{self, Key, Memory, Strips};
use super::model::{self, Characters};
use super::picture::{Frame, Picture};
use super::seen::Seen;
use rten::{RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
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

/// Less likely look-alikes do not count.
const ALIKE: f32 = 0.01;

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
    characters: Arc<Characters>,
    options: RunOptions,
    kept: RefCell<Option<Kept<'m>>>,
}

impl<'m> Recogniser<'m> {
    pub(super) fn new(characters: Arc<Characters>) -> Self {
        let pool = Arc::new(ThreadPool::with_num_threads(1));
        let options = RunOptions::default().with_thread_pool(Some(pool));
        Self { characters, options, kept: RefCell::new(None) }
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

    fn recognised(&self, channel: Vec<f32>, width: usize) -> Vec<Seen> {
        let data = [&channel[..], &channel, &channel].concat();
        let input = NdTensor::from_data([1, 3, HEIGHT, width], data);
        let run = self.characters.model.run_one(input.view().into(), Some(self.options.clone()));
        let output = run.ok().and_then(|value| NdTensor::<f32, 3>::try_from(value).ok());
        output.map_or_else(Vec::new, |output| self.decode(&output.to_vec(), output.shape()[2]))
    }

    /// CTC: of each step the likeliest class; equal neighbours are one character.
    fn decode(&self, data: &[f32], classes: usize) -> Vec<Seen> {
        let mut found: Vec<Seen> = Vec::new();
        let mut last = None;
        let mut run = (0.0, 0.0);
        for (step, row) in data.chunks_exact(classes.max(1)).enumerate() {
            let (class, sure) = self.best(row);
            if class != 0 {
                if last != Some(class) {
                    run = (0.0, 0.0);
                    let char = self.characters.classes.get(class).copied().flatten();
                    found.extend(char.map(|char| Seen { char, sure, step: 0.0 }));
                }
                run = (run.0 + sure, run.1 + sure * step as f32);
                if let Some(seen) = found.last_mut() {
                    seen.sure = seen.sure.max(sure);
                    seen.step = run.1 / run.0.max(1e-6);
                }
            }
            last = Some(class);
        }
        found
    }

    /// The likeliest class among those that Japanese text has, and its share of their likelihood. What
    /// looks like one of them counts for it.
    fn best(&self, row: &[f32]) -> (usize, f32) {
        let (mut best, mut most, mut sum) = (0, row.first().copied().unwrap_or(0.0), 0.0);
        sum += most;
        for (class, (value, char)) in row.iter().zip(&self.characters.classes).enumerate().skip(1) {
            if char.is_some() {
                sum += value;
                if *value > most {
                    (best, most) = (class, *value);
                }
            }
        }
        let likely = |class: usize| row.get(class).copied().unwrap_or(0.0);
        for (alias, class) in &self.characters.aliases {
            let value = likely(*alias);
            if value > ALIKE {
                sum += value;
                let together = value + if *class == best { most } else { likely(*class) };
                if *class == best || together > most {
                    (best, most) = (*class, together);
                }
            }
        }
        (best, most / sum.max(1e-6))
    }
}

/// A strip as the model wants it, but for its three equal channels: from -1 (black) to 1 (white), then nothing. Rows
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
