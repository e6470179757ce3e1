//! A strip of a picture to characters, each with its place and how sure it is.

use super::model::Characters;
use super::picture::{Frame, Picture};
use rten::{RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
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

/// Reads strips with one thread.
pub(super) struct Recogniser {
    characters: Arc<Characters>,
    options: RunOptions,
}

impl Recogniser {
    pub(super) fn new(characters: Arc<Characters>) -> Self {
        let pool = Arc::new(ThreadPool::with_num_threads(1));
        Self { characters, options: RunOptions::default().with_thread_pool(Some(pool)) }
    }

    /// The characters of a strip of a picture; nothing where the model gives up.
    pub(super) fn read(&self, picture: &Picture, strip: Frame, ink: Frame) -> Vec<Read> {
        let scale = HEIGHT as f32 / strip.height().max(1) as f32;
        let width = ((strip.width() as f32 * scale).ceil() as usize).clamp(1, LONGEST);
        let filled = width.max(SHORTEST).next_multiple_of(STEP);
        let data = tensor(picture, strip, ink, width, filled);
        let input = NdTensor::from_data([1, 3, HEIGHT, filled], data);
        let run = self.characters.model.run_one(input.view().into(), Some(self.options.clone()));
        let Some(output) = run.ok().and_then(|value| NdTensor::<f32, 3>::try_from(value).ok())
        else {
            return Vec::new();
        };
        let [_, steps, classes] = output.shape();
        let data = output.to_vec();
        let place =
            |step: f32| strip.x0 as f32 + (step + 0.5) * filled as f32 / steps as f32 / scale;
        self.decode(&data, classes, &place)
    }

    /// CTC: of each step the likeliest class; equal neighbours are one character.
    fn decode(&self, data: &[f32], classes: usize, place: &dyn Fn(f32) -> f32) -> Vec<Read> {
        let mut found: Vec<Read> = Vec::new();
        let mut last = None;
        let mut run = (0.0, 0.0);
        for (step, row) in data.chunks_exact(classes.max(1)).enumerate() {
            let (class, sure) = self.best(row);
            if class != 0 {
                if last != Some(class) {
                    run = (0.0, 0.0);
                    let char = self.characters.classes.get(class).copied().flatten();
                    found.extend(char.map(|char| Read { char, sure, x: 0.0 }));
                }
                run = (run.0 + sure, run.1 + sure * step as f32);
                if let Some(read) = found.last_mut() {
                    read.sure = read.sure.max(sure);
                    read.x = place(run.1 / run.0.max(1e-6));
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

/// A strip as the model wants it: three equal channels from -1 (black) to 1 (white), then nothing. Rows
/// above and below the line's own ink are paper.
fn tensor(picture: &Picture, strip: Frame, ink: Frame, width: usize, filled: usize) -> Vec<f32> {
    let paper = paper(picture, strip);
    let (dx, dy) =
        (strip.width() as f32 / width.max(1) as f32, strip.height() as f32 / HEIGHT as f32);
    let mut data = Vec::with_capacity(3 * HEIGHT * filled);
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
    let channel = data.clone();
    data.extend_from_slice(&channel);
    data.extend_from_slice(&channel);
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
